// `npm test`: builds, then runs everything there is in every engine that is there. The last line is the count.
// --only node|browser|e2e runs one part; --grep WORD keeps the files whose path holds WORD; --lanes N runs N at a time.
//
// Most of these tests wait: for browsers, for sockets, for pictures. So they run side by side, each in a process of its
// own (support/run-part.mjs), and what a process prints is kept and shown whole when it ends.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, repository } from './support/browsers.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    grep: { type: 'string' },
    lanes: { type: 'string', default: String(availableParallelism() + 1) },
  },
});
const started = performance.now();
const count = { passed: 0, failed: 0, skipped: 0 };
/** What each test file took, in milliseconds. */
const times = [];
/** What failed: told once more at the end, where whoever looks for it looks first. */
const failures = [];
/** Processes that run now, each with its name and what it has printed. */
const running = new Set();

const wanted = (part) => options.only === undefined || options.only === part;
const say = (line) => process.stdout.write(`${line}\n`);
const seconds = (from = started) => `${((performance.now() - from) / 1000).toFixed(1)} s`;
const counted = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

// Whoever interrupts a run sees what it was at, and leaves nothing running.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const { name, child, output } of running) {
      say(`${name}: interrupted\n${Buffer.concat(output)}`);
      try {
        process.kill(-child.pid); // With all it has started.
      } catch {
        // It has ended just now.
      }
    }
    process.exit(1);
  });
}

/** Runs a program to its end. Answers how it ended, the last message it sent and all it printed. */
function runProgram(name, program, args, { stdio = [], yields = 0 } = {}) {
  const child = spawn(program, args, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe', ...stdio],
    detached: true, // A group of its own, which can be ended as one.
  });
  if (yields && child.pid) setPriority(child.pid, yields);
  const one = { name, child, output: [] };
  let message;
  running.add(one);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => one.output.push(bytes));
  child.on('message', (sent) => (message = sent));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      running.delete(one);
      resolve({ isFine: status === 0, how: signal ?? `status ${status}`, message, output: Buffer.concat(one.output) });
    });
  });
}

/** A step that counts only when it fails. `yields`: as in `part`. */
async function command(name, program, args, yields = 0) {
  const from = performance.now();
  const { isFine, output } = await runProgram(name, program, args, { yields });
  process.stdout.write(output);
  if (yields > 0) say(`${name} in ${seconds(from)} [${seconds()}]`);
  if (!isFine) {
    say(`${name} failed`);
    failures.push(`✖ ${name}\n${output.toString().slice(-2_000)}`);
    count.failed++;
  }
  return isFine;
}

/**
 * One part of the tests; `kind` and `args` are what support/run-part.mjs is started with. `yields`: how far it leaves the
 * cores to others, from 0 to 19.
 */
async function part(name, yields, kind, ...args) {
  const from = performance.now();
  const script = join(import.meta.dirname, 'support/run-part.mjs');
  const { isFine, how, message, output } = await runProgram(name, process.execPath, [script, kind, ...args], {
    stdio: ['ipc'],
    yields,
  });
  const tally = message?.tally ?? { passed: 0, failed: 0, skipped: 0 };
  // A process that ended without its count, or with a bad end after it, failed whatever it was at.
  process.stdout.write(output);
  for (const failure of message?.failures ?? []) failures.push(`${name} ${failure}`);
  if (!message || !isFine) {
    tally.failed++;
    failures.push(`✖ ${name} ended with ${how}`);
  }
  say(`${name}: ${counted(tally)} in ${seconds(from)} [${seconds()}]`);
  for (const key of Object.keys(count)) count[key] += tally[key];
  for (const [file, ms] of Object.entries(message?.times ?? {})) {
    times.push({ file: kind === 'browser' ? `${name} ${file}` : file, ms });
  }
  return tally;
}

/**
 * Runs all of them, so many at a time, in the given order; of those that are `alone` one at a time. One lane has others to
 * run before.
 */
