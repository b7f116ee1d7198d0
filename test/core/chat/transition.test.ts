import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { initialChatState, type ChatState, type Item, type Phase } from '../../../src/core/chat/state.js';
import type { ChatEvent } from '../../../src/core/chat/events.js';
import { transition } from '../../../src/core/chat/transition.js';
import { unreadCount } from '../../../src/core/chat/selectors.js';
import { after, ana, bot, contact, live, message, notice, own } from '../../support/chat-builders.js';

const ids = (state: ChatState) => state.items.map((item) => item.id);
const heard = (...items: ReturnType<typeof own>[]): ChatEvent => ({ type: 'heard', items });

/** All ways to merge sequences while each keeps its own order. */
function* interleavings<T>(sequences: readonly (readonly T[])[]): Generator<T[]> {
  if (sequences.every((sequence) => sequence.length === 0)) yield [];
  for (const [index, [first, ...rest]] of sequences.entries()) {
    if (first === undefined) continue;
    for (const tail of interleavings(sequences.with(index, rest))) yield [first, ...tail];
  }
}

suite('phases', () => {
  const phases: Record<string, ChatState> = {
    idle: initialChatState,
    requesting: after({ type: 'requested' }),
    connecting: after({ type: 'requested' }, { type: 'ticketed', contact }),
    live: after(...live),
    leaving: after(...live, { type: 'leaving' }),
    ended: after(...live, { type: 'over' }),
    failed: after({ type: 'requested' }, { type: 'failed', code: 'token/network' }),
    'going on': after(...live, { type: 'over' }, { type: 'requested', goesOn: true }),
    'failed going on': after(
      ...live,
      { type: 'over' },
      { type: 'requested', goesOn: true },
      { type: 'failed', code: 'token/network' },
    ),
    'failed with a contact': after(
      { type: 'requested' },
      { type: 'ticketed', contact },
      { type: 'failed', code: 'connection/timeout' },
    ),
  };
  const events: Record<string, ChatEvent> = {
    requested: { type: 'requested' },
    ticketed: { type: 'ticketed', contact },
    up: { type: 'link', link: 'up' },
    offline: { type: 'link', link: 'offline' },
    failed: { type: 'failed', code: 'unknown' },
    leaving: { type: 'leaving' },
    cancelled: { type: 'cancelled' },
    over: { type: 'over' },
    'goes on': { type: 'requested', goesOn: true },
    moved: { type: 'moved', contact: { ...contact, contactId: 'c-2' } },
    superseded: { type: 'superseded' },
  };
  /** Where each event leads from each phase; `·` means that it changes nothing at all. */
  const table = `
                        requested   ticketed    up    offline  failed  leaving  cancelled  over   goes on     moved  superseded
idle                    requesting  ·           ·     ·        ·       ·        ·          ·      requesting  ·      ·
requesting              ·           connecting  ·     ·        failed  ·        idle       ·      ·           ·      ·
connecting              requesting  ·           live  ·        failed  ·        ended      ended  requesting  ·      requesting
live                    ·           ·           live  live     ·       live     ·          ended  ·           live   requesting
leaving                 ·           ·           live  live     ·       ·        ·          ended  ·           ·      requesting
ended                   requesting  ·           ·     ·        ·       ·        ·          ·      requesting  ·      ·
failed                  requesting  connecting  ·     ·        ·       ·        idle       idle   requesting  ·      ·
failed with a contact   requesting  connecting  ·     ·        ·       ·        ended      ended  requesting  ·      ·
going on                ·           connecting  ·     ·        failed  ·        ended      ·      ·           ·      ·
failed going on         requesting  connecting  ·     ·        ·       ·        ended      ended  requesting  ·      ·`;
  const [head, ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s{2,}/));
  for (const [from = '', ...to] of rows) {
    for (const [column, name] of to.entries()) {
      const event = head?.[column] ?? '';
      test(`${from} + ${event} → ${name === '·' ? 'nothing changes' : name}`, () => {
        const before = phases[from]!;
        const next = transition(before, events[event]!);
        if (name === '·') assert.equal(next, before);
        else assert.equal(next.phase.name, name satisfies string as Phase['name']);
      });
    }
  }

  test('an end the customer asked for is told apart from one the service decided', () => {
    assert.deepEqual(after(...live, { type: 'over' }).phase, { name: 'ended', contactId: 'c-1', by: 'service' });
    const left = after(...live, { type: 'leaving' }, { type: 'over' });
    assert.deepEqual(left.phase, { name: 'ended', contactId: 'c-1', by: 'customer' });
  });

  test('whoever gives up going on is back at the end they had, also after it failed', () => {
    const ended = after(...live, { type: 'over' });
    const again = transition(ended, { type: 'requested', goesOn: true });
    const failed = transition(again, { type: 'failed', code: 'token/busy' });
    const retried = transition(failed, { type: 'requested', goesOn: true });
    for (const state of [again, failed, retried]) {
      assert.deepEqual(transition(state, { type: 'cancelled' }).phase, ended.phase);
    }
  });

  test('what was written for a chat that is called off does not wait for another one', () => {
    const file = { name: 'cup.png', contentType: 'image/png', size: 9 };
    const written: ChatEvent[] = [
      { type: 'drafted', localId: 'l-1', text: 'One' },
      { type: 'drafted', localId: 'l-2', text: 'cup.png', file },
      { type: 'drafted', localId: 'l-3', text: 'Three', shared: true },
      { type: 'drafted', localId: 'l-4', text: 'Four', failed: 'message/too-long' },
    ];
    const codes = ['message/ended', 'attachment/ended', 'message/unconfirmed', 'message/too-long'];
    const calledOff: Record<string, ChatState> = {
      requested: after({ type: 'requested' }, ...written, { type: 'cancelled' }),
      failed: after({ type: 'requested' }, ...written, { type: 'failed', code: 'token/busy' }, { type: 'cancelled' }),
      'going on': after(...live, { type: 'over' }, { type: 'requested', goesOn: true }, ...written, {
        type: 'cancelled',
      }),
      'not asked for yet': after(...written, { type: 'withdrawn' }),
    };
    for (const [name, { drafts }] of Object.entries(calledOff)) {
      const said = drafts.map(({ state }) => state.name === 'failed' && state.code);
      assert.deepEqual(said, codes, name);
    }
    const chatting = after(...live, ...written);
    assert.equal(transition(chatting, { type: 'withdrawn' }), chatting);
    assert.equal(transition(initialChatState, { type: 'withdrawn' }), initialChatState);
  });

  test('in another contact what was said stays, and nothing is known to be complete there', () => {
    const here = after(...live, { type: 'heard', items: [message('a', 1)] }, { type: 'typing', person: ana, until: 9 });
    const there = { ...contact, contactId: 'c-2', participantId: 'p-there' };
    const moved = transition(here, { type: 'moved', contact: there });
    assert.deepEqual(moved.phase, { name: 'live', contact: there, link: 'up', leaving: false });
    assert.deepEqual([moved.items, moved.synced, moved.syncedTo, moved.typing], [here.items, false, undefined, []]);
    assert.equal(transition(moved, { type: 'moved', contact: there }), moved);
  });

  test('a past conversation that can be had now is fetched anew, with what may lie before it', () => {
    const synced = after(...live);
    const { synced: isSynced, earlier } = transition(synced, { type: 'rehydrated' });
    assert.deepEqual([isSynced, earlier], [false, { name: 'unknown' }]);
    assert.equal(transition(initialChatState, { type: 'rehydrated' }), initialChatState);
  });

  test('a timeout keeps the contact for the next try, a refused ticket does not', () => {
    const connecting: ChatEvent[] = [{ type: 'requested' }, { type: 'ticketed', contact }];
    const timeout = after(...connecting, { type: 'failed', code: 'connection/timeout' }).phase;
    const refused = after(...connecting, { type: 'failed', code: 'connection/refused' }).phase;
    assert.deepEqual(
      [timeout, refused].map((phase) => phase.name === 'failed' && phase.contact),
      [contact, undefined],
    );
  });
});

