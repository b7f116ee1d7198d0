import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connectOperations } from '../../src/simulator/connect/operations.js';
import { participantOperations } from '../../src/simulator/participant/operations.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const room = join(repository, 'src/simulator');
const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

/** What a source file imports or re-exports, statically or later. */
function imports(path: string): string[] {
  const source = readFileSync(join(room, path), 'utf8');
  const found = source.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"]([^'"]+)['"]/g);
  return [...found].map(([, name = '']) => name);
}

/** Packages that only a call needs: each is imported by the one file that is loaded when the first call comes. */
const lazy = new Map([
  ['chime/frames.ts', 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js'],
  ['chime/peer.ts', 'werift'],
]);

test('the simulator imports Node, ws and itself, and nothing of the product it tests', () => {
  assert.ok(files.length > 30);
  for (const path of files) {
    for (const name of imports(path)) {
      if (name.startsWith('node:') || name === 'ws' || lazy.get(path) === name) continue;
      assert.ok(name.startsWith('.'), `${path} imports ${name}`);
      const target = relative(room, resolve(join(room, path), '..', name));
      assert.ok(!target.startsWith('..'), `${path} imports ${name}, outside the simulator`);
    }
  }
});

test('what only calls need is loaded when the first call comes', () => {
  for (const path of files) {
    const source = readFileSync(join(room, path), 'utf8');
    for (const file of ['peer', 'frames', 'recorded-agent', 'recorded-screen'])
      assert.doesNotMatch(source, new RegExp(`from '[./]+(?:chime/)?${file}\\.js'`), `${path} needs ${file}`);
  }
});

test('every operation has a file of its own name, and an address of its own', () => {
  const operations = [...connectOperations, ...participantOperations];
  for (const { name, service } of operations) assert.ok(files.includes(join(service, `${name}.ts`)), `${name}.ts`);
  const addresses = operations.map(({ method, path }) => `${method} ${path}`);
  assert.equal(new Set(addresses).size, operations.length);
  const named = files.filter((path) => /^[A-Z]/.test(basename(path))).map((path) => basename(path, '.ts'));
  assert.deepEqual(named.sort(), operations.map(({ name }) => name).sort());
});
