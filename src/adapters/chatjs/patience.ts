import type { Chance, Clock } from '../../core/clock.js';

/**
 * On whose account an attempt came to nothing: this device's network, the service, which is ill, the service, which has
 * more customers than it takes at once, or nobody known (a link that held has broken).
 */
export type Account = 'network' | 'service' | 'crowd' | 'unknown';

/** A service that has been ill for so long is not back in a moment, and all its customers wait for it; milliseconds. */
const illMs = 15_000;
/** Up to here, everybody who is patient for a minute sees the end of an outage; milliseconds. */
const shortOutageMs = 75_000;
const spreadInShort = 45_000;
/** 500 customers that come back within this time are 4.8 a second, and the service takes 6; milliseconds. */
const spreadInLong = 105_000;
/** Longest wait of one who was one too many, milliseconds: the first time, and among those who are spread out. */
const fewMs = 5_000;
const eachMs = 10_000;
/** Longest wait of one who has a turn, for an ill service, beside that; milliseconds. */
const aloneMs = 10_000;

const none: Readonly<Record<Account, number>> = { network: 0, service: 0, crowd: 0, unknown: 0 };

/** The wait of one who was one too many, in milliseconds. */
const amongFew = (random: number): number => 1_000 + random * (fewMs - 1_000);

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
  /** This customer has drawn a moment of their own in every so many milliseconds. */
  #spreadMs = 0;

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

  /**
   * Somebody who knows of the others has given this customer a turn, in so many milliseconds. Returns how long to wait
   * from now on, in milliseconds: no less than that and `leastMs`, and not for the sake of others, who have turns, too.
   */
  turn(account: Account, turnMs: number, leastMs: number): number {
    const random = this.#chance.random();
    const own = account === 'crowd' ? amongFew(random) : this.#asLongAsIll(random, aloneMs);
    const ms = Math.round(Math.max(turnMs, own, leastMs));
    const waitedMs = Math.min(this.#wait.ms, Math.max(0, this.#clock.now() - this.#wait.began));
    this.#wait.ms = waitedMs + ms;
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
    this.#spreadMs = 0;
  }

  #draw(account: Account, failures: number, online: boolean): number {
    const random = this.#chance.random();
    switch (account) {
      case 'network':
        // An attempt that does not reach the service costs nobody anything, and the network may be back any moment; where
        // the browser itself says that there is none, it will say when there is. Past a quarter of an hour nobody hurries.
        return random * Math.min(500 * 2 ** failures, failures >= 600 ? 30_000 : online ? 2_500 : 15_000);
      case 'service':
        if (failures === 0) return random * 1_000;
        if (this.#waitedMs < illMs) return this.#asLongAsIll(random);
        return this.#spread(random);
      case 'crowd':
        // A moment is enough for whoever was one too many. Twice in a row it is a crowd, of which nobody knows the size.
        if (failures === 0) return amongFew(random);
        return random * (this.#spreadMs === spreadInLong ? eachMs : spreadInShort);
      case 'unknown':
        return random * Math.min(30_000, 500 * 2 ** failures);
    }
  }

  /** Longer and longer, up to `mostMs`. */
  #asLongAsIll(random: number, mostMs = Infinity): number {
    return Math.min(mostMs, Math.max(1_000, this.#waitedMs)) * (1 - random / 2);
  }

  /**
   * Once anywhere in the time, and from then on at the same pace: with full jitter each time, half of all customers would
   * come back in the first third of it.
   */
  #spread(random: number): number {
    const ms = this.#waitedMs >= shortOutageMs ? spreadInLong : spreadInShort;
    if (this.#spreadMs === ms) return ms * (1 - random / 20);
    this.#spreadMs = ms;
    return ms * random;
  }
}
