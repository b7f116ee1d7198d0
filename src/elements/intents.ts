import type { CallMedia, Device } from '../core/call/state.js';
import type { CallbackForm, MessageForm } from '../core/wait/control.js';
import type { Offer } from '../core/wait/offers.js';

/** What to do with a message that was not sent. */
export type DraftVerb = 'retry' | 'edit' | 'copy' | 'delete';

/** What a running call is asked for, and what goes with it. */
export type CallAsk =
  | readonly ['mute' | 'camera' | 'share' | 'privacy' | 'own-picture', on: boolean]
  | readonly ['press', digits: string]
  | readonly ['microphone' | 'flip' | 'sound' | 'leave' | 'full-screen' | 'picture-in-picture'];

/** How the customer wants to reach somebody, and about which topic (its alias). */
export interface WayChoice {
  readonly way: 'chat' | 'call' | 'callback' | 'message';
  readonly topic: string | undefined;
}

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
  /** Send these. */
  readonly files: readonly File[];
  /** Something of a running call. */
  readonly ask: CallAsk;
  /** Leave the call, after a question. */
  readonly leave: undefined;
  /** Show the call. */
  readonly show: undefined;
  /** Worth saying at once to those who cannot see it. */
  readonly warn: string;

  // Before the call
  /** Join with what the room has. */
  readonly join: undefined;
  /** Leave the room without a call. */
  readonly cancel: undefined;
  /** Talk with a picture, or without. */
  readonly media: CallMedia;
  /** The customer agrees to the recording, or no longer. */
  readonly consent: boolean;
  /** Show the chat: where calls cannot work, after a call, or beside it. */
  readonly chat: undefined;
  // Devices, before the call and in it
  /** Open the microphone, again after it failed; or only listen. */
  readonly microphone: boolean;
  /** Open the camera, again after it failed; or go without. */
  readonly camera: boolean;
  /** Use this one. */
  readonly device: Pick<Device, 'kind' | 'id'>;
  readonly background: boolean;
  readonly 'voice-focus': boolean;

  // Before a contact, while waiting, and at the end
  /** Begin like this. */
  readonly way: WayChoice;
  /** Take this offer. Of an article its link has done it already. */
  readonly offer: Offer;
  readonly decline: Offer;
  /** Keep waiting: none of the offers. */
  readonly 'decline-all': undefined;
  /** Wait no longer, after a question. */
  readonly 'leave-line': undefined;
  readonly callback: CallbackForm;
  readonly message: MessageForm;
  /** Close the form, or put away what came of it. */
  readonly 'put-away': undefined;
  /** Where the service was full: try again now; or not by itself. */
  readonly try: boolean;
  /** Back in line, or on with the same conversation, now; or not by itself. */
  readonly 'go-back': boolean;
  /** After the end: begin a new contact, or try the same again. */
  readonly 'start-again': 'start' | 'again';
  /** 1 (bad) to 5 (good). */
  readonly rate: { readonly score: number; readonly comment: string };
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
    'deskbell-files': Intent<'files'>;
    'deskbell-ask': Intent<'ask'>;
    'deskbell-leave': Intent<'leave'>;
    'deskbell-show': Intent<'show'>;
    'deskbell-warn': Intent<'warn'>;
    'deskbell-join': Intent<'join'>;
    'deskbell-cancel': Intent<'cancel'>;
    'deskbell-media': Intent<'media'>;
    'deskbell-consent': Intent<'consent'>;
    'deskbell-chat': Intent<'chat'>;
    'deskbell-microphone': Intent<'microphone'>;
    'deskbell-camera': Intent<'camera'>;
    'deskbell-device': Intent<'device'>;
    'deskbell-background': Intent<'background'>;
    'deskbell-voice-focus': Intent<'voice-focus'>;
    'deskbell-way': Intent<'way'>;
    'deskbell-offer': Intent<'offer'>;
    'deskbell-decline': Intent<'decline'>;
    'deskbell-decline-all': Intent<'decline-all'>;
    'deskbell-leave-line': Intent<'leave-line'>;
    'deskbell-callback': Intent<'callback'>;
    'deskbell-message': Intent<'message'>;
    'deskbell-put-away': Intent<'put-away'>;
    'deskbell-try': Intent<'try'>;
    'deskbell-go-back': Intent<'go-back'>;
    'deskbell-start-again': Intent<'start-again'>;
    'deskbell-rate': Intent<'rate'>;
  }
}