suite('messages', () => {
  const begin = (id: string): ChatEvent[] => [
    { type: 'drafted', localId: `l-${id}`, text: id },
    { type: 'send-began', localId: `l-${id}` },
  ];
  const done = (id: string, at: number): ChatEvent => ({ type: 'send-done', localId: `l-${id}`, id, at: at * 1000 });
  const shown = (state: ChatState) => [...ids(state), ...state.drafts.map((draft) => draft.text)];

  test('each own message shows exactly once, whatever the order of answers and echoes', () => {
    const [echoA, echoB] = [heard(own('a', 1)), heard(own('b', 2))];
    let orders = 0;
    // a and b are sent here; c is sent by the same customer from another tab; d is the agent's.
    const lanes = [
      [...begin('a'), done('a', 1)],
      [...begin('b'), done('b', 2)],
      [echoA],
      [echoB],
      [heard(own('c', 3)), heard(message('d', 4))],
    ];
    for (const events of interleavings(lanes)) {
      const at = (event: ChatEvent) => events.indexOf(event);
      const beganAt = (id: string) => events.findIndex((e) => e.type === 'send-began' && e.localId === `l-${id}`);
      if (at(echoA) < beganAt('a') || at(echoB) < beganAt('b')) continue;
      orders++;
      let state = after(...live);
      for (const event of events) {
        state = transition(state, event);
        assert.equal(new Set(shown(state)).size, shown(state).length, `${shown(state).join()} in order ${orders}`);
      }
      assert.deepEqual(ids(state), ['a', 'b', 'c', 'd']);
      assert.deepEqual([state.drafts, state.held], [[], []]);
    }
    assert.ok(orders > 10_000, `${orders} orders`);
  });

  test('a confirmed message keeps the key its draft had, so that no row is made anew', () => {
    const state = after(...live, ...begin('a'), heard(own('a', 1)), done('a', 1));
    assert.deepEqual(
      state.items.map((item) => item.key),
      ['l-a'],
    );
  });

  test('an echo of a known message changes nothing', () => {
    const state = after(...live, ...begin('a'), done('a', 1));
    assert.equal(transition(state, heard(own('a', 1))), state);
  });

  test('items stand in the service’s order, by time and then by id, however they arrive', () => {
    const items = [message('d', 2), message('a', 1), message('c', 2), message('b', 2), message('a', 1)];
    assert.deepEqual(ids(after(...live, ...items.map((item) => heard(item)))), ['a', 'b', 'c', 'd']);
    assert.deepEqual(ids(after(...live, heard(...items))), ['a', 'b', 'c', 'd']);
  });

  test('a bot’s growing message replaces itself in place', () => {
    const state = after(...live, heard(message('m', 1, 'Let me', bot)), heard(message('m', 1, 'Let me see', bot)));
    assert.deepEqual(
      state.items.map((item) => item.kind === 'message' && item.content.text),
      ['Let me see'],
    );
  });

  test('a send of unknown outcome is settled by its echo, before anything is sent again', () => {
    const unknown: ChatEvent = { type: 'send-unknown', localId: 'l-a' };
    for (const events of [
      [unknown, heard(own('x', 1, 'a'))],
      [heard(own('x', 1, 'a')), unknown],
    ]) {
      const state = after(...live, ...begin('a'), ...events);
      assert.deepEqual([ids(state), state.drafts, state.held], [['x'], [], []]);
    }
  });

  test('an older message with the same words is never taken for the echo of an unanswered send', () => {
    const state = after(
      ...live,
      heard(message('hello', 5)),
      ...begin('yes'),
      { type: 'send-unknown', localId: 'l-yes' },
      heard(own('x', 1, 'yes')),
    );
    assert.deepEqual(
      state.drafts.map((draft) => draft.state.name),
      ['unknown'],
    );
  });

  suite('two messages with the same words', () => {
    const yes = (id: string, at: number) => own(id, at, 'yes');
    const written: ChatEvent[] = ['l-1', 'l-2'].map((localId) => ({ type: 'drafted', localId, text: 'yes' }));
    const event = (type: 'send-began' | 'send-unknown', localId: string): ChatEvent => ({ type, localId });
    const names = ({ drafts }: ChatState) => drafts.map(({ localId, state }) => [localId, state.name]);

    test('the echo of one that is out is not taken for the other one, of which nobody knows', () => {
      const state = after(
        ...live,
        ...written,
        event('send-unknown', 'l-2'),
        event('send-began', 'l-1'),
        heard(yes('x', 1)),
      );
      assert.deepEqual([ids(state), names(state)], [[], [['l-1', 'sending'], ['l-2', 'unknown']]]); // prettier-ignore
      const answered = transition(state, { type: 'send-done', localId: 'l-1', id: 'x', at: 1_000 });
      assert.deepEqual([ids(answered), names(answered)], [['x'], [['l-2', 'unknown']]]);
      const both = transition(transition(state, heard(yes('y', 2))), {
        type: 'send-done',
        localId: 'l-1',
        id: 'x',
        at: 1,
      });
      assert.deepEqual([ids(both), both.drafts, both.held], [['x', 'y'], [], []]);
    });

    test('nor is one that is refused taken for sent', () => {
      const state = after(
        ...live,
        ...written,
        event('send-unknown', 'l-1'),
        event('send-began', 'l-1'),
        event('send-began', 'l-2'),
        heard(yes('x', 1)),
        { type: 'send-failed', localId: 'l-1', code: 'message/rejected' },
        { type: 'send-done', localId: 'l-2', id: 'x', at: 1_000 },
      );
      assert.deepEqual([ids(state), names(state)], [['x'], [['l-1', 'failed']]]);
    });

    test('one that was told as unconfirmed is found once its echo, held back for the other one, is shown', () => {
      const state = after(
        ...live,
        ...begin('a'),
        { type: 'send-unknown', localId: 'l-a' },
        { type: 'send-failed', localId: 'l-a', code: 'message/rejected' },
        ...begin('b'),
        heard(own('x', 1, 'a')),
        { type: 'send-done', localId: 'l-b', id: 'y', at: 2_000 },
      );
      assert.deepEqual([ids(state), state.drafts], [['x', 'y'], []]);
    });
  });

  test('a refusal after an unknown outcome believes the echo, not the refusal', () => {
    const events: ChatEvent[] = [
      { type: 'send-unknown', localId: 'l-a' },
      { type: 'send-began', localId: 'l-a' },
      heard(own('x', 1, 'a')),
      { type: 'send-failed', localId: 'l-a', code: 'message/ended' },
    ];
    const state = after(...live, ...begin('a'), ...events);
    assert.deepEqual([ids(state), state.drafts], [['x'], []]);
  });

  test('what another tab sent is shown as soon as no send is open here', () => {
    const held = after(...live, ...begin('a'), heard(own('other', 3)));
    assert.deepEqual([ids(held), held.held.length], [[], 1]);
    const state = transition(held, { type: 'send-failed', localId: 'l-a', code: 'message/rejected' });
    assert.deepEqual([ids(state), state.held], [['other'], []]);
  });

  test('an answer that comes after the end changes nothing about what was told', () => {
    const ended = after(...live, ...begin('a'), { type: 'over' });
    assert.equal(transition(ended, { type: 'send-unknown', localId: 'l-a' }), ended);
    assert.equal(transition(ended, { type: 'send-postponed', localId: 'l-a' }), ended);
  });

  test('what was never sent is told as such when the chat ends, and can go out once there is another one', () => {
    const ended = after(...live, { type: 'drafted', localId: 'l-a', text: 'a' }, { type: 'over' });
    assert.deepEqual(ended.drafts[0]?.state, { name: 'failed', code: 'message/ended' });
    const retry = { type: 'draft-retried', localId: 'l-a' } as const;
    assert.equal(transition(ended, retry), ended);
    const next = transition(transition(ended, { type: 'requested' }), retry);
    assert.deepEqual(next.drafts[0]?.state, { name: 'waiting' });
  });

  test('of what was on its way when the chat ended nobody says that it was not sent', () => {
    const ended = after(...live, ...begin('a'), { type: 'over' });
    assert.deepEqual(ended.drafts[0]?.state, { name: 'failed', code: 'message/unconfirmed' });
    const late = { type: 'send-failed', localId: 'l-a', code: 'message/ended' } as const;
    assert.equal(transition(ended, late), ended);
  });

  test('what was heard back before the chat ended was sent, though nobody answered', () => {
    const ended = after(...live, ...begin('a'), heard(own('a', 1)), { type: 'over' });
    assert.deepEqual([ended.drafts, ids(ended)], [[], ['a']]);
  });

  test('without its contact, nobody can tell any more whether a message of an earlier page was sent', () => {
    const { drafts, items } = after(...live, ...begin('a'));
    const state = after({
      type: 'restored',
      contact: undefined,
      items,
      drafts,
      syncedTo: undefined,
      typed: '',
      readTo: undefined,
    });
    assert.deepEqual(state.drafts[0]?.state, { name: 'failed', code: 'message/unconfirmed' });
  });

  test('a reload in the middle of a send leaves an unknown outcome, not a failure and not a lost text', () => {
    const before = after(...live, ...begin('a'));
    const { drafts, items, syncedTo } = before;
    const state = after({ type: 'restored', contact, items, drafts, syncedTo, typed: 'and th', readTo: undefined });
    assert.deepEqual(state.drafts[0]?.state, { name: 'unknown' });
    assert.deepEqual([state.phase.name, state.typed], ['connecting', 'and th']);
  });
});

