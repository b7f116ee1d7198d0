import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { afterPath, historyPath, ratePath, requeuePath } from '../../src/protocol/paths.js';
import { refusalOf } from './support/broker-world.js';
import { segment } from './support/memory-connect.js';
import { backInLine, endedChat, memoryWorld, requeued } from './support/memory-world.js';

const lost = 'AGENT_NETWORK_DISCONNECT';

describe('back in line', () => {
  it('is one new chat, related to the ended one, in the same queue, with the time already waited', async () => {
    const it_ = memoryWorld();
    const old = await endedChat(it_, lost, { topic: 'billing', displayName: 'Ada Lovelace', capabilities: ['typing'] });
    const ticket = await backInLine(await it_.ask(requeuePath, { handle: old.handle }));
    const { requeuedFrom, mode, placeKept, features, endings } = ticket;
    assert.deepEqual([requeuedFrom, mode, placeKept, endings], [old.contactId, 'fast', true, true]);
    assert.deepEqual(features, old.features);
    const [, started] = it_.connect.chats;
    assert.deepEqual(
      [started?.flowId, started?.displayName, started?.relatedContactId, started?.persistent, started?.attributes],
      [
        'flow-billing',
        'Ada Lovelace',
        old.contactId,
        undefined,
        { requeuedFrom: old.contactId, targetQueue: 'queue-1' },
      ],
    );
    assert.deepEqual(it_.connect.credits, [[ticket.contactId, 120]]);
    assert.deepEqual(it_.events, [
      {
        name: 'contact.requeued',
        contactId: ticket.contactId,
        from: old.contactId,
        mode: 'fast',
        placeKept: true,
        creditSeconds: 120,
      },
    ]);
  });

  it('is the same chat for two tabs, two clicks, two brokers, and after an answer was lost', async () => {
    const it_ = memoryWorld();
    const { handle, contactId } = await endedChat(it_, lost);
    const other = it_.another();
    it_.connect.troubles.push({ operation: 'startChat', error: 'TimeoutError', after: true });
    const answers = await Promise.all([
      it_.ask(requeuePath, { handle }),
      it_.ask(requeuePath, { handle }),
      other.ask(requeuePath, { handle, endedContactId: contactId }),
    ]);
    const again = await backInLine(await it_.ask(requeuePath, { handle }));
    for (const answer of answers) {
      if (answer.status === 200) assert.equal((await backInLine(answer)).contactId, again.contactId);
      else assert.equal((await refusalOf(answer)).code, 'token/unavailable');
    }
    assert.equal(it_.connect.chats.length, 2);
  });

  it('is only for an end that was nobody’s wish', async () => {
    for (const reason of ['AGENT_DISCONNECT', 'CUSTOMER_DISCONNECT', 'EXPIRED', 'SOMETHING_NEW']) {
      const it_ = memoryWorld();
      const { handle } = await endedChat(it_, reason);
      assert.equal((await refusalOf(await it_.ask(requeuePath, { handle }))).code, 'token/start-again');
      assert.equal(it_.connect.chats.length, 1);
    }
  });

  it('is possible from the ticket of a way back, with all that was waited so far, up to the site’s limit', async () => {
    const it_ = memoryWorld({ endings: { requeue: { mostCreditSeconds: 300 } } });
    let { handle } = await endedChat(it_, lost);
    for (const expected of [120, 180, 240, 300, 300]) {
      const next = await backInLine(await it_.ask(requeuePath, { handle }));
      assert.deepEqual(it_.connect.credits.at(-1), [next.contactId, expected]);
      const began = it_.clock.now;
      it_.connect.change(next.contactId, {
        enqueuedAt: began,
        connectedAt: began + 60_000,
        disconnectedAt: began + 90_000,
        disconnectReason: lost,
        queueTimeAdjustmentSeconds: expected,
      });
      it_.clock.now += 90_000;
      ({ handle } = next);
    }
  });

  it('does not fail where the place cannot be kept, and says so', async () => {
    for (const error of ['InternalServiceException', 'AccessDeniedException', 'ThrottlingException']) {
      const it_ = memoryWorld();
      const { handle } = await endedChat(it_, lost);
      for (let n = 0; n < 2; n++) it_.connect.troubles.push({ operation: 'creditWait', error });
      assert.equal((await backInLine(await it_.ask(requeuePath, { handle }))).placeKept, false, error);
    }
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, lost);
    it_.connect.troubles.push({ operation: 'creditWait', error: 'InternalServiceException' });
    assert.equal((await backInLine(await it_.ask(requeuePath, { handle }))).placeKept, true, 'once more is tried');
  });

  it('keeps the place later where that cannot be said before the new chat is in its queue', async () => {
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, lost);
    it_.connect.troubles.push({ operation: 'creditWait', error: 'ResourceConflictException' });
    const next = await backInLine(await it_.ask(requeuePath, { handle }));
    assert.deepEqual([next.placeKept, it_.connect.credits], [false, []]);
    // Any instance can: the new handle says what is owed.
    const other = it_.another();
    for (let n = 0; n < 3; n++) await other.ask(historyPath, { handle: next.handle });
    assert.deepEqual(it_.connect.credits, [[next.contactId, 120]]);
  });

  it('goes on although Amazon Connect has forgotten the ended chat, unrelated to it', async () => {
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, lost);
    it_.connect.troubles.push({ operation: 'startChat', error: 'ResourceNotFoundException' });
    await backInLine(await it_.ask(requeuePath, { handle }));
    assert.equal(it_.connect.chats[1]?.relatedContactId, undefined);
  });

  it('ends nobody’s chat where a repeat is answered without its token: another tab may be in it', async () => {
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, lost);
    const startChat = it_.connect.startChat.bind(it_.connect);
    it_.connect.startChat = async (start) => {
      const answer = await startChat(start);
      return { ...answer, participantToken: undefined };
    };
    assert.equal((await refusalOf(await it_.ask(requeuePath, { handle }))).code, 'token/start-again');
    assert.deepEqual(it_.connect.stopped, []);
  });

  describe('with the past conversation', () => {
    const continuous = { endings: { requeue: { mode: 'continuous' } } } as const;

    it('takes as long as Amazon Connect needs for it, and takes the attributes over', async () => {
      const it_ = memoryWorld(continuous);
      const { handle, contactId } = await endedChat(it_, lost);
      it_.connect.attributes.set(contactId, { web_topic: 'billing', targetQueue: 'old' });
      const waits: number[] = [];
      for (let n = 0; n < 2; n++)
        it_.connect.troubles.push({ operation: 'startChat', error: 'InvalidRequestException' });
      for (;;) {
        const answer = await requeued(await it_.ask(requeuePath, { handle }));
        if (!('retryAfterMs' in answer)) {
          assert.deepEqual([answer.mode, answer.placeKept], ['continuous', true]);
          break;
        }
        waits.push(answer.retryAfterMs);
        it_.clock.now += answer.retryAfterMs;
      }
      assert.deepEqual(waits, [10_000, 10_000, 10_000, 10_000, 10_000]);
      const started = it_.connect.chats[1];
      assert.deepEqual(started?.persistent, { rehydration: 'FROM_SEGMENT', sourceContactId: contactId });
      assert.equal(started.relatedContactId, undefined);
      assert.deepEqual(started.attributes, {
        web_topic: 'billing',
        requeuedFrom: contactId,
        targetQueue: 'queue-1',
      });
    });

    it('leaves a survey out of it, or brings the whole session, as the site likes', async () => {
      for (const rehydration of ['FROM_SEGMENT', 'ENTIRE_PAST_SESSION'] as const) {
        const it_ = memoryWorld({ ...continuous, persistent: { rehydration } });
        const { handle, contactId } = await endedChat(it_, 'TRANSFERRED');
        const at = it_.clock.now;
        const own = { initialContactId: contactId, disconnectedAt: at };
        const second = segment({ ...own, connectedAt: at - 1, disconnectReason: lost });
        const survey = segment({
          ...own,
          initiationMethod: 'DISCONNECT',
          previousContactId: second.id,
          disconnectReason: 'CONTACT_FLOW_DISCONNECT',
        });
        it_.connect.segments.set(second.id, { ...second, nextContactIds: [survey.id] });
        it_.connect.segments.set(survey.id, survey);
        it_.connect.change(contactId, { nextContactIds: [second.id] });
        it_.clock.now += 30_000;
        await backInLine(await it_.ask(requeuePath, { handle, endedContactId: survey.id }));
        const sourceContactId = rehydration === 'FROM_SEGMENT' ? second.id : contactId;
        assert.deepEqual(it_.connect.chats[1]?.persistent, { rehydration, sourceContactId });
      }
    });

    it('gives the past up after a minute and a half, and says so', async () => {
      const it_ = memoryWorld(continuous);
      const { handle, contactId } = await endedChat(it_, lost);
      it_.clock.now += 90_000;
      const { mode } = await backInLine(await it_.ask(requeuePath, { handle }));
      assert.equal(mode, 'fast');
      assert.equal(it_.connect.chats[1]?.relatedContactId, contactId);
    });
  });

  describe('the agent’s history', () => {
    it('follows a minute after the old end, once', async () => {
      const it_ = memoryWorld();
      const old = await endedChat(it_, lost);
      const { handle, contactId } = await backInLine(await it_.ask(requeuePath, { handle: old.handle }));
      const early = await it_.ask(historyPath, { handle });
      assert.deepEqual([early.status, await early.json()], [202, { retryAfterMs: 60_000 }]);
      it_.clock.now += 60_000;
      assert.equal((await it_.ask(historyPath, { handle })).status, 204);
      const [history, ...more] = it_.connect.histories;
      assert.deepEqual(more, []);
      assert.deepEqual(
        [history?.contactId, history?.sourceContactId, history?.rehydration],
        [contactId, old.contactId, 'FROM_SEGMENT'],
      );
      assert.match(history?.clientToken ?? '', /^[\w-]{43}$/);
      assert.deepEqual(it_.events.at(-1), { name: 'contact.history', contactId, from: old.contactId, done: true });
    });

    it('is given up when it is refused for good, and operators hear of it', async () => {
      const it_ = memoryWorld();
      const old = await endedChat(it_, lost);
      const { handle, contactId } = await backInLine(await it_.ask(requeuePath, { handle: old.handle }));
      const statuses: number[] = [];
      for (it_.clock.now += 60_000; statuses.at(-1) !== 204; it_.clock.now += 30_000) {
        it_.connect.troubles.push({ operation: 'bringHistory', error: 'InvalidRequestException' });
        statuses.push((await it_.ask(historyPath, { handle })).status);
      }
      assert.deepEqual(statuses, [202, 202, 204]);
      assert.deepEqual(it_.events.at(-1), { name: 'contact.history', contactId, from: old.contactId, done: false });
    });

    it('is asked for again when nobody knows whether it worked', async () => {
      const it_ = memoryWorld();
      const old = await endedChat(it_, lost);
      const { handle } = await backInLine(await it_.ask(requeuePath, { handle: old.handle }));
      it_.clock.now += 600_000;
      it_.connect.troubles.push({ operation: 'bringHistory', error: 'TimeoutError', after: true });
      assert.equal((await it_.ask(historyPath, { handle })).status, 202);
      assert.equal((await it_.ask(historyPath, { handle })).status, 204);
      assert.equal(new Set(it_.connect.histories.map(({ clientToken }) => clientToken)).size, 1);
    });

    it('is nothing to be done for a chat that follows none', async () => {
      const it_ = memoryWorld();
      const { handle } = await endedChat(it_, lost);
      it_.connect.asked.length = 0;
      assert.equal((await it_.ask(historyPath, { handle })).status, 204);
      assert.deepEqual(it_.connect.asked, []);
    });
  });
});

