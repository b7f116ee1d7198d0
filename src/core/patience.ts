import { backoff, delay, type Chance, type Clock } from './clock.js';
import { DeskbellError } from './errors.js';
import type { Logger } from './log.js';

/** The answer is not there yet: the same is to be asked again after so many milliseconds. */
export interface Later {
  readonly retryAfterMs: number;
}

/** Bounds of a pause the broker asks for, in milliseconds. */
const pauseAtLeastMs = 500;
const pauseAtMostMs = 30_000;
/** Codes after which nobody knows whether the broker did what it was asked. */
const unknownOutcomes: readonly string[] = [
  'token/network',
  'token/timeout',
  'token/unavailable',
  'token/invalid-answer',
];

/** Whether nobody knows, after this failure, if the broker did what it was asked. */
export const isUnknown = (error: unknown): boolean => unknownOutcomes.includes(DeskbellError.from(error).code);

export interface Patience {
  /** Milliseconds for all of it. */
  readonly withinMs: number;
  /** Failures in a row after which it is told. */
  readonly attempts: number;
  readonly signal: AbortSignal;
  /** The answer is not there yet. Returns whether to go on asking. */
  readonly onLater?: () => boolean;
  /** It failed, and may succeed. `unknown`: it may have been done. Returns whether to go on asking. */
  readonly onFailure?: (unknown: boolean) => boolean;
}

export const isLater = (answer: unknown): answer is Later =>
  typeof answer === 'object' && answer !== null && 'retryAfterMs' in answer;

/**
 * Asks until there is an answer: waits where the broker says that it is not there yet, tries again what passes. Rejects
 * with the last refusal, or with `token/timeout` when the answer did not come in time.
 */
export async function patiently<Answer>(
  { chance, clock, logger }: { readonly chance: Chance; readonly clock: Clock; readonly logger: Logger },
  name: string,
  ask: () => Promise<Answer | Later>,
  { withinMs, attempts, signal, onLater, onFailure }: Patience,
): Promise<Answer> {
  let left = withinMs;
  let failures = 0;
  for (;;) {
    const askedAt = clock.now();
    let pause: number;
    let refusal: DeskbellError;
    try {
      signal.throwIfAborted();
      const answer = await ask();
      if (!isLater(answer)) return answer;
      failures = 0;
      pause = Math.min(Math.max(answer.retryAfterMs, pauseAtLeastMs), pauseAtMostMs);
      refusal = new DeskbellError('token/timeout', { retryable: true });
      if (onLater?.() === false) throw refusal;
    } catch (error) {
      signal.throwIfAborted();
      refusal = DeskbellError.from(error);
      const { code, retryable, retryAfterMs = 0 } = refusal;
      logger.log('info', name, { code, attempt: failures });
      if (!retryable || ++failures >= attempts || onFailure?.(unknownOutcomes.includes(code)) === false) throw refusal;
      pause = Math.max(retryAfterMs, 250 + backoff(failures, 500, 8_000, chance));
    }
    // The device's clock may jump; an attempt does not take longer than this.
    left -= pause + Math.min(10_000, Math.max(0, clock.now() - askedAt));
    if (left < 0) throw refusal;
    await delay(clock, pause, signal);
  }
}

/** What `promise` comes to, or the signal's reason as soon as it aborts: what was begun goes on by itself. */
export function unlessAborted<Answer>(promise: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(DeskbellError.from(signal.reason, 'connection/lost'));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
