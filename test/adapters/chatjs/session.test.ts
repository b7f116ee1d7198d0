import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { Stage } from './stage.js';

/** A whole session over the supervisor and a scripted client. */
async function started() {
  const stage = new Stage();
  const { broker, storage } = memoryPorts();
  const { chance, clock, connection, logger } = stage;
  const session = new ChatSession({ broker, storage, chance, clock, logger, connect: () => connection });
  const starting = session.start();
  await clock.advance(1_000);
  await starting;
  const texts = (): readonly unknown[] =>
    session.store.state.items.map((item) => (item.kind === 'message' ? item.content.text : item.what));
  const phase = (): unknown => session.store.state.phase;
  return { ...stage, session, service: stage.service, clock, network: stage.network, connection, texts, phase };
}

describe('A conversation over links that break', () => {
  it('has every message once and in order, whoever spoke while the socket was dead', async () => {
    const { clock, service, session, texts } = await started();
    service.say('one');
    session.send('two');
    await clock.advance(60_000);
    service.latest.deaf = true;
    service.say('three');
    session.send('four');
    await clock.advance(40_000);
    service.nextConnections = ['network', 403, 500];
    service.latest.kill();
    service.say('five');
    session.send('six');
    await clock.advance(30_000);
    assert.deepEqual(texts(), ['one', 'two', 'three', 'four', 'five', 'six']);
    assert.deepEqual(session.store.state.drafts, []);
    assert.equal(service.openSockets, 1);
  });

  it('sends once what got through although nobody answered', async () => {
    const { clock, service, session, texts } = await started();
    service.nextSends = ['hang', 'network'];
    session.send('Only once');
    await clock.advance(60_000);
    assert.deepEqual(texts(), ['Only once']);
    assert.equal(new Set(service.tokens).size, 1);
  });

  it('that lasts for more than a day has no gap: its socket ends every hour, its connection token after 24', async () => {
    const { clock, service, session, texts } = await started();
    const written: string[] = [];
    const gaps: number[] = [];
    let since: number | undefined;
    session.store.subscribe(({ phase }) => {
      const up = phase.name === 'live' && phase.link === 'up';
      if (up && since !== undefined) gaps.push(clock.now() - since);
      since = up ? undefined : (since ?? clock.now());
    });
    for (let hour = 1; hour <= 30; hour++) {
      await clock.advance(3_600_000);
      if (hour === 24) service.nextConnections = [403];
      service.say(`agent ${hour}`);
      service.latest.kill();
      session.send(`customer ${hour}`);
      written.push(`agent ${hour}`, `customer ${hour}`);
      await clock.advance(5_000);
      assert.deepEqual([...texts()].sort(), [...written].sort(), `hour ${hour}`);
    }
    assert.ok(gaps.length >= 30);
    assert.ok(Math.max(...gaps) < 1_500, 'what is over within 1.5 s is told to nobody');
    assert.deepEqual([service.openSockets, session.store.state.drafts], [1, []]);
    session.shutdown();
  });

  it('is over when the agent ended it while the laptop was closed, and keeps what was said', async () => {
    const { clock, network, service, session, texts, phase } = await started();
    service.say('Goodbye then');
    await clock.advance(1_000);
    network.change('offline');
    service.online = false;
    service.latest.kill();
    service.connection = 403;
    await clock.advance(600_000);
    network.change('online');
    service.online = true;
    await clock.advance(10_000);
    assert.deepEqual(texts(), ['Goodbye then']);
    assert.deepEqual(phase(), { name: 'ended', contactId: 'c-1', by: 'service' });
    assert.equal(clock.pending, 0);
    session.shutdown();
  });
});
