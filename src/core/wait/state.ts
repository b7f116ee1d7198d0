import type { ErrorCode } from '../errors.js';
import type { Offer, WaitRange } from './offers.js';
import type { Availability, EndFigures, EndClass, NextStep, Receipt } from './ports.js';

/** What is open. `at`: when the answer came, milliseconds since 1970 by the device's clock. */
export type Hours =
  | { readonly name: 'unknown' }
  | { readonly name: 'asking' }
  | { readonly name: 'known'; readonly availability: Availability; readonly at: number }
  /** Nobody could be asked: then nothing is said about it, and everything may be tried. */
  | { readonly name: 'failed' };

/** What is known of a place in a queue, as it may be shown. */
export interface Figures {
  /** 1 is next. */
  readonly position: number | undefined;
  /** Moves up only with a word: then `trend` is `longer`. */
  readonly range: WaitRange | undefined;
  readonly trend: 'steady' | 'shorter' | 'longer';
  /** False once it is older than two intervals: shown as being updated, never as if it were new. */
  readonly fresh: boolean;
}

/** The wait of the contact that is running. */
export type Line =
  | { readonly name: 'none' }
  | {
      readonly name: 'waiting';
      readonly contactId: string;
      readonly channel: 'chat' | 'call';
      /** In a queue, or on the way there. */
      readonly queued: boolean;
      /** When waiting began, milliseconds since 1970 by the device's clock. */
      readonly since: number;
      readonly figures: Figures | undefined;
      /** Those that were not declined. */
      readonly offers: readonly Offer[];
      /** Counts what is worth saying to somebody who cannot see: at most every 20 s, and only what matters. */
      readonly news: number;
    };

/** How the last contact ended, and what becomes of it. */
export type Ending =
  | { readonly name: 'none' }
  /** Why is being asked; meanwhile it is just over. */
  | { readonly name: 'asking'; readonly contactId: string }
  | {
      readonly name: 'known';
      readonly contactId: string;
      readonly why: EndClass;
      readonly next: NextStep;
      readonly rating: Rating;
      readonly figures: EndFigures | undefined;
      /** The way back failed; it can be tried again. */
      readonly failed: ErrorCode | undefined;
    }
  /** Goes back by itself at `until` (milliseconds since 1970, device's clock) unless the customer objects. */
  | { readonly name: 'pausing'; readonly contactId: string; readonly why: EndClass; readonly until: number }
  /** On the way back. `patience`: the past conversation is not ready yet, which can take a minute and a half. */
  | { readonly name: 'returning'; readonly contactId: string; readonly why: EndClass; readonly patience: boolean }
  /** Back in line, in a new contact: said above its wait until a person comes. */
  | { readonly name: 'returned'; readonly contactId: string; readonly why: EndClass; readonly placeKept: boolean };

export type Rating = 'none' | 'wanted' | 'sending' | 'given' | 'failed';

/** Something the customer does beside the conversation: a form, or going over to another queue. */
export type Errand =
  | { readonly name: 'none' }
  | { readonly name: 'open'; readonly offer: Offer }
  | { readonly name: 'sending'; readonly offer: Offer }
  /** The form is still there, with what was typed. */
  | { readonly name: 'failed'; readonly offer: Offer; readonly code: ErrorCode }
  | { readonly name: 'done'; readonly offer: Offer; readonly receipt: Receipt | undefined };

/** The service is full. */
export type Full =
  | { readonly name: 'none' }
  /** It is tried again by itself at `until` (milliseconds since 1970, device's clock); without it, by a press. */
  | { readonly name: 'resting'; readonly until: number | undefined }
  | { readonly name: 'trying' };

export interface WaitState {
  readonly full: Full;
  readonly hours: Hours;
  readonly line: Line;
  readonly ending: Ending;
  readonly errand: Errand;
  /** Ids of offers that were declined. */
  readonly declined: readonly string[];
}

export const initialWaitState: WaitState = {
  full: { name: 'none' },
  hours: { name: 'unknown' },
  line: { name: 'none' },
  ending: { name: 'none' },
  errand: { name: 'none' },
  declined: [],
};
