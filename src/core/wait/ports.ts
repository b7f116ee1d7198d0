import type { ChatTicket } from '../chat/ports.js';
import type { Chance, Clock } from '../clock.js';
import type { ErrorCode } from '../errors.js';
import type { Logger } from '../log.js';
import type { Later } from '../patience.js';
import type { Offer, Words } from './offers.js';

/** One way to reach somebody. */
export interface Way {
  /** Within its hours, and somebody is there. */
  readonly open: boolean;
  /** Milliseconds from the answer on; undefined when nobody knows, or it never changes. */
  readonly closesInMs: number | undefined;
  readonly opensInMs: number | undefined;
  /** Seconds a newcomer would wait. */
  readonly waitSeconds: number | undefined;
  /** Longer than the site thinks good. */
  readonly congested: boolean;
}

export interface Topic {
  readonly label: Words | undefined;
  readonly chat: Way | undefined;
  readonly call: Way | undefined;
}

/** What is open now. Good for `ttlMs` milliseconds. */
export interface Availability {
  readonly general: Topic;
  readonly topics: Readonly<Record<string, Topic>>;
  readonly callback: boolean;
  readonly message: boolean;
  readonly articles: readonly { readonly title: Words; readonly url: string }[];
  readonly ttlMs: number;
}

/** Where a contact is: in the flow, in a queue, with an agent, over, or nobody knows. */
export type Standing = 'flow' | 'queued' | 'connected' | 'ended' | 'unknown';

/** What the broker says of a contact that waits. */
export interface WaitReport {
  readonly state: Standing;
  /** 1 is next. */
  readonly position: number | undefined;
  readonly etaSeconds: number | undefined;
  readonly etaBasis: 'contact' | 'queue' | undefined;
  readonly ageMs: number;
  readonly waitedMs: number | undefined;
  readonly nextPollMs: number;
  readonly offers: readonly Offer[];
}

/** Why a contact ended, as far as a customer is told. What each means: `protocol/after`. */
export type EndClass =
  | 'agent-left'
  | 'customer-left'
  | 'idle'
  | 'expired'
  | 'agent-network'
  | 'system'
  | 'never-connected'
  | 'not-put-through'
  | 'finished'
  | 'other';

/** What comes next. What each means: `protocol/after`. */
export type NextStep = 'requeue' | 'continue' | 'start' | 'again' | 'goodbye';

/** What the page may show of a contact that is over, where the site allows it. */
export interface EndFigures {
  readonly durationSeconds: number | undefined;
  readonly firstResponseSeconds: number | undefined;
  readonly qualityIssues: readonly ('packet-loss' | 'round-trip-time' | 'jitter')[];
}

export interface EndReport {
  readonly class: EndClass;
  readonly next: NextStep;
  /** Milliseconds after which a way back happens by itself; undefined: by a press. */
  readonly automaticAfterMs: number | undefined;
  readonly rating: boolean;
  readonly figures: EndFigures | undefined;
}

/** A ticket that goes on with what ended. */
export interface RequeueTicket extends ChatTicket {
  readonly requeuedFrom: string;
  readonly mode: 'fast' | 'continuous';
  /** Whether the time already waited was credited. */
  readonly placeKept: boolean;
}

/** What a customer leaves behind to be reached later. */
export interface Leaving {
  readonly idempotencyKey: string;
  /** Handle of the contact it grew out of. */
  readonly handle: string | undefined;
  readonly displayName: string;
  readonly topic: string | undefined;
  readonly locale: string | undefined;
}

export interface CallbackWish extends Leaving {
  /** E.164. */
  readonly phone: string;
  /** Milliseconds from now; 0 is as soon as possible. */
  readonly inMs: number;
  readonly note: string | undefined;
  /** Wait on in the queue beside it. */
  readonly waitOn: boolean;
}

export interface MessageWish extends Leaving {
  readonly email: string;
  readonly text: string;
}

export interface Receipt {
  readonly reference: string;
  readonly kind: 'task' | 'email' | 'voice' | 'flow' | 'hook';
  readonly leftQueue: boolean;
}

/**
 * What the site's token broker knows about waiting and endings. Rejects with DeskbellError `token/*`, or `config/*` when
 * it cannot be asked at all; `token/not-found` also where this broker offers no such thing.
 */
