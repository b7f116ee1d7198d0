// One part of `npm test` in a process of its own, so that parts can run side by side: started by test/run.mjs with
// `node FILE…` or `browser ENGINE FILE…`. What it prints is its output, and what it counted goes to the parent.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { repository } from './browsers.mjs';

const tally = { passed: 0, failed: 0, skipped: 0 };
/** Milliseconds by file. */
const times = {};
/** What failed, and with what, each as a few lines. */
const failures = [];
const say = (line) => process.stdout.write(`${line}\n`);
const took = (file, ms) => {
  const name = relative(repository, file).replace(/^build\/test\/(.*)\.js$/, '$1');
  times[name] = (times[name] ?? 0) + ms;
};

function failed(what, error) {
  tally.failed++;
  failures.push(`✖ ${what}\n  ${error?.stack ?? error ?? 'without a reason'}`);
}

async function runNode(files) {
  const stream = run({ files, concurrency: 2 });
  stream.on('test:pass', ({ details, skip, nesting, file }) => {
    if (nesting === 0) took(file, details.duration_ms);
    if (details.type === 'suite') return;
    if (skip === undefined) tally.passed++;
    else tally.skipped++;
  });
  stream.on('test:fail', ({ details, name, nesting, file }) => {
    if (nesting === 0) took(file, details.duration_ms);
    if (details.type !== 'suite')
      failed(`${relative(repository, file)} › ${name}`, details.error.cause ?? details.error);
  });
  const shown = stream.compose(spec);
  shown.pipe(process.stdout, { end: false });
  await once(shown, 'end');
}

/** Counts what the engine ran, and prints only what failed. */
function counter(name) {
  const print = (what, errors) => {
    failed(what, errors.map(({ message, stack }) => `${message}\n  ${stack ?? ''}`).join('\n  ') || undefined);
    say(failures.at(-1));
  };
  const walk = (suite, path) => {
    for (const test of suite.tests) {
      if (test.skipped) tally.skipped++;
      else if (test.passed) tally.passed++;
      else print([...path, test.name].join(' › '), test.error ? [test.error] : []);
    }
    for (const inner of suite.suites) walk(inner, [...path, inner.name]);
  };
  return {
    onTestRunFinished({ sessions }) {
      for (const { testResults, errors, testFile, logs } of sessions) {
        if (testResults) walk(testResults, [name]);
        for (const log of logs) say(`  ${name} console: ${log.map(String).join(' ')}`);
        if (!testResults || errors.length > 0) print(`${name} ${testFile}`, errors);
      }
    },
  };
}

/** A port that is free: Web Test Runner would look for one itself, and two of them at once find the same. */
async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function runBrowser(name, files) {
  const { startTestRunner } = await import('@web/test-runner');
  const { default: config, engines } = await import('../web-test-runner.config.mjs');
  const runner = await startTestRunner({
    config: {
      ...config,
      port: await freePort(),
      files,
      browsers: [engines[name]],
      watch: false,
      reporters: [counter(name)],
    },
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
  });
  const begun = new Map();
  runner.sessions.on('session-status-updated', ({ id, status, testFile }) => {
    if (status === 'INITIALIZING') begun.set(id, performance.now());
    if (status === 'FINISHED') took(testFile, performance.now() - begun.get(id));
  });
  await new Promise((resolve) => runner.on('finished', resolve));
  await runner.stop();
}

// Browsers are ended by whoever exits, not by whoever is only told to.
process.once('SIGTERM', () => process.exit(1));

const [kind, ...rest] = process.argv.slice(2);
try {
  await (kind === 'node' ? runNode(rest) : runBrowser(rest[0], rest.slice(1)));
} catch (error) {
  failed(rest.join(' '), error);
}
// A runner of browsers leaves timers behind.
process.send({ tally, times, failures }, () => process.exit());
