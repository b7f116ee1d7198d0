import type { ErrorCode } from '../errors.js';
import type { Offer } from './offers.js';
import type { Receipt } from './ports.js';
import type { Errand } from './state.js';

export type ErrandEvent =
  | { readonly type: 'chosen'; readonly offer: Offer }
  | { readonly type: 'put-away' }
  | { readonly type: 'errand-began' }
  | { readonly type: 'errand-failed'; readonly code: ErrorCode }
  | { readonly type: 'errand-done'; readonly receipt: Receipt | undefined };

/** What the customer does beside the conversation, after an event. While something is being sent, nothing else is begun. */
export function moveErrand(errand: Errand, event: ErrandEvent): Errand {
  switch (event.type) {
    case 'chosen':
      return errand.name === 'sending' ? errand : { name: 'open', offer: event.offer };
    case 'put-away':
      return errand.name === 'none' ? errand : { name: 'none' };
    case 'errand-began':
      return errand.name === 'open' || errand.name === 'failed' ? { name: 'sending', offer: errand.offer } : errand;
    case 'errand-failed':
      return errand.name === 'sending' ? { name: 'failed', offer: errand.offer, code: event.code } : errand;
    case 'errand-done':
      return errand.name === 'sending' ? { name: 'done', offer: errand.offer, receipt: event.receipt } : errand;
  }
}
