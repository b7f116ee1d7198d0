import type { Offer, WaitRange } from '../../core/wait/offers.js';
import type { EndClass, NextStep } from '../../core/wait/ports.js';
import type { Strings } from '../strings.js';

/** What a form can be wrong about. */
export type PhoneProblem = 'missing' | 'letters' | 'short' | 'long' | 'country';

/** Failures that are one and the same to somebody who waits. */
export type WaitTrouble = 'unreachable' | 'busy' | 'closed' | 'gone' | 'unavailable' | 'trouble';

/** Part of a day for which somebody can ask to be called. */
export type DayPart = 'morning' | 'afternoon';

/** Every word of waiting and of endings, in one language: loaded with the first wait, never with a chat. */
export interface WaitStrings extends Pick<Strings, 'language' | 'direction' | 'formats'> {
  // The place in line
  /** Name of the whole view. */
  readonly title: string;
  /** `position`: 1 is next. */
  readonly place: (position: number) => string;
  readonly range: Readonly<Record<WaitRange, string>>;
  /** What the estimate stands on. */
  readonly basis: string;
  readonly trend: Readonly<Record<'longer' | 'shorter', string>>;
  readonly updating: string;
  /** Nobody knows how long. */
  readonly waitingForSomeone: string;
  readonly noFigures: string;
  readonly leaveLine: string;
  readonly confirmLeave: string;
  readonly confirmLeaveDetail: string;
  readonly stayInLine: string;

  // Back in line
  /** Why the customer is back; `name`: who they had talked to. */
  readonly cutOff: Readonly<Record<'agent-network' | 'other', (name: string | undefined) => string>>;
  readonly backInLine: Readonly<Record<'front' | 'kept' | 'lost', string>>;

  // Offers
  readonly offers: string;
  readonly keepWaiting: string;
  readonly offer: Readonly<Record<Exclude<Offer['kind'], 'article' | 'queue'>, string>>;
  /** Another queue, by what the site calls it; a bot where nobody is. */
  readonly otherQueue: (label: string) => string;
  readonly otherQueueUnnamed: string;
  readonly assistant: (label: string) => string;
  readonly assistantUnnamed: string;
  readonly assistantDetail: string;
  readonly answersIn: (minutes: number) => string;
  readonly answersSoon: string;
  readonly keepsPlace: string;
  readonly leavesLine: string;
  readonly messageDetail: Readonly<Record<'task' | 'email', string>>;
  readonly articleDetail: string;
  readonly goingOver: string;
  readonly overFailed: string;
  /** Name of the button that takes an offer away. */
  readonly notThis: (offer: string) => string;

  // Forms
  readonly close: string;
  readonly send: string;
  readonly sending: string;
  readonly tryAgain: string;
  readonly optional: string;
  readonly callbackTitle: string;
  readonly country: string;
  readonly phone: string;
  readonly phoneProblems: Readonly<Record<PhoneProblem, string>>;
  readonly when: string;
  readonly soon: string;
  readonly inAnHour: string;
  /** A part of today, of tomorrow, or of a day by its weekday. */
  readonly today: string;
  readonly tomorrow: (part: DayPart) => string;
  readonly onDay: (day: string, part: DayPart) => string;
  readonly note: string;
  readonly phoneUse: string;
  readonly waitOn: string;
  readonly callMe: string;
  readonly messageTitle: string;
  readonly name: string;
  readonly email: string;
  readonly emailProblem: string;
  readonly text: string;
  readonly textMissing: string;
  readonly emailUse: string;
  readonly callbackDone: string;
  /** The phone rings now. */
  readonly callbackNow: string;
  readonly messageDone: string;
  readonly leftLine: string;
  readonly stillInLine: string;
  readonly reference: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly done: string;

  // The service is full
  readonly full: string;
  readonly tryingIn: (seconds: number) => string;
  readonly tryingNow: string;
  readonly tryNow: string;
  readonly stopTrying: string;

  // The end
  readonly ended: Readonly<Record<EndClass, string>>;
  /** What can come next; empty where nothing is left to say. */
  readonly next: Readonly<Record<NextStep, string>>;
  readonly justOver: string;
  readonly goBack: string;
  readonly goOn: string;
  readonly start: Readonly<Record<'chat' | 'call', string>>;
  readonly again: string;
  readonly backIn: (seconds: number) => string;
  readonly goBackNow: string;
  readonly stayAway: string;
  readonly returning: string;
  readonly patience: string;
  readonly backFailed: string;
  readonly lasted: (minutes: number) => string;
  readonly lastedShort: string;
  readonly firstResponse: (minutes: number) => string;
  readonly firstResponseShort: string;
  readonly soundAdvice: string;
  readonly rating: string;
  /** Names of 1 to 5. */
  readonly scores: readonly [string, string, string, string, string];
  readonly comment: string;
  readonly sendRating: string;
  readonly thanks: string;
  readonly ratingFailed: string;

  readonly trouble: Readonly<Record<WaitTrouble, string>>;
}