async function inLanes(lanes, jobs, before) {
  const queue = [...jobs];
  let isTaken = false;
  const next = () => {
    const index = queue.findIndex(({ alone }) => !alone || !isTaken);
    return index < 0 ? undefined : queue.splice(index, 1)[0];
  };
  const lane = async (_, index) => {
    if (index === lanes - 1) for (const job of before) await job();
    // Whoever finds nothing but what has to wait leaves it to the lane it waits for.
    for (let job = next(); job; job = next()) {
      isTaken ||= job.alone;
      await job.run();
      if (job.alone) isTaken = false;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Every file below build/test that ends in `.test.js`, in the same order on every machine. */
function testFiles() {
  // A test whose source is gone is no test any more.
  const isTest = (path) =>
    path.endsWith('.test.js') && existsSync(join(repository, 'test', path.replace(/\.js$/, '.ts')));
  const folder = join(repository, 'build/test');
  const tests = readdirSync(folder, { recursive: true }).filter(isTest).sort();
  return tests.map((path) => join(folder, path));
}

async function everything() {
  // The browser is unpacked once, before several processes want it.
  const [compiled] = await Promise.all([command('compile', 'npx', ['tsc', '-b']), chromium()]);
  if (!compiled) return;
  say(`Compiled [${seconds()}]`);

  const files = testFiles().filter((path) => !options.grep || path.includes(options.grep));
  const isBrowser = (path) => /\/build\/test\/elements\/|\.browser\.test\.js$/.test(path);
  const isSlow = (path) => /\/build\/test\/(e2e|package|demo|loader|media|faults\/l1)\//.test(path);
  const inNode = files.filter((path) => !isBrowser(path) && !isSlow(path));
  const inBrowser = files.filter(isBrowser);
  // Calls with pictures, two at a time, starve each other of the cores, and a picture that starves is given up.
  const hasPictures = (path) => /\/(media|e2e\/call[^/]*|demo\/[^/]*calls)[./]/.test(path);
  // In this order: the build first, because every test needs it; then calls, one after the other; then the longest.
  let built;
  const jobs = [{ alone: false, run: () => (built = command('build', 'npm', ['run', '--silent', 'build'])) }];
  // What only computes fills the time in which browsers wait, and takes none of theirs. What goes by a clock of its own
  // leaves the cores to those in which somebody talks.
  const computing = [];
  if (wanted('node') && !options.grep) {
    const laboratory = ['build/test/faults/cli.js', '--layer', 'L0', '--seeds', '100000'];
    computing.push(() => command('faults', process.execPath, laboratory, 19));
    computing.push(() => command('check', 'npm', ['run', '--silent', 'check'], 19));
  }
  const withBuilt = (test, alone = false) => jobs.push({ alone, run: async () => (await built) && test() });
  const inProcess = (path) => {
    const name = relative(join(repository, 'build/test'), path).replace(/\.test\.js$/, '');
    withBuilt(() => part(name, name.startsWith('faults/') ? 10 : 0, 'node', path), hasPictures(path));
  };
  const slow = wanted('e2e') ? files.filter(isSlow) : [];
  for (const path of slow.filter(hasPictures)) inProcess(path);
  let inOneEngine = 0;
  const missing = [];
  if (wanted('browser') && inBrowser.length > 0) {
    const { engines } = await import('./web-test-runner.config.mjs');
    for (const name of ['Firefox', 'WebKit', 'Chromium']) {
      if (!engines[name]) missing.push(name);
      else {
        withBuilt(async () => {
          const { passed, failed, skipped } = await part(name, 10, 'browser', name, ...inBrowser);
          inOneEngine = Math.max(inOneEngine, passed + failed + skipped);
        });
      }
    }
  }
  if (wanted('node') && inNode.length > 0) withBuilt(() => part('Node', 5, 'node', ...inNode));
  const isLong = (path) => /\/faults\/l1/.test(path);
  const others = slow.filter((path) => !hasPictures(path));
  for (const path of others.toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))) inProcess(path);
  await inLanes(Number(options.lanes), jobs, computing);
  for (const name of missing) {
    say(`${name} is not installed: its ${inOneEngine} tests are skipped.`);
    count.skipped += inOneEngine;
  }
  times.sort((a, b) => b.ms - a.ms);
  say('The slowest files:');
  for (const { file, ms } of times.slice(0, 12)) say(`${(ms / 1000).toFixed(1).padStart(7)} s  ${file}`);
}

await everything().catch((error) => {
  say(error.stack ?? String(error));
  count.failed++;
});
if (failures.length > 0) say(`What failed:\n${failures.join('\n')}`);
say(`Done in ${seconds()}`);
say(counted(count));
process.exit(count.failed > 0 || count.passed === 0 ? 1 : 0);
