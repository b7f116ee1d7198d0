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

/** Plays seeds with the whole widget, in each engine that is there; ENGINES names the ones that are wanted. */
export async function run({ seeds, from, onLine, onStory }: Run): Promise<Counts> {
  const { default: config, engines } = (await import(join(repository, 'test/web-test-runner.config.mjs'))) as {
    default: Partial<TestRunnerCoreConfig>;
    engines: Readonly<Record<string, Launcher>>;
  };
  const { laboratory } = (await import(join(repository, 'test/support/laboratory-plugin.mjs'))) as {
    laboratory: (wanted: object, onOutcome: (outcome: Outcome) => void) => Plugins[number];
  };
  const wanted = process.env['ENGINES']?.split(',') ?? Object.keys(engines);
  const outcomes: Outcome[] = [];
  let broken = 0;
  for (const [name, engine] of Object.entries(engines)) {
    if (!wanted.includes(name)) continue;
    const started = performance.now();
    let played = 0;
    const plugin = laboratory({ seeds, from, shrinks: onStory !== undefined }, (outcome) => {
      played++;
      outcomes.push(outcome);
      const { diary, findings, seed } = outcome;
      if (findings.length > 0) {
        const named = findings.map(({ kind, what }) => ({ kind, what: `${name}: ${what}` }));
        onStory?.({ seed, findings: named, story: diary });
      }
    });
    const plugins = (config.plugins ?? []).filter((one) => one.name !== 'laboratory');
    const isFine = await runOne({ ...config, browsers: [engine], plugins: [...plugins, plugin] });
    if (played < seeds) broken++;
    onLine?.(`${name}: ${played} of ${seeds} days in ${((performance.now() - started) / 1_000).toFixed(1)} s${isFine ? '' : ', and the browser had trouble'}`); // prettier-ignore
  }
  const counts = count(outcomes.flatMap(({ findings }) => findings));
  // An engine that did not play them all says nothing of what it would have found.
  return { ...counts, silent: counts.silent + broken };
}

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
