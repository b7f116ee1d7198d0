import { isMainThread, parentPort } from 'node:worker_threads';
import type { Finding } from '../check.js';
import { useLeanAbort } from './lean-abort.js';
import { plan, type Story } from './plan.js';
import { play } from './play.js';

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

/**
 * Plays one story in a task of its own: what is rejected there and caught by nobody counts, too. What the product itself
 * throws at the player is a finding like any other.
 */
export async function playStory(story: Story, tell?: (line: string) => void): Promise<readonly Finding[]> {
  let uncaught = 0;
  const onRejection = (): void => void uncaught++;
  process.on('unhandledRejection', onRejection);
  const findings = await new Promise<Finding[]>((resolve) => {
    setImmediate(() => {
      let all: Finding[];
      try {
        all = [...play(story, tell).findings];
      } catch (error) {
        all = [{ kind: 'silent', what: `it threw ${String(error)} ${(error as Error).stack ?? ''}` }];
      }
      setImmediate(() => resolve(all));
    });
  });
  process.off('unhandledRejection', onRejection);
  return uncaught === 0 ? findings : [...findings, { kind: 'silent', what: `${uncaught} rejections caught by nobody` }];
}

/** Plays seeds, one after the other. */
export async function playSeeds({ from, seeds, untilFound = false }: Task): Promise<TaskResult> {
  // Nobody reads where an error of the product came from, and finding that out costs more than what it is about.
  Error.stackTraceLimit = 0;
  useLeanAbort();
  const failed: { seed: number; findings: readonly Finding[] }[] = [];
  for (let seed = from; seed < from + seeds; seed++) {
    const findings = await playStory(plan(seed));
    if (findings.length > 0) failed.push({ seed, findings });
    if (untilFound && failed.length > 0) return { from, seeds: seed - from + 1, failed };
  }
  return { from, seeds, failed };
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  port.on('message', (task: Task) => {
    void playSeeds(task).then((result) => port.postMessage(result));
  });
}
