/*
 * What the customer asks for, between our own elements: imperative, bubbling, and never leaving the shadow root
 * they are fired in.
 */

/** An intent that needs no words. */
export class Intent extends Event {
  constructor(type: 'deskbell-close' | 'deskbell-end' | 'deskbell-check' | 'deskbell-load-earlier' | 'deskbell-read') {
    super(type, { bubbles: true });
  }
}

/** The customer sends, or has changed, what stands in the box. */
export class TextIntent extends Event {
  readonly text: string;

  constructor(type: 'deskbell-submit' | 'deskbell-note', text: string) {
    super(type, { bubbles: true });
    this.text = text;
  }
}

export type DraftVerb = 'retry' | 'edit' | 'copy' | 'delete';

/** What to do with a message that was not sent. */
export class DraftIntent extends Event {
  readonly verb: DraftVerb;
  readonly localId: string;

  constructor(verb: DraftVerb, localId: string) {
    super('deskbell-draft', { bubbles: true });
    this.verb = verb;
    this.localId = localId;
  }
}

/** Something worth saying aloud to those who cannot see it. */
export class SpeakIntent extends Event {
  readonly text: string;
  /** Interrupts what is being read. */
  readonly urgent: boolean;

  constructor(text: string, urgent = false) {
    super('deskbell-speak', { bubbles: true });
    this.text = text;
    this.urgent = urgent;
  }
}

/** The answer to "End this chat?". */
export class ConfirmIntent extends Event {
  readonly confirmed: boolean;

  constructor(confirmed: boolean) {
    super('deskbell-confirm', { bubbles: true });
    this.confirmed = confirmed;
  }
}

declare global {
  interface HTMLElementEventMap {
    'deskbell-close': Intent;
    'deskbell-end': Intent;
    'deskbell-check': Intent;
    'deskbell-load-earlier': Intent;
    'deskbell-read': Intent;
    'deskbell-submit': TextIntent;
    'deskbell-note': TextIntent;
    'deskbell-draft': DraftIntent;
    'deskbell-speak': SpeakIntent;
    'deskbell-confirm': ConfirmIntent;
  }
}
