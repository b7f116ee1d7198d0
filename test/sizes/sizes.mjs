// `npm run sizes`: what the built files weigh, and whether that is within the budgets. With --json, the same as JSON.
// A sum counts every file once, with everything it imports statically; which files those are, the build has noted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '../..');
const bundles = JSON.parse(readFileSync(join(root, 'build/bundles.json'), 'utf8'));

/** In brotli bytes: what a page may have to download until this point. */
const budgets = {
  launcher: 2_048,
  typeable: 22_000,
  connected: 72_000,
  call: 175_000,
  waiting: 26_000,
  hours: 6_500,
  files: 4_250,
};

const nameOf = (file) => file.replace(/-[\w-]{6}(?=\.js$)/, '');
const fileOf = (name) => Object.keys(bundles).find((file) => nameOf(file) === name) ?? fail(`${name} is not built`);

function fail(sentence) {
  process.stderr.write(`${sentence}. Run \`npm run build\` first.\n`);
  process.exit(1);
}

const weights = new Map();

function weigh(file) {
  const known = weights.get(file);
  if (known) return known;
  const bytes = readFileSync(join(root, 'dist', file));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const weight = {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
  weights.set(file, weight);
  return weight;
}

/** These files and everything they import statically. */
function closure(files, found = new Set()) {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    closure(
      bundles[file].imports.filter((name) => name in bundles),
      found,
    );
  }
  return found;
}

function sum(names) {
  const files = [...closure(names.map(fileOf))].map(weigh);
  const total = (key) => files.reduce((bytes, weight) => bytes + weight[key], 0);
  return { raw: total('raw'), gzip: total('gzip'), brotli: total('brotli') };
}

const untilTypeable = ['deskbell.js', 'chunks/app.js'];
const sizes = {
  launcher: sum(['deskbell.js']),
  typeable: sum(untilTypeable),
  connected: sum([...untilTypeable, 'chunks/session.js', 'chunks/connect.js']),
  call: sum(['chunks/call.js', 'chunks/chime.js']),
  // What is loaded when somebody waits or a contact is over, where a page wants to know what is open, and where files
  // can be sent.
  waiting: sum(['chunks/wait.js']),
  hours: sum(['chunks/hours.js']),
  files: sum(['chunks/files.js']),
  ...Object.fromEntries(
    Object.keys(bundles)
      .sort()
      .map((file) => [nameOf(file), weigh(file)]),
  ),
};

const over = Object.entries(budgets).filter(([name, budget]) => sizes[name].brotli > budget);

if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify(sizes, null, 2)}\n`);
} else {
  const line = (name, ...cells) => `${name.padEnd(28)}${cells.map((cell) => String(cell).padStart(10)).join('')}\n`;
  process.stdout.write(line('', 'raw', 'gzip', 'brotli', 'budget'));
  for (const [name, { raw, gzip, brotli }] of Object.entries(sizes)) {
    process.stdout.write(line(name, raw, gzip, brotli, budgets[name] ?? ''));
  }
  for (const [name, budget] of over) {
    process.stdout.write(`${name} is ${sizes[name].brotli - budget} bytes over its budget of ${budget}.\n`);
  }
}
process.exitCode = over.length > 0 ? 1 : 0;
