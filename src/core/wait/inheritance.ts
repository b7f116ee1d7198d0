import type { KnownEnd } from './ending.js';
import type { SavedWait } from './ports.js';
import type { WaitState } from './state.js';

/** What one tab hands on to the next of waiting and endings: what is on screen, and what only whoever watches knows. */
export interface WaitInheritance {
  readonly state: WaitState;
  readonly kept: Partial<SavedWait>;
  /** What is known of the end that is being dealt with. */
  readonly known: KnownEnd;
  /** The last end that was dealt with or put away. */
  readonly seen: string | undefined;
  /** The contact the customer gave up for something else. */
  readonly givenUp: string | undefined;
}
