import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Draft } from '../../../src/core/chat/state.js';
import type { ChatEvent } from '../../../src/core/chat/events.js';
import { writtenAfter, writtenBefore } from '../../../src/core/chat/writing.js';
import { sampleMessage } from '../../../src/adapters/memory/samples.js';
import { after, contact, live } from '../../support/chat-builders.js';

const drafted = (localId: string, written?: number): ChatEvent => ({
  type: 'drafted',
  localId,
  text: localId,
  written,
});
const draft = (localId: string, written?: number): Draft => ({
  localId,
  text: localId,
  after: undefined,
  written,
  state: { name: 'waiting' },
});
const order = (...events: readonly ChatEvent[]): string =>
  after(...events)
    .drafts.map(({ localId }) => localId)
    .join(' ');

suite('the order of writing', () => {
  /** What tabs bring along, as it comes, and how it is sent. */
  const orders: readonly (readonly [string, readonly ChatEvent[], string])[] = [
    ['as it comes', [drafted('a', 1), drafted('b', 2), drafted('c', 3)], 'a b c'],
    ['the first comes last', [drafted('b', 2), drafted('c', 3), drafted('a', 1)], 'a b c'],
    ['backwards', [drafted('c', 3), drafted('b', 2), drafted('a', 1)], 'a b c'],
    ['two of one moment stay as they came', [drafted('b', 1), drafted('a', 1)], 'b a'],
    ['what says no time comes after all others', [drafted('b', 5), drafted('x'), drafted('a', 1), drafted('y')], 'a b x y'],
    ['an earlier one beside one that is being sent', [drafted('b', 2), { type: 'send-began', localId: 'b' }, drafted('a', 1)], 'a b'],
  ]; // prettier-ignore
  for (const [name, events, expected] of orders) {
    test(name, () => assert.equal(order(...live, ...events), expected));
  }

  test('an earlier life of the page wrote between what this one has written', () => {
    const restored = { items: [], syncedTo: undefined, typed: '', readTo: undefined, contact } as const;
    const [a, b, d] = [draft('a', 1), draft('b', 3), draft('d', 9)];
    const drafts = [a, b, d];
    assert.equal(order(drafted('x', 2), drafted('c', 4), { type: 'restored', drafts, ...restored }), 'a x b c d');
  });

  test('what an earlier life kept twice, as a message and as one that waits, waits no more', () => {
    const restored = { syncedTo: undefined, typed: '', readTo: undefined, contact } as const;
    const items = [sampleMessage('m-1', 'a', 1, { key: 'a', own: true })];
    assert.equal(order({ type: 'restored', items, drafts: [draft('a', 1), draft('b', 2)], ...restored }), 'b');
  });

  test('something is written after all that is there, also when the clock was set back meanwhile', () => {
    assert.equal(writtenAfter([], 700), 700);
    assert.equal(writtenAfter([draft('a', 500)], 700), 700);
    assert.equal(writtenAfter([draft('a', 900), draft('b')], 700), 901);
  });

  /** When an earlier life wrote, when this one did, and what counts at 700. */
  const lives: readonly (readonly [string, readonly number[], readonly number[], readonly number[]])[] = [
    ['as it says', [500, 700], [710], [500, 700]],
    ['in the future, before anything else', [900, 950], [], [700, 700]],
    ['in the future, before what this one has written', [500, 900], [690, 695], [500, 690]],
  ];
  for (const [name, earlier, now, counts] of lives) {
    test(`an earlier life of the page wrote ${name}`, () => {
      const [before, since] = [earlier, now].map((times) => times.map((at) => draft(`${at}`, at))) as [
        Draft[],
        Draft[],
      ];
      const written = writtenBefore(before, since, 700).map((each) => each.written);
      assert.deepEqual(written, counts);
    });
  }
});
