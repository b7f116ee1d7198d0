import type { FormerContact } from './course.js';
import type { ChatEvent } from './events.js';
import type { ChatRequest, Saved, Unwanted } from './ports.js';
import type { ChatState, Draft } from './state.js';
import { contactOf, type ChatOptions, type Ticket } from './ticket.js';
import { writtenBefore } from './writing.js';

/** A start that is under way. Its id is the key of the intent, in whichever tab it is answered. */
export interface Starting {
  readonly id: string;
  readonly continues: boolean;
  /** What the tab where it was pressed knew about the customer. */
  readonly options: ChatOptions;
  /** When it was pressed, milliseconds since 1970 by the device's clock. */
  readonly at: number;
}

/** What goes with a conversation beside what is on screen. Its tokens are secrets of this site's tabs. */
export interface Held {
  readonly ticket: Ticket | undefined;
  readonly former: FormerContact | undefined;
  /** The customer asked to end, and it could not be told yet. */
  readonly leaving: boolean;
  /** The highest number of a ticket there was. */
  readonly number?: number | undefined;
  /** A request that may have made a contact although nobody said so. */
  readonly asked?: ChatRequest | undefined;
  /** Contacts the customer wants none of any more, until they are stopped. */
  readonly unwanted?: readonly Unwanted[] | undefined;
  readonly starting: Starting | undefined;
  /**
   * Names of the last starts that have led to a contact, or were called off: told again by a tab that slept, they lead to
   * no other one.
   */
  readonly begun?: readonly string[] | undefined;
  /** When the contact there was turned out to be over or was called off, milliseconds since 1970 by the device's clock. */
  readonly endedAt?: number | undefined;
  /** How often all had been forgotten at this site before. */
  readonly forgotten?: number | undefined;
}

/** What one tab hands on to the next: all of a conversation that only the tabs know. */
export interface Inheritance extends Held {
  readonly state: ChatState;
}

/** How a session comes to lead a chat that is in several tabs. One that is alone has nothing of it. */
export interface ChatLead {
  /** What another tab hands on, instead of what an earlier life of this page left behind. */
  readonly inheritance?: Inheritance | undefined;
  /** Whatever was asked for elsewhere is this one's, too: no other tab has a session of its own. */
  readonly isOnly?: boolean;
  /** Another tab may be at what an earlier life of this page left behind. */
  readonly isSeized?: boolean;
}

/** What an earlier life of a page left behind, as an event. `written`: in this life so far; `now`: milliseconds. */
export const restoredFrom = (
  saved: Partial<Saved>,
  written: readonly Draft[],
  now: number,
): Extract<ChatEvent, { readonly type: 'restored' }> => ({
  type: 'restored',
  contact: saved.ticket && contactOf(saved.ticket),
  items: saved.items ?? [],
  drafts: writtenBefore([...(saved.drafts ?? []), ...(saved.fresh ?? [])], written, now),
  syncedTo: saved.syncedTo,
  typed: saved.typed ?? '',
  readTo: saved.readTo,
  seen: saved.seen,
  told: saved.told,
});

/**
 * Whether a start that was pressed `at` meant a chat that was over by `endedAt`. Not where the device's clock was set back
 * since: nothing would ever start. All in milliseconds since 1970 by that clock.
 */
export const isOverSince = (at: number, endedAt: number | undefined, now: number): boolean =>
  endedAt !== undefined && at < endedAt && endedAt <= now;

/** Whether the customer has asked for the end of what is live. */
export const isLeaving = ({ phase }: ChatState): boolean => phase.name === 'live' && phase.leaving;

/** Whether a tab that shows `state` has nothing to keep, and another one has something in its place. */
export const isMuchMore = (other: Inheritance, { phase }: ChatState): boolean =>
  phase.name === 'idle'
    ? other.state.phase.name !== 'idle'
    : phase.name === 'failed' && !phase.contact && other.ticket !== undefined;

const withDrafts = (whole: Inheritance, change: (draft: Draft) => Draft): Inheritance => ({
  ...whole,
  state: { ...whole.state, drafts: whole.state.drafts.map(change) },
});

/** What waits may be sent by another tab, too, which has not heard yet that it leads no more. */
export const shareWaiting = (draft: Draft): Draft =>
  draft.state.name === 'waiting' || draft.state.name === 'uploading' ? { ...draft, shared: true } : draft;

/** A conversation that another tab may still be at. */
export const sharedOut = (whole: Inheritance): Inheritance => withDrafts(whole, shareWaiting);

/** What waited when it was last heard of may have been sent since. Of a file, its attachment's id tells. */
export const doubted = (whole: Inheritance): Inheritance =>
  withDrafts(sharedOut(whole), (draft) =>
    draft.state.name === 'waiting' && !draft.file ? { ...draft, state: { name: 'unknown' } } : draft,
  );
