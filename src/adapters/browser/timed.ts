import type { Clock } from '../../core/clock.js';
import type { DeskbellError } from '../../core/errors.js';

/**
 * Runs `task` for at most `ms` milliseconds; its signal aborts then, and when `signal` does. Whatever is thrown, the
 * reason of `signal` included, is told by `failure`; `late`: the time was over.
 */
export async function timed<Answer>(
  { clock, ms, signal }: { readonly clock: Clock; readonly ms: number; readonly signal: AbortSignal },
  task: (signal: AbortSignal) => Promise<Answer>,
  failure: (error: unknown, late: boolean) => DeskbellError,
): Promise<Answer> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const stop = clock.after(ms, abort);
  signal.addEventListener('abort', abort);
  try {
    signal.throwIfAborted();
    return await task(controller.signal);
  } catch (error) {
    throw signal.aborted ? failure(signal.reason, false) : failure(error, controller.signal.aborted);
  } finally {
    stop();
    signal.removeEventListener('abort', abort);
  }
}
