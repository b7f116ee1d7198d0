import { Buckets, type Rate } from '../bucket.js';
import { Refusal } from '../refusal.js';

export interface Limits {
  /** Requests of any kind per client network. */
  readonly callsPerAddress: Rate;
  /** New intents per client network. Put it up where many customers share one address. */
  readonly startsPerAddress: Rate;
  /** New intents per visitor. */
  readonly startsPerVisitor: Rate;
  /** Calls that start contacts, all together. Amazon Connect allows 5/s, burst 8, per account and region. */
  readonly starts: Rate;
}

export const defaultLimits: Limits = {
  callsPerAddress: { burst: 60, perMinute: 60 },
  startsPerAddress: { burst: 5, perMinute: 0.5 },
  startsPerVisitor: { burst: 5, perMinute: 0.5 },
  starts: { burst: 6, perMinute: 240 },
};

export interface Start {
  /** The client's network. */
  readonly address: string;
  readonly subject: string;
  /** The ClientToken: one per intent. */
  readonly intent: string;
}

/** How long an intent that was counted is not counted again when it is repeated, in milliseconds. */
const countedMs = 10 * 60_000;
const mostIntents = 20_000;

/** The broker's own limits, per instance. Repeating an intent costs no start: only a new one does. */
export class RateGuard {
  readonly #now: () => number;
  readonly #calls: Buckets;
  readonly #perAddress: Buckets;
  readonly #perVisitor: Buckets;
  readonly #starts: Buckets;
  /** When each intent was counted, oldest first. */
  readonly #counted = new Map<string, number>();

  constructor(limits: Limits, now: () => number) {
    this.#now = now;
    this.#calls = new Buckets(limits.callsPerAddress, now);
    this.#perAddress = new Buckets(limits.startsPerAddress, now);
    this.#perVisitor = new Buckets(limits.startsPerVisitor, now);
    this.#starts = new Buckets(limits.starts, now);
  }

  /** Throws `token/rate-limited`. */
  admitCall(address: string): void {
    refuseFor(this.#calls.take(address));
  }

  /** Throws `token/rate-limited`, or `token/busy` when it is everybody together who is too fast. */
  admitStart({ address, subject, intent }: Start): void {
    this.#forget();
    if (!this.#counted.has(intent)) {
      refuseFor(this.#perAddress.take(address));
      refuseFor(this.#perVisitor.take(subject));
      this.#counted.set(intent, this.#now());
    }
    const wait = this.#starts.take('all');
    if (wait > 0) throw new Refusal('token/busy', { retryAfterMs: Math.max(1_000, wait) });
  }

  #forget(): void {
    const before = this.#now() - countedMs;
    for (const [intent, at] of this.#counted) {
      if (at > before && this.#counted.size < mostIntents) return;
      this.#counted.delete(intent);
    }
  }
}

function refuseFor(wait: number): void {
  if (wait > 0) throw new Refusal('token/rate-limited', { retryAfterMs: wait });
}
