/** `burst` at once, then `perMinute` steadily. */
export interface Rate {
  readonly burst: number;
  readonly perMinute: number;
}

interface Level {
  tokens: number;
  at: number;
}

/** Token buckets by key, in memory. Keys whose bucket is full again are forgotten, and so are the oldest beyond `most`. */
export class Buckets {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #most: number;
  readonly #levels = new Map<string, Level>();

  constructor(rate: Rate, now: () => number, most = 20_000) {
    this.#rate = rate;
    this.#now = now;
    this.#most = most;
  }

  get size(): number {
    return this.#levels.size;
  }

  /** Takes one token. Returns 0, or how many milliseconds from now there will be one. */
  take(key: string): number {
    const level = this.#refill(key);
    // A whole token less rounding: the caller who waited exactly as long as told is let in.
    if (level.tokens < 1 - 1e-9) return Math.ceil(((1 - level.tokens) * 60_000) / this.#rate.perMinute);
    level.tokens -= 1;
    return 0;
  }

  #refill(key: string): Level {
    const { burst, perMinute } = this.#rate;
    const now = this.#now();
    const level = this.#levels.get(key) ?? { tokens: burst, at: now };
    level.tokens = Math.min(burst, level.tokens + (Math.max(0, now - level.at) * perMinute) / 60_000);
    level.at = now;
    this.#levels.delete(key);
    this.#levels.set(key, level);
    this.#forget(now - (burst * 60_000) / perMinute);
    return level;
  }

  /** The map is in the order of use: the first ones have been full the longest. */
  #forget(before: number): void {
    for (const [key, { at }] of this.#levels) {
      if (at > before && this.#levels.size <= this.#most) return;
      this.#levels.delete(key);
    }
  }
}
