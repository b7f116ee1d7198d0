import { Buckets, type Rate } from '../bucket.js';
import { CountedIntents } from '../counted.js';
import { Refusal } from '../refusal.js';
import { refuseFor } from './rate.js';

export interface LeaveLimits {
  readonly perAddress: Rate;
  readonly perVisitor: Rate;
  /** For one and the same phone number or e-mail address. */
  readonly perTarget: Rate;
  /** All customers together. */
  readonly perDay: number;
}

/** Each costs somebody a call or an answer: a few an hour. */
export const leaveLimits = (perDay: number): LeaveLimits => ({
  perAddress: { burst: 5, perMinute: 1 / 6 },
  perVisitor: { burst: 3, perMinute: 1 / 20 },
  perTarget: { burst: 3, perMinute: 1 / 60 },
  perDay,
});

const onceADay: Rate = { burst: 1, perMinute: 1 / 1_440 };

/** A phone that rings at once costs money, and a stranger's nerves: one a day. */
export const voiceLimits = (perDay: number): LeaveLimits => ({
  perAddress: { burst: 2, perMinute: 2 / 1_440 },
  perVisitor: onceADay,
  perTarget: onceADay,
  perDay,
});

export interface Leaving {
  readonly address: string;
  readonly subject: string;
  /** What is called or written to. Kept in memory only. */
  readonly target: string;
  /** The ClientToken: one per intent. */
  readonly intent: string;
}

/** Limits of what customers leave behind, per instance. Repeating an intent costs nothing. */
export class LeaveGuard {
  readonly #perAddress: Buckets;
  readonly #perVisitor: Buckets;
  readonly #perTarget: Buckets;
  readonly #all: Buckets;
  readonly #counted: CountedIntents;

  constructor({ perAddress, perVisitor, perTarget, perDay }: LeaveLimits, now: () => number) {
    this.#perAddress = new Buckets(perAddress, now);
    this.#perVisitor = new Buckets(perVisitor, now);
    this.#perTarget = new Buckets(perTarget, now);
    this.#all = new Buckets({ burst: perDay, perMinute: perDay / 1_440 }, now);
    this.#counted = new CountedIntents(now);
  }

  /** Whether this intent was let in already. */
  knows(intent: string): boolean {
    return this.#counted.has(intent);
  }

  /** Throws `token/rate-limited`, or `token/busy` when the day's are used up. */
  admit({ address, subject, target, intent }: Leaving): void {
    this.#counted.once(intent, () => {
      refuseFor(this.#perAddress.take(address));
      refuseFor(this.#perVisitor.take(subject));
      refuseFor(this.#perTarget.take(target));
      const wait = this.#all.take('all');
      if (wait > 0) throw new Refusal('token/busy', { retryAfterMs: wait });
    });
  }
}
