import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FixedChance } from '../../../src/adapters/memory/clock.js';
import { memoryPorts, type MemoryPorts } from '../../../src/adapters/memory/ports.js';
import { MemoryBroker } from '../../../src/adapters/memory/broker.js';
import { sampleAgent, sampleBot, sampleTicket } from '../../../src/adapters/memory/samples.js';
import type { ChatFeatures } from '../../../src/core/chat/state.js';
import { ChatSession } from '../../../src/core/chat/session.js';

const { features } = sampleTicket();

/** A session over these ports, live, in a contact that has receipts. */
async function started(ports: MemoryPorts) {
  const session = new ChatSession(ports, { displayName: 'Ada' });
  await session.start();
  await ports.clock.settle();
  const { clock, connection } = ports;
  const told = (): readonly string[] => connection.receipts.map(({ kind, messageId }) => `${kind} ${messageId}`);
  return { clock, connection, ports, session, told, seen: () => session.store.state.seen };
}

function portsWith(changes: Partial<ChatFeatures> = { receipts: true }): MemoryPorts {
  const broker = new MemoryBroker({ features: { ...features, ...changes } });
  return memoryPorts({ broker, chance: new FixedChance(0.5) });
}

const live = () => started(portsWith());

suite('receipts the customer’s side gives', () => {
  test('a message has arrived when it is heard, and is read when the customer has seen it, each told once', async () => {
    const { clock, connection, session, told } = await live();
    const { id } = connection.say('Hello');
    await clock.settle();
    assert.deepEqual(told(), [`delivered ${id}`]);
    session.markRead();
    await clock.settle();
    session.markRead();
    connection.restore();
    await clock.advance(600_000);
    assert.deepEqual(told(), [`delivered ${id}`, `read ${id}`]);
  });

  test('messages that came while the link was down have arrived when they are found, in their order', async () => {
    const { clock, connection, told } = await live();
    connection.drop();
    const [first, second] = [connection.say('One'), connection.say('Two')];
    await clock.settle();
    assert.deepEqual(told(), []);
    connection.restore();
    await clock.settle();
    assert.deepEqual(told(), [`delivered ${first.id}`, `delivered ${second.id}`]);
  });

  test('nothing is told of what the service or a bot says, nor of the customer’s own words', async () => {
    const { clock, connection, session, told } = await live();
    connection.say('All of us are busy', { id: '', role: 'system', name: undefined });
    connection.say('May I help?', sampleBot);
    session.send('Hello');
    connection.notice('joined');
    await clock.settle();
    session.markRead();
    await clock.settle();
    assert.deepEqual(told(), []);
  });

  test('nothing is told where the contact has no receipts', async () => {
    const { clock, connection, session, told } = await started(portsWith({ receipts: false }));
    connection.say('Hello');
    session.markRead();
    await clock.settle();
    assert.deepEqual(told(), []);
  });

  test('after a reload nothing is told again, and what was not told yet is', async () => {
    const { clock, connection, ports, session, told } = await live();
    const first = connection.say('Hello');
    session.markRead();
    await clock.settle();
    connection.close();
    const second = connection.say('Still there?');
    await started({ ...ports, connect: ports.connect });
    await clock.settle();
    assert.deepEqual(told().slice(-1), [`delivered ${second.id}`]);
    assert.equal(told().filter((each) => each.endsWith(first.id)).length, 2);
  });

  test('a new tab that kept nothing learns from the service what was told', async () => {
    const { clock, connection, ports, session, told } = await live();
    connection.say('Hello');
    session.markRead();
    await clock.settle();
    const before = told().length;
    connection.close();
    await started({ ...portsWith(), broker: ports.broker, clock, connection, connect: () => connection });
    await clock.settle();
    assert.equal(told().length, before);
  });

  test('a message of the customer’s goes first', async () => {
    const { clock, connection, session, told } = await live();
    connection.nextSend({ answer: 'held' });
    session.send('Where is my order?');
    await clock.settle();
    connection.say('Hello');
    await clock.settle();
    assert.deepEqual(told(), []);
    connection.releaseSends();
    await clock.settle();
    assert.equal(told().length, 1);
  });

  test('a busy service is left alone for a while, longer each time, and told later', async () => {
    const { clock, connection, told } = await live();
    connection.receiptOutcome = 'later';
    connection.say('Hello');
    await clock.settle();
    await clock.advance(9_000);
    assert.equal(told().length, 1);
    await clock.advance(1_500);
    assert.equal(told().length, 2);
    await clock.advance(14_000);
    assert.equal(told().length, 2);
    connection.receiptOutcome = 'told';
    await clock.advance(2_000);
    assert.equal(told().length, 3);
    await clock.advance(600_000);
    assert.equal(told().length, 3);
  });

  test('with more than two people they stop at the first refusal, until somebody leaves', async () => {
    const { clock, connection, told } = await live();
    connection.receiptOutcome = 'crowded';
    connection.say('Hello, I bring a colleague');
    await clock.settle();
    connection.say('Hello from me too', { ...sampleAgent, id: 'p-second', name: 'Omar' });
    await clock.advance(600_000);
    assert.equal(told().length, 1);
    connection.receiptOutcome = 'told';
    connection.notice('left', { ...sampleAgent, id: 'p-second', name: 'Omar' });
    await clock.settle();
    assert.equal(told().length, 3);
  });

  test('a receipt that is not possible is not tried again', async () => {
    const { clock, connection, told } = await live();
    connection.receiptOutcome = 'never';
    connection.say('Hello');
    await clock.advance(600_000);
    assert.equal(told().length, 1);
  });

  test('of a long past only the newest ten messages are spoken for', async () => {
    const ports = portsWith();
    for (let count = 0; count < 30; count++) ports.connection.say(`Message ${count}`);
    const { told } = await started(ports);
    assert.equal(told().length, 10);
  });

  test('nothing is left running when the chat is over', async () => {
    const { clock, connection } = await live();
    connection.receiptOutcome = 'later';
    connection.say('Hello');
    await clock.settle();
    connection.finish();
    await clock.settle();
    assert.equal(clock.pending, 0);
  });
});

