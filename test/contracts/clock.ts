import type { Clock } from '../../src/core/clock.js';
import { same, type Promised } from './contract.js';

export interface ClockHarness {
  readonly clock: Clock;
  /** Makes at least this many milliseconds pass. */
  readonly pass: (ms: number) => Promise<void>;
}

/** What every Clock promises. */
export const clockContract: readonly Promised<ClockHarness>[] = [
  {
    title: 'time goes on',
    async run({ clock, pass }) {
      const start = clock.now();
      await pass(5);
      same(clock.now() - start >= 4, true);
    },
  },
  {
    title: 'a task runs once, when its time has come, and not before',
    async run({ clock, pass }) {
      let runs = 0;
      clock.after(10, () => runs++);
      same(runs, 0);
      await pass(30);
      same(runs, 1);
    },
  },
  {
    title: 'tasks run in the order of their times, whatever order they were set in',
    async run({ clock, pass }) {
      const order: string[] = [];
      clock.after(20, () => order.push('late'));
      clock.after(1, () => order.push('soon'));
      await pass(40);
      same(order, ['soon', 'late']);
    },
  },
  {
    title: 'a stopped task never runs, and stopping twice or too late is harmless',
    async run({ clock, pass }) {
      let runs = 0;
      const stop = clock.after(5, () => runs++);
      const stopLate = clock.after(1, () => runs++);
      stop();
      stop();
      await pass(20);
      stopLate();
      same(runs, 1);
    },
  },
];
