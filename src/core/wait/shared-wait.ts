import type { Companion } from '../chat/beside.js';
import type { SharedChat } from '../chat/shared-chat.js';
import type { ChatSession } from '../chat/session.js';
import type { Chance, Clock } from '../clock.js';
import { isString, listOf, shape, type Check } from '../shape.js';
import { createStore, type Store } from '../store.js';
import type { CallbackForm, MessageForm, WaitControl } from './control.js';
import { isGood } from './hours.js';
import type { WaitInheritance } from './inheritance.js';
import type { Offer } from './offers.js';
import type { Continuation, SavedWait, WaitStorage } from './ports.js';
import type { WaitSession } from './session.js';
import { initialWaitState, type WaitState } from './state.js';

/** With what the tab that leads makes its session. */
export interface WaitLead {
  readonly session: ChatSession;
  /** The chat, as its waiting goes on with it. */
  readonly chat: Continuation;
  readonly storage: WaitStorage;
  /** What another tab hands on. Without it, the session is resumed. */
  readonly inheritance: WaitInheritance | undefined;
}

export interface SharedWaitPorts {
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'newId'>;
  /** Where this tab keeps what a reload needs. */
  readonly storage: WaitStorage;
  readonly make: (lead: WaitLead) => WaitSession;
}

/** What any tab may ask of the one that leads. */
const methods = [
  'look',
  'choose',
  'putAway',
  'decline',
  'declineAll',
  'leaveLine',
  'sendCallback',
  'sendMessage',
  'goBack',
  'stayAway',
  'stopTrying',
  'rate',
] as const;
type Method = (typeof methods)[number];

const isNamed = shape({ name: isString });
const isInheritance: Check = shape({
  state: shape({
    full: isNamed,
    hours: isNamed,
    line: isNamed,
    ending: isNamed,
    errand: isNamed,
    declined: listOf(isString),
  }),
  kept: shape({}),
  known: shape({}),
});
/** What a tab keeps of its own must not outlive what another one knows better. */
const nothingKept = {
  ended: undefined,
  historyFor: undefined,
  errandKey: undefined,
  leaving: undefined,
};

/**
 * Waiting and endings of one chat in all tabs of a site. The tab that leads the chat watches and asks; the others show
 * the same, and pass on what the customer chooses in them. Whichever tab leads next goes on with it.
 */
export class SharedWait implements WaitControl {
  readonly store: Pick<Store<WaitState, never>, 'state' | 'subscribe'>;
  #shown: Store<WaitState, WaitState>;
  #chat: SharedChat;
  #ports: SharedWaitPorts;
  /** What the tab that leads knows, as far as this one has heard; and what it keeps. */
  #heard: WaitInheritance | undefined;
  #kept: Partial<SavedWait> = {};
  /** What this tab leads with. */
  #session: WaitSession | undefined;
  #looking: Promise<void> | undefined;
  #stop: () => void;

  constructor(chat: SharedChat, ports: SharedWaitPorts) {
    this.#chat = chat;
    this.#ports = ports;
    this.#shown = createStore<WaitState, WaitState>(initialWaitState, (_, next) => next);
    this.store = this.#shown;
    const companion: Companion = {
      lead: (session) => this.#lead(session),
      whole: () => this.#whole,
      hear: (words) => this.#hear(words),
      perform: (method, words) => this.#perform(method, words),
    };
    this.#stop = chat.accompany(companion);
  }

  async look(): Promise<void> {
    const { hours } = this.store.state;
    if (isGood(hours, this.#ports.clock.now())) return;
    this.#looking ??= this.#ask('look').finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  choose(offer: Offer): void {
    void this.#ask('choose', offer, this.#ports.chance.newId());
  }

  putAway(): void {
    void this.#ask('putAway');
  }

  decline(offer: Offer): void {
    void this.#ask('decline', offer);
  }

  declineAll(): void {
    void this.#ask('declineAll');
  }

  /** The customer waits no longer, and has asked for the end. */
  leaveLine(): void {
    void this.#ask('leaveLine', this.#chat.handle);
  }

  sendCallback(form: CallbackForm): Promise<void> {
    return this.#ask('sendCallback', form, this.#ports.chance.newId());
  }

  sendMessage(form: MessageForm): Promise<void> {
    return this.#ask('sendMessage', form, this.#ports.chance.newId());
  }

  goBack(): Promise<void> {
    const { ending } = this.store.state;
    // What begins anew begins where it was pressed: there its door is asked.
    if (ending.name !== 'known' || ending.next === 'requeue') return this.#ask('goBack');
    return this.#chat.start({ continues: ending.next === 'continue' });
  }

  stayAway(): void {
    void this.#ask('stayAway');
  }

  tryNow(): void {
    if (this.store.state.full.name === 'resting') void this.#chat.start();
  }

  stopTrying(): void {
    void this.#ask('stopTrying');
  }

  rate(score: number, comment?: string): Promise<void> {
    return this.#ask('rate', score, comment);
  }

  /** Watches, asks and shows nothing any more. */
  shutdown(): void {
    this.#stop();
  }

  #ask(method: Method, ...words: readonly unknown[]): Promise<void> {
    return this.#chat.askBeside(method, words);
  }

  // Leading.

  #lead(session: ChatSession): () => void {
    const inheritance = this.#heard;
    let leads = true;
    const storage: WaitStorage = {
      load: async () => ({ ...(await this.#ports.storage.load()), ...this.#kept }),
      // Another tab may go on already.
      save: (fields) => leads && this.#keep(fields),
    };
    const chat: Continuation = {
      goOn: (...how) => session.goOn(...how),
      moveTo: (...how) => session.moveTo(...how),
      start: (how) => this.#chat.start(how),
    };
    const wait = this.#ports.make({ session, chat, storage, inheritance });
    this.#session = wait;
    const unsubscribe = wait.store.subscribe(() => this.#tell());
    if (!inheritance) void wait.resume();
    this.#tell();
    return () => {
      leads = false;
      unsubscribe();
      this.#heard = this.#whole;
      this.#session = undefined;
      wait.shutdown();
    };
  }

  get #whole(): WaitInheritance | undefined {
    return this.#session && { ...this.#session.inheritance, kept: this.#kept };
  }

  #keep(fields: Partial<SavedWait>): void {
    this.#kept = { ...this.#kept, ...fields };
    this.#ports.storage.save(fields);
    this.#tell();
  }

  #tell(): void {
    const whole = this.#whole;
    if (!whole) return;
    this.#chat.sayBeside(whole);
    this.#shown.dispatch(whole.state);
  }

  async #perform(method: string, words: readonly unknown[]): Promise<void> {
    type Asked = Readonly<Record<string, (...words: readonly unknown[]) => Promise<void> | void>>;
    const asked = this.#session as unknown as Asked | undefined;
    if (methods.some((each) => each === method)) await asked?.[method]?.(...words);
    this.#tell();
  }

  // Following.

  #hear(words: unknown): void {
    if (!isInheritance(words)) return;
    const heard = words as WaitInheritance;
    if (this.#session) return this.#session.hearLate(heard);
    const isNew = JSON.stringify(this.#kept) !== JSON.stringify(heard.kept);
    this.#heard = heard;
    this.#kept = heard.kept;
    // A reload of every tab goes on with what the last one knew that led, not with what this one knew when it did.
    if (isNew) this.#ports.storage.save({ ...nothingKept, ...heard.kept });
    this.#shown.dispatch(heard.state);
  }
}
