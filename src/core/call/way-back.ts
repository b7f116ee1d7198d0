import { backoff, within, type Clock } from '../clock.js';
import { DeskbellError } from '../errors.js';
import type { CallPorts, RejoinTicket } from './ports.js';

/** How long a way back is looked for before the customer is asked. Milliseconds. */
const lookForMs = 300_000;

/**
 * Finds a new way into a contact after the old one is dead: a new participant by the broker, joined by `enter`. What
 * passes is tried again, with full jitter, and at once when the network or the page comes back. `over`: the contact is
 * gone. `start-again`: it can only be begun anew. Rejects with `media/lost` after five minutes, or with what stays wrong.
 */
export function findWayBack(
  ports: Pick<CallPorts, 'broker' | 'chance' | 'clock' | 'logger' | 'page'>,
  handle: string,
  enter: (ticket: RejoinTicket, signal: AbortSignal) => Promise<void>,
  outer: AbortSignal,
): Promise<'back' | 'over' | 'start-again'> {
  const { broker, chance, clock, logger, page } = ports;
  const late = (): DeskbellError => new DeskbellError('media/lost', { retryable: true });
  return within(clock, lookForMs, late, outer, async (signal) => {
    let key = chance.newId();
    let refused = false;
    for (let attempt = 0; ; attempt++) {
      try {
        await enter(await broker.rejoin(handle, key, signal), signal);
        return 'back';
      } catch (error) {
        signal.throwIfAborted();
        const { code, retryable, retryAfterMs } = DeskbellError.from(error, 'media/failed');
        logger.log('warn', 'call.rejoin-failed', { code, attempt });
        if (code === 'token/not-found') return 'over';
        if (code === 'token/start-again') return 'start-again';
        // A participant that waited too long is dead, and there can be a new one: once.
        const again = code === 'connection/refused' && !refused;
        if (again) {
          refused = true;
          key = chance.newId();
        }
        const passes = retryable || code === 'media/lost' || code === 'media/failed' || code === 'media/no-route';
        if (!again && !passes) throw error;
        await pause(clock, page, Math.max(retryAfterMs ?? 0, 250 + backoff(attempt, 1_000, 30_000, chance)), signal);
      }
    }
  });
}

/** Waits, but no longer than until something comes back. */
function pause(clock: Clock, page: CallPorts['page'], ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = (settle: () => void) => (): void => {
      stop();
      unwatch();
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = over(() => reject(signal.reason));
    const stop = clock.after(ms, over(resolve));
    const unwatch = page.onBack(over(resolve));
    signal.addEventListener('abort', abort, { once: true });
  });
}
