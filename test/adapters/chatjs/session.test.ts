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
