import { storyNow } from '../l1/time.js';

/** As long as nothing else is to be done, in milliseconds of the story: 50 real ones. */
const leastMs = 1_000;
/** Later than this nothing may be drawn, whatever else the machine does. */
const mostMs = 4_000;

/** A picture that comes after more than this is late, in milliseconds of the story: 25 real ones. */
const slowMs = 500;

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/**
 * How late anything is drawn here and now: a machine that plays several stories at once draws no twenty times faster
 * because they do. In milliseconds of the story.
 */
export class Lag {
  #longest = 0;
  #pictureAt = storyNow();
  #lateAt = -Infinity;
  #isOver = false;

  constructor() {
    void this.#measure();
  }

  /** How long a screen may have taken to show what its page knew. */
  get drawsWithinMs(): number {
    return Math.min(mostMs, leastMs + this.#longest);
  }

  /** Whether a picture has been late since `at`, milliseconds of the story, or is just now. */
  hasBeenSince(at: number): boolean {
    return this.#lateAt >= at || storyNow() - this.#pictureAt > slowMs;
  }

  stop(): void {
    this.#isOver = true;
  }

  async #measure(): Promise<void> {
    for (let at = storyNow(); !this.#isOver; at = storyNow()) {
      await nextFrame();
      this.#pictureAt = storyNow();
      const ms = this.#pictureAt - at;
      this.#longest = Math.max(this.#longest, ms);
      if (ms > slowMs) this.#lateAt = this.#pictureAt;
    }
  }
}
