import { createStore, type Store } from '../store.js';
import { Aftermath } from './aftermath.js';
import type { CallbackForm, MessageForm, WaitControl } from './control.js';
import { Errands, type Customer } from './errands.js';
import { FullWatch } from './full-watch.js';
import { HoursWatch } from './hours-watch.js';
import type { WaitInheritance } from './inheritance.js';
import { Leaving } from './leaving.js';
import { allOf } from './line.js';
import { LineWatch } from './line-watch.js';
import { offerId, type Offer } from './offers.js';
import type { Continuation, SubjectSource, WaitPorts } from './ports.js';
import { initialWaitState, type WaitState } from './state.js';
import { takenOver, transition, type WaitEvent } from './transition.js';

export interface WaitOptions {
  /** The contact it is about: `chatSubject` or `callSubject`. */
  readonly source: SubjectSource;
  /** The chat that can go on in another contact. Calls have none: after them, one can only begin again. */
  readonly chat?: Continuation | undefined;
  /** What is known of the customer when an errand is sent. */
  readonly customer?: (() => Customer) | undefined;
}

/**
 * Waiting and endings of one chat or call: what is open, where the customer stands, what they can do instead, how it
 * ended and how it goes on. It knows no DOM, and its methods do not reject for what goes wrong in life.
 */
export class WaitSession implements WaitControl {
  readonly store: Store<WaitState, never>;
  #store: Store<WaitState, WaitEvent>;
  #ports: WaitPorts;
  #source: SubjectSource;
  #hours: HoursWatch;
  #full: FullWatch;
  #line: LineWatch;
  #leaving: Leaving;
  #errands: Errands;
  #aftermath: Aftermath;
  #unsubscribe: () => void;

  /** `inheritance`: what another tab hands on, instead of what an earlier life of this page left behind. */
  constructor(ports: WaitPorts, { source, chat, customer = () => ({}) }: WaitOptions, inheritance?: WaitInheritance) {
    this.#ports = ports;
    this.#source = source;
    const initial = inheritance ? takenOver(inheritance.state) : initialWaitState;
    this.#store = createStore(initial, transition, () => ports.logger.log('error', 'store.listener-failed'));
    this.store = this.#store;
    this.#hours = new HoursWatch(this.#store, ports);
    this.#full = new FullWatch(this.#store, ports, { source, chat });
    this.#line = new LineWatch(this.#store, ports);
    this.#leaving = new Leaving(ports);
    const gaveUp = (contactId: string): boolean => this.#errands.gaveUp(contactId);
    this.#aftermath = new Aftermath(this.#store, ports, { source, chat, leaving: this.#leaving, gaveUp });
    const formerHandle = (): string | undefined => this.#aftermath.handle;
    this.#errands = new Errands(this.#store, ports, { source, chat, customer, leaving: this.#leaving, formerHandle });
    if (inheritance) this.#inherit(inheritance);
    this.#unsubscribe = source.subscribe(() => this.#lookAtContact());
    this.#lookAtContact();
  }

  /** Goes on with what an earlier life of this page left behind. The chat or call is to be resumed before. */
  async resume(): Promise<void> {
    const { declined, ended, errandKey, historyFor, leaving } = await this.#ports.storage.load();
    if (declined) this.#store.dispatch({ type: 'declined', ids: declined });
    this.#errands.restore(errandKey);
    this.#leaving.restore(leaving ?? [], this.#source.running()?.handle);
    this.#aftermath.restore(ended, historyFor);
  }

  #inherit(inheritance: WaitInheritance): void {
    const { errandKey, leaving = [] } = inheritance.kept;
    this.#full.inherit();
    this.#errands.restore(errandKey);
    this.#errands.inherit(inheritance);
    this.#leaving.restore(leaving, this.#source.running()?.handle);
    this.#aftermath.inherit(inheritance);
  }

  /** What another tab would go on with, beside what is kept. */
  get inheritance(): Omit<WaitInheritance, 'kept'> {
    return { state: this.#store.state, givenUp: this.#errands.givenUp, ...this.#aftermath.inheritance };
  }

  /** The last words of a tab this one goes on for: nothing that was begun there is forgotten. */
  hearLate({ kept: { declined = [], leaving = [] }, state }: WaitInheritance): void {
    this.#store.dispatch({ type: 'declined', ids: declined });
    this.#leaving.restore(leaving, this.#source.running()?.handle);
    if (state.ending.name === 'returning') void this.goBack();
  }

  look(): Promise<void> {
    return this.#hours.look();
  }

  /** `key`: names what is to be made, where it has a name already. So below. */
  choose(offer: Offer, key?: string): void {
    this.#errands.choose(offer, key);
  }

  putAway(): void {
    this.#errands.putAway();
  }

  decline(offer: Offer): void {
    this.#decline(offerId(offer));
  }

  declineAll(): void {
    const { line } = this.#store.state;
    if (line.name === 'waiting') this.#decline(allOf(line.contactId));
  }

  /** The customer waits no longer, and has asked for the end: the contact is stopped there too, not left to expire. */
  leaveLine(handle = this.#source.waiting()?.handle ?? this.#source.running()?.handle): void {
    if (handle !== undefined) this.#leaving.leave(handle);
  }

  sendCallback(form: CallbackForm, key?: string): Promise<void> {
    return this.#errands.sendCallback(form, key);
  }

  sendMessage(form: MessageForm, key?: string): Promise<void> {
    return this.#errands.sendMessage(form, key);
  }

  goBack(): Promise<void> {
    return this.#aftermath.goBack();
  }

  stayAway(): void {
    this.#aftermath.stayAway();
  }

  tryNow(): void {
    this.#full.tryNow();
  }

  stopTrying(): void {
    this.#full.stopTrying();
  }

  rate(score: number, comment?: string): Promise<void> {
    return this.#aftermath.rate(score, comment);
  }

  /** Asks nothing and watches nothing any more. What is being stopped is stopped. */
  shutdown(): void {
    this.#unsubscribe();
    this.#line.follow(undefined);
    this.#full.shutdown();
    this.#errands.shutdown();
    this.#aftermath.shutdown();
  }

  #lookAtContact(): void {
    this.#line.follow(this.#source.waiting());
    this.#full.look();
    this.#errands.look();
    this.#aftermath.look();
  }

  #decline(id: string): void {
    this.#store.dispatch({ type: 'declined', ids: [id] });
    this.#ports.storage.save({ declined: this.#store.state.declined });
  }
}
