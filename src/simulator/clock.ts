/** The one clock of the simulator: everything that has a time or a deadline asks it. */
export interface SimulatorClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` once after `ms` milliseconds of this clock. Returns the stop. */
  after(ms: number, task: () => void): () => void;
  /** Moves this clock forward and runs everything that falls due on the way, in order. Works held or running. */
  advance(ms: number): void;
  /** Stops the clock at `at` (default: now). Only `advance` moves it afterwards. */
  hold(at?: number): void;
  /** Lets a held clock run on with real time, from where it stands. */
  release(): void;
  readonly held: boolean;
  /** Forgets every deadline; for closing down. */
  clear(): void;
}

interface Deadline {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

const longestTimeout = 2_000_000_000;

/**
 * A clock that runs with real time until it is held; a held one is stepped with `advance`.
 * @param at Milliseconds since 1970 at which it starts held; without it, it starts running at the real time.
 */
export function createClock(at?: number): SimulatorClock {
  const deadlines = new Set<Deadline>();
  let heldAt = at;
  let offset = 0;
  let order = 0;
  let alarm: NodeJS.Timeout | undefined;

  const now = (): number => heldAt ?? Date.now() + offset;

  const next = (): Deadline | undefined => {
    let first: Deadline | undefined;
    for (const one of deadlines) {
      if (!first || one.at < first.at || (one.at === first.at && one.order < first.order)) first = one;
    }
    return first;
  };

  const arm = (): void => {
    clearTimeout(alarm);
    const first = heldAt === undefined ? next() : undefined;
    if (!first) return;
    alarm = setTimeout(runDue, Math.min(Math.max(0, first.at - now()), longestTimeout));
    alarm.unref();
  };

  const runDue = (): void => {
    const limit = now();
    for (let first = next(); first && first.at <= limit; first = next()) {
      deadlines.delete(first);
      first.task();
    }
    arm();
  };

  return {
    now,
    after(ms, task) {
      const one: Deadline = { at: now() + Math.max(0, ms), order: (order += 1), task };
      deadlines.add(one);
      arm();
      return () => {
        deadlines.delete(one);
      };
    },
    advance(ms) {
      const target = now() + Math.max(0, ms);
      const moveTo = (time: number): void => {
        if (heldAt !== undefined) heldAt = Math.max(heldAt, time);
        else offset += Math.max(0, time - now());
      };
      for (let first = next(); first && first.at <= target; first = next()) {
        deadlines.delete(first);
        moveTo(first.at);
        first.task();
      }
      moveTo(target);
      arm();
    },
    hold(time) {
      heldAt = time ?? now();
      arm();
    },
    release() {
      if (heldAt === undefined) return;
      offset = heldAt - Date.now();
      heldAt = undefined;
      arm();
    },
    get held() {
      return heldAt !== undefined;
    },
    clear() {
      deadlines.clear();
      clearTimeout(alarm);
    },
  };
}
