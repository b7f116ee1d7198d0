import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryBroker } from '../../../src/adapters/memory/broker.js';
import { FixedChance, ManualClock } from '../../../src/adapters/memory/clock.js';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { EventLog } from '../../contracts/event-log.js';
import { outcome } from '../chatjs/stage.js';

const never = new AbortController().signal;

async function open() {
  const ports = memoryPorts();
  const log = new EventLog();
  await ports.connection.open(sampleTicket(), log.listener, never);
  const heard = (): readonly string[] => log.heard.map(({ id }) => id);
  return { ...ports, log, heard };
}

describe('A clock set by hand', () => {
  it('lets promises settle between two tasks, so that a chain of waits takes the time it says', async () => {
    const clock = new ManualClock(0);
    const times: number[] = [];
    const wait = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));
    void (async () => {
      for (let count = 0; count < 3; count++) {
        await wait(100);
        times.push(clock.now());
      }
    })();
    await clock.advance(250);
    assert.deepEqual(times, [100, 200]);
    assert.equal(clock.now(), 250);
    assert.equal(clock.pending, 1);
  });

  it('can be set wrong without touching what is waiting', async () => {
    const clock = new ManualClock(0);
    let ran = 0;
    clock.after(100, () => ran++);
    clock.jump(90_000_000);
    await clock.advance(99);
    assert.equal(ran, 0);
    await clock.advance(1);
    assert.equal(ran, 1);
  });

  it('has chance that is always the same and ids that never are', () => {
    const chance = new FixedChance(0.25);
    assert.equal(chance.random(), 0.25);
    assert.notEqual(chance.newId(), chance.newId());
  });
});

describe('A connection in memory', () => {
  it('echoes after the answer, or before it, or never, as told', async () => {
    const { clock, connection, heard } = await open();
    const after = await connection.send('after', 't-1', never);
    assert.deepEqual(heard(), []);
    await clock.settle();
    assert.deepEqual(heard(), [after.id]);
    connection.nextSend({ echo: 'before', answer: 'held' });
    const sending = connection.send('before', 't-2', never);
    assert.equal(heard().length, 2);
    connection.releaseSends();
    await sending;
    connection.nextSend({ echo: 'never' });
    const { id } = await connection.send('never', 't-3', never);
    await clock.settle();
    assert.equal(heard().length, 2);
    assert.ok(connection.conversation.some((item) => item.id === id));
  });

  it('fails as told, taken in or not', async () => {
    const { connection } = await open();
    connection.sends({ answer: 'message/unconfirmed', retryable: true });
    assert.equal((await outcome(connection.send('taken', 't-1', never))).code, 'message/unconfirmed');
    connection.sends({ echo: 'not-taken', answer: 'message/throttled', retryable: true });
    assert.deepEqual(await outcome(connection.send('lost', 't-2', never)), {
      code: 'message/throttled',
      retryable: true,
    });
    assert.deepEqual(
      connection.conversation.map((item) => item.kind === 'message' && item.content.text),
      ['taken'],
    );
    assert.equal(connection.sent.length, 2);
  });

  it('lets a send that is held go with its signal, of unknown outcome', async () => {
    const { connection } = await open();
    const abort = new AbortController();
    connection.nextSend({ answer: 'held' });
    const sending = outcome(connection.send('held', 't-1', abort.signal));
    abort.abort();
    assert.equal((await sending).code, 'message/unconfirmed');
  });

  it('keeps for the transcript what is said while the link is down', async () => {
    const { connection, log, heard } = await open();
    connection.drop('offline');
    connection.say('in between');
    connection.restore();
    connection.say('again');
    assert.deepEqual(log.links, ['up', 'offline', 'up']);
    assert.equal(heard().length, 1);
    assert.equal((await connection.transcript({ limit: 10 }, never)).items.length, 2);
  });

  it('refuses to open, or to tell the transcript, as often as told', async () => {
    const { connection } = memoryPorts();
    connection.failOpen('connection/refused');
    assert.equal((await outcome(connection.open(sampleTicket(), () => {}, never))).code, 'connection/refused');
    await connection.open(sampleTicket(), () => {}, never);
    connection.failTranscript();
    assert.equal((await outcome(connection.transcript({ limit: 1 }, never))).code, 'connection/lost');
    assert.deepEqual((await connection.transcript({ limit: 1 }, never)).items, []);
  });
});

describe('A broker in memory', () => {
  const request = { idempotencyKey: 'k-1', displayName: 'Ada' };

  it('gives one ticket per intent', async () => {
    const broker = new MemoryBroker({ region: 'us-east-1' });
    const first = await broker.startChat(request, never);
    assert.equal(await broker.startChat(request, never), first);
    const other = await broker.startChat({ ...request, idempotencyKey: 'k-2' }, never);
    assert.deepEqual([first.contactId, other.contactId, other.region], ['c-1', 'c-2', 'us-east-1']);
  });

  it('fails, holds and lets go as told', async () => {
    const broker = new MemoryBroker();
    broker.failNext('token/busy', { retryable: true });
    assert.deepEqual(await outcome(broker.startChat(request, never)), { code: 'token/busy', retryable: true });
    broker.hold();
    const abort = new AbortController();
    const given = outcome(broker.startChat(request, abort.signal));
    const kept = outcome(broker.startChat(request, never));
    abort.abort();
    assert.ok((await given).code);
    broker.release();
    assert.equal((await kept).value?.contactId, 'c-1');
    assert.equal(broker.requests.length, 3);
  });
});

it('A session over memory is a whole conversation in a few lines', async () => {
  const ports = memoryPorts();
  const session = new ChatSession(ports, { displayName: 'Ada' });
  await session.start();
  ports.connection.notice('joined');
  ports.connection.say('Hello, how can I help?');
  session.send('My order is late.');
  await ports.clock.settle();
  await session.end();
  await ports.clock.settle();
  assert.deepEqual(
    session.store.state.items.map((item) => (item.kind === 'message' ? item.content.text : item.what)),
    ['joined', 'Hello, how can I help?', 'My order is late.', 'ended'],
  );
  assert.equal(session.store.state.phase.name, 'ended');
  assert.equal(ports.clock.pending, 0);
});
