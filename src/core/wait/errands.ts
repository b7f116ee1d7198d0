import { DeskbellError } from '../errors.js';
import type { ChatTicket } from '../chat/ports.js';
import type { Store } from '../store.js';
import type { CallbackForm, MessageForm } from './control.js';
import type { Leaving } from './leaving.js';
import { offerId, type Offer } from './offers.js';
import type { WaitInheritance } from './inheritance.js';
import { patiently, unlessAborted } from '../patience.js';
import type { Continuation, Leaving as Left, Receipt, SubjectSource, WaitPorts } from './ports.js';
import type { WaitState } from './state.js';
import type { WaitEvent } from './transition.js';

/** How long an errand may take before the customer is told that it failed, in milliseconds, and how often it is tried. */
const errandWithinMs = 25_000;
const errandAttempts = 3;
/** How long what a tab was sending that is gone may wait for this one to go on with it, in milliseconds. */
const orphanMs = 5_000;

/** What is known of the customer beside what a form asks. */
export interface Customer {
  readonly displayName?: string | undefined;
  readonly locale?: string | undefined;
  readonly topic?: string | undefined;
}

/**
 * What the customer does beside the conversation. One intent has one key until it is answered, or refused for good: a
 * repeat ends in the same call, message or contact. Nothing is let go of before the new thing is certain.
 */
export class Errands {
  #store: Store<WaitState, WaitEvent>;
  #ports: WaitPorts;
  #source: SubjectSource;
  #chat: Continuation | undefined;
  #customer: () => Customer;
  #leaving: Leaving;
  /** Handle of the contact the errand grew out of when none waits. */
  #formerHandle: () => string | undefined;
  #key: string | undefined;
  /** The offer the key belongs to; undefined: whatever comes first after a reload. */
  #keyFor: string | undefined;
  /** The contact that is given up for the errand. */
  #givenUp: string | undefined;
  #moving: AbortController | undefined;
  /** What is being sent was begun in another tab, and nobody here is at it yet. */
  #isOrphaned = false;
  #stopWaiting: (() => void) | undefined;

  constructor(
    store: Store<WaitState, WaitEvent>,
    ports: WaitPorts,
    about: {
      readonly source: SubjectSource;
      readonly chat: Continuation | undefined;
      readonly customer: () => Customer;
      readonly leaving: Leaving;
      readonly formerHandle: () => string | undefined;
    },
  ) {
    this.#store = store;
    this.#ports = ports;
    this.#source = about.source;
    this.#chat = about.chat;
    this.#customer = about.customer;
    this.#leaving = about.leaving;
    this.#formerHandle = about.formerHandle;
  }

  /** The intent an earlier life of this page had not seen answered. */
  restore(key: string | undefined): void {
    this.#key ??= key;
  }

