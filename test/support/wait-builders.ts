import type { Offer } from '../../src/core/wait/offers.js';
import type { Availability, Way } from '../../src/core/wait/ports.js';
import type { Ending, Figures, Line, WaitState } from '../../src/core/wait/state.js';

export type Waiting = Extract<Line, { readonly name: 'waiting' }>;
export type Known = Extract<Ending, { readonly name: 'known' }>;

export const figures = (fields: Partial<Figures> = {}): Figures => ({
  position: 3,
  range: '2-5',
  trend: 'steady',
  fresh: true,
  ...fields,
});

/** Somebody is third in line of a chat, for about 2 to 5 minutes. */
export const waiting = (fields: Partial<Waiting> = {}): Waiting => ({
  name: 'waiting',
  contactId: 'c-1',
  channel: 'chat',
  queued: true,
  since: 0,
  figures: figures(),
  offers: [],
  news: 0,
  ...fields,
});

export const callback: Offer = { kind: 'callback', keepsPlace: true };
export const returns: Offer = {
  kind: 'queue',
  queue: 'returns',
  label: { en: 'Returns', de: 'Rücksendungen', ar: 'المرتجعات' },
  waitSeconds: 110,
  automated: false,
};
export const callInstead: Offer = { kind: 'call', waitSeconds: 40 };
export const article: Offer = {
  kind: 'article',
  title: { en: 'Where is my parcel?', de: 'Wo ist mein Paket?', ar: 'أين طردي؟' },
  url: '/help/parcel',
};
export const message: Offer = { kind: 'message', by: 'email' };
export const offers: readonly Offer[] = [callback, returns, callInstead, article, message];

/** A contact that an agent ended, with nothing left to do. */
export const known = (fields: Partial<Known> = {}): Known => ({
  name: 'known',
  contactId: 'c-1',
  why: 'agent-left',
  next: 'goodbye',
  rating: 'none',
  figures: undefined,
  failed: undefined,
  ...fields,
});

export const way = (fields: Partial<Way> = {}): Way => ({
  open: true,
  closesInMs: undefined,
  opensInMs: undefined,
  waitSeconds: undefined,
  congested: false,
  ...fields,
});

export const availability = (fields: Partial<Availability> = {}): Availability => ({
  general: { label: undefined, chat: way(), call: undefined },
  topics: {},
  callback: false,
  message: false,
  articles: [],
  ttlMs: 60_000,
  ...fields,
});

/** Callback and message are there, whatever else is. */
export const reachable = (at = 0): WaitState['hours'] => ({
  name: 'known',
  availability: availability({ callback: true, message: true }),
  at,
});
