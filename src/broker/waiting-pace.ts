/** How long a sample counts: after this many milliseconds a third of its weight is left. */
const memoryMs = 300_000;
/** Seconds of observation before anything is made of them. */
const leastSeconds = 10;
/** Milliseconds beyond which nothing is foretold. */
const furthestMs = 120_000;
/** Nobody is moved past this place by a guess: those in front are looked at often. */
const frontPlace = 4;

/**
 * How fast a line moves: people leave at its front, and some give up all along it. Learnt from contacts that were
 * measured twice, by least squares over `places lost = (served + givenUp × place) × seconds`, the newest counting most.
 */
export class Pace {
  #at = -Infinity;
  #seconds = 0;
  #places = 0;
  #squares = 0;
  #lost = 0;
  #lostByPlace = 0;

  /** A contact went from one place to another within `ms` milliseconds, until `at`. */
  observe(from: number, to: number, ms: number, at: number): void {
    const seconds = ms / 1000;
    if (seconds <= 0) return;
    const kept = Math.exp(-Math.max(0, at - this.#at) / memoryMs);
    const place = (from + to) / 2;
    const lost = from - to;
    this.#at = at;
    this.#seconds = this.#seconds * kept + seconds;
    this.#places = this.#places * kept + place * seconds;
    this.#squares = this.#squares * kept + place * place * seconds;
    this.#lost = this.#lost * kept + lost;
    this.#lostByPlace = this.#lostByPlace * kept + lost * place;
  }

  /** Where a contact stands that stood at `place` so many milliseconds ago. */
  moved(place: number, ms: number): number {
    const { served, givenUp } = this.#rates();
    const lost = (served + givenUp * place) * (Math.min(Math.max(0, ms), furthestMs) / 1000);
    return Math.max(Math.min(place, frontPlace), place - lost);
  }

  #rates(): { readonly served: number; readonly givenUp: number } {
    if (this.#seconds < leastSeconds) return { served: 0, givenUp: 0 };
    const alone = { served: Math.max(0, this.#lost / this.#seconds), givenUp: 0 };
    const spread = this.#seconds * this.#squares - this.#places * this.#places;
    // Everybody measured stood at about the same place: nothing can be told apart.
    if (spread < this.#seconds * this.#seconds * 25) return alone;
    const givenUp = (this.#seconds * this.#lostByPlace - this.#places * this.#lost) / spread;
    const served = (this.#lost - givenUp * this.#places) / this.#seconds;
    if (givenUp <= 0) return alone;
    return served >= 0 ? { served, givenUp } : { served: 0, givenUp: this.#lostByPlace / this.#squares };
  }
}
