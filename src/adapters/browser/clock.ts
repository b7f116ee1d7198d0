import type { Clock } from '../../core/clock.js';

/** The longest a browser timer can wait, in milliseconds; anything above would run at once. */
const longestMs = 2 ** 31 - 1;

/** The device's own time. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, Math.min(ms, longestMs));
    return () => clearTimeout(timer);
  },
};
