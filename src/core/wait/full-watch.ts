import { backoff } from '../clock.js';
import type { Store } from '../store.js';
import type { Continuation, SubjectSource, WaitPorts } from './ports.js';
import type { WaitState } from './state.js';
import type { WaitEvent } from './transition.js';

/** How often it is tried again by itself before the customer is asked to. */
const triesAtMost = 8;
/** The least rest, what jitter adds to it, and the most that adds, in milliseconds. */
const restMs = 8_000;
const jitterMs = 4_000;
const jitterAtMostMs = 30_000;

/**
 * Tries again where the service was full, never sooner than it asks for, and spread out: everybody who was refused at the
 * same moment would come back at the same moment.
 */
export class FullWatch {
  #store: Store<WaitState, WaitEvent>;
  #ports: WaitPorts;
  #source: SubjectSource;
  #chat: Continuation | undefined;
  #refusal: object | undefined;
  #tries = 0;
  #stop: (() => void) | undefined;

  constructor(
    store: Store<WaitState, WaitEvent>,
    ports: WaitPorts,
    { source, chat }: { readonly source: SubjectSource; readonly chat: Continuation | undefined },
  ) {
    this.#store = store;
    this.#ports = ports;
    this.#source = source;
    this.#chat = chat;
  }

  /** Goes on with a rest that began in another tab. */
  inherit(): void {
    const { full } = this.#store.state;
    const { clock } = this.#ports;
    if (full.name !== 'resting') return;
    this.#refusal = this.#source.refused();
    if (full.until !== undefined) this.#stop = clock.after(Math.max(0, full.until - clock.now()), () => this.tryNow());
  }

  /** Something may have changed about the contact. */
  look(): void {
    // A way back has its own way of trying again: a plain start would lose the place.
    const refusal = this.#store.state.ending.name === 'none' ? this.#source.refused() : undefined;
    const isNew = refusal !== this.#refusal;
    this.#refusal = refusal;
    if (isNew) this.#stop?.();
    if (refusal) return isNew ? this.#rest(refusal.retryAfterMs ?? 0) : undefined;
    const running = this.#source.running();
    if (running && running.handle === undefined) return this.#store.dispatch({ type: 'full-trying' });
    if (this.#store.state.full.name === 'none') return;
    this.#tries = 0;
    this.#store.dispatch({ type: 'full-no-more' });
  }

  tryNow(): void {
    this.#stop?.();
    if (this.#refusal) void this.#chat?.start();
  }

  stopTrying(): void {
    this.#stop?.();
    if (this.#store.state.full.name === 'resting') this.#store.dispatch({ type: 'full', until: undefined });
  }

  shutdown(): void {
    this.#stop?.();
  }

  #rest(retryAfterMs: number): void {
    const { chance, clock } = this.#ports;
    if (this.#tries >= triesAtMost) return this.#store.dispatch({ type: 'full', until: undefined });
    const ms = Math.max(restMs, retryAfterMs) + backoff(this.#tries++, jitterMs, jitterAtMostMs, chance);
    this.#store.dispatch({ type: 'full', until: clock.now() + ms });
    this.#stop = clock.after(ms, () => this.tryNow());
  }
}
