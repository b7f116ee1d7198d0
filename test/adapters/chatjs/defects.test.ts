import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ChatjsCopy } from '../../../src/adapters/chatjs/copy.js';
import { createLink } from '../../../src/adapters/chatjs/connection.js';
import { ManualClock, FixedChance } from '../../../src/adapters/memory/clock.js';
import { MemoryLogger } from '../../../src/adapters/memory/logger.js';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { createSimulator } from '../../../src/simulator/index.js';
import { eventPrefix, FakeService } from '../../support/fake-chatjs.js';
import { outcome, Stage } from './stage.js';

/**
 * The defects of amazon-connect-chatjs 5.0.0, measured with the real client, and what becomes of each under our
 * supervisor. A title says the defect first; its number is at the end. Some are played here by a scripted client that
 * has the defect, some by the real one in a browser (`real.browser.test.ts`, `foreign.browser.test.ts`).
 */
const numbers = Array.from({ length: 21 }, (_, index) => `C${index + 1}`);

/** A stage on which a chat has been going on for a minute. */
async function live(...options: ConstructorParameters<typeof Stage>): Promise<Stage> {
  const stage = await new Stage(...options).opened();
  await stage.clock.advance(30_000);
  return stage;
}

/** A whole session over a stage. */
async function conversation() {
  const stage = new Stage();
  const { broker, storage } = memoryPorts();
  const { chance, clock, connection, logger } = stage;
  const session = new ChatSession({ broker, storage, chance, clock, logger, connect: () => connection });
  const starting = session.start();
  await clock.advance(1_000);
  await starting;
  const texts = () => session.store.state.items.flatMap((it) => (it.kind === 'message' ? it.content.text : []));
  return { stage, session, texts };
}

