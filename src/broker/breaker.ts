import type { BreakerState } from '../protocol/paths.js';

/** How long starts are refused after "full": 15–30 s, so that the instances of a broker do not probe together. */
const restMs = (random: number): number => 15_000 + Math.round(random * 15_000);
/** What those who arrive while one probe is under way are told to wait, in milliseconds. */
const probingMs = 5_000;

type State = { readonly name: 'closed' } | { readonly name: 'open'; readonly until: number; readonly probing: boolean };

/** Keeps a full Amazon Connect instance from being asked again and again. One per channel: their quotas differ. */
export class Breaker {
  readonly #now: () => number;
  readonly #random: () => number;
  #state: State = { name: 'closed' };

  constructor(now: () => number, random: () => number) {
    this.#now = now;
    this.#random = random;
  }

  get state(): BreakerState {
    if (this.#state.name === 'closed') return 'closed';
    return this.#state.probing ? 'probing' : 'open';
  }

  /** Returns 0 when a call may be made, else the milliseconds to wait. After a rest exactly one call is let through. */
  enter(): number {
    if (this.#state.name === 'closed') return 0;
    const left = this.#state.until - this.#now();
    if (left > 0) return left;
    if (this.#state.probing) return probingMs;
    this.#state = { ...this.#state, probing: true };
    return 0;
  }

  /** A call got through. */
  succeeded(): void {
    this.#state = { name: 'closed' };
  }

  /** A call was answered "full". Returns the milliseconds to wait. */
  full(): number {
    const rest = restMs(this.#random());
    this.#state = { name: 'open', until: this.#now() + rest, probing: false };
    return rest;
  }

  /** A call failed for another reason: nothing is known, so the next one may try. */
  failed(): void {
    if (this.#state.name === 'open') this.#state = { ...this.#state, probing: false };
  }
}
