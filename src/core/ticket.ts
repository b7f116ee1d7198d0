import { backoff, delay, type Chance, type Clock } from './clock.js';
import { DeskbellError } from './errors.js';
import type { Logger } from './log.js';

/** Where the key of an intent is kept until it is answered. */
export interface StartKeys {
  load(): Promise<{ readonly startKey?: string | undefined }>;
  save(fields: { readonly startKey: string | undefined }): void;
}

/** Attempts at one ticket before the customer is asked. */
const ticketAttempts = 3;
/** Past this pause the customer is told and asked, instead of being left to wait. Milliseconds. */
const usualPatienceMs = 5_000;
/** Reading what is kept does not take so long, nor does a leader that hangs for this long lose the lead. Milliseconds. */
const asleepMs = 400;
/** In so long a page that has just woken hears what happened meanwhile, in milliseconds. */
const hearMs = 300;

/** Where every wait takes longer, as in a tab that is not seen, this many are enough. */
const wakingsAtMost = 3;

/**
 * Whoever slept since `since` may have been replaced by another tab, and is about to hear so: waits until then. Rejects
 * when aborted.
 */
export async function hearFirst(clock: Clock, since: number, signal?: AbortSignal): Promise<void> {
  let at = since;
  for (let left = wakingsAtMost; left > 0 && Math.abs(clock.now() - at) > asleepMs; left--) {
    at = clock.now();
    await delay(clock, hearMs, signal);
  }
  signal?.throwIfAborted();
}

/**
 * Asks for a ticket under a key that is kept until it is answered: a timeout, a reload or a second tab meanwhile ends in
 * the same contact. `fresh`: whatever was kept is spent, this is a new intent. `ask` hears whether there may be a contact
 * under this key already. Rejects with the last refusal.
 */
export async function askUnderOneKey<Ticket>(
  { chance, clock, logger, storage }: { chance: Chance; clock: Clock; logger: Logger; storage: StartKeys },
  ask: (idempotencyKey: string, mayExist: boolean) => Promise<Ticket>,
  {
    fresh,
    key: own,
    failed,
    signal,
    patienceMs = usualPatienceMs,
    attempts = ticketAttempts,
  }: {
    fresh: boolean;
    /** The key of this intent, where it has one and no other is kept. */
    key?: string | undefined;
    failed: 'chat.ticket-failed' | 'call.ticket-failed';
    signal: AbortSignal;
    /** Milliseconds a pause the broker asks for may have. */
    patienceMs?: number;
    attempts?: number;
  },
): Promise<Ticket> {
  const askedAt = clock.now();
  const kept = fresh ? undefined : (await storage.load()).startKey;
  await hearFirst(clock, askedAt, signal);
  let key = kept ?? (fresh ? undefined : own);
  /** An attempt was never answered, and may have made a contact. */
  let isOpen = kept !== undefined;
  for (let attempt = 0; ; attempt++) {
    key ??= chance.newId();
    storage.save({ startKey: key });
    try {
      return await ask(key, isOpen);
    } catch (error) {
      signal.throwIfAborted();
      const { code, retryable, retryAfterMs } = DeskbellError.from(error);
      logger.log('warn', failed, { code, attempt });
      const again = code === 'token/start-again';
      // That intent has no token left to give, or was refused for good: the next one is new. An unknown outcome keeps it,
      // whatever is answered to later attempts.
      isOpen ||= retryable;
      if (again || !isOpen) {
        key = undefined;
        isOpen = false;
        storage.save({ startKey: undefined });
      }
      const pause = Math.max(retryAfterMs ?? 0, backoff(attempt, 500, 4_000, chance));
      if (attempt + 1 >= attempts || (!retryable && !again) || pause > patienceMs) throw error;
      await delay(clock, pause, signal);
    }
  }
}