describe('A defect of the client', () => {
  for (const [what, outcomes] of [
    ['one request that fails', ['network'] as const],
    ['three quick errors', [500, 500, 500] as const],
    ['three quick refusals for too many requests', [429, 429, 429] as const],
  ] as const) {
    it(`${what} on the way back leaves it dead for good: the chat is back by itself (C1)`, async () => {
      const stage = await live();
      stage.service.nextConnections = [...outcomes];
      stage.service.latest.kill();
      await stage.clock.advance(90_000);
      assert.equal(stage.links.at(-1), 'up');
      stage.service.say('Still here');
      await stage.clock.settle();
      assert.ok(stage.texts.includes('Still here'));
      assert.equal(stage.service.openSockets, 1);
    });
  }

  it('it takes one false refusal for the end of the chat: nobody is told an end (C2)', async () => {
    const stage = await live();
    stage.service.nextConnections = [403];
    stage.service.latest.kill();
    await stage.clock.advance(5_000);
    assert.equal(stage.isOver, false);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('it notices a half-open socket late and never says "lost": the customer is told, and misses nothing (C3)', async () => {
    const { stage, texts } = await conversation();
    await stage.clock.advance(30_000);
    stage.service.latest.deaf = true;
    stage.service.say('Into the void');
    await stage.clock.advance(40_000);
    assert.ok(stage.logger.lines.some(({ name }) => name === 'link.reconnecting'));
    assert.deepEqual(texts(), ['Into the void']);
  });

  it('it never says again what was said while it was away: the transcript has it (C4)', async () => {
    const { stage, texts } = await conversation();
    stage.service.say('before');
    stage.service.latest.socket = 'none';
    for (let count = 1; count <= 230; count++) stage.service.say(`missed ${count}`);
    stage.service.latest.socket = 'open';
    stage.service.latest.kill();
    await stage.clock.advance(3_000);
    stage.service.say('after');
    await stage.clock.settle();
    assert.deepEqual(texts(), ['before', ...Array.from({ length: 230 }, (_, index) => `missed ${index + 1}`), 'after']);
  });

  it('a phone that was put away leaves it deaf for ever: coming back is enough (C5)', async () => {
    const stage = await live();
    stage.network.change('hidden');
    stage.service.connection = 'network';
    stage.service.latest.kill();
    await stage.clock.advance(120_000);
    stage.service.connection = 'ok';
    stage.network.change('visible');
    await stage.clock.advance(500);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('it waits for ever for a socket nobody answers: another one is made (C5)', async () => {
    const stage = await live();
    stage.service.upgrade = 'hang';
    stage.service.latest.kill();
    await stage.clock.advance(9_000);
    stage.service.upgrade = 'accept';
    await stage.clock.advance(12_000);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('it never notices that it is told nothing any more: a look into the transcript does (C5)', async () => {
    const { stage, texts } = await conversation();
    stage.service.subscribed = false;
    stage.service.say('Do you hear me?');
    await stage.clock.advance(40_000);
    assert.deepEqual(texts(), ['Do you hear me?']);
    stage.service.subscribed = true;
    await stage.clock.advance(5_000);
    assert.equal(stage.service.sessions.length, 2, 'a new subscription');
    stage.service.say('And now?');
    await stage.clock.settle();
    assert.deepEqual(texts(), ['Do you hear me?', 'And now?']);
  });

  for (const call of ['send', 'transcript'] as const) {
    it(`it waits for ever for an answer to ${call}: after a quarter of a minute it is an unknown outcome (C6)`, async () => {
      const stage = await live();
      stage.service.nextSends = ['hang'];
      stage.service.transcript = 'hang';
      const { connection, signal } = stage;
      const asked = call === 'send' ? connection.send('?', 't', signal) : connection.transcript({ limit: 1 }, signal);
      const came = outcome<unknown>(asked);
      await stage.clock.advance(20_000);
      assert.equal((await came).retryable, true);
    });
  }

  it('it says "connected" before anything is: nobody is told so before a heartbeat came back (C7)', async () => {
    const stage = new Stage();
    stage.service.upgrade = 'hang';
    const opening = stage.open();
    await stage.clock.advance(9_000);
    assert.deepEqual(stage.links, []);
    stage.service.upgrade = 'accept';
    await stage.clock.advance(10_000);
    await opening;
    assert.deepEqual(stage.links, ['up']);
  });

  it('it asks 25 times a second while sockets are refused: we ask gently, ever more so (C8)', async () => {
    const stage = await live();
    const before = stage.service.connections;
    stage.service.upgrade = 'refuse';
    stage.service.latest.kill();
    await stage.clock.advance(120_000);
    const asked = stage.service.connections - before;
    assert.ok(asked <= 14, `${asked} requests in two minutes`);
  });

  it('it never looks at an expired token while its socket is fine: a refused message goes out with a new one (C9)', async () => {
    const stage = await live();
    stage.service.nextSends = [403];
    const sending = outcome(stage.connection.send('Hello', 't-1', stage.signal));
    await stage.clock.advance(1_000);
    assert.ok((await sending).value);
    assert.deepEqual(stage.service.tokens, ['t-1']);
  });

  for (const [what, number] of [
    ['all its receipts carry one token, so that a service may keep only the first', 'C10'],
    ['a receipt it holds back never settles', 'C11'],
    ['settings that are left out switch its own receipts on again', 'C14'],
  ] as const) {
    it(`${what}: it is told to send none, completely and once (${number})`, () => {
      const service = new FakeService(new ManualClock());
      const copy = new ChatjsCopy(service.chatjs);
      for (let count = 0; count < 3; count++) copy.create(sampleTicket());
      assert.equal(service.configs.length, 1);
      const [{ features }] = service.configs as [{ features: unknown }];
      assert.deepEqual(features, { messageReceipts: { shouldSendMessageReceipts: false } });
    });
  }

  it('what it holds back never settles: nothing of ours waits for it (C11)', async () => {
    const stage = await live();
    const before = stage.clock.pending;
    stage.service.typing = 'hang';
    stage.connection.typing();
    await stage.clock.settle();
    assert.equal(stage.clock.pending, before);
    stage.connection.close();
    assert.equal(stage.clock.pending, 0);
  });

  it('receipts without a person make it fail inside: they show nothing, and what follows is heard (C12)', async () => {
    const stage = await live();
    const receipt = { Type: 'MESSAGEMETADATA', ContentType: `${eventPrefix}message.read` };
    for (const Receipts of [[], [{}], undefined]) {
      stage.service.publish({ ...receipt, MessageMetadata: { MessageId: 'm-1', Receipts } });
    }
    stage.service.say('And then?');
    await stage.clock.settle();
    assert.deepEqual(stage.texts, ['And then?']);
  });

  it('an object it is given as content goes out as an object: it is given text alone (C13)', async () => {
    const stage = await live();
    stage.connection.typing();
    await stage.clock.settle();
    for (const event of stage.service.sentEvents) {
      for (const [name, value] of Object.entries(event)) assert.equal(typeof value, 'string', name);
    }
    assert.equal(stage.service.sentEvents.length, 1);
  });

  for (const [what, unused, number] of [
    ['its own list of messages is out of order', 'onTranscriptUpdated', 'C15'],
    ['it takes a refused upload for a success', 'sendAttachment', 'C16'],
    ['it takes a refused download for the file', 'downloadAttachment', 'C16'],
  ] as const) {
    it(`${what}: ${unused} is never touched (${number})`, async () => {
      const clock = new ManualClock();
      const service = new FakeService(clock);
      const touched = new Set<string>();
      const session = new Proxy(service.session(), {
        get(target, name) {
          touched.add(String(name));
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      const ports = { clock, chance: new FixedChance(), logger: new MemoryLogger() };
      const link = createLink(
        () => session,
        sampleTicket(),
        () => {},
        ports,
      );
      await link.connect();
      await link.send('Hello', 't-1');
      await link.transcript({ limit: 10 });
      link.break();
      assert.ok(touched.has('onMessage'));
      assert.ok(!touched.has(unused));
    });
  }

  it('it swallows what goes wrong in whoever listens: it is in the log, and the chat goes on (C17)', async () => {
    const stage = await live();
    const { events } = stage;
    const push = events.push.bind(events);
    events.push = () => {
      throw new Error('a bug of whoever listens');
    };
    stage.service.say('Lost on a bug');
    await stage.clock.settle();
    events.push = push;
    stage.service.say('Heard');
    await stage.clock.settle();
    assert.equal(stage.logger.count('chatjs.listener-failed'), 1);
    assert.deepEqual(stage.texts, ['Heard']);
  });

  it('it throws some errors and rejects others as text: all come out as ours, with a code (C18)', async () => {
    for (const make of [
      () => {
        throw new Error('IllegalArgumentException');
      },
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the client does
      () => Promise.reject('Failed to call sendMessage, No active connection'),
      () => Promise.resolve(undefined as never),
    ]) {
      const stage = await live();
      stage.service.latest.sendMessage = make;
      const { code, retryable } = await outcome(stage.connection.send('Hello', 't-1', stage.signal));
      assert.match(code ?? '', /^message\/(network|unconfirmed)$/);
      assert.equal(retryable, true);
    }
  });

  it('it keeps one place to talk to per region and reports to Amazon: each place is its own, and nothing is reported (C19)', () => {
    const service = new FakeService(new ManualClock());
    const copy = new ChatjsCopy(service.chatjs);
    copy.create(sampleTicket({ endpoint: 'https://one.example' }));
    copy.create(sampleTicket({ endpoint: 'https://two.example' }));
    const [first, second] = service.created;
    assert.notEqual(first?.options.region, second?.options.region);
    assert.ok(service.created.every(({ disableCSM }) => disableCSM));
  });

  it('it has no way to leave without ending the chat: we leave no socket, no timer and no end behind (C20)', async () => {
    const stage = await live();
    stage.connection.close();
    assert.deepEqual([stage.service.openSockets, stage.clock.pending, stage.service.disconnects], [0, 0, 0]);
  });

  it('it refuses some addresses without a word and calls that connected: nobody is told so, and it is tried again (C21)', async () => {
    const stage = new Stage();
    const { service } = stage;
    // What it does with ws://localhost: connect() resolves, and the session is dead.
    const session = service.session.bind(service);
    service.session = () => {
      service.session = session;
      const refusing = session();
      refusing.connect = () => {
        refusing.emit('broken');
        return Promise.resolve({ connectSuccess: true });
      };
      return refusing;
    };
    const opening = stage.open();
    await stage.clock.advance(2_000);
    await opening;
    assert.deepEqual(stage.links, ['up']);
    assert.equal(service.sessions.length, 2);
  });

  it('it drops items that do not name both contacts: the simulator names both, at an address it takes (C21)', async (t) => {
    const simulator = createSimulator({ knobs: { scriptedAgents: 'off' } });
    t.after(() => simulator.close());
    const { origin } = await simulator.listen();
    const begun = await fetch(`${origin}/_sim/contacts`, { method: 'POST', body: '{"displayName":"Ada"}' });
    const { contactId, participantToken } = (await begun.json()) as { contactId: string; participantToken: string };
    const answer = await fetch(`${origin}/participant/connection`, {
      method: 'POST',
      headers: { 'x-amz-bearer': participantToken },
      body: '{"Type":["WEBSOCKET"]}',
    });
    const { Websocket } = (await answer.json()) as { Websocket: { Url: string } };
    assert.match(Websocket.Url, /^ws:\/\/127\.0\.0\.1:/);
    const published: object[] = [];
    simulator.world.on((event) => event.type === 'published' && published.push(event.item));
    await fetch(`${origin}/_sim/contacts/${contactId}/steps`, {
      method: 'POST',
      body: '{"steps":[{"do":"say","text":"Hello"}]}',
    });
    assert.ok(published.length > 0);
    for (const item of published) {
      const { ContactId, InitialContactId } = item as Record<string, unknown>;
      assert.deepEqual([ContactId, InitialContactId], [contactId, contactId]);
    }
  });
});

it('Each of the 21 defects has a test that says so in its title', () => {
  const folder = 'test/adapters/chatjs/';
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(folder + name, 'utf8'))
    .join('\n');
  const titled = new Set([...sources.matchAll(/\bC\d+(?=\)[`']|'\],?\n)/g)].map(([number]) => number));
  assert.deepEqual(
    numbers.filter((number) => !titled.has(number)),
    [],
  );
});
