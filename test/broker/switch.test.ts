import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { historyPath, switchPath } from '../../src/protocol/paths.js';
import { chatBody, post, refusalOf, ticketOf } from './support/broker-world.js';
import { memoryWorld, type MemoryWorld } from './support/memory-world.js';

const queues = {
  queues: {
    sales: { queueId: 'queue-sales', automated: true },
    calls: { queueId: 'queue-calls', channels: ['call'], automated: true },
  },
} as const;

/** A chat that has waited for so many seconds. */
async function waiting(it_: MemoryWorld, seconds: number) {
  const ticket = await ticketOf(await post(it_, chatBody({ displayName: 'Ada Lovelace' })));
  it_.connect.change(ticket.contactId, { enqueuedAt: it_.clock.now });
  it_.clock.now += seconds * 1000;
  return ticket;
}

const ask = (it_: MemoryWorld, handle: string, queue = 'sales', idempotencyKey: string = randomUUID()) =>
  it_.ask(switchPath, { handle, idempotencyKey, queue });

describe('over to another queue', () => {
  it('is a new chat there, with the time already waited, and the old one waits on until that is connected', async () => {
    const it_ = memoryWorld(queues);
    const old = await waiting(it_, 240);
    const ticket = await ticketOf(await ask(it_, old.handle));
    const started = it_.connect.chats.at(-1);
    assert.deepEqual(
      [started?.relatedContactId, started?.displayName, started?.attributes],
      [old.contactId, 'Ada Lovelace', { switchedFrom: old.contactId, targetQueue: 'queue-sales' }],
    );
    assert.deepEqual(it_.connect.credits, [[ticket.contactId, 240]]);
    assert.deepEqual(it_.connect.stopped, []);
    assert.deepEqual(it_.events.at(-1), {
      name: 'contact.switched',
      contactId: ticket.contactId,
      from: old.contactId,
      queue: 'sales',
      placeKept: true,
      creditSeconds: 240,
    });
  });

  it('is one chat however often the intent is repeated, by two brokers and after an answer was lost', async () => {
    const it_ = memoryWorld(queues);
    const { handle } = await waiting(it_, 60);
    const key = randomUUID();
    it_.connect.troubles.push({ operation: 'startChat', error: 'TimeoutError', after: true });
    assert.equal((await ask(it_, handle, 'sales', key)).status, 503);
    const answers = await Promise.all([ask(it_, handle, 'sales', key), ask(it_.another(), handle, 'sales', key)]);
    const ids = await Promise.all(answers.map(async (answer) => (await ticketOf(answer)).contactId));
    assert.equal(new Set(ids).size, 1);
    assert.equal(it_.connect.chats.length, 2);
  });

  it('takes along what was waited in all the queues before', async () => {
    const it_ = memoryWorld(queues);
    const first = await waiting(it_, 100);
    const second = await ticketOf(await ask(it_, first.handle));
    it_.connect.change(second.contactId, { enqueuedAt: it_.clock.now });
    it_.clock.now += 50_000;
    const third = await ticketOf(await ask(it_, second.handle));
    assert.deepEqual(it_.connect.credits.at(-1), [third.contactId, 150]);
  });

  it('lets the agent read what was said before, once the old chat is over', async () => {
    const it_ = memoryWorld(queues);
    const old = await waiting(it_, 60);
    const { handle } = await ticketOf(await ask(it_, old.handle));
    assert.equal((await it_.ask(historyPath, { handle })).status, 202);
    it_.connect.change(old.contactId, { disconnectedAt: it_.clock.now });
    it_.clock.now += 60_000;
    assert.equal((await it_.ask(historyPath, { handle })).status, 204);
    assert.equal(it_.connect.histories[0]?.sourceContactId, old.contactId);
  });

  it('is not for somebody who has met an agent, or whose chat is over', async () => {
    const it_ = memoryWorld(queues);
    for (const changes of [{ connectedAt: 1 }, { disconnectedAt: 1 }]) {
      const { handle, contactId } = await waiting(it_, 60);
      it_.connect.change(contactId, changes);
      assert.equal((await refusalOf(await ask(it_, handle))).code, 'token/not-found');
    }
    assert.equal(it_.connect.chats.length, 2);
  });

  it('goes to queues of the site that take chats, by alias, and to no other', async () => {
    const it_ = memoryWorld(queues);
    const { handle } = await waiting(it_, 60);
    for (const queue of ['queue-sales', 'calls', 'toString', '__proto__', '']) {
      assert.equal((await refusalOf(await ask(it_, handle, queue))).code, 'token/bad-request', queue);
    }
    assert.equal(it_.connect.chats.length, 1);
  });
});
