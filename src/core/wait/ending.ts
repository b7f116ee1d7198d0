import type { ErrorCode } from '../errors.js';
import type { EndReport } from './ports.js';
import type { Ending, Rating } from './state.js';

/** What is known of an end, as a customer is told it. */
export type KnownEnd = Pick<EndReport, 'class' | 'next' | 'rating' | 'figures'>;

export type EndingEvent =
  /** The contact is over, and why is being asked. */
  | { readonly type: 'over'; readonly contactId: string }
  | { readonly type: 'known'; readonly contactId: string; readonly end: KnownEnd; readonly failed?: ErrorCode }
  /** It goes back by itself at `until`, milliseconds since 1970 by the device's clock. */
  | { readonly type: 'pausing'; readonly contactId: string; readonly end: KnownEnd; readonly until: number }
  | { readonly type: 'returning'; readonly contactId: string; readonly end: KnownEnd }
  /** The past conversation is not ready yet. */
  | { readonly type: 'needs-patience' }
  /** Back in line, as this contact. */
  | { readonly type: 'returned'; readonly contactId: string; readonly placeKept: boolean }
  | { readonly type: 'rating'; readonly rating: Exclude<Rating, 'none' | 'wanted'> }
  /** Something else has begun, or somebody came. */
  | { readonly type: 'end-forgotten' };

/** How the last contact ended and what becomes of it, after an event. */
export function moveEnding(ending: Ending, event: EndingEvent): Ending {
  switch (event.type) {
    case 'over':
      return ending.name === 'asking' && ending.contactId === event.contactId
        ? ending
        : { name: 'asking', contactId: event.contactId };
    case 'known':
      return known(ending, event);
    case 'pausing': {
      const { contactId, end, until } = event;
      return ending.name === 'returning' ? ending : { name: 'pausing', contactId, why: end.class, until };
    }
    case 'returning': {
      const { contactId, end } = event;
      return ending.name === 'returning' ? ending : { name: 'returning', contactId, why: end.class, patience: false };
    }
    case 'needs-patience':
      return ending.name === 'returning' && !ending.patience ? { ...ending, patience: true } : ending;
    case 'returned': {
      if (ending.name !== 'returning') return ending;
      const { contactId, placeKept } = event;
      return { name: 'returned', contactId, why: ending.why, placeKept };
    }
    case 'rating':
      return rate(ending, event.rating);
    case 'end-forgotten':
      return ending.name === 'none' ? ending : { name: 'none' };
  }
}

function known(ending: Ending, { contactId, end, failed }: Extract<EndingEvent, { type: 'known' }>): Ending {
  // A rating that was given stays given, whatever is heard later of the same end.
  const given = ending.name === 'known' && ending.contactId === contactId && ending.rating !== 'none';
  const rating = given ? ending.rating : end.rating ? 'wanted' : 'none';
  return { name: 'known', contactId, why: end.class, next: end.next, rating, figures: end.figures, failed };
}

/** wanted → sending → given, or failed → sending again. */
function rate(ending: Ending, to: 'sending' | 'given' | 'failed'): Ending {
  if (ending.name !== 'known') return ending;
  const { rating } = ending;
  const makesSense = to === 'sending' ? rating === 'wanted' || rating === 'failed' : rating === 'sending';
  return makesSense ? { ...ending, rating: to } : ending;
}
