import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { afterPath } from '../../src/protocol/paths.js';
import { call, callBody, callPath, callTicketOf, chatBody, post, refusalOf, ticketOf } from './support/broker-world.js';
import { segment } from './support/memory-connect.js';
import { endOf, endedChat, memoryWorld } from './support/memory-world.js';

describe('why a contact ended', () => {
  it('is told as a class and a next step, and nothing else', async () => {
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, 'AGENT_DISCONNECT');
    assert.deepEqual(await endOf(await it_.ask(afterPath, { handle })), {
      class: 'agent-left',
      next: 'start',
      rating: false,
    });
  });

  it('lets the customer be brought back after a pause, by a press, or not at all, as the site likes', async () => {
    const ways = [
      [{}, { next: 'requeue', automaticAfterMs: 5_000 }],
      [{ requeue: { pauseMs: 9_000 } }, { next: 'requeue', automaticAfterMs: 9_000 }],
      [{ requeue: { automatic: false } }, { next: 'requeue' }],
      [{ requeue: false }, { next: 'start' }],
    ] as const;
    for (const [endings, expected] of ways) {
      const it_ = memoryWorld({ endings });
      const { handle } = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT');
      const told = await endOf(await it_.ask(afterPath, { handle }));
      assert.deepEqual(told, { class: 'agent-network', rating: false, ...expected });
    }
  });

  it('lets the customer carry on only where a chat can be continued', async () => {
    for (const [persistent, next] of [
      [false, 'start'],
      [{}, 'continue'],
    ] as const) {
      const it_ = memoryWorld({ persistent });
      const { handle } = await endedChat(it_, 'IDLE_DISCONNECT');
      const told = await endOf(await it_.ask(afterPath, { handle }));
      assert.deepEqual(told, { class: 'idle', next, rating: false });
    }
  });

  it('is asked for again while the reason lags, for ten seconds; then it is just over', async () => {
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, undefined);
    const waits: number[] = [];
    for (;;) {
      const told = await endOf(await it_.ask(afterPath, { handle }));
      if (!('retryAfterMs' in told)) {
        assert.deepEqual(told, { class: 'other', next: 'start', rating: false });
        break;
      }
      waits.push(told.retryAfterMs);
      it_.clock.now += told.retryAfterMs;
    }
    assert.deepEqual(waits, [1_000, 2_000, 4_000, 3_000]);
    assert.deepEqual(
      it_.connect.asked.filter((one) => one === 'associatedContacts'),
      ['associatedContacts'],
      'and the slow question is asked once',
    );
  });

  it('is asked for again while the contact goes on', async () => {
    const it_ = memoryWorld();
    const { handle } = await ticketOf(await post(it_, chatBody()));
    assert.deepEqual(await endOf(await it_.ask(afterPath, { handle })), { retryAfterMs: 2_000 });
  });

  it('does not wait for a reason when the broker’s own clock is wrong', async () => {
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, undefined);
    it_.clock.now -= 3_600_000;
    assert.deepEqual(await endOf(await it_.ask(afterPath, { handle })), {
      class: 'other',
      next: 'start',
      rating: false,
    });
  });

  it('is the last agent’s end after transfers, and not that of a survey that came after it', async () => {
    const it_ = memoryWorld();
    const { handle, contactId } = await endedChat(it_, 'TRANSFERRED');
    const at = it_.clock.now;
    const own = { initialContactId: contactId, disconnectedAt: at, connectedAt: at - 1_000 };
    const second = segment({ ...own, initiationMethod: 'TRANSFER', disconnectReason: 'AGENT_NETWORK_DISCONNECT' });
    const survey = segment({
      ...own,
      initiationMethod: 'DISCONNECT',
      connectedAt: undefined,
      previousContactId: second.id,
      disconnectReason: 'CONTACT_FLOW_DISCONNECT',
    });
    it_.connect.change(contactId, { nextContactIds: [second.id] });
    it_.connect.segments.set(second.id, { ...second, nextContactIds: [survey.id] });
    it_.connect.segments.set(survey.id, survey);
    for (const endedContactId of [undefined, contactId, second.id, survey.id]) {
      const told = await endOf(await it_.ask(afterPath, { handle, endedContactId }));
      assert.ok('class' in told);
      assert.deepEqual([told.class, told.next], ['agent-network', 'requeue']);
    }
    // Whoever leaves the survey wanted to go.
    it_.connect.change(survey.id, { disconnectReason: 'CUSTOMER_DISCONNECT' });
    const told = await endOf(await it_.ask(afterPath, { handle, endedContactId: survey.id }));
    assert.deepEqual(told, { class: 'customer-left', next: 'goodbye', rating: false });
  });

  it('is found by the contact’s tree, once, where its record does not say where it went on', async () => {
    const it_ = memoryWorld();
    const { handle, contactId } = await endedChat(it_, undefined);
    it_.clock.now += 60_000;
    const hidden = segment({
      initialContactId: contactId,
      initiatedAt: it_.clock.now - 50_000,
      connectedAt: it_.clock.now - 40_000,
      disconnectedAt: it_.clock.now - 1_000,
      disconnectReason: 'AGENT_DISCONNECT',
    });
    it_.connect.segments.set(hidden.id, hidden);
    it_.connect.associated = [hidden.id, contactId];
    const told = await endOf(await it_.ask(afterPath, { handle }));
    assert.deepEqual(told, { class: 'agent-left', next: 'start', rating: false });
  });

  it('is nobody else’s: another contact’s id is answered as an unknown one', async () => {
    const it_ = memoryWorld();
    const mine = await endedChat(it_, 'AGENT_DISCONNECT');
    const theirs = await endedChat(it_, 'AGENT_DISCONNECT');
    const bodies: unknown[] = [];
    for (const endedContactId of [theirs.contactId, 'never-was']) {
      const response = await it_.ask(afterPath, { handle: mine.handle, endedContactId });
      const { status, code } = await refusalOf(response);
      bodies.push([status, code]);
    }
    assert.deepEqual(bodies, [
      [404, 'token/not-found'],
      [404, 'token/not-found'],
    ]);
    const related = segment({ associationId: mine.contactId, disconnectedAt: 1, disconnectReason: 'EXPIRED' });
    it_.connect.segments.set(related.id, related);
    const told = await endOf(await it_.ask(afterPath, { handle: mine.handle, endedContactId: related.id }));
    assert.ok('class' in told && told.class === 'expired', 'what grew out of the handle’s own contact is theirs');
  });

  it('shows the figures the site allows, and asks what they thought only of somebody who met an agent', async () => {
    const it_ = memoryWorld({ endings: { rating: true, show: ['duration', 'first-response', 'quality'] } });
    const { handle, contactId } = await endedChat(it_, 'CUSTOMER_DISCONNECT');
    it_.connect.change(contactId, { customerAudioIssues: ['HighPacketLoss', 'SomethingNew'] });
    const told = await endOf(await it_.ask(afterPath, { handle }));
    assert.deepEqual(told, {
      class: 'customer-left',
      next: 'goodbye',
      rating: true,
      figures: { durationSeconds: 425, firstResponseSeconds: 120, qualityIssues: ['packet-loss'] },
    });
    it_.connect.change(contactId, { connectedAt: undefined });
    const alone = await endOf(await it_.ask(afterPath, { handle }));
    assert.ok('class' in alone && !alone.rating);
  });

  it('is told of calls, too', async () => {
    const it_ = memoryWorld({ call });
    const ticket = await callTicketOf(await post(it_, callBody(), { path: callPath }));
    assert.equal(ticket.endings, true);
    const at = it_.clock.now;
    it_.connect.segments.set(
      ticket.contactId,
      segment({
        id: ticket.contactId,
        channel: 'VOICE',
        disconnectedAt: at,
        disconnectReason: 'CUSTOMER_NEVER_ARRIVED',
      }),
    );
    const told = await endOf(await it_.ask(afterPath, { handle: ticket.handle }));
    assert.deepEqual(told, { class: 'never-connected', next: 'again', rating: false });
  });

  it('tells operators once, in ids, codes and numbers, however many tabs ask', async () => {
    const it_ = memoryWorld();
    const { handle, contactId } = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT');
    await Promise.all([it_.ask(afterPath, { handle }), it_.ask(afterPath, { handle })]);
    await it_.ask(afterPath, { handle });
    assert.deepEqual(it_.events, [
      {
        name: 'contact.ended',
        class: 'agent-network',
        contactId,
        initialContactId: contactId,
        reason: 'AGENT_NETWORK_DISCONNECT',
        waitSeconds: 120,
        handleSeconds: 300,
      },
    ]);
    const line = it_.lines.find((one) => one.includes('"name":"contact.ended"'));
    assert.match(line ?? '', /"class":"agent-network","reason":"AGENT_NETWORK_DISCONNECT"/);
  });

  it('is nothing this broker says where endings are not configured', async () => {
    const it_ = memoryWorld({ endings: false });
    const ticket = await endedChat(it_, 'AGENT_DISCONNECT');
    assert.equal(ticket.endings, undefined);
    assert.equal((await refusalOf(await it_.ask(afterPath, { handle: ticket.handle }))).code, 'token/not-found');
  });

  it('can be had in a moment when Amazon Connect is too busy to say', async () => {
    const it_ = memoryWorld();
    const { handle } = await endedChat(it_, 'AGENT_DISCONNECT');
    it_.connect.troubles.push({ operation: 'describeContact', error: 'ThrottlingException' });
    const { code, retryAfterMs } = await refusalOf(await it_.ask(afterPath, { handle }));
    assert.deepEqual([code, retryAfterMs], ['token/busy', 3_500]);
    assert.deepEqual(it_.events, [{ name: 'throttled', operation: 'describeContact', full: false }]);
  });
});