suite('completeness', () => {
  test('only the transcript moves the complete mark: the socket may have lost what came before', () => {
    const whole = after(...live, { type: 'filled', items: [message('a', 1)], older: undefined });
    assert.deepEqual([whole.synced, whole.syncedTo], [true, 'a']);
    const heardOn = transition(whole, heard(message('c', 3)));
    assert.deepEqual([heardOn.synced, heardOn.syncedTo], [true, 'a']);
    const down = transition(heardOn, { type: 'link', link: 'reconnecting' });
    const up = transition(down, { type: 'link', link: 'up' });
    assert.deepEqual([up.synced, up.syncedTo, ids(up)], [false, 'a', ['a', 'c']]);
    const filled = transition(up, {
      type: 'filled',
      items: [message('a', 1), message('b', 2), message('c', 3)],
      older: undefined,
    });
    assert.deepEqual([filled.synced, filled.syncedTo, ids(filled)], [true, 'c', ['a', 'b', 'c']]);
    const again = { type: 'filled', items: filled.items, older: undefined } as const;
    assert.equal(transition(filled, again), filled);
  });

  test('an older page may hold what is being sent, or was told as unconfirmed: neither is shown twice', () => {
    const loading = after(
      { type: 'requested' },
      { type: 'ticketed', contact },
      { type: 'link', link: 'up' },
      { type: 'drafted', localId: 'l-a', text: 'a' },
      { type: 'send-unknown', localId: 'l-a' },
      { type: 'send-began', localId: 'l-a' },
      { type: 'filled', items: [message('m', 5)], older: 'page-2' },
      { type: 'earlier-asked' },
    );
    const page: ChatEvent = { type: 'earlier-came', items: [own('w', 1), own('x', 2, 'a')], older: undefined };
    const refused: ChatEvent = { type: 'send-failed', localId: 'l-a', code: 'message/rejected' };
    const meanwhile = transition(loading, page);
    assert.deepEqual([ids(meanwhile), meanwhile.drafts.length], [['w', 'm'], 1], 'others are not held back');
    for (const state of [transition(meanwhile, refused), transition(transition(loading, refused), page)]) {
      assert.deepEqual([ids(state), state.drafts], [['w', 'x', 'm'], []]);
      assert.equal(state.items[1]?.key, 'l-a');
    }
  });

  test('older pages come above, and the beginning is known as such', () => {
    const events: ChatEvent[] = [
      { type: 'requested' },
      { type: 'ticketed', contact },
      { type: 'link', link: 'up' },
      { type: 'filled', items: [message('c', 3)], older: 'page-2' },
      { type: 'earlier-asked' },
    ];
    const loading = after(...events);
    assert.deepEqual(loading.earlier, { name: 'loading', page: 'page-2' });
    const came = transition(loading, { type: 'earlier-came', items: [message('b', 2)], older: undefined });
    assert.deepEqual([ids(came), came.earlier], [['b', 'c'], { name: 'none' }]);
    const failed = transition(loading, { type: 'earlier-failed' });
    assert.deepEqual(failed.earlier, { name: 'more', page: 'page-2' });
  });
});

