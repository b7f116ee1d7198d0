import type { Rate } from './bucket.js';

/** Nobody is told to wait longer than this, in milliseconds: past it, customers give up, and their turns are nobody's. */
const longestMs = 300_000;

/**
 * Whose turn it is to connect again. Amazon Connect takes so many connections a second of all customers of an instance;
 * after an outage all of them want one in the same moment, and no page knows how many others there are. In memory: of
 * several instances of the broker, each knows its own customers only.
 */
export class Turns {
  readonly #intervalMs: number;
  readonly #burst: number;
  readonly #now: () => number;
  /** When the next turn is that nobody has yet. */
  #next = -Infinity;
  /** By contact: its turn, until that has come. In the order of the turns. */
  readonly #given = new Map<string, number>();

  constructor({ burst, perMinute }: Rate, now: () => number) {
    this.#intervalMs = 60_000 / perMinute;
    this.#burst = burst;
    this.#now = now;
  }

  /** How many have a turn that has not come yet. */
  get size(): number {
    return this.#given.size;
  }

  /** Milliseconds until this contact's turn. Whoever asks again before it has come keeps it. */
  of(contactId: string): number {
    const now = this.#now();
    // A clock that was put back has no turns left to keep.
    if (this.#next > now + longestMs + this.#intervalMs) this.#forget(Infinity);
    this.#forget(now);
    const given = this.#given.get(contactId);
    if (given !== undefined) return Math.ceil(given - now);
    this.#next = Math.max(this.#next, now - (this.#burst - 1) * this.#intervalMs);
    const at = Math.min(this.#next, now + longestMs);
    this.#next = at + this.#intervalMs;
    if (at <= now) return 0;
    this.#given.set(contactId, at);
    return Math.ceil(at - now);
  }

  #forget(until: number): void {
    for (const [contactId, at] of this.#given) {
      if (at > until) return;
      this.#given.delete(contactId);
    }
    if (until === Infinity) this.#next = -Infinity;
  }
}
