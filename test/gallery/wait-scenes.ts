import type { Availability } from '../../src/core/wait/ports.js';
import type { WaitState } from '../../src/core/wait/state.js';
import {
  article,
  availability,
  callback,
  figures,
  known,
  message,
  offers,
  reachable,
  returns,
  waiting,
  way,
} from '../support/wait-builders.js';

const receipt = { reference: 'DB-7Q4-K2M', kind: 'task', leftQueue: true } as const;
const minute = 60_000;
const hour = 60 * minute;

/** Every screen of waiting and endings, by name. */
export const waitScenes: Readonly<Record<string, () => Partial<WaitState>>> = {
  'no-figures': () => ({ line: waiting({ figures: undefined, queued: false }) }),
  place: () => ({ line: waiting() }),
  next: () => ({ line: waiting({ figures: figures({ position: 1, range: 'under-1', trend: 'shorter' }) }) }),
  longer: () => ({ line: waiting({ figures: figures({ position: 14, range: 'over-20', trend: 'longer' }) }) }),
  stale: () => ({ line: waiting({ figures: figures({ fresh: false }) }) }),
  offers: () => ({ line: waiting({ offers, figures: figures({ position: 14, range: '10-20', trend: 'longer' }) }) }),
  'few-offers': () => ({ line: waiting({ offers: [callback, returns] }) }),
  going: () => ({ line: waiting({ offers: [returns, message] }), errand: { name: 'sending', offer: returns } }),
  'going-failed': () => ({
    line: waiting({ offers: [returns, message] }),
    errand: { name: 'failed', offer: returns, code: 'token/busy' },
  }),
  returned: () => ({
    line: waiting({ figures: figures({ position: 1, range: 'under-1' }) }),
    ending: { name: 'returned', contactId: 'c-1', why: 'agent-network', placeKept: true },
  }),
  'returned-lost': () => ({
    line: waiting(),
    ending: { name: 'returned', contactId: 'c-1', why: 'system', placeKept: false },
  }),
  callback: () => ({ line: waiting({ offers }), errand: { name: 'open', offer: callback } }),
  'callback-leaves': () => ({
    line: waiting({ offers }),
    errand: { name: 'failed', offer: { kind: 'callback', keepsPlace: false }, code: 'token/network' },
  }),
  'callback-sending': () => ({ line: waiting({ offers }), errand: { name: 'sending', offer: callback } }),
  'callback-done': () => ({ errand: { name: 'done', offer: callback, receipt } }),
  message: () => ({ errand: { name: 'open', offer: message } }),
  'message-failed': () => ({ errand: { name: 'failed', offer: message, code: 'token/unavailable' } }),
  'message-done': () => ({
    line: waiting(),
    errand: { name: 'done', offer: message, receipt: { ...receipt, kind: 'email', leftQueue: false } },
  }),
  asking: () => ({ ending: { name: 'asking', contactId: 'c-1' } }),
  pausing: () => ({
    ending: { name: 'pausing', contactId: 'c-1', why: 'agent-network', until: Date.now() + 5_000 },
  }),
  returning: () => ({ ending: { name: 'returning', contactId: 'c-1', why: 'agent-network', patience: false } }),
  patience: () => ({ ending: { name: 'returning', contactId: 'c-1', why: 'agent-network', patience: true } }),
  'back-failed': () => ({
    ending: known({ why: 'agent-network', next: 'requeue', failed: 'token/network' }),
    hours: reachable(),
  }),
  requeue: () => ({ ending: known({ why: 'agent-network', next: 'requeue' }), hours: reachable() }),
  continue: () => ({ ending: known({ why: 'expired', next: 'continue' }) }),
  idle: () => ({ ending: known({ why: 'idle', next: 'start' }) }),
  'not-put-through': () => ({ ending: known({ why: 'not-put-through', next: 'again' }), hours: reachable() }),
  goodbye: () => ({ ending: known() }),
  rating: () => ({
    ending: known({
      next: 'start',
      rating: 'wanted',
      figures: { durationSeconds: 660, firstResponseSeconds: 40, qualityIssues: [] },
    }),
  }),
  'rating-failed': () => ({ ending: known({ rating: 'failed' }) }),
  'rating-given': () => ({
    ending: known({
      rating: 'given',
      figures: { durationSeconds: 300, firstResponseSeconds: 100, qualityIssues: ['jitter'] },
    }),
  }),
};

const opens = way({ open: false, opensInMs: 46 * hour + 13 * minute });
const open = way({ closesInMs: 7 * hour + 13 * minute, waitSeconds: 230 });

/** Every screen before a contact, by name. */
export const hoursScenes: Readonly<Record<string, () => Availability>> = {
  open: () => availability({ general: { label: undefined, chat: open, call: undefined } }),
  ways: () =>
    availability({
      general: { label: undefined, chat: open, call: way({ ...open, waitSeconds: 700, congested: true }) },
      callback: true,
      message: true,
      articles: [article as { title: Record<string, string>; url: string }],
    }),
  'call-shut': () =>
    availability({
      general: { label: undefined, chat: { ...open, waitSeconds: 20, congested: true }, call: opens },
      message: true,
    }),
  topics: () =>
    availability({
      general: { label: undefined, chat: open, call: undefined },
      topics: {
        orders: { label: { en: 'An order', de: 'Eine Bestellung', ar: 'طلب' }, chat: open, call: open },
        returns: {
          label: { en: 'A return', de: 'Eine Rücksendung', ar: 'إرجاع' },
          chat: { ...open, waitSeconds: 30 },
          call: undefined,
        },
        repairs: { label: { en: 'A repair', de: 'Eine Reparatur', ar: 'إصلاح' }, chat: opens, call: undefined },
      },
      callback: true,
    }),
  closed: () =>
    availability({
      general: { label: undefined, chat: opens, call: opens },
      callback: true,
      message: true,
      articles: [article as { title: Record<string, string>; url: string }],
    }),
  nobody: () =>
    availability({
      general: { label: undefined, chat: way({ open: false }), call: undefined },
      message: true,
    }),
  nothing: () =>
    availability({
      general: { label: undefined, chat: undefined, call: undefined },
      articles: [article as { title: Record<string, string>; url: string }],
    }),
};