suite('what another tab knows', () => {
  const from = (contactId: string, ...items: readonly Item[]) => items.map((item) => ({ ...item, contactId }));

  test('of contacts before this one it comes into its place; of this one the transcript tells', () => {
    const is = after(...live, heard(message('d', 4)), { type: 'read' });
    const items = [...from('c-0', message('a', 1), own('b', 2), notice('ended', 2.5)), message('c', 3)];
    const recalled = transition(is, { type: 'recalled', items, readTo: 'b' });
    assert.deepEqual([ids(recalled), recalled.readTo], [['a', 'b', 'ended-2.5', 'd'], 'd']);
    assert.equal(transition(recalled, { type: 'recalled', items, readTo: undefined }), recalled);
    const over = transition(is, { type: 'over' });
    assert.deepEqual(ids(transition(over, { type: 'recalled', items })), ['a', 'b', 'ended-2.5', 'c', 'd']);
  });

  test('of this one it counts where nobody can read it now, and what comes after it is read from there', () => {
    const items = [message('a', 1), own('b', 2), notice('ended', 3)];
    const is = after(...live.slice(0, 2), { type: 'drafted', localId: 'l-b', text: 'b' });
    const waiting = [is, after(...live, { type: 'link', link: 'reconnecting' }), after(...live, { type: 'over' })];
    for (const state of waiting) {
      const recalled = transition({ ...state, syncedTo: undefined }, { type: 'recalled', items, syncedTo: 'b' });
      assert.deepEqual([ids(recalled), recalled.syncedTo, recalled.synced], [['a', 'b', 'ended-3'], 'b', state.synced]);
    }
    const known = transition({ ...is, syncedTo: 'a' }, { type: 'recalled', items, syncedTo: 'b' });
    assert.equal(known.syncedTo, 'a');
    const unknown = transition(is, { type: 'send-unknown', localId: 'l-b' });
    const claimed = transition(unknown, { type: 'recalled', items });
    assert.deepEqual([claimed.drafts, claimed.items.map(({ key }) => key)], [[], ['a', 'l-b', 'ended-3']]);
  });

  test('what was read there is read here, and nothing else', () => {
    const is = after(...live, heard(message('d', 4)));
    const items = from('c-0', message('a', 1), message('b', 2));
    assert.equal(transition(is, { type: 'recalled', contactId: 'c-1', items, readTo: 'b' }).readTo, 'b');
    assert.equal(transition(is, { type: 'recalled', items }).readTo, undefined);
    const newest = message('e', 5);
    const told = transition(is, { type: 'recalled', items: [...items, newest], readTo: 'e' });
    assert.deepEqual([unreadCount(told), unreadCount(transition(told, heard(newest)))], [3, 0]);
  });

  test('of contacts of which none is known here nothing comes: it may have been somebody else', () => {
    const items = from('c-0', message('a', 1));
    const is = after(...live, heard(message('d', 4)));
    assert.equal(transition(is, { type: 'recalled', items, contactId: 'c-0', readTo: 'a' }), is);
    assert.equal(transition(initialChatState, { type: 'recalled', items }), initialChatState);
  });

  test('what was sent there is sent, and words of an earlier contact are no echo of what is sent in this one', () => {
    const is = after(
      ...live,
      { type: 'drafted', localId: 'l-a', text: 'Hi' },
      { type: 'send-unknown', localId: 'l-a' },
    );
    const other = transition(is, { type: 'recalled', contactId: 'c-1', items: from('c-0', own('x', 1, 'Hi')) });
    assert.deepEqual([ids(other), other.drafts.length], [['x'], 1]);
    const same = transition(is, { type: 'recalled', items: [{ ...own('x', 1, 'Hi'), key: 'l-a' }] });
    assert.deepEqual([ids(same), same.drafts.length], [['x'], 0]);
  });
});

