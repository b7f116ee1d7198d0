import { storyNow } from '../l1/time.js';

/** As long as nothing else is to be done, in milliseconds of the story: 50 real ones. */
const leastMs = 1_000;
/** Later than this nothing may be drawn, whatever else the machine does. */
const mostMs = 4_000;

/** A picture that comes later than this is late: 25 real ones. */
const slowMs = 500;

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/**
 * How late anything is drawn here and now: a machine that plays several stories at once draws no twenty times faster
 * because they do. In milliseconds of the story.
 */
export class Lag {
  #longest = 0;
  #isOver = false;

  constructor() {
    void this.#measure();
  }

  /** How long a screen may have taken to show what its page knew. */
  get drawsWithinMs(): number {
    return Math.min(mostMs, leastMs + this.#longest);
  }

  /** Whether pictures came so late that a line which was back at once may have looked away for longer. */
  get isSlow(): boolean {
    return this.#longest > slowMs;
  }

  stop(): void {
    this.#isOver = true;
  }

  async #measure(): Promise<void> {
    for (let at = storyNow(); !this.#isOver; at = storyNow()) {
      await nextFrame();
      this.#longest = Math.max(this.#longest, storyNow() - at);
    }
  }
}
