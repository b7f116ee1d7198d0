import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sampleAgent, sampleTicket } from '../../../src/adapters/memory/samples.js';
import { sampleEnd } from '../../../src/adapters/memory/wait-samples.js';
import { setUpWait } from './stage.js';

suite('why it ended', () => {
  test('it is asked, and while nobody knows it is just over', async () => {
    const { broker, clock, state, talk } = setUpWait();
    const first = await talk();
    broker.hold('after');
    first.finish();
    await clock.settle();
    assert.deepEqual(state().ending, { name: 'asking', contactId: 'c-1' });
    broker.release('after');
    await clock.settle();
    const { ending } = state();
    assert.ok(ending.name === 'known');
    assert.deepEqual([ending.why, ending.next, ending.failed], ['agent-network', 'requeue', undefined]);
  });

  test('a reason that is written down late is waited for, and a broker in trouble is asked again', async () => {
    const { broker, clock, state, talk } = setUpWait();
    const first = await talk();
    broker.putOff('after', 2_000);
    broker.fail('after', 'token/unavailable', { retryable: true });
    broker.putOff('after', 2_000);
    first.finish();
    await clock.advance(8_000);
    assert.equal(state().ending.name, 'known');
    assert.equal(broker.count('after'), 4);
  });

  test('after twelve seconds nobody waits for a reason any more: the customer can begin anew', async () => {
    const { broker, clock, state, talk } = setUpWait();
    const first = await talk();
    for (let i = 0; i < 100; i++) broker.putOff('after', 1_000);
    first.finish();
    await clock.advance(12_000);
    const { ending } = state();
    assert.ok(ending.name === 'known');
    assert.deepEqual([ending.why, ending.next], ['other', 'start']);
  });

  test('whoever ended it themselves is not told why; they are asked what they thought when the site wants to know', async () => {
    const { broker, chat, clock, state, talk } = setUpWait();
    await talk();
    broker.end = sampleEnd({ class: 'customer-left', next: 'goodbye', rating: true });
    broker.hold('after');
    await chat.end();
    await clock.settle();
    const told = () => {
      const { ending } = state();
      return ending.name === 'known' ? [ending.why, ending.next, ending.rating] : ending.name;
    };
    assert.deepEqual(told(), ['customer-left', 'goodbye', 'none']);
    broker.release('after');
    await clock.settle();
    assert.deepEqual(told(), ['customer-left', 'goodbye', 'wanted']);
    assert.equal(broker.count('after'), 1);
  });

  test('a broker that says nothing about endings is not asked', async () => {
    const { broker, chatPorts, clock, state, talk } = setUpWait();
    Object.assign(chatPorts.broker, { startChat: () => Promise.resolve(sampleTicket()) });
    const first = await talk();
    first.finish();
    await clock.advance(20_000);
    assert.deepEqual([state().ending.name, broker.count('after')], ['none', 0]);
  });

  test('what the customer thought is sent once, and can be sent again after it failed', async () => {
    const { broker, clock, state, talk, wait } = setUpWait();
    broker.end = sampleEnd({ class: 'agent-left', next: 'start', rating: true });
    const first = await talk();
    first.finish();
    await clock.settle();
    const rating = () => {
      const { ending } = state();
      return ending.name === 'known' && ending.rating;
    };
    broker.fail('rate', 'token/forbidden');
    await wait.rate(5);
    assert.equal(rating(), 'failed');
    await Promise.all([wait.rate(4, 'Quick'), wait.rate(4, 'Quick')]);
    assert.equal(rating(), 'given');
    assert.deepEqual(broker.ratings, [{ score: 4, comment: 'Quick' }]);
  });
});

