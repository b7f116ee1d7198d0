// `npm test`: builds, then runs everything there is in every engine that is there. The last line is the count.
// --only node|browser|e2e runs one part; --grep WORD keeps the files whose path holds WORD.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { chromium, repository } from './support/browsers.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' } } });
const started = performance.now();
const count = { passed: 0, failed: 0, skipped: 0 };
const wanted = (part) => options.only === undefined || options.only === part;
const say = (line) => process.stdout.write(`${line}\n`);

/** Every file below build/test that ends in `.test.js`. */
function testFiles(folder = join(repository, 'build/test')) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    // A test whose source is gone is no test any more.
    const source = join(repository, relative(join(repository, 'build'), path)).replace(/\.js$/, '.ts');
    return path.endsWith('.test.js') && existsSync(source) ? [path] : [];
  });
}

function command(name, program, args) {
  const { status } = spawnSync(program, args, { cwd: repository, stdio: 'inherit' });
  if (status === 0) return true;
  say(`${name} failed`);
  count.failed++;
  return false;
}

async function runNode(files, concurrency) {
  const stream = run({ files, concurrency });
  stream.on('test:pass', ({ details, skip }) => {
    if (details.type === 'suite') return;
    if (skip === undefined) count.passed++;
    else count.skipped++;
  });
  stream.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') count.failed++;
  });
  stream.compose(spec).pipe(process.stdout, { end: false });
  await new Promise((resolve) => stream.on('end', resolve));
}

/** Counts what one engine ran, and prints only what failed. */
function counter(name, tally) {
  const walk = (suite, path) => {
    for (const test of suite.tests) {
      if (test.skipped) tally.skipped++;
      else if (test.passed) tally.passed++;
      else {
        tally.failed++;
        say(
          `  ✖ ${[...path, test.name].join(' › ')}\n    ${test.error?.message ?? ''}\n    ${test.error?.stack ?? ''}`,
        );
      }
    }
    for (const inner of suite.suites) walk(inner, [...path, inner.name]);
  };
  return {
    onTestRunFinished({ sessions }) {
      for (const { testResults, errors, testFile, logs } of sessions) {
        if (testResults) walk(testResults, [name]);
        for (const error of errors) say(`  ✖ ${name} ${testFile}: ${error.message}\n${error.stack ?? ''}`);
        for (const log of logs) say(`  ${name} console: ${log.map(String).join(' ')}`);
        if (!testResults || errors.length > 0) tally.failed++;
      }
    },
  };
}

async function runBrowser(name, engine, config, files) {
  const { startTestRunner } = await import('@web/test-runner');
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const runner = await startTestRunner({
    config: { ...config, files, browsers: [engine], watch: false, reporters: [counter(name, tally)] },
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
  });
  await new Promise((resolve) => runner.on('finished', resolve));
  say(`${name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped [${seconds()}]`);
  for (const key of Object.keys(count)) count[key] += tally[key];
  return tally;
}

const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;

async function everything() {
  const built = command('build', 'npm', ['run', '--silent', 'build']) && command('compile', 'npx', ['tsc', '-b']);
  if (!built) return;
  say(`Built [${seconds()}]`);
  await chromium(); // Unpacked once, before two processes want it.
  const files = testFiles().filter((path) => !options.grep || path.includes(options.grep));
  const isBrowser = (path) => /\/build\/test\/elements\/|\.browser\.test\.js$/.test(path);
  const isSlow = (path) => /\/build\/test\/(e2e|package|demo|loader|media)\//.test(path);
  if (wanted('node')) {
    if (!options.grep) command('check', 'npm', ['run', '--silent', 'check']);
    await runNode(
      files.filter((path) => !isBrowser(path) && !isSlow(path)),
      2,
    );
    say(`Node: done [${seconds()}]`);
  }
  const inBrowser = files.filter(isBrowser);
  if (wanted('browser') && inBrowser.length > 0) {
    const { default: config, engines } = await import('./web-test-runner.config.mjs');
    let ran = 0;
    for (const name of ['Chromium', 'Firefox', 'WebKit']) {
      const engine = engines[name];
      if (engine) {
        const { passed, failed, skipped } = await runBrowser(name, engine, config, inBrowser);
        ran = Math.max(ran, passed + failed + skipped);
      } else {
        say(`${name} is not installed: its ${ran} tests are skipped.`);
        count.skipped += ran;
      }
    }
  }
  if (wanted('e2e')) {
    await runNode(files.filter(isSlow), 1);
    say(`End to end: done [${seconds()}]`);
  }
}

await everything().catch((error) => {
  say(error.stack ?? String(error));
  count.failed++;
});
say(`${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}`);
process.exit(count.failed > 0 || count.passed === 0 ? 1 : 0);
