import { setFlagsFromString } from 'node:v8';

/**
 * Runs every promise that can settle now. Virtual time is only as fast as this: a turn of the event loop costs seven
 * times as much. It works outside promise jobs alone, so whoever plays begins in a task of its own.
 */
export const settle: () => void = (() => {
  setFlagsFromString('--allow-natives-syntax');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- V8's own function, which has no other name
  const run = new Function('%PerformMicrotaskCheckpoint()') as () => void;
  setFlagsFromString('--no-allow-natives-syntax');
  return run;
})();

/** Whoever timers belong to: they wait while it is frozen, and are void once it is gone. */
export interface Owner {
  readonly state: 'running' | 'frozen' | 'gone';
  /** What fell due while it was frozen, oldest first. It may be stopped still. */
  readonly overdue: Timer[];
  /** Timers that wait. */
  timers: number;
}

export interface Timer {
  due: number;
  order: number;
  task: (() => void) | undefined;
  owner: Owner | undefined;
}

/** True time, which passes only from one thing that happens to the next. A binary heap: earliest first, then oldest. */
export class Timeline {
  now = 0;
  #heap: Timer[] = [];
  #order = 0;

  /** Runs `task` after `ms` milliseconds, unless the owner is gone by then. */
  after(ms: number, task: () => void, owner?: Owner): Timer {
    const timer: Timer = { due: this.now + (ms > 0 ? ms : 0), order: this.#order++, task, owner };
    if (owner) owner.timers++;
    const heap = this.#heap;
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Timer;
      if (above.due < timer.due || (above.due === timer.due && above.order < timer.order)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = timer;
    return timer;
  }

  stop(timer: Timer): void {
    if (!timer.task) return;
    timer.task = undefined;
    if (timer.owner) timer.owner.timers--;
  }

  /** Lets time pass until `until`; after each thing that happens all promises settle. */
  run(until: number): void {
    for (let next = this.#heap[0]; next && next.due <= until; next = this.#heap[0]) {
      this.#take();
      const { owner, task } = next;
      if (!task || owner?.state === 'gone') continue;
      if (next.due > this.now) this.now = next.due;
      if (owner?.state === 'frozen') owner.overdue.push(next);
      else this.#run(next, task);
    }
    if (until > this.now) this.now = until;
  }

  /** The owner is awake again: what is overdue runs now. */
  catchUp(owner: Owner): void {
    for (const timer of owner.overdue.splice(0)) {
      if (owner.state === 'running' && timer.task) this.#run(timer, timer.task);
    }
  }

  #run(timer: Timer, task: () => void): void {
    timer.task = undefined;
    if (timer.owner) timer.owner.timers--;
    task();
    settle();
  }

  #take(): void {
    const heap = this.#heap;
    const last = heap.pop() as Timer;
    const { length } = heap;
    if (length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      let below = heap[child] as Timer;
      const right = heap[child + 1];
      if (
        child + 1 < length &&
        right &&
        (right.due < below.due || (right.due === below.due && right.order < below.order))
      ) {
        child++;
        below = right;
      }
      if (last.due < below.due || (last.due === below.due && last.order < below.order)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}
