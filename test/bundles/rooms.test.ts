import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Bundle {
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  readonly modules: readonly string[];
}

/** What the build has put into every browser file. */
const bundles = JSON.parse(readFileSync('build/bundles.json', 'utf8')) as Record<string, Bundle>;

const plain = (file: string): string => file.replace(/-[\w-]{6}(?=\.js$)/, '');
/** A file by its own name, or by the one it had before the build added a hash. */
const bundle = (name: string): Bundle => {
  const file = name in bundles ? name : Object.keys(bundles).find((file) => plain(file) === name);
  assert.ok(file, `${name} is built`);
  return bundles[file]!;
};

/** The modules of a file and of everything it imports statically. */
function everythingIn(name: string, met = new Set<string>()): readonly string[] {
  if (met.has(name)) return [];
  met.add(name);
  const { imports, modules } = bundle(name);
  // Two files may have had the same name before.
  return [...modules, ...imports.filter((file) => file in bundles).flatMap((file) => everythingIn(file, met))];
}

/** Rooms, and packages by their name, that modules come from. */
const originsOf = (modules: readonly string[]): readonly string[] =>
  [
    ...new Set(
      modules.map(
        (module) => /^build\/src\/([^/]+)|node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.slice(1).join('') ?? module,
      ),
    ),
  ].sort();

const isChatjs = (module: string): boolean => /amazon-connect-chatjs/.test(module);

test('The loader is itself and the launcher, in one file', () => {
  const { dynamicImports, imports, modules } = bundle('deskbell.js');
  assert.deepEqual([...imports, ...dynamicImports], []);
  for (const module of modules) assert.match(module, /^build\/src\/(loader|elements\/launcher)\//);
});

test('Every file of the script tag stands alone, so that each can be tried again', () => {
  for (const [file, { dynamicImports, imports }] of Object.entries(bundles)) {
    if (/^chunks\//.test(file)) assert.deepEqual([...imports, ...dynamicImports], [], file);
  }
});

test('What one can type into has no session, no client and no server in it', () => {
  const modules = everythingIn('chunks/app.js');
  assert.ok(
    !modules.some((module) => /\/(adapters|protocol|broker|simulator|loader)\//.test(module)),
    modules.join('\n'),
  );
  assert.ok(!modules.some((module) => /core\/chat\/(session|transition|outbox)\.js$/.test(module)));
  assert.deepEqual(
    originsOf(modules).filter((origin) => !/^(app|core|elements|i18n)$/.test(origin) && !/lit|lean/.test(origin)),
    [],
  );
});

test('A session without elements has no Lit and no element in it', () => {
  for (const name of ['chunks/session.js', 'esm/headless.js', 'esm/testing.js']) {
    const modules = everythingIn(name);
    assert.ok(!modules.some((module) => /\/elements\/|node_modules\/(@lit|lit)/.test(module)), name);
    assert.ok(!bundle(name).imports.some((file) => /^(esm\/)?lit/.test(file)), name);
  }
});

test('amazon-connect-chatjs is in one file of each build, and only reached by a lazy import', () => {
  const carriers = Object.keys(bundles).filter((file) => bundles[file]!.modules.some(isChatjs));
  assert.deepEqual(carriers.map(plain).sort(), ['chunks/connect.js', 'esm/chunks/connect.js']);
  for (const [file, { imports }] of Object.entries(bundles)) {
    assert.ok(!imports.some((name) => carriers.includes(name)), `${file} does not wait for it`);
  }
});

const isChime = (module: string): boolean => /amazon-chime-sdk-js/.test(module);

test('The client for Amazon Chime is in one file of each build, and only reached by a lazy import', () => {
  const carriers = Object.keys(bundles).filter((file) => bundles[file]!.modules.some(isChime));
  assert.deepEqual(carriers.map(plain).sort(), ['chunks/chime.js', 'esm/chunks/chime.js']);
  for (const [file, { imports }] of Object.entries(bundles)) {
    assert.ok(!imports.some((name) => carriers.includes(name)), `${file} does not wait for it`);
  }
});

test('Whoever only chats is sent nothing of a call: no session, no element, no words', () => {
  for (const name of ['chunks/app.js', 'chunks/session.js', 'chunks/connect.js', 'esm/chat.js', 'esm/define.js']) {
    const calls = everythingIn(name).filter((module) =>
      /\/core\/call\/(session|line|transition)|\/elements\/(call-|prejoin|device-menu)|\/i18n\/call\/|\/adapters\/(chime|participant)\//.test(
        module,
      ),
    );
    assert.deepEqual(calls, [], name);
  }
});

test('Whoever sends no files is sent nothing of them: no element, no words', () => {
  for (const name of ['chunks/app.js', 'chunks/session.js', 'chunks/connect.js', 'esm/chat.js', 'esm/define.js']) {
    const files = everythingIn(name).filter((module) => /\/elements\/(file|attach)\/|\/i18n\/files\//.test(module));
    assert.deepEqual(files, [], name);
  }
});

test('The client for Amazon Chime comes without what never runs: no reports, no workers, no WebAssembly, no eval', () => {
  const { modules } = bundle('chunks/chime.js');
  for (const part of [
    'devicecontroller/DefaultDeviceController',
    'encodedtransformworker',
    'eventreporter',
    'messagingsession',
    'ua-parser-js',
    'voicefocus/',
    'backgroundblur',
  ]) {
    assert.deepEqual(
      modules.filter((module) => module.includes(part)),
      [],
      part,
    );
  }
  const [file] = Object.keys(bundles).filter((name) => plain(name) === 'chunks/chime.js');
  const code = readFileSync(`dist/${file}`, 'utf8');
  assert.doesNotMatch(code, /new Worker\(|WebAssembly|\beval\(|new Function\(|getHighEntropyValues/);
});

test('The client metrics of amazon-connect-chatjs are in no file we publish', () => {
  for (const file of Object.keys(bundles)) assert.doesNotMatch(readFileSync(`dist/${file}`, 'utf8'), /csm\.EVENT_TYPE/);
});

test('No browser file has anything of the broker, the simulator or a server package in it', () => {
  for (const [file, { modules }] of Object.entries(bundles)) {
    for (const module of modules) {
      assert.doesNotMatch(
        module,
        /build\/src\/(broker|simulator)\/|node_modules\/(@aws-sdk|@smithy|hono|jose|valibot|ws)\//,
        file,
      );
    }
  }
});

test('The npm build leaves Lit to the site, and brings no second copy', () => {
  for (const [file, { modules }] of Object.entries(bundles)) {
    if (file.startsWith('esm/')) assert.ok(!modules.some((module) => /node_modules\/(@lit|lit)/.test(module)), file);
  }
});