suite('signs of life', () => {
  const typing: ChatEvent = { type: 'typing', person: ana, until: 12_000 };
  test('typing ends with that person’s message, with time, and when they leave', () => {
    const state = after(...live, typing);
    assert.equal(state.typing.length, 1);
    assert.deepEqual(transition(state, heard(message('a', 1))).typing, []);
    assert.deepEqual(transition(state, { type: 'heard', items: [notice('left', 1)] }).typing, []);
    assert.deepEqual(transition(state, { type: 'typing-lapsed', now: 12_000 }).typing, []);
    assert.equal(transition(state, { type: 'typing-lapsed', now: 11_999 }), state);
    assert.deepEqual(transition(state, { type: 'link', link: 'reconnecting' }).typing, []);
  });

  test('somebody else’s message leaves it standing', () => {
    assert.equal(after(...live, typing, heard(message('a', 1, 'a', bot))).typing.length, 1);
  });
});

test('an event that makes no sense in a state returns the very same snapshot', () => {
  const idle: ChatEvent[] = [
    heard(message('a', 1)),
    { type: 'filled', items: [], older: undefined },
    { type: 'earlier-asked' },
    { type: 'earlier-came', items: [], older: undefined },
    { type: 'earlier-failed' },
    { type: 'send-began', localId: 'none' },
    { type: 'send-done', localId: 'none', id: 'x', at: 1_000 },
    { type: 'send-unknown', localId: 'none' },
    { type: 'send-postponed', localId: 'none' },
    { type: 'send-failed', localId: 'none', code: 'unknown' },
    { type: 'draft-retried', localId: 'none' },
    { type: 'draft-discarded', localId: 'none' },
    { type: 'noted', text: '' },
    { type: 'read' },
    { type: 'typing', person: ana, until: 1 },
    { type: 'typing-lapsed', now: 1 },
    { type: 'renamed', person: { ...ana, name: undefined } },
    { type: 'forgotten' },
  ];
  for (const event of idle) assert.equal(transition(initialChatState, event), initialChatState, event.type);
});
