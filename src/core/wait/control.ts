import type { Store } from '../store.js';
import type { Offer } from './offers.js';
import type { WaitState } from './state.js';

/** What a callback's form holds. */
export interface CallbackForm {
  /** E.164, as far as the form can tell. */
  readonly phone: string;
  /** Milliseconds from now; 0 is as soon as possible. */
  readonly inMs: number;
  readonly note: string;
  readonly waitOn: boolean;
}

/** What a message's form holds. */
export interface MessageForm {
  readonly name: string;
  readonly email: string;
  readonly text: string;
}

/** What a view may ask of waiting and endings. Nothing here rejects for what goes wrong in life: it is in the snapshot. */
export interface WaitControl {
  readonly store: Pick<Store<WaitState, never>, 'state' | 'subscribe'>;
  /** Asks what is open, unless what is known is still good. */
  look(): Promise<void>;
  /** Opens the form of a callback or a message, or goes over to another queue. Channels and articles are the view's. */
  choose(offer: Offer): void;
  /** Closes the form; nothing is sent. Also puts a finished errand away. */
  putAway(): void;
  /** This offer is not shown again. */
  decline(offer: Offer): void;
  /** None of the offers is shown again for this contact. */
  declineAll(): void;
  sendCallback(form: CallbackForm): Promise<void>;
  sendMessage(form: MessageForm): Promise<void>;
  /** Back in line: now, instead of at the end of the pause, or again after it failed. */
  goBack(): Promise<void>;
  /** Does not go back by itself. */
  stayAway(): void;
  /** The service was full: tries again now, instead of at the end of the rest. */
  tryNow(): void;
  /** Does not try again by itself. */
  stopTrying(): void;
  /** 1 (bad) to 5 (good). */
  rate(score: number, comment?: string): Promise<void>;
}
