import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MemoryBroker } from '../../../src/adapters/memory/broker.js';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { sampleMessage } from '../../../src/adapters/memory/samples.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import type { ChatOptions } from '../../../src/core/chat/ticket.js';

function setUp(options: ChatOptions = {}) {
  const ports = memoryPorts({ broker: new MemoryBroker({ memory: 'memory-1' }) });
  const session = new ChatSession(ports, options);
  const texts = () =>
    session.store.state.items.map((item) => (item.kind === 'message' ? item.content.text : `(${item.what})`));
  const from = () => ports.broker.requests.map(({ continueFrom }) => continueFrom);
  return { ...ports, session, texts, from };
}

suite('a chat that goes on where an earlier one ended', () => {
  test('a customer who returns goes on with their last conversation, where the page wants that', async () => {
    const { connection, from, session, ...ports } = setUp({ continues: true });
    await session.start();
    connection.finish();
    const tomorrow = new ChatSession({ ...ports }, { continues: true });
    await tomorrow.start();
    assert.deepEqual(from(), [undefined, 'memory-1']);
  });

  test('without that it begins anew, and nothing is kept beyond the tab', async () => {
    const { connection, from, session, storage, ...ports } = setUp();
    await session.start();
    connection.finish();
    assert.equal(storage.saved.longMemory, undefined);
    await new ChatSession({ ...ports, storage }).start();
    assert.deepEqual(from(), [undefined, undefined]);
  });

  test('a past that is not ready in fifteen seconds is done without, in a contact of its own', async () => {
    const { broker, clock, from, session, storage } = setUp({ continues: true });
    storage.save({ longMemory: 'memory-0' });
    for (let i = 0; i < 3; i++) broker.failNext('token/busy', { retryable: true, retryAfterMs: 6_000 });
    void session.start();
    await clock.advance(16_000);
    assert.equal(session.store.state.phase.name, 'live');
    assert.deepEqual(from(), ['memory-0', 'memory-0', 'memory-0', undefined]);
    assert.equal(new Set(broker.requests.map(({ idempotencyKey }) => idempotencyKey)).size, 2);
  });

  test('a memory that is too old is done without at once', async () => {
    const { broker, from, session, storage } = setUp({ continues: true });
    storage.save({ longMemory: 'memory-0' });
    broker.failNext('token/expired');
    await session.start();
    assert.equal(session.store.state.phase.name, 'live');
    assert.deepEqual(from(), ['memory-0', undefined]);
  });

  test('a broker that is out of reach is not asked for less: the customer is told, and can try again', async () => {
    const { broker, clock, from, session, storage } = setUp({ continues: true });
    storage.save({ longMemory: 'memory-0' });
    for (let i = 0; i < 12; i++) broker.failNext('token/network', { retryable: true });
    void session.start();
    await clock.advance(60_000);
    assert.equal(session.store.state.phase.name, 'failed');
    assert.ok(from().every((each) => each === 'memory-0'));
  });

  test('what was said before comes above as soon as it can be had, older pages on demand, nothing twice', async () => {
    const { clock, connection, session, texts } = setUp({ continues: true });
    await session.start();
    connection.say('Welcome back');
    const past = Array.from({ length: 150 }, (_, index) =>
      sampleMessage(`past-${String(index).padStart(3, '0')}`, `past ${index}`, index, { contactId: 'c-0' }),
    );
    connection.rehydrate(...past);
    await clock.settle();
    assert.deepEqual([texts().length, texts().at(0), texts().at(-1)], [100, 'past 51', 'Welcome back']);
    await session.loadEarlier();
    assert.deepEqual([texts().length, texts().at(0)], [151, 'past 0']);
    assert.equal(session.store.state.earlier.name, 'none');
  });
});
