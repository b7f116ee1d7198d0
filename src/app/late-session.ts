import type { ChatOptions } from '../core/chat/ticket.js';
import { initialChatState, type ChatState } from '../core/chat/state.js';
import { createStore } from '../core/store.js';
import type { Chat } from './put-together.js';

/**
 * A chat whose code is loaded when somebody starts it, so that there is something to type into at once. Until then it
 * keeps what is typed and shows what is sent; the real session gets all of it, under the same ids.
 */
export class LateSession implements Chat {
  #load: () => Promise<Chat>;
  #newId: () => string;
  #mirror = createStore<ChatState, ChatState>(initialChatState, (_, next) => next);
  #real: Chat | undefined;
  #arrival: Promise<Chat | undefined> | undefined;
  #options: ChatOptions = {};
  #wanted = false;

  readonly store: Chat['store'];

  /** `load` is asked again after it failed. `newId` makes UUIDs. */
  constructor(load: () => Promise<Chat>, newId: () => string) {
    this.#load = load;
    this.#newId = newId;
    const mirror = this.#mirror;
    this.store = {
      get state() {
        return mirror.state;
      },
      dispatch: (event) => this.#real?.store.dispatch(event),
      subscribe: (listener) => mirror.subscribe(listener),
    };
  }

  configure(options: ChatOptions): void {
    this.#options = { ...this.#options, ...options };
    this.#real?.configure(options);
  }

  async start(): Promise<void> {
    this.#wanted = true;
    if (!this.#real) this.#show({ phase: { name: 'requesting' } });
    const real = await this.#arrive();
    if (this.#wanted) await real?.start();
  }

  async resume(): Promise<void> {
    await (await this.#arrive())?.resume();
  }

  retry(): Promise<void> {
    return this.start();
  }

  send(text: string): void {
    if (this.#real) this.#real.send(text);
    else if (text.trim() !== '') {
      const draft = { localId: this.#newId(), text, state: { name: 'waiting' }, after: undefined } as const;
      this.#show({ drafts: [...this.store.state.drafts, draft] });
    }
  }

  note(text: string): void {
    if (this.#real) this.#real.note(text);
    else this.#show({ typed: text });
  }

  retryDraft(localId: string): void {
    this.#real?.retryDraft(localId);
  }

  discardDraft(localId: string): string {
    return this.#real?.discardDraft(localId) ?? '';
  }

  async loadEarlier(): Promise<void> {
    await this.#real?.loadEarlier();
  }

  markRead(): void {
    this.#real?.markRead();
  }

  check(): void {
    this.#real?.check();
  }

  async end(): Promise<void> {
    this.#wanted = false;
    if (this.#real) await this.#real.end();
    else this.#show({ phase: { name: 'idle' } });
  }

  shutdown(): void {
    this.#wanted = false;
    if (this.#real) this.#real.shutdown();
    else this.#mirror.dispatch(initialChatState);
  }

  #show(change: Partial<ChatState>): void {
    this.#mirror.dispatch({ ...this.#mirror.state, ...change });
  }

  /** The real session, once it is there. Undefined, and the failure shown, when its code cannot be loaded. */
  async #arrive(): Promise<Chat | undefined> {
    this.#arrival ??= this.#load().then(
      (real) => this.#handOver(real),
      () => undefined,
    );
    const real = await this.#arrival;
    if (real) return real;
    this.#arrival = undefined;
    if (this.#wanted) this.#show({ phase: { name: 'failed', code: 'connection/load-failed', contact: undefined } });
    return undefined;
  }

  #handOver(real: Chat): Chat {
    const { drafts, typed } = this.#mirror.state;
    this.#real = real;
    real.configure(this.#options);
    real.note(typed);
    for (const { localId, text } of drafts) real.store.dispatch({ type: 'drafted', localId, text });
    real.store.subscribe((state) => this.#mirror.dispatch(state));
    return real;
  }
}
