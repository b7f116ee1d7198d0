import type { Clock } from '../../core/clock.js';
import { LinkError } from './failure.js';

/**
 * Settles as `call` does, and rejects as `late` after `ms` milliseconds or when `signal` aborts: the client itself
 * waits for ever, and whatever it was waiting for may still happen.
 */
export function within<T>(clock: Clock, ms: number, signal: AbortSignal | undefined, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      finish();
      reject(new LinkError('late', signal?.reason));
    };
    const stop = clock.after(ms, giveUp);
    const finish = (): void => {
      stop();
      signal?.removeEventListener('abort', giveUp);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted) giveUp();
    call.then(resolve, reject).finally(finish);
  });
}
