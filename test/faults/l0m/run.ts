import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Counts, Finding } from '../check.js';
import { plan } from '../l0/plan.js';
import { playStory, type Task, type TaskResult } from '../l0/worker.js';
import type { Run } from '../layer.js';
import { mutants, type Mutant } from './mutants.js';

const build = join(import.meta.dirname, '../../..');
/** What a story is played with. */
const parts = ['src/core', 'src/adapters/chatjs', 'test/faults'];

/** How a mutant was caught; `seeds` undefined: it was not. */
export interface Catch {
  readonly name: string;
  readonly seeds: number | undefined;
  readonly finding: Finding | undefined;
}

/** Plays seeds against every mutant until each is caught. Whoever survives is a failure the laboratory was silent about. */
export async function run({ seeds, from, onLine, onStory }: Run): Promise<Counts> {
  const survivors: string[] = [];
  for await (const { finding, name, seeds: needed } of catches(seeds, from)) {
    if (needed === undefined) survivors.push(name);
    const how = needed === undefined ? 'NOT CAUGHT' : `${needed} seed${needed === 1 ? '' : 's'}`;
    onLine?.(`${name.padEnd(40)} ${how.padStart(10)}  ${finding ? `${finding.kind}: ${finding.what}` : ''}`);
  }
  for (const name of survivors) {
    onStory?.({ seed: from, findings: [{ kind: 'silent', what: `"${name}" survives ${seeds} seeds` }], story: [] });
  }
  return { lost: 0, doubled: 0, misordered: 0, falseStates: 0, silent: survivors.length };
}

/** Every mutant with what caught it, as many at a time as there are cores. */
export async function* catches(seeds: number, from: number): AsyncGenerator<Catch> {
  const waiting = [...mutants];
  const under = new Set<Promise<Catch>>();
  while (waiting.length > 0 || under.size > 0) {
    while (under.size < availableParallelism()) {
      const mutant = waiting.shift();
      if (!mutant) break;
      const chase: Promise<Catch> = pursue(mutant, { from, seeds, untilFound: true }).finally(() =>
        under.delete(chase),
      );
      under.add(chase);
    }
    yield await Promise.race(under);
  }
}

async function pursue(mutant: Mutant, task: Task): Promise<Catch> {
  const folder = make(mutant);
  const worker = new Worker(join(folder, 'test/faults/l0/worker.js'));
  const play = (part: Task): Promise<TaskResult> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage(part);
    });
  try {
    for (let [from, left] = [task.from, task.seeds]; left > 0;) {
      const { failed, seeds } = await play({ ...task, from, seeds: left });
      from += seeds;
      left -= seeds;
      const [caught] = failed;
      // A seed that the product itself fails catches nobody.
      if (!caught || (await playStory(plan(caught.seed))).length > 0) continue;
      return { name: mutant.name, seeds: from - task.from, finding: caught.findings[0] };
    }
    return { name: mutant.name, seeds: undefined, finding: undefined };
  } finally {
    await worker.terminate();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of what is compiled, with the mutant's one change. Returns its folder. */
function make({ file, from, name, to }: Mutant): string {
  const folder = join(build, 'mutants', name.replaceAll(' ', '-'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of parts) cpSync(join(build, part), join(folder, part), { recursive: true });
  const path = join(folder, 'src', file);
  const code = readFileSync(path, 'utf8');
  const places = code.split(from).length - 1;
  if (places !== 1) {
    throw new Error(
      `The mutant "${name}" fits ${places} places of ${file}, not one: say anew in mutants.ts what it breaks.`,
    );
  }
  writeFileSync(
    path,
    code.replace(from, () => to),
  );
  return folder;
}
