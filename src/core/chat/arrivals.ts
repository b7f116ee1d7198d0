import { delay, type Clock } from '../clock.js';
import type { Store } from '../store.js';
import type { ChatEvent } from './events.js';
import type { ChatConnection } from './ports.js';
import type { ChatState } from './state.js';

/** When the transcript is asked for a file that was handed over and not heard of, in milliseconds after that. */
const looksAt = [10_000, 30_000, 60_000] as const;
/** A scanner has a minute. Past this, nobody knows what became of the file; milliseconds. */
const giveUpMs = 90_000;

/** Reads the newest of the transcript. Never rejects. */
export type Look = (connection: ChatConnection, signal: AbortSignal) => Promise<unknown>;

/** Waits for the items of files that the service has taken in: only they tell that a file is where it should be. */
export class Arrivals {
  #store: Store<ChatState, ChatEvent>;
  #clock: Clock;
  #look: Look;
  #connection: ChatConnection | undefined;
  #signal: AbortSignal | undefined;
  /** Files that are waited for, and what ends that: their items, or the link, with which it begins anew. */
  #awaited = new Map<string, AbortController>();

  constructor(store: Store<ChatState, ChatEvent>, clock: Clock, look: Look) {
    this.#store = store;
    this.#clock = clock;
    this.#look = look;
    store.subscribe((state, previous) => {
      if (state.drafts !== previous.drafts) this.#begin();
    });
  }

  /** The link is up. */
  use(connection: ChatConnection, signal: AbortSignal): void {
    if (this.#signal !== signal) signal.addEventListener('abort', () => this.interrupt(), { once: true });
    this.#signal = signal;
    this.#connection = connection;
    this.#begin();
  }

  /** The link moved. */
  interrupt(): void {
    this.#connection = undefined;
    for (const abort of this.#awaited.values()) abort.abort();
    this.#awaited.clear();
  }

  #begin(): void {
    const connection = this.#connection;
    const accepted = this.#store.state.drafts.filter(({ state }) => state.name === 'accepted');
    for (const [localId, abort] of this.#awaited) {
      if (accepted.some((draft) => draft.localId === localId)) continue;
      abort.abort();
      this.#awaited.delete(localId);
    }
    for (const { localId } of connection ? accepted : []) {
      if (connection && !this.#awaited.has(localId)) void this.#await(localId, connection);
    }
  }

  async #await(localId: string, connection: ChatConnection): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.#awaited.set(localId, abort);
    try {
      let waited = 0;
      for (const at of looksAt) {
        await delay(this.#clock, at - waited, signal);
        waited = at;
        void this.#look(connection, signal);
      }
      await delay(this.#clock, giveUpMs - waited, signal);
      this.#store.dispatch({ type: 'send-failed', localId, code: 'attachment/unconfirmed' });
    } catch {
      // It has come, or the link moved.
    }
  }
}
