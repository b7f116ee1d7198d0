import type { FormerContact } from './course.js';
import type { ChatRequest, Saved } from './ports.js';
import type { Unwanted } from './starts.js';
import type { ChatState } from './state.js';
import { contactOf, type ChatOptions, type Ticket } from './ticket.js';
import type { ChatEvent } from './transition.js';

/** A start that is under way. Its id is the key of the intent, in whichever tab it is answered. */
export interface Starting {
  readonly id: string;
  readonly continues: boolean;
  /** What the tab where it was pressed knew about the customer. */
  readonly options: ChatOptions;
}

/** What goes with a conversation beside what is on screen. Its tokens are secrets of this site's tabs. */
export interface Held {
  readonly ticket: Ticket | undefined;
  readonly former: FormerContact | undefined;
  /** The customer asked to end, and it could not be told yet. */
  readonly leaving: boolean;
  /** A request that may have made a contact although nobody said so. */
  readonly asked?: ChatRequest | undefined;
  /** Contacts the customer wants none of any more, until they are stopped. */
  readonly unwanted?: readonly Unwanted[] | undefined;
  readonly starting: Starting | undefined;
}

/** What one tab hands on to the next: all of a conversation that only the tabs know. */
export interface Inheritance extends Held {
  readonly state: ChatState;
}

/** What an earlier life of a page left behind, as an event. */
export const restoredFrom = (saved: Partial<Saved>): Extract<ChatEvent, { readonly type: 'restored' }> => ({
  type: 'restored',
  contact: saved.ticket && contactOf(saved.ticket),
  items: saved.items ?? [],
  drafts: saved.drafts ?? [],
  syncedTo: saved.syncedTo,
  typed: saved.typed ?? '',
  readTo: saved.readTo,
  seen: saved.seen,
  told: saved.told,
});
