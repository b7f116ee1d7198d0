import type { Role } from '../core/chat/state.js';
import type { ErrorCode } from '../core/errors.js';

/*
 * Facts for the page: past tense, composed, and without tokens or message text.
 * Only the outermost element fires them.
 */
const fact: EventInit = { bubbles: true, composed: true };

/** The panel is open. */
export class OpenedEvent extends Event {
  constructor() {
    super('deskbell-opened', fact);
  }
}

/** The panel is closed. The chat goes on. */
export class ClosedEvent extends Event {
  constructor() {
    super('deskbell-closed', fact);
  }
}

/** Somebody wants to start a chat. A page that calls `preventDefault()` keeps it from starting. */
export class BeforeStartEvent extends Event {
  constructor() {
    super('deskbell-before-start', { ...fact, cancelable: true });
  }
}

/** The customer is connected to this contact. */
export class ContactStartedEvent extends Event {
  readonly contactId: string;

  constructor(contactId: string) {
    super('deskbell-contact-started', fact);
    this.contactId = contactId;
  }
}

/** This contact is over. */
export class ContactEndedEvent extends Event {
  readonly contactId: string;
  /** Who asked for the end. */
  readonly by: 'customer' | 'service';

  constructor(contactId: string, by: 'customer' | 'service') {
    super('deskbell-contact-ended', fact);
    this.contactId = contactId;
    this.by = by;
  }
}

/** Somebody else said something. What they said is not in here. */
export class MessageReceivedEvent extends Event {
  readonly messageId: string;
  readonly role: Role;

  constructor(messageId: string, role: Role) {
    super('deskbell-message-received', fact);
    this.messageId = messageId;
    this.role = role;
  }
}

/** The number of unread messages is another one now. */
export class UnreadChangedEvent extends Event {
  readonly unread: number;

  constructor(unread: number) {
    super('deskbell-unread-changed', fact);
    this.unread = unread;
  }
}

/** The chat could not be started or connected. The customer sees why, and what to do next. */
export class FailedEvent extends Event {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super('deskbell-failed', fact);
    this.code = code;
  }
}

declare global {
  interface HTMLElementEventMap {
    'deskbell-opened': OpenedEvent;
    'deskbell-closed': ClosedEvent;
    'deskbell-before-start': BeforeStartEvent;
    'deskbell-contact-started': ContactStartedEvent;
    'deskbell-contact-ended': ContactEndedEvent;
    'deskbell-message-received': MessageReceivedEvent;
    'deskbell-unread-changed': UnreadChangedEvent;
    'deskbell-failed': FailedEvent;
  }
}
