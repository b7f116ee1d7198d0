import { backoff, delay, within } from '../clock.js';
import { DeskbellError, forChat } from '../errors.js';
import type { Store } from '../store.js';
import type { ChatConnection, ChatPorts } from './ports.js';
import type { ChatState, Draft } from './state.js';
import type { ChatEvent } from './transition.js';

/** Milliseconds: the wait before another attempt is anywhere up to `first`, then up to twice that, and so on to `most`. */
const waits = {
  /** 10 messages a second is all a service takes of all its customers: whoever is too many spreads out. */
  throttled: { first: 2_000, most: 45_000 },
  else: { first: 1_000, most: 15_000 },
} as const;
/** Least wait, in milliseconds. */
const leastWaitMs = 250;

/**
 * Sends drafts one after the other, in the order they were written, each under its own ClientToken for ever.
 * What passes (throttled, no network) is tried again for as long as it takes; what is final is told on the message, and
 * the next one goes.
 */
export class Outbox {
  #store: Store<ChatState, ChatEvent>;
  #ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>;
  #connection: ChatConnection | undefined;
  #signal: AbortSignal | undefined;
  #busy: Promise<void> | undefined;
  #rests = false;
  /** Wakes the outbox from a pause when the link moved or something was written. */
  #wake: (() => void) | undefined;

  constructor(store: Store<ChatState, ChatEvent>, ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>) {
    this.#store = store;
    this.#ports = ports;
    store.subscribe((state, previous) => {
      if (state.drafts !== previous.drafts || state.synced !== previous.synced) this.#begin();
    });
  }

  /** The link is up: send through this connection until told otherwise. */
  use(connection: ChatConnection, signal: AbortSignal): void {
    this.#connection = connection;
    this.#signal = signal;
    this.#begin();
  }

  /** Sends nothing new until `wakeUp`. Resolves when what is on its way is settled, or after `ms` milliseconds. */
  async rest(ms: number, signal: AbortSignal): Promise<void> {
    this.#rests = true;
    this.#wake?.();
    const late = (): DeskbellError => new DeskbellError('message/unconfirmed');
    await within(this.#ports.clock, ms, late, signal, () => this.#busy ?? Promise.resolve()).catch(() => {});
  }

  wakeUp(): void {
    this.#rests = false;
    this.#begin();
  }

  /** The link moved: stop pausing, look again. */
  interrupt(): void {
    this.#connection = undefined;
    this.#wake?.();
  }

  /** The first draft that is not final, when now is the time for it. An unknown one waits for the transcript. */
  #next(): Draft | undefined {
    const { drafts, phase, synced } = this.#store.state;
    if (this.#rests || phase.name !== 'live' || phase.link !== 'up') return undefined;
    const draft = drafts.find(({ file, state }) => !file && state.name !== 'failed');
    return draft?.state.name === 'waiting' || (draft?.state.name === 'unknown' && synced) ? draft : undefined;
  }

  #begin(): void {
    this.#busy ??= this.#pump().finally(() => {
      this.#busy = undefined;
      // Something may have come while it was being found that nothing is left.
      if (this.#next() && this.#connection && this.#signal?.aborted === false) this.#begin();
    });
  }

  async #pump(): Promise<void> {
    let attempt = 0;
    for (;;) {
      const [draft, connection, signal] = [this.#next(), this.#connection, this.#signal];
      if (!draft || !connection || !signal || signal.aborted) return;
      const wait = await this.#send(draft, connection, signal);
      if (wait) await this.#pause(waits[wait], attempt++, signal);
      else attempt = 0;
    }
  }

  /** Returns which wait comes before another attempt; undefined when none is needed. */
  async #send(
    { localId, text }: Draft,
    connection: ChatConnection,
    signal: AbortSignal,
  ): Promise<keyof typeof waits | undefined> {
    const store = this.#store;
    store.dispatch({ type: 'send-began', localId });
    try {
      const { id, at } = await connection.send(text, localId, signal);
      store.dispatch({ type: 'send-done', localId, id, at });
      return undefined;
    } catch (error) {
      const { code, retryable } = DeskbellError.from(error, 'message/unconfirmed');
      this.#ports.logger.log('warn', 'message.send-failed', { code });
      if (code === 'message/unconfirmed') store.dispatch({ type: 'send-unknown', localId });
      else if (retryable) store.dispatch({ type: 'send-postponed', localId });
      else store.dispatch({ type: 'send-failed', localId, code: forChat(code) });
      if (code === 'message/throttled') return 'throttled';
      return code === 'message/unconfirmed' || retryable ? 'else' : undefined;
    }
  }

  async #pause(
    { first, most }: (typeof waits)[keyof typeof waits],
    attempt: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { chance, clock } = this.#ports;
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const slept = delay(clock, leastWaitMs + backoff(attempt, first, most, chance), signal).catch(() => {});
    await Promise.race([slept, woken]);
    this.#wake = undefined;
  }
}
