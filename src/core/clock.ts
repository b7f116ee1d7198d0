/** Time, as the rooms that may not look at a watch see it. */
export interface Clock {
  /** Milliseconds since 1970 as this device believes: it may be wrong by a day, and it may jump. */
  now(): number;
  /** Runs `task` once after `ms` milliseconds, unless the returned stop is called first. */
  after(ms: number, task: () => void): () => void;
}

/** Chance, as the rooms that may not roll dice see it. */
export interface Chance {
  /** A number in [0, 1), for jitter. */
  random(): number;
  /** A fresh UUID. */
  newId(): string;
}

/** Full jitter: a delay anywhere between 0 and `baseMs` doubled `attempt` times, capped at `capMs`. Milliseconds. */
export function backoff(attempt: number, baseMs: number, capMs: number, chance: Pick<Chance, 'random'>): number {
  return Math.round(chance.random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30)));
}

/** Waits `ms` milliseconds. Rejects with the signal's reason as soon as it aborts. */
export function delay(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      stop();
      reject(signal?.reason);
    };
    const stop = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Runs `task` under a signal of its own, which aborts with `outer`, or with `late` after `ms` milliseconds. Rejects as soon
 * as it aborts, whether or not the task notices.
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  late: () => unknown,
  outer: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const inner = new AbortController();
  const onAbort = (): void => inner.abort(outer.reason);
  outer.addEventListener('abort', onAbort, { once: true });
  const stop = clock.after(ms, () => inner.abort(late()));
  try {
    return await new Promise<T>((resolve, reject) => {
      inner.signal.addEventListener('abort', () => reject(inner.signal.reason), { once: true });
      task(inner.signal).then(resolve, reject);
    });
  } finally {
    stop();
    outer.removeEventListener('abort', onAbort);
  }
}
