import type { Clock } from '../../core/clock.js';

/** How often time is looked at, and how much later than expected is a sleep, in milliseconds. */
const everyMs = 3_000;
const napMs = 7_000;

/**
 * Calls `onWake` after the device, or the page, has slept: no event tells of it, and nothing else runs meanwhile. A clock
 * that is set forward looks the same. Returns its own stop.
 */
export function watchSleep(clock: Clock, onWake: () => void): () => void {
  let stop: () => void;
  const look = (): void => {
    const before = clock.now();
    stop = clock.after(everyMs, () => {
      const slept = clock.now() - before > everyMs + napMs;
      look();
      if (slept) onWake();
    });
  };
  look();
  return () => stop();
}
