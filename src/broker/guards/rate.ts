import { Buckets, type Rate } from '../bucket.js';
import { CountedIntents } from '../counted.js';
import { Refusal } from '../refusal.js';
import type { Channel } from './handle.js';

export interface Limits {
  /** Requests of any kind per client network. */
  readonly callsPerAddress: Rate;
  /** New chats per client network, and new calls. Put it up where many customers share one address. */
  readonly startsPerAddress: Rate;
  /** New chats per visitor, and new calls. */
  readonly startsPerVisitor: Rate;
  /** Requests that start chats, all together. Amazon Connect allows 5/s, burst 8, per account and region. */
  readonly starts: Rate;
  /** The same for calls: 2/s, burst 5. */
  readonly callStarts: Rate;
  /** Ways back into one and the same call. */
  readonly rejoinsPerCall: Rate;
  /** Questions about one and the same contact: where it stands while it waits, when it may be connected to again. */
  readonly readsPerContact: Rate;
  /** Customers who connect again after an outage, all together. Amazon Connect allows 6/s, burst 9, per instance. */
  readonly connections: Rate;
}

export const defaultLimits: Limits = {
  callsPerAddress: { burst: 60, perMinute: 60 },
  startsPerAddress: { burst: 5, perMinute: 0.5 },
  startsPerVisitor: { burst: 5, perMinute: 0.5 },
  starts: { burst: 6, perMinute: 240 },
  callStarts: { burst: 4, perMinute: 96 },
  rejoinsPerCall: { burst: 6, perMinute: 2 },
  readsPerContact: { burst: 20, perMinute: 60 },
  connections: { burst: 4, perMinute: 300 },
};

export interface Start {
  readonly channel: Channel;
  /** The client's network. */
  readonly address: string;
  readonly subject: string;
  /** The ClientToken: one per intent. */
  readonly intent: string;
}

/** The broker's own limits, per instance. Repeating an intent costs no start: only a new one does. */
export class RateGuard {
  readonly #calls: Buckets;
  readonly #perAddress: Buckets;
  readonly #perVisitor: Buckets;
  readonly #starts: Readonly<Record<Channel, Buckets>>;
  readonly #rejoins: Buckets;
  readonly #reads: Buckets;
  readonly #counted: CountedIntents;

  constructor(limits: Limits, now: () => number) {
    this.#counted = new CountedIntents(now);
    this.#calls = new Buckets(limits.callsPerAddress, now);
    this.#perAddress = new Buckets(limits.startsPerAddress, now);
    this.#perVisitor = new Buckets(limits.startsPerVisitor, now);
    this.#starts = { chat: new Buckets(limits.starts, now), call: new Buckets(limits.callStarts, now) };
    this.#rejoins = new Buckets(limits.rejoinsPerCall, now);
    this.#reads = new Buckets(limits.readsPerContact, now);
  }

  /** Throws `token/rate-limited`. */
  admitCall(address: string): void {
    refuseFor(this.#calls.take(address));
  }

  /** Throws `token/rate-limited`, or `token/busy` when it is everybody together who is too fast. */
  admitStart({ channel, address, subject, intent }: Start): void {
    this.#counted.once(intent, () => {
      refuseFor(this.#perAddress.take(`${channel}|${address}`));
      refuseFor(this.#perVisitor.take(`${channel}|${subject}`));
    });
    this.admitFollower(channel);
  }

  /** A contact that follows one this customer had: counted by nobody but all together. Throws `token/busy`. */
  admitFollower(channel: Channel): void {
    const wait = this.#starts[channel].take('all');
    if (wait > 0) throw new Refusal('token/busy', { retryAfterMs: Math.max(1_000, wait) });
  }

  /** Throws `token/rate-limited`. */
  admitRejoin({ contactId, intent }: { readonly contactId: string; readonly intent: string }): void {
    this.#counted.once(intent, () => refuseFor(this.#rejoins.take(contactId)));
  }

  /** Throws `token/rate-limited`. */
  admitRead(contactId: string): void {
    refuseFor(this.#reads.take(contactId));
  }
}

/** Throws `token/rate-limited` when there is something to wait for. */
export function refuseFor(wait: number): void {
  if (wait > 0) throw new Refusal('token/rate-limited', { retryAfterMs: wait });
}
