import type { Clock } from '../../core/clock.js';

/** Timers by name: setting one again replaces it, and all of them stop together. */
export class Timers<Name extends string> {
  #clock: Clock;
  #stops = new Map<Name, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `task` once after `ms` milliseconds unless replaced or stopped. */
  set(name: Name, ms: number, task: () => void): void {
    this.stop(name);
    const stop = this.#clock.after(ms, () => {
      this.#stops.delete(name);
      task();
    });
    this.#stops.set(name, stop);
  }

  has(name: Name): boolean {
    return this.#stops.has(name);
  }

  stop(...names: readonly Name[]): void {
    for (const name of names) {
      this.#stops.get(name)?.();
      this.#stops.delete(name);
    }
  }

  stopAll(): void {
    this.stop(...this.#stops.keys());
  }
}
