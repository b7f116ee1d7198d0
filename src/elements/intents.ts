/** What to do with a message that was not sent. */
export type DraftVerb = 'retry' | 'edit' | 'copy' | 'delete';

/** What the customer asks of the element around, and what goes with it. */
export interface Intents {
  /** Put the panel out of the way. */
  readonly close: undefined;
  /** Everything is on screen. */
  readonly read: undefined;
  /** The reader nears the beginning. */
  readonly earlier: undefined;
  /** What stands in the box has changed. */
  readonly note: string;
  /** Send this. */
  readonly submit: string;
  readonly draft: { readonly verb: DraftVerb; readonly localId: string };
  /** Worth saying at once to those who cannot see it. */
  readonly warn: string;
}

/** An intent between our own elements: imperative, and never leaving the shadow root it is fired in. */
export class Intent<Name extends keyof Intents> extends Event {
  readonly detail: Intents[Name];

  constructor(name: Name, detail: Intents[Name]) {
    super(`deskbell-${name}`, { bubbles: true });
    this.detail = detail;
  }
}

declare global {
  interface HTMLElementEventMap {
    'deskbell-close': Intent<'close'>;
    'deskbell-read': Intent<'read'>;
    'deskbell-earlier': Intent<'earlier'>;
    'deskbell-note': Intent<'note'>;
    'deskbell-submit': Intent<'submit'>;
    'deskbell-draft': Intent<'draft'>;
    'deskbell-warn': Intent<'warn'>;
  }
}
