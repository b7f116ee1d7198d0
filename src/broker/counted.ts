/** How long an intent that was counted is not counted again when it is repeated, in milliseconds. */
const countedMs = 10 * 60_000;
const most = 20_000;

/** Counts intents, each once however often it is repeated: a repeat is sent exactly when an answer was lost. */
export class CountedIntents {
  readonly #now: () => number;
  /** When each intent was counted, oldest first. */
  readonly #counted = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Runs `count` unless this intent was counted already. When it throws, the intent is not counted. */
  once(intent: string, count: () => void): void {
    if (this.has(intent)) return;
    count();
    this.#counted.set(intent, this.#now());
  }

  has(intent: string): boolean {
    const before = this.#now() - countedMs;
    for (const [one, at] of this.#counted) {
      if (at > before && this.#counted.size < most) break;
      this.#counted.delete(one);
    }
    return this.#counted.has(intent);
  }
}