describe('a rating', () => {
  const rating = { endings: { rating: true } } as const;

  it('becomes attributes of the contact, also after its end', async () => {
    const it_ = memoryWorld(rating);
    const { handle, contactId } = await endedChat(it_, 'AGENT_DISCONNECT');
    const comment = 'Kind,\u202e and quick\u0007\r\nthank you ';
    assert.equal((await it_.ask(ratePath, { handle, score: 5, comment })).status, 204);
    assert.deepEqual(it_.connect.attributes.get(contactId), {
      web_rating: '5',
      web_rating_comment: 'Kind, and quick\nthank you',
    });
    assert.deepEqual(it_.events, [{ name: 'contact.rated', contactId, score: 5 }]);
    assert.doesNotMatch(it_.lines.join(), /quick/);
  });

  it('is a whole number from 1 to 5, with at most 1,000 characters', async () => {
    const it_ = memoryWorld(rating);
    const { handle } = await endedChat(it_, 'AGENT_DISCONNECT');
    for (const wrong of [
      { score: 0 },
      { score: 6 },
      { score: 4.5 },
      { score: '5' },
      {},
      { score: 5, comment: 'x'.repeat(1_001) },
    ]) {
      const { status } = await it_.ask(ratePath, { handle, ...wrong });
      assert.equal(status, 400, JSON.stringify(wrong).slice(0, 40));
    }
    assert.equal(it_.connect.attributes.size, 0);
  });

  it('is not taken where the site did not ask for it', async () => {
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, 'AGENT_DISCONNECT');
    assert.equal((await refusalOf(await it_.ask(ratePath, { handle, score: 5 }))).code, 'token/not-found');
    assert.equal((await it_.ask(afterPath, { handle })).status, 200);
  });
});
