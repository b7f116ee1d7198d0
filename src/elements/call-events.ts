import type { CallEnd, CallMedia } from '../core/call/state.js';
import { BeforeStartEvent } from './events.js';

/*
 * Facts of calls for the page, as in events.ts; apart from them, so that a chat does not carry them.
 */
const fact: EventInit = { bubbles: true, composed: true };

/** Somebody wants to start a call. A page that calls `preventDefault()` keeps it from starting. */
export class BeforeCallEvent extends BeforeStartEvent {
  readonly media: CallMedia;

  constructor(media: CallMedia) {
    super();
    this.media = media;
  }
}

/** The customer is in this call; an agent may still be on the way. */
export class CallStartedEvent extends Event {
  readonly contactId: string;

  constructor(contactId: string) {
    super('deskbell-call-started', fact);
    this.contactId = contactId;
  }
}

/** This call is over. */
export class CallEndedEvent extends Event {
  readonly contactId: string;
  /** Who or what ended it. */
  readonly by: CallEnd;
  /** From the agent's coming until the end, in milliseconds; undefined when none came. */
  readonly lastedMs: number | undefined;

  constructor(contactId: string, by: CallEnd, lastedMs: number | undefined) {
    super('deskbell-call-ended', fact);
    this.contactId = contactId;
    this.by = by;
    this.lastedMs = lastedMs;
  }
}

declare global {
  interface HTMLElementEventMap {
    'deskbell-call-started': CallStartedEvent;
    'deskbell-call-ended': CallEndedEvent;
  }
}