suite('receipts of the customer’s messages', () => {
  test('the newest message that arrived and the newest that was read are known, whatever comes late', async () => {
    const { clock, connection, session, seen } = await live();
    session.send('One');
    await clock.settle();
    session.send('Two');
    await clock.settle();
    const [one, two] = session.store.state.items.map(({ id }) => id);
    connection.acknowledge('delivered', two!);
    connection.acknowledge('read', one!);
    connection.acknowledge('delivered', one!);
    assert.deepEqual(seen(), { delivered: two, read: one });
    connection.acknowledge('read', two!);
    assert.deepEqual(seen(), { delivered: two, read: two });
  });

  test('one that comes before the answer to its message counts', async () => {
    const { clock, connection, session, seen } = await live();
    connection.nextSend({ answer: 'held' });
    session.send('Hello');
    await clock.settle();
    const { id } = connection.conversation[0]!;
    connection.acknowledge('read', id);
    connection.releaseSends();
    await clock.settle();
    assert.equal(session.store.state.items[0]?.id, id);
    assert.equal(seen().read, id);
  });

  test('one that was missed is found in the transcript, and kept over a reload', async () => {
    const { clock, connection, ports, session, seen } = await live();
    session.send('Hello');
    await clock.settle();
    const id = session.store.state.items[0]!.id;
    connection.drop();
    connection.acknowledge('read', id);
    connection.restore();
    await clock.settle();
    assert.equal(seen().read, id);
    const again = new ChatSession(ports, { displayName: 'Ada' });
    connection.holdOpen();
    void again.resume();
    await clock.settle();
    assert.equal(again.store.state.seen.read, id);
  });
});