suite('back in line', () => {
  /** A chat whose agent was lost, with a message that did not get out and one half written. */
  async function lost(automaticAfterMs?: number) {
    const stage = setUpWait();
    stage.broker.end = sampleEnd({ automaticAfterMs });
    const first = await stage.talk();
    first.sends({ echo: 'not-taken', answer: 'held' });
    stage.chat.send('It is about my order');
    stage.chat.note('and half a sen');
    await stage.clock.settle();
    first.finish();
    await stage.clock.settle();
    return stage;
  }

  test('one press, and the customer waits again: what was said is on screen, what was not sent can be sent, what was typed stays', async () => {
    const { chat, clock, contact, line, phase, state, storage, texts, wait } = await lost();
    const before = texts();
    await wait.goBack();
    assert.deepEqual(state().ending, {
      name: 'returned',
      contactId: 'c-back-1',
      why: 'agent-network',
      placeKept: true,
    });
    assert.equal(phase().name, 'live');
    assert.equal(line().contactId, 'c-back-1');
    assert.deepEqual(texts(), before);
    assert.equal(chat.store.state.typed, 'and half a sen');
    assert.equal(storage.saved.ended, undefined);
    const [draft] = chat.store.state.drafts;
    assert.equal(draft?.state.name, 'failed');
    chat.retryDraft(draft?.localId ?? '');
    await clock.settle();
    assert.deepEqual(
      contact('c-back-1').sent.map(({ text }) => text),
      ['It is about my order'],
    );
  });

  test('it is said until a person comes', async () => {
    const { clock, contact, state, wait } = await lost();
    await wait.goBack();
    contact('c-back-1').notice('joined', sampleAgent);
    await clock.settle();
    assert.deepEqual([state().ending.name, state().line.name], ['none', 'none']);
  });

  test('it happens by itself after a pause, once, although the customer presses too', async () => {
    const { broker, clock, state, wait } = await lost(5_000);
    assert.deepEqual(state().ending, {
      name: 'pausing',
      contactId: 'c-1',
      why: 'agent-network',
      until: clock.now() + 5_000,
    });
    await clock.advance(4_999);
    assert.equal(broker.count('requeue'), 0);
    await Promise.all([clock.advance(1), wait.goBack(), wait.goBack()]);
    await clock.advance(10_000);
    assert.deepEqual([state().ending.name, broker.count('requeue')], ['returned', 1]);
  });

  test('whoever objects in the pause stays away, also after a reload, and can go back by a press', async () => {
    const { broker, clock, reload, state, wait } = await lost(5_000);
    wait.stayAway();
    await clock.advance(60_000);
    assert.deepEqual([state().ending.name, broker.count('requeue')], ['known', 0]);
    const next = await reload();
    await clock.advance(60_000);
    assert.deepEqual([next.state().ending.name, broker.count('requeue')], ['known', 0]);
    await next.wait.goBack();
    assert.equal(next.state().ending.name, 'returned');
  });

  test('a past conversation that is not ready takes patience, and is waited for', async () => {
    const { broker, clock, state, wait } = await lost();
    for (let i = 0; i < 6; i++) broker.putOff('requeue', 10_000);
    void wait.goBack();
    await clock.advance(1_000);
    assert.deepEqual(state().ending, {
      name: 'returning',
      contactId: 'c-1',
      why: 'agent-network',
      patience: true,
    });
    await clock.advance(60_000);
    assert.equal(state().ending.name, 'returned');
  });

  test('when it fails that is told, the chat is over as before, and another press tries again', async () => {
    const { broker, clock, phase, state, wait } = await lost();
    for (let i = 0; i < 3; i++) broker.fail('requeue', 'token/busy', { retryable: true });
    void wait.goBack();
    await clock.advance(60_000);
    const { ending } = state();
    assert.ok(ending.name === 'known');
    assert.deepEqual([ending.failed, ending.next], ['token/busy', 'requeue']);
    assert.deepEqual(phase().name, 'failed');
    await wait.goBack();
    assert.equal(state().ending.name, 'returned');
  });

  test('a way back that is closed for good leaves a new beginning', async () => {
    const { broker, clock, phase, state, wait } = await lost();
    broker.fail('requeue', 'token/not-found');
    await wait.goBack();
    const { ending } = state();
    assert.ok(ending.name === 'known');
    assert.deepEqual([ending.failed, ending.next], ['token/not-found', 'start']);
    await wait.goBack();
    await clock.settle();
    assert.deepEqual([phase().name, state().ending.name], ['live', 'none']);
    assert.equal(broker.count('requeue'), 1);
  });

  test('whoever changes their mind on the way back is back at the end, and what was made meanwhile is stopped', async () => {
    const { broker, clock, phase, state, wait } = await lost();
    broker.hold('requeue');
    void wait.goBack();
    await clock.settle();
    assert.equal(phase().name, 'requesting');
    wait.stayAway();
    await clock.settle();
    assert.equal(phase().name, 'ended');
    assert.equal(state().ending.name, 'known');
    broker.release('requeue');
    await clock.settle();
    assert.deepEqual(broker.stopped, ['handle-back-1']);
    const { ending } = state();
    assert.equal(ending.name === 'known' && ending.next, 'start', 'the place is gone');
  });

  test('a reload on the way back goes on with it, and ends in the same contact', async () => {
    const { broker, clock, reload, wait } = await lost();
    broker.hold('requeue');
    void wait.goBack();
    await clock.settle();
    const next = await reload();
    broker.release('requeue');
    await clock.advance(1_000);
    assert.equal(next.state().ending.name, 'returned');
    const { phase } = next.chat.store.state;
    assert.equal(phase.name === 'live' && phase.contact.contactId, 'c-back-1');
  });

  test('the agent gets to read what was said before: once, a minute later, when it is ready', async () => {
    const { broker, clock, storage, wait } = await lost();
    await wait.goBack();
    broker.putOff('history', 10_000);
    await clock.advance(59_000);
    assert.equal(broker.count('history'), 0);
    await clock.advance(12_000);
    assert.equal(broker.count('history'), 2);
    await clock.advance(10 * 60_000);
    assert.deepEqual([broker.count('history'), storage.saved.historyFor], [2, undefined]);
  });

  test('the history is owed over a reload', async () => {
    const { broker, clock, reload, wait } = await lost();
    await wait.goBack();
    await reload();
    await clock.advance(120_000);
    assert.equal(broker.count('history'), 1);
  });

  test('a chat that is begun anew instead forgets the end', async () => {
    const { broker, chat, clock, phase, state, storage } = await lost(5_000);
    await chat.start();
    await clock.advance(60_000);
    assert.deepEqual([phase().name, state().ending.name, broker.count('requeue')], ['live', 'none', 0]);
    assert.equal(storage.saved.ended, undefined);
  });

  test('a silent chat is gone on with where it was: with the memory of its ticket', async () => {
    const { broker, chatPorts, clock, phase, talk, wait } = setUpWait();
    broker.end = sampleEnd({ class: 'idle', next: 'continue' });
    const first = await talk();
    first.finish();
    await clock.settle();
    chatPorts.broker.failNext('token/busy', { retryable: true, retryAfterMs: 10_000 });
    void wait.goBack();
    await clock.advance(20_000);
    assert.equal(phase().name, 'live');
    assert.deepEqual(
      chatPorts.broker.requests.map(({ continueFrom }) => continueFrom),
      [undefined, 'memory-1', 'memory-1'],
    );
  });
});
