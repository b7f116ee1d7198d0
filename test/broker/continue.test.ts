import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TicketBody } from '../../src/protocol/chat.js';
import { stopPath } from '../../src/protocol/paths.js';
import { chatBody, post, ticketOf } from './support/broker-world.js';
import { segment } from './support/memory-connect.js';
import { endedChat, memoryWorld, type MemoryWorld } from './support/memory-world.js';

const persistent = { persistent: {} } as const;

/** An ended chat, an hour ago, and what reminds of it. */
async function earlier(it_: MemoryWorld): Promise<TicketBody & { readonly memory: string }> {
  const ticket = await endedChat(it_, 'CUSTOMER_DISCONNECT');
  it_.clock.now += 3_600_000;
  assert.ok(ticket.memory);
  return { ...ticket, memory: ticket.memory };
}

const start = async (it_: MemoryWorld, body: Record<string, unknown>) => ticketOf(await post(it_, chatBody(body)));

describe('a customer who comes back', () => {
  it('goes on with the whole of their earlier chat', async () => {
    const it_ = memoryWorld(persistent);
    const { memory, contactId, visitor } = await earlier(it_);
    const ticket = await start(it_, { continueFrom: memory, visitor });
    assert.equal(ticket.continued, true);
    assert.deepEqual(it_.connect.chats[1]?.persistent, {
      rehydration: 'ENTIRE_PAST_SESSION',
      sourceContactId: contactId,
    });
    assert.ok(ticket.memory && ticket.memory !== memory, 'and can do so again later');
  });

  it('goes on with the part before a survey, where the site wants that', async () => {
    const it_ = memoryWorld({ persistent: { rehydration: 'FROM_SEGMENT' } });
    const { memory, contactId } = await earlier(it_);
    const survey = segment({
      initialContactId: contactId,
      initiationMethod: 'DISCONNECT',
      previousContactId: contactId,
      disconnectedAt: it_.clock.now - 3_500_000,
      disconnectReason: 'CONTACT_FLOW_DISCONNECT',
    });
    it_.connect.segments.set(survey.id, survey);
    it_.connect.change(contactId, { nextContactIds: [survey.id] });
    await start(it_, { continueFrom: memory });
    assert.deepEqual(it_.connect.chats[1]?.persistent, { rehydration: 'FROM_SEGMENT', sourceContactId: contactId });
  });

  it('is asked to wait while it is too early', async () => {
    const it_ = memoryWorld(persistent);
    const { memory } = await endedChat(it_, 'CUSTOMER_DISCONNECT');
    const body = chatBody({ continueFrom: memory });
    const waits: number[] = [];
    it_.connect.troubles.push({ operation: 'startChat', error: 'InvalidRequestException' });
    for (;;) {
      const response = await post(it_, body);
      if (response.status === 200) break;
      assert.equal(response.status, 202);
      const { retryAfterMs } = (await response.json()) as { retryAfterMs: number };
      waits.push(retryAfterMs);
      it_.clock.now += retryAfterMs;
    }
    assert.deepEqual(waits, [10_000, 10_000, 10_000, 10_000]);
    assert.equal(it_.connect.chats.length, 2);
  });

  it('begins anew, and is told so, when the earlier chat cannot be gone on with', async () => {
    const cases: readonly (readonly [string, (it_: MemoryWorld, contactId: string) => void])[] = [
      ['it still goes on', (it_, id) => it_.connect.change(id, { disconnectedAt: undefined })],
      ['nobody remembers it', (it_, id) => void it_.connect.segments.delete(id)],
      [
        'Amazon Connect will not have it',
        (it_) => void it_.connect.troubles.push({ operation: 'startChat', error: 'InvalidRequestException' }),
      ],
    ];
    for (const [why, happen] of cases) {
      const it_ = memoryWorld(persistent);
      const { memory, contactId } = await earlier(it_);
      happen(it_, contactId);
      assert.equal((await start(it_, { continueFrom: memory })).continued, false, why);
      assert.equal(it_.connect.chats[1]?.persistent, undefined);
    }
  });

  it('never gets somebody else’s chat, nor with something that is no memory', async () => {
    const it_ = memoryWorld(persistent);
    const mine = await earlier(it_);
    const theirs = await earlier(it_);
    const wrong = [
      { continueFrom: theirs.memory, visitor: mine.visitor },
      { continueFrom: mine.handle },
      { continueFrom: `${mine.memory.slice(0, -4)}AAAA` },
      { continueFrom: 'x' },
    ];
    for (const body of wrong) assert.equal((await start(it_, body)).continued, false);
    assert.ok(it_.connect.chats.every((chat) => chat.persistent === undefined));
    assert.equal((await it_.ask(stopPath, { handle: mine.memory })).status, 404, 'nor is a memory a handle');
    it_.clock.now += 31 * 86_400_000;
    assert.equal((await start(it_, { continueFrom: mine.memory })).continued, false, 'and it does not last for ever');
  });

  it('begins anew on a site that keeps nothing', async () => {
    const { memory } = await earlier(memoryWorld(persistent));
    const it_ = memoryWorld();
    const ticket = await start(it_, { continueFrom: memory });
    assert.deepEqual([ticket.continued, ticket.memory], [false, undefined]);
  });
});
