import type { Chance, Clock } from '../../core/clock.js';

interface Timer {
  readonly due: number;
  readonly task: () => void;
}

/** A clock that stands still until told otherwise, so that minutes pass in no time and in a known order. */
export class ManualClock implements Clock {
  #now: number;
  #timers = new Set<Timer>();

  /** @param now milliseconds since 1970 */
  constructor(now: number = Date.UTC(2027, 2, 8, 9)) {
    this.#now = now;
  }

  /** How many timers are waiting. Zero after everything was closed, or something leaks. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), task };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Lets `ms` milliseconds pass: due timers run in order, and everything they start settles before the next one. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await this.settle();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#timers.delete(next);
      this.#now = next.due;
      next.task();
      await this.settle();
    }
    this.#now = until;
  }

  /** Sets the device's time, as a user or a time server would: timers keep the wait they had left. */
  jump(ms: number): void {
    const timers = [...this.#timers];
    this.#now += ms;
    this.#timers = new Set(timers.map((timer) => Object.assign(timer, { due: timer.due + ms })));
  }

  /** Resolves once all promises that can settle without time passing have settled. */
  settle(): Promise<void> {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    });
  }

  /** The earliest timer due by `until`; of several, the one set first. */
  #next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= until && (!first || timer.due < first.due)) first = timer;
    }
    return first;
  }
}

/** Chance without surprises: always the same number, and ids that count up in the form of a UUID. */
export class FixedChance implements Chance {
  #random: number;
  #count = 0;

  /** @param random what every roll gives, in [0, 1) */
  constructor(random = 0.5) {
    this.#random = random;
  }

  random(): number {
    return this.#random;
  }

  newId(): string {
    return `00000000-0000-4000-8000-${String(++this.#count).padStart(12, '0')}`;
  }
}
