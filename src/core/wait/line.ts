import { offerId, type Offer } from './offers.js';
import type { Figures, Line, WaitState } from './state.js';

export type LineEvent =
  /** This contact waits. */
  | { readonly type: 'waits'; readonly contactId: string; readonly channel: 'chat' | 'call'; readonly at: number }
  /** Somebody came, or it is over. */
  | { readonly type: 'waits-no-more' }
  /** The broker's answer: `since` is when waiting began, as far as it knows. */
  | {
      readonly type: 'reported';
      readonly queued: boolean;
      readonly since: number | undefined;
      readonly offers: readonly Offer[];
    }
  | { readonly type: 'measured'; readonly figures: Figures | undefined }
  /** What is shown now is worth saying. */
  | { readonly type: 'told' };

/** A difference between two ideas of when waiting began that is only the way of the answers, in milliseconds. */
const sameSinceMs = 3_000;

/** What declines every offer to one contact. */
export const allOf = (contactId: string): string => `all ${contactId}`;

/** The wait of the running contact, after an event. */
export function moveLine({ line, declined }: Pick<WaitState, 'line' | 'declined'>, event: LineEvent): Line {
  if (event.type === 'waits') {
    const { contactId, channel, at } = event;
    if (line.name === 'waiting' && line.contactId === contactId) return line;
    const nothingKnown = { queued: false, figures: undefined, offers: [], news: 0 };
    return { name: 'waiting', contactId, channel, since: at, ...nothingKnown };
  }
  if (line.name !== 'waiting') return line;
  switch (event.type) {
    case 'waits-no-more':
      return { name: 'none' };
    case 'reported': {
      const { queued } = event;
      const isEarlier = event.since !== undefined && event.since < line.since - sameSinceMs;
      const since = isEarlier ? event.since : line.since;
      const offers = sameOffers(line.offers, remaining(event.offers, declined, line.contactId));
      if (queued === line.queued && since === line.since && offers === line.offers) return line;
      return { ...line, queued, since, offers };
    }
    case 'measured':
      return sameFigures(line.figures, event.figures) ? line : { ...line, figures: event.figures };
    case 'told':
      return { ...line, news: line.news + 1 };
  }
}

/** The line without what has just been declined. */
export function withoutDeclined(line: Line, declined: readonly string[]): Line {
  if (line.name !== 'waiting') return line;
  const offers = remaining(line.offers, declined, line.contactId);
  return offers.length === line.offers.length ? line : { ...line, offers };
}

function remaining(offers: readonly Offer[], declined: readonly string[], contactId: string): readonly Offer[] {
  if (declined.includes(allOf(contactId))) return [];
  return offers.filter((offer) => !declined.includes(offerId(offer)));
}

/** The offers there are, as long as the new ones say the same: nothing is drawn anew. */
const sameOffers = (before: readonly Offer[], now: readonly Offer[]): readonly Offer[] =>
  JSON.stringify(before) === JSON.stringify(now) ? before : now;

const sameFigures = (before: Figures | undefined, now: Figures | undefined): boolean =>
  before === now ||
  (before !== undefined &&
    now !== undefined &&
    before.position === now.position &&
    before.range === now.range &&
    before.trend === now.trend &&
    before.fresh === now.fresh);
