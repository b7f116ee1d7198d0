import type { Chance, Clock } from '../../core/clock.js';

/**
 * On whose account an attempt came to nothing: this device's network, the service, which is ill, the service, which has
 * more customers than it takes at once, or nobody known (a link that held has broken).
 */
export type Account = 'network' | 'service' | 'crowd' | 'unknown';

/** Up to here, everybody who is patient for a minute sees the end of an outage; milliseconds. */
const shortOutageMs = 180_000;
const mostInShort = 45_000;
/** 500 customers that come back within this time are 5 a second, and the service takes 6. */
const mostInLong = 100_000;

const none: Readonly<Record<Account, number>> = { network: 0, service: 0, crowd: 0, unknown: 0 };

/** How long to wait before the next attempt. Chance spreads out customers who lost their links in the same moment. */
export class Patience {
  #clock: Clock;
  #chance: Chance;
  /** Failures in a row, by account. */
  #failures: Record<Account, number> = { ...none };
  /** How long has been waited so far on other accounts than this device's, in milliseconds. */
  #waitedMs = 0;
  /** The wait that is going on. */
  #wait = { began: 0, ms: 0 };
  /** A long wait was drawn before: this customer has a moment of their own in every hundred seconds. */
  #steady = false;

  constructor({ clock, chance }: { readonly clock: Clock; readonly chance: Chance }) {
    this.#clock = clock;
    this.#chance = chance;
  }

  /** The next wait in milliseconds, no less than `leastMs`. `online`: the browser says that there is a network. */
  begin(account: Account, online: boolean, leastMs: number): number {
    const ms = Math.round(leastMs + this.#draw(account, this.#failures[account]++, online));
    this.#wait = { began: this.#clock.now(), ms: account === 'network' ? 0 : ms };
    return ms;
  }

  /** The wait is over, or somebody has cut it short. */
  end(): void {
    const { began, ms } = this.#wait;
    // The device's clock may have jumped meanwhile.
    this.#waitedMs += Math.min(ms, Math.max(0, this.#clock.now() - began));
    this.#wait = { began: 0, ms: 0 };
  }

  /** The service lets this customer in. */
  admitted(): void {
    this.#failures.network = this.#failures.crowd = 0;
  }

  /** All is well: the next failure counts as the first one. */
  forgive(): void {
    this.#failures = { ...none };
    this.#waitedMs = 0;
    this.#steady = false;
  }

  #draw(account: Account, failures: number, online: boolean): number {
    const random = this.#chance.random();
    const isLong = this.#waitedMs >= shortOutageMs;
    switch (account) {
      case 'network':
        // An attempt that does not reach the service costs nobody anything, and the network may be back any moment; where
        // the browser itself says that there is none, it will say when there is. Past a quarter of an hour nobody hurries.
        return random * Math.min(500 * 2 ** failures, failures >= 600 ? 30_000 : online ? 2_500 : 15_000);
      case 'service':
        if (failures === 0) return random * 1_000;
        // About as long as it has been ill.
        if (!isLong) return Math.min(mostInShort, Math.max(1_000, this.#waitedMs)) * (1 - random / 2);
        // Once anywhere in the time, and from then on at the same pace: with full jitter each time, half of all customers
        // would come back in the first third of it.
        if (this.#steady) return mostInLong * (1 - random / 20);
        this.#steady = true;
        return mostInLong * random;
      case 'crowd':
        // A moment is enough for whoever was one too many, unless the crowd is large.
        return random * Math.min(isLong ? mostInLong : mostInShort, 5_000 * 3 ** failures);
      case 'unknown':
        return random * Math.min(30_000, 500 * 2 ** failures);
    }
  }
}
