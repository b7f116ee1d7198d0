import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { count, type Counts, type Finding } from '../check.js';
import type { Run } from '../layer.js';
import { shrink } from '../shrink.js';
import { plan, type Story } from './plan.js';
import { asPlayer, playStory, type Task, type TaskResult } from './worker.js';

/** Seeds a process gets at once. */
const portion = 250;
/** Failures that are shrunk: whoever mends reads no more of them. */
const shrunkAtMost = 3;

/** Plays seeds on all cores. */
export async function run({ seeds, from, onStory }: Run): Promise<Counts> {
  const findings: Finding[] = [];
  let shrunk = 0;
  for await (const { failed } of onAllCores(from, seeds)) {
    for (const { seed, findings: found } of failed) {
      findings.push(...found);
      if (!onStory) continue;
      const story = shrunk++ < shrunkAtMost ? await shortest(plan(seed), found) : undefined;
      onStory({ seed, findings: found, story: story ? lines(story) : [] });
    }
  }
  return count(findings);
}

/** Plays one seed and tells all that happens; where it fails, the shortest story that fails is told instead. */
export async function tell(seed: number, onLine: (line: string) => void): Promise<Counts> {
  const planned = plan(seed);
  const found = await playStory(planned);
  const story = found.length > 0 ? await shortest(planned, found) : planned;
  for (const line of lines(story)) onLine(line);
  const again = await playStory(story, onLine);
  for (const { kind, what } of again) onLine(`${kind}: ${what}`);
  return count(found);
}

/** The least of a story in which something of the same kind is found. */
export async function shortest(story: Story, found: readonly Finding[]): Promise<Story> {
  const wanted = found[0]?.kind;
  const fails = async (steps: Story['steps']): Promise<boolean> =>
    (await playStory({ ...story, steps })).some(({ kind }) => kind === wanted);
  return { ...story, steps: await shrink(story.steps, fails) };
}

/** A story as it can be written into a file of stories. */
export const lines = ({ circumstances, seed, steps }: Story): string[] => [
  `seed ${seed}, ${JSON.stringify(circumstances)}`,
  ...steps.map((step) => `  ${JSON.stringify(step)}`),
];

/** Processes instead of threads: those of one process wait for each other's garbage. */
async function* onAllCores(from: number, seeds: number): AsyncGenerator<TaskResult> {
  const end = from + seeds;
  let next = from;
  const task = (): Task | undefined => {
    if (next >= end) return undefined;
    const first = next;
    next = Math.min(end, first + portion);
    return { from: first, seeds: next - first };
  };
  const results: TaskResult[] = [];
  let wake: () => void = () => {};
  let failure: unknown;
  let busy = 0;
  const players = Array.from({ length: Math.min(availableParallelism(), Math.ceil(seeds / portion)) }, () => {
    const player = fork(fileURLToPath(new URL('./worker.js', import.meta.url)), [asPlayer]);
    const give = (): void => {
      const given = task();
      if (!given) return;
      busy++;
      player.send(given);
    };
    player.on('message', (result: TaskResult) => {
      busy--;
      results.push(result);
      give();
      wake();
    });
    const fail = (error: unknown): void => {
      failure = error;
      wake();
    };
    player.on('error', fail);
    player.on('exit', (status, signal) => fail(new Error(`a player ended with ${signal ?? String(status)}`)));
    give();
    return player;
  });
  try {
    while (busy > 0 || results.length > 0) {
      const result = results.shift();
      if (result) yield result;
      else await new Promise<void>((resolve) => (wake = resolve));
      if (failure) throw failure instanceof Error ? failure : new Error('a player failed');
    }
  } finally {
    for (const player of players) player.removeAllListeners().kill();
  }
}
