import type { Chance } from '../../core/clock.js';

/**
 * On whose account an attempt came to nothing: this device's network, the service, which is ill, the service, which has
 * more customers than it takes at once, or nobody known (a link that held has broken).
 */
export type Account = 'network' | 'service' | 'crowd' | 'unknown';

/** What is known when an attempt has come to nothing. */
export interface Outage {
  /** Earlier failures in a row, on the same account. */
  readonly failures: number;
  /** How long has been waited for the service so far, in milliseconds. */
  readonly waitedMs: number;
  /** Whether the browser says that there is a network. */
  readonly online: boolean;
}

/** Up to here, everybody who is patient for a minute sees the end of an outage; milliseconds. */
const shortOutageMs = 180_000;
const mostInShort = 45_000;
/** 500 customers that come back within this time are 5 a second, and the service takes 6. */
const mostInLong = 100_000;

/** How long to wait before the next attempt, in milliseconds. Chance spreads out who lost their links in one moment. */
export function waitBefore(
  account: Account,
  { failures, waitedMs, online }: Outage,
  chance: Pick<Chance, 'random'>,
): number {
  const long = waitedMs >= shortOutageMs;
  const most = long ? mostInLong : mostInShort;
  switch (account) {
    case 'network':
      // An attempt that does not reach the service costs nobody anything, and the network may be back any moment; where
      // the browser itself says that there is none, it will say when there is. Nobody hurries after a quarter of an hour.
      return chance.random() * Math.min(500 * 2 ** failures, failures >= 600 ? 30_000 : online ? 2_500 : 15_000);
    case 'service':
      // About as long as it has been ill. Everybody has a moment of their own by the time that is long; then all keep
      // nearly the same pace, or half of them would come back in the first third of the time.
      if (failures === 0) return chance.random() * 1_000;
      return Math.min(most, Math.max(1_000, waitedMs)) * (1 - chance.random() / (long ? 10 : 2));
    case 'crowd':
      // A moment is enough for whoever was one too many, unless the crowd is large.
      return chance.random() * Math.min(most, 5_000 * 3 ** failures);
    case 'unknown':
      return chance.random() * Math.min(30_000, 500 * 2 ** failures);
  }
}
