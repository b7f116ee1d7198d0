import { isMainThread, parentPort } from 'node:worker_threads';
import type { Finding } from '../check.js';
import { useLeanAbort } from './lean-abort.js';
import { plan, type Story } from './plan.js';
import { play } from './play.js';

/** How many stories are played in one turn of the event loop: turns cost time. */
const together = 50;

/** Seeds to be played, first to last. */
export interface Task {
  readonly from: number;
  readonly seeds: number;
  /** Stops at the first seed that fails. */
  readonly untilFound?: boolean;
}

export interface TaskResult {
  readonly from: number;
  readonly seeds: number;
  readonly failed: readonly { readonly seed: number; readonly findings: readonly Finding[] }[];
}

/** What was found, where what the product itself throws at the player is a finding like any other. */
function found(story: Story, tell?: (line: string) => void): readonly Finding[] {
  try {
    return play(story, tell).findings;
  } catch (error) {
    return [{ kind: 'silent', what: `it threw ${String(error)} ${(error as Error).stack ?? ''}` }];
  }
}

/** Runs something in a task of its own. Resolves with what came of it, and how much was rejected and caught by nobody. */
async function inTask<Result>(task: () => Result): Promise<{ readonly result: Result; readonly uncaught: number }> {
  let uncaught = 0;
  const onRejection = (): void => void uncaught++;
  process.on('unhandledRejection', onRejection);
  const result = await new Promise<Result>((resolve) => {
    setImmediate(() => {
      const result = task();
      setImmediate(() => resolve(result));
    });
  });
  process.off('unhandledRejection', onRejection);
  return { result, uncaught };
}

/** Plays one story. What is rejected there and caught by nobody counts, too. */
export async function playStory(story: Story, tell?: (line: string) => void): Promise<readonly Finding[]> {
  const { result, uncaught } = await inTask(() => found(story, tell));
  return uncaught === 0 ? result : [...result, { kind: 'silent', what: `${uncaught} rejections caught by nobody` }];
}

/** Plays seeds, one after the other. */
export async function playSeeds({ from, seeds, untilFound = false }: Task): Promise<TaskResult> {
  // Nobody reads where an error of the product came from, and finding that out costs more than what it is about.
  Error.stackTraceLimit = 0;
  useLeanAbort();
  const failed: { seed: number; findings: readonly Finding[] }[] = [];
  const end = from + seeds;
  for (let first = from; first < end; first += together) {
    const some = Array.from({ length: Math.min(together, end - first) }, (_, index) => first + index);
    const { result, uncaught } = await inTask(() => some.map((seed) => found(plan(seed))));
    for (const [index, seed] of some.entries()) {
      // One of them has left something behind: which?
      const findings = uncaught === 0 ? result[index] : await playStory(plan(seed));
      if (findings && findings.length > 0) failed.push({ seed, findings });
      if (untilFound && failed.length > 0) return { from, seeds: seed - from + 1, failed };
    }
  }
  return { from, seeds, failed };
}

/** Of a process that is started to play. */
export const asPlayer = 'plays';

if (!isMainThread && parentPort) {
  const port = parentPort;
  port.on('message', (task: Task) => {
    void playSeeds(task).then((result) => port.postMessage(result));
  });
} else if (process.argv[2] === asPlayer) {
  process.on('message', (task: Task) => {
    void playSeeds(task).then((result) => process.send?.(result));
  });
  process.on('disconnect', () => process.exit());
}