export interface WaitBroker {
  availability(signal: AbortSignal): Promise<Availability>;
  wait(handle: string, signal: AbortSignal): Promise<WaitReport>;
  after(handle: string, endedContactId: string | undefined, signal: AbortSignal): Promise<EndReport | Later>;
  requeue(handle: string, endedContactId: string | undefined, signal: AbortSignal): Promise<RequeueTicket | Later>;
  switchQueue(handle: string, idempotencyKey: string, queue: string, signal: AbortSignal): Promise<ChatTicket>;
  /** Resolves with undefined when it is done, or never can be. */
  history(handle: string, signal: AbortSignal): Promise<Later | undefined>;
  rate(handle: string, score: number, comment: string | undefined, signal: AbortSignal): Promise<void>;
  callback(wish: CallbackWish, signal: AbortSignal): Promise<Receipt>;
  leaveMessage(wish: MessageWish, signal: AbortSignal): Promise<Receipt>;
  /** Ends the handle's own contact. Also resolves when it was over already. */
  stop(handle: string): Promise<void>;
}

/** A contact of which it may be worth to know where it stands. */
export interface Subject {
  readonly contactId: string;
  readonly handle: string;
  readonly channel: 'chat' | 'call';
}

export interface WaitingSubject extends Subject {
  /** Whether this broker says where a contact stands: its ticket told. */
  readonly asks: boolean;
  /** Whether the customer's side is connected now: while it is not, nobody is asked. */
  readonly linked: boolean;
}

export interface EndedSubject extends Subject {
  /** Whether this broker says why a contact ended: its ticket told. */
  readonly asks: boolean;
  /** The customer asked for the end. */
  readonly byCustomer: boolean;
  /** The segment the customer's side saw last, when it is another one. */
  readonly lastContactId: string | undefined;
}

/** The contact that waits, and how it ends: what a chat and a call both can say of theirs. */
export interface SubjectSource {
  /** The contact that waits for a person now: connected, nobody there yet. */
  waiting(): WaitingSubject | undefined;
  /** The contact that is over, until another one begins. */
  ended(): EndedSubject | undefined;
  /** The service is full, and no contact could be started. The same object as long as it is the same refusal. */
  refused(): { readonly retryAfterMs?: number | undefined } | undefined;
  /**
   * What there is now: a contact that is being asked for (then without a handle), or one that is not over. `stuck`: it
   * failed, and may be alive.
   */
  running(): { readonly handle: string | undefined; readonly stuck: boolean } | undefined;
  /** Calls `listener` when any of these may have changed. Returns its own stop. */
  subscribe(listener: () => void): () => void;
}

/** What a chat can do beyond a `SubjectSource`: go on in another contact with what was said on screen. */
export interface Continuation {
  /**
   * No contact is there: goes on with the one that `ask` gets a ticket for, as a start does. Resolves with the code it
   * failed with, which its snapshot tells too. When `signal` aborts before there is a ticket, over is over again.
   */
  goOn(ask: (signal: AbortSignal) => Promise<ChatTicket>, signal: AbortSignal): Promise<ErrorCode | undefined>;
  /**
   * The contact waits: goes over to the one that `ask` gets a ticket for, once that is connected, and not before. Resolves
   * with whether it did; when not, nothing has changed. The old contact is let go of here; whoever asks stops it.
   */
  moveTo(ask: (signal: AbortSignal) => Promise<ChatTicket>, signal: AbortSignal): Promise<boolean>;
  /** Starts anew; `continues`: with the conversation there was, where the site keeps one. */
  start(how?: { readonly continues?: boolean }): Promise<void>;
}

/** A place for what survives a reload. Never rejects: where nothing can be kept, nothing is kept. */
export interface WaitStorage {
  load(): Promise<Partial<SavedWait>>;
  save(fields: Partial<SavedWait>): void;
}

/** An end that is being dealt with. */
export interface SavedEnd extends EndedSubject {
  /**
   * What the customer said about a way back: nothing yet; that they want it, so that it may exist; that it is not wanted
   * although it may exist; or that there is to be none.
   */
  readonly wish: 'open' | 'back' | 'undo' | 'stay';
}

export interface SavedWait {
  /** Ids of offers the customer declined, for this contact or for good. */
  readonly declined: readonly string[];
  /** The contact whose end is being dealt with. */
  readonly ended: SavedEnd | undefined;
  /** Ways back whose history the agent still lacks: by handle. */
  readonly historyFor: string | undefined;
  /** The intent of a callback or message that is under way. */
  readonly errandKey: string | undefined;
  /** Handles of which at most one is the customer's own now: all others are to be stopped. */
  readonly leaving: readonly string[] | undefined;
}

export interface WaitPorts {
  readonly broker: WaitBroker;
  readonly storage: WaitStorage;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly logger: Logger;
}
