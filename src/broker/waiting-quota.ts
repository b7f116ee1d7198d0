/**
 * The share of GetContactMetrics this instance spends. Others in the account spend the same quota, and nobody tells how
 * much is left: so it goes slower after every refusal, and faster again, little by little, while there is none.
 */
export class MetricsQuota {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #random: () => number;
  #speed: number;
  #tokens = 1;
  #at: number;
  #restUntil = -Infinity;

  /** `random` is in [0, 1). */
  constructor(perSecond: number, now: () => number, random: () => number) {
    this.#perSecond = perSecond;
    this.#speed = perSecond;
    this.#now = now;
    this.#random = random;
    this.#at = now();
  }

  /** Whether one call may be made now. */
  get ready(): boolean {
    const now = this.#now();
    const most = Math.max(1, Math.min(3, this.#perSecond * 2));
    this.#tokens = Math.min(most, this.#tokens + (Math.max(0, now - this.#at) * this.#speed) / 1000);
    this.#at = now;
    return now >= this.#restUntil && this.#tokens >= 1;
  }

  /** One call is made. */
  spend(): void {
    this.#tokens -= 1;
  }

  /** Amazon Connect said: too fast. */
  throttled(): void {
    this.#speed = Math.max(this.#perSecond / 16, this.#speed * 0.6);
    this.#tokens = 0;
    this.rest(2_000 + this.#random() * 3_000);
  }

  answered(): void {
    this.#speed = Math.min(this.#perSecond, this.#speed + this.#perSecond / 150);
  }

  /** Nothing is asked for so many milliseconds. */
  rest(ms: number): void {
    this.#restUntil = Math.max(this.#restUntil, this.#now() + ms);
  }

  /** How much slower than it might be it goes now: 1 is not at all. */
  get slowness(): number {
    return this.#perSecond / this.#speed;
  }
}
