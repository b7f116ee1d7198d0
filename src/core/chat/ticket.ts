import { backoff, delay } from '../clock.js';
import { DeskbellError } from '../errors.js';
import type { ChatPorts, Saved } from './ports.js';

/** What a site says about its customer. All of it optional, all of it changeable until a chat starts. */
export interface ChatOptions {
  readonly displayName?: string | undefined;
  readonly locale?: string | undefined;
  readonly topic?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** A ticket in use: until when it has to be connected, and whether it has been. */
export type Ticket = NonNullable<Saved['ticket']>;

/** Attempts at one ticket before the customer is asked. */
const ticketAttempts = 3;
/** Past this pause the customer is told and asked, instead of being left to wait. Milliseconds. */
const patienceMs = 5_000;

/**
 * Asks the broker for a ticket, under a key that is kept until it is answered: a timeout, a reload or a second tab
 * meanwhile ends in the same contact. `fresh`: whatever was kept is spent, this is a new intent. Rejects with the last
 * refusal.
 */
export async function requestTicket(
  { broker, chance, clock, logger, storage }: ChatPorts,
  { displayName = '', locale, topic, attributes }: ChatOptions,
  fresh: boolean,
  signal: AbortSignal,
): Promise<Ticket> {
  let key = fresh ? undefined : (await storage.load()).startKey;
  for (let attempt = 0; ; attempt++) {
    key ??= chance.newId();
    storage.save({ startKey: key });
    try {
      const ticket = await broker.startChat({ idempotencyKey: key, displayName, locale, topic, attributes }, signal);
      return { ...ticket, connectBy: clock.now() + ticket.connectWithinMs, connected: false };
    } catch (error) {
      signal.throwIfAborted();
      const { code, retryable, retryAfterMs } = DeskbellError.from(error);
      logger.log('warn', 'chat.ticket-failed', { code, attempt });
      const again = code === 'token/start-again';
      // That intent has no token left to give, or was refused for good: the next one is new. An unknown outcome keeps it.
      if (again || !retryable) {
        key = undefined;
        storage.save({ startKey: undefined });
      }
      const pause = Math.max(retryAfterMs ?? 0, backoff(attempt, 500, 4_000, chance));
      if (attempt + 1 >= ticketAttempts || (!retryable && !again) || pause > patienceMs) throw error;
      await delay(clock, pause, signal);
    }
  }
}
