import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  check,
  count,
  kinds,
  type Evidence,
  type LoggedContact,
  type Row,
  type Screen,
  type Writing,
} from './check.js';

const line = (id: string, text: string, own: boolean, at: number) => ({ id, text, own, at });
const sent = (id: string, text: string, own = true): Row => ({ id, contactId: 'c-1', text, own, says: 'sent' });
const draft = (text: string, says: 'pending' | 'failed', unsure = false): Row => ({ text, own: true, says, unsure });
const wrote = (text: string, fate: Writing['fate'] = 'open'): Writing => ({ text, by: 'tab 1', fate });

const contact: LoggedContact = {
  id: 'c-1',
  intent: 1,
  madeAt: 0,
  overAt: undefined,
  log: [line('m-1', 'Hello', true, 10), line('m-2', 'How can I help?', false, 20), line('m-3', 'My order', true, 30)],
};
const screen: Screen = {
  tab: 'tab 1',
  phase: 'live',
  up: true,
  contactId: 'c-1',
  rows: [sent('m-1', 'Hello'), sent('m-2', 'How can I help?', false), sent('m-3', 'My order')],
  typed: '',
  unread: 0,
};
const writings = [wrote('Hello'), wrote('My order')];

/** What is counted when this is what happened; everything else is as it should be. */
function counted(changes: Partial<Evidence>): Record<string, number> {
  const fine = { contacts: [contact], writings, screens: [screen], moments: [], endedAt: 90_000, loose: {} };
  const counts = count(check({ ...fine, ...changes }));
  return Object.fromEntries(kinds.filter((kind) => counts[kind] > 0).map((kind) => [kind, counts[kind]]));
}
const shows = (changes: Partial<Screen>): Partial<Evidence> => ({ screens: [{ ...screen, ...changes }] });
const rows = (...all: readonly Row[]): Partial<Evidence> => shows({ rows: all });
const logs = (changes: Partial<LoggedContact>): Partial<Evidence> => ({ contacts: [{ ...contact, ...changes }] });

suite('what the fault laboratory counts', () => {
  test('a day on which nothing went wrong counts nothing', () => {
    assert.deepEqual(counted({}), {});
  });

  const [hello, help, order] = screen.rows as [Row, Row, Row];
  const [first, second, third] = contact.log as [
    (typeof contact.log)[0],
    (typeof contact.log)[0],
    (typeof contact.log)[0],
  ];
  const stories: readonly (readonly [string, Partial<Evidence>, Record<string, number>])[] = [
    ['a message shown as sent that is in no log', logs({ log: [first, second] }), { lost: 1 }],
    ['an agent’s message that is not on the screen', rows(hello, order), { lost: 1 }],
    ['an own message that is not on the screen', rows(hello, help), { lost: 1 }],
    ['a draft that vanished', { writings: [...writings, wrote('Hurry')] }, { lost: 1 }],
    ['a message that is twice in the log', logs({ log: [...contact.log, line('m-4', 'Hello', true, 40)] }), { doubled: 1, lost: 1, misordered: 1 }],
    ['a row that stands there twice', rows(hello, help, help, order), { doubled: 1 }],
    ['a draft beside the message it became', rows(hello, help, order, draft('Hello', 'failed')), { doubled: 1, falseStates: 1 }],
    ['two contacts for one intent', { contacts: [contact, { ...contact, id: 'c-2', madeAt: 5, log: [] }] }, { doubled: 1, silent: 1 }],
    ['a contact that lives and is shown in no tab', { contacts: [{ ...contact, overAt: 50 }, { ...contact, id: 'c-2', madeAt: 60, log: [] }], ...shows({ phase: 'ended', up: false }) }, { silent: 1 }],
    ['own messages that arrived in another order', logs({ log: [third, second, first] }), { misordered: 3 }],
    ['rows that stand in another order', rows(help, hello, order), { misordered: 1 }],
    ['told not sent, and in the log', rows(help, order, draft('Hello', 'failed')), { falseStates: 1, lost: 1 }],
    ['a draft that waits for ever', { ...rows(...screen.rows, draft('Hurry', 'pending')), writings: [...writings, wrote('Hurry')] }, { silent: 1 }],
    ['connecting for ever', shows({ phase: 'connecting', up: false }), { silent: 1 }],
    ['not up although all is well', shows({ up: false }), { falseStates: 1 }],
    ['a contact that lives, shown as ended', shows({ phase: 'ended', up: false }), { falseStates: 1 }],
    ['a contact that is over, shown as live', logs({ overAt: 50 }), { falseStates: 1 }],
    ['told sent before it was', { moments: [{ at: 5, tab: 'tab 1', is: 'sent', id: 'm-1' }] }, { falseStates: 1 }],
    ['told ended while it lived', { moments: [{ at: 5, tab: 'tab 1', is: 'ended', contactId: 'c-1' }] }, { falseStates: 1 }],
    ['an end that nobody was told of', logs({ endAsked: true }), { silent: 1 }],
    ['a timer that is left', { loose: { timers: 1, sockets: 0 } }, { silent: 1 }],
    ['tabs that show different text', { screens: [screen, { ...screen, tab: 'tab 2', typed: 'And' }] }, { falseStates: 1 }],
  ]; // prettier-ignore
  for (const [what, evidence, expected] of stories) {
    test(`${what} is counted`, () => {
      assert.deepEqual(counted(evidence), expected);
    });
  }

  test('what was told to have failed, to be unclear, or was taken back is no loss', () => {
    const more = [wrote('too long', 'refused'), wrote('lost?', 'refused'), wrote('never mind', 'taken-back')];
    const failed = [...screen.rows, draft('too long', 'failed'), draft('lost?', 'failed', true)];
    assert.deepEqual(counted({ ...rows(...failed), writings: [...writings, ...more] }), {});
  });

  test('a link counts as a lie when it is shown for more than two seconds after it is known to be down', () => {
    const moments = (until: number): Evidence['moments'] => [
      { at: 100, tab: 'tab 1', is: 'shows-up', yes: true },
      { at: 5_000, tab: 'tab 1', is: 'knows-down', yes: true },
      { at: until, tab: 'tab 1', is: 'shows-up', yes: false },
      { at: until + 9_000, tab: 'tab 1', is: 'knows-down', yes: false },
    ];
    assert.deepEqual(counted({ moments: moments(7_000) }), {});
    assert.deepEqual(counted({ moments: moments(7_001) }), { falseStates: 1 });
  });

  test('what nobody could fetch any more, because its contact was over, is no loss', () => {
    const late = { ...line('m-4', 'Goodbye', false, 40), unreachable: true };
    assert.deepEqual(
      counted({ ...logs({ overAt: 50, log: [...contact.log, late] }), ...shows({ phase: 'ended' }) }),
      {},
    );
  });
});