  /** Goes on with what another tab was sending: a form when it is told again, a queue when the link is up. */
  inherit({ givenUp, state: { errand } }: WaitInheritance): void {
    this.#givenUp = givenUp;
    if (errand.name !== 'sending') return;
    this.#isOrphaned = true;
    this.#stopWaiting = this.#ports.clock.after(orphanMs, () => {
      this.#isOrphaned = false;
      this.#fail(new DeskbellError('token/timeout', { retryable: true }));
    });
  }

  /** The contact that is given up for an errand. */
  get givenUp(): string | undefined {
    return this.#givenUp;
  }

  /** Whether this contact is, or was, given up for something else. */
  gaveUp(contactId: string): boolean {
    return this.#givenUp === contactId;
  }

  /** Something may have changed about the contact: nobody is moved away from a person who came. */
  look(): void {
    const waiting = this.#source.waiting();
    if (this.#moving && !waiting) this.#moving.abort(new DeskbellError('connection/lost'));
    const { errand } = this.#store.state;
    if (!this.#isOrphaned || errand.name !== 'sending' || errand.offer.kind !== 'queue') return;
    if (!waiting) {
      this.shutdown();
      this.#store.dispatch({ type: 'put-away' });
    } else if (waiting.linked && this.#key !== undefined) void this.#goOver(errand.offer.queue, errand.offer);
  }

  /** `key`: names the intent, where it is a new one. */
  choose(offer: Offer, key?: string): void {
    if (offer.kind === 'callback' || offer.kind === 'message') this.#store.dispatch({ type: 'chosen', offer });
    else if (offer.kind === 'queue') void this.#goOver(offer.queue, offer, key);
  }

  /** Waits for nothing any more. What is on its way is answered in any case. */
  shutdown(): void {
    this.#isOrphaned = false;
    this.#stopWaiting?.();
  }

  putAway(): void {
    const { errand } = this.#store.state;
    this.#moving?.abort(new DeskbellError('connection/lost'));
    // A form that is on its way is answered in any case.
    if (errand.name !== 'sending') this.#store.dispatch({ type: 'put-away' });
  }

  async sendCallback(form: CallbackForm, key?: string): Promise<void> {
    const { phone, inMs, note, waitOn } = form;
    const waiting = this.#source.waiting();
    const givenUp = waiting && !waitOn ? waiting : undefined;
    const ask = (left: Left): Promise<Receipt> => {
      const wish = { ...left, phone, inMs, note: note.trim() || undefined, waitOn };
      return this.#ports.broker.callback(wish, new AbortController().signal);
    };
    const before = this.#givenUp;
    this.#givenUp = givenUp?.contactId ?? before;
    const receipt = await this.#send('callback', ask, key);
    if (!receipt) this.#givenUp = before;
    else if (givenUp && !receipt.leftQueue) this.#leaving.leave(givenUp.handle);
  }

  async sendMessage({ name, email, text }: MessageForm, key?: string): Promise<void> {
    const ask = (left: Left): Promise<Receipt> => {
      const wish = { ...left, displayName: name, email, text };
      return this.#ports.broker.leaveMessage(wish, new AbortController().signal);
    };
    await this.#send('message', ask, key);
  }

  /** Sends the form that is open. Resolves with the receipt, when there is one. */
  async #send(
    kind: Offer['kind'],
    ask: (left: Left) => Promise<Receipt>,
    newKey?: string,
  ): Promise<Receipt | undefined> {
    const { errand } = this.#store.state;
    const isOpen =
      errand.name === 'open' || errand.name === 'failed' || (errand.name === 'sending' && this.#isOrphaned);
    if (!isOpen || errand.offer.kind !== kind) return undefined;
    this.shutdown();
    const { displayName = '', locale, topic } = this.#customer();
    const handle = this.#source.waiting()?.handle ?? this.#formerHandle();
    const left = { idempotencyKey: this.#keyOf(errand.offer, newKey), handle, displayName, locale, topic };
    this.#store.dispatch({ type: 'errand-began' });
    try {
      const receipt = await patiently(this.#ports, 'wait.errand-failed', () => ask(left), this.#patience());
      this.#spend();
      this.#store.dispatch({ type: 'errand-done', receipt });
      return receipt;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** Goes over to another queue: the place in the first one is given up when the customer is in the second. */
  async #goOver(queue: string, offer: Offer, newKey?: string): Promise<void> {
    const subject = this.#source.waiting();
    const chat = this.#chat;
    if (!subject || !chat || (this.#store.state.errand.name === 'sending' && !this.#isOrphaned)) return;
    this.shutdown();
    this.#store.dispatch({ type: 'chosen', offer });
    this.#store.dispatch({ type: 'errand-began' });
    const moving = new AbortController();
    this.#moving = moving;
    const key = this.#keyOf(offer, newKey);
    let failure: unknown;
    let decide: ((staying: string | undefined) => void) | undefined;
    let answered: ChatTicket | undefined;
    const never = new AbortController().signal;
    // A request that is on its way is not cut off: its contact would wait for nobody, and nobody would know.
    const asking = async (): Promise<ChatTicket> => {
      const ask = (): Promise<ChatTicket> => this.#ports.broker.switchQueue(subject.handle, key, queue, never);
      const ticket = await patiently(this.#ports, 'wait.switch-failed', ask, this.#patience());
      this.#spend();
      answered = ticket;
      if (moving.signal.aborted) this.#leaving.leave(ticket.handle);
      else decide = this.#leaving.oneOf(subject.handle, ticket.handle);
      return ticket;
    };
    const moved = await chat.moveTo(async (signal) => {
      try {
        return await unlessAborted(asking(), signal);
      } catch (error) {
        failure = error;
        throw error;
      }
    }, moving.signal);
    if (this.#moving === moving) this.#moving = undefined;
    if (moved && answered) {
      decide?.(answered.handle);
      return this.#store.dispatch({ type: 'errand-done', receipt: undefined });
    }
    decide?.(subject.handle);
    if (moving.signal.aborted) {
      this.#store.dispatch({ type: 'put-away' });
    } else this.#fail(failure ?? new DeskbellError('connection/timeout', { retryable: true }));
  }

  #patience() {
    return { withinMs: errandWithinMs, attempts: errandAttempts, signal: new AbortController().signal };
  }

  #fail(error: unknown): void {
    const { code, retryable } = DeskbellError.from(error);
    if (!retryable) this.#spend();
    this.#store.dispatch({ type: 'errand-failed', code });
  }

  #keyOf(offer: Offer, newKey = this.#ports.chance.newId()): string {
    const id = offerId(offer);
    if (this.#keyFor !== undefined && this.#keyFor !== id) this.#key = undefined;
    this.#keyFor = id;
    this.#key ??= newKey;
    this.#ports.storage.save({ errandKey: this.#key });
    return this.#key;
  }

  #spend(): void {
    this.#key = this.#keyFor = undefined;
    this.#ports.storage.save({ errandKey: undefined });
  }
}
