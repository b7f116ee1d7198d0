import { backoff, delay, type Chance, type Clock } from '../clock.js';

/** Milliseconds: the wait before another attempt is anywhere up to `first`, then up to twice that, and so on to `most`. */
const waits = {
  /** 10 messages a second is all a service takes of all its customers: whoever is too many spreads out. */
  throttled: { first: 2_000, most: 45_000 },
  else: { first: 1_000, most: 15_000 },
} as const;
/** Least wait, in milliseconds. */
const leastWaitMs = 250;

/** Why something is not tried again at once. */
export type Wait = keyof typeof waits;

/** Pauses between attempts at the same thing, longer each time, which somebody may cut short. */
export class Pause {
  #ports: { readonly clock: Clock; readonly chance: Chance };
  #attempt = 0;
  #wake: (() => void) | undefined;

  constructor(ports: { readonly clock: Clock; readonly chance: Chance }) {
    this.#ports = ports;
  }

  /** Resolves when it is time for another attempt. */
  async take(wait: Wait, signal: AbortSignal): Promise<void> {
    const { chance, clock } = this.#ports;
    const { first, most } = waits[wait];
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const slept = delay(clock, leastWaitMs + backoff(this.#attempt++, first, most, chance), signal).catch(() => {});
    await Promise.race([slept, woken]);
    this.#wake = undefined;
  }

  cutShort(): void {
    this.#wake?.();
  }

  /** The next pause is the first one again. */
  forget(): void {
    this.#attempt = 0;
  }
}
