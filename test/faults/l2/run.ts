import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { startTestRunner, type TestRunnerCoreConfig } from '@web/test-runner';
import { repository } from '../../support/browsers.mjs';
import { count, type Counts } from '../check.js';
import type { Run } from '../layer.js';
import type { Outcome } from './performance.js';

type Plugins = NonNullable<TestRunnerCoreConfig['plugins']>;
type Launcher = TestRunnerCoreConfig['browsers'][number];

/** How long all days of a run may take, in milliseconds. */
const patienceMs = 6 * 3_600_000;

/** A browser plays so many days and is started anew: one that has shown hundreds of pages has become large, and slow. */
const daysAtOnce = 100;

/** Plays seeds with the whole widget, in each engine that is there; ENGINES names the ones that are wanted. */
export async function run({ seeds, from, onLine, onStory }: Run): Promise<Counts> {
  const { engines } = await configuration(0);
  const { laboratory } = (await import(join(repository, 'test/support/laboratory-plugin.mjs'))) as {
    laboratory: (wanted: object, onOutcome: (outcome: Outcome) => void) => Plugins[number];
  };
  const wanted = process.env['ENGINES']?.split(',') ?? Object.keys(engines);
  const outcomes: Outcome[] = [];
  let broken = 0;
  for (const name of Object.keys(engines)) {
    if (!wanted.includes(name)) continue;
    const started = performance.now();
    let [played, isFine] = [0, true];
    const hear = (outcome: Outcome): void => {
      played++;
      outcomes.push(outcome);
      const { diary, findings, seed } = outcome;
      if (findings.length > 0) {
        const named = findings.map(({ kind, what }) => ({ kind, what: `${name}: ${what}` }));
        onStory?.({ seed, findings: named, story: diary });
      }
    };
    for (let done = 0; done < seeds; done += daysAtOnce) {
      const some = { seeds: Math.min(daysAtOnce, seeds - done), from: from + done, shrinks: onStory !== undefined };
      const { default: config, engines } = await configuration(done);
      const plugins = (config.plugins ?? []).filter((one) => one.name !== 'laboratory');
      const browsers = Object.entries(engines).flatMap(([one, engine]) => (one === name ? [engine] : []));
      const isOne = await runOne({ ...config, browsers, plugins: [...plugins, laboratory(some, hear)] });
      isFine &&= isOne;
    }
    if (played < seeds) broken++;
    onLine?.(`${name}: ${played} of ${seeds} days in ${((performance.now() - started) / 1_000).toFixed(1)} s${isFine ? '' : ', and the browser had trouble'}`); // prettier-ignore
  }
  const counts = count(outcomes.flatMap(({ findings }) => findings));
  // An engine that did not play them all says nothing of what it would have found.
  return { ...counts, silent: counts.silent + broken };
}

interface Configuration {
  readonly default: Partial<TestRunnerCoreConfig>;
  readonly engines: Readonly<Record<string, Launcher>>;
}

/** The configuration of all tests in browsers, with launchers of its own for each `nth`: a launcher starts its browser once. */
const configuration = async (nth: number): Promise<Configuration> =>
  (await import(`${join(repository, 'test/web-test-runner.config.mjs')}?${nth}`)) as Configuration;

/** Plays the days in one engine. Resolves whether all that ran was fine. */
async function runOne(config: Partial<TestRunnerCoreConfig>): Promise<boolean> {
  const runner = await startTestRunner({
    config: {
      ...config,
      port: await freePort(),
      files: [join(repository, 'build/test/faults/l2/seeds.browser.test.js')],
      watch: false,
      reporters: [{}],
      testsFinishTimeout: patienceMs,
    },
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
  });
  if (!runner) return false;
  const isFine = await new Promise<boolean>((resolve) => runner.on('finished', resolve));
  await runner.stop();
  return isFine;
}

/** A port that is free: Web Test Runner would look for one itself, and two of them at once find the same. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
