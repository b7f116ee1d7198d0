import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

interface Weight {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

const run = (...args: string[]): { status: number | null; stdout: string } =>
  spawnSync(process.execPath, ['test/sizes/sizes.mjs', ...args], { encoding: 'utf8' });

const json = run('--json').stdout;
const sizes = JSON.parse(json) as Record<string, Weight>;
const brotli = (name: string): number => sizes[name]!.brotli;

test('The script tag shows its launcher after at most 2,048 bytes', () => {
  assert.ok(brotli('launcher') <= 2_048, `${brotli('launcher')} bytes`);
});

test('A customer can type after at most 22,000 bytes', () => {
  assert.ok(brotli('typeable') <= 22_000, `${brotli('typeable')} bytes`);
});

test('A chat is connected after at most 72,000 bytes', () => {
  assert.ok(brotli('connected') <= 72_000, `${brotli('connected')} bytes`);
});

test('A call adds at most 175,000 bytes, the client for Amazon Chime included', () => {
  assert.ok(brotli('call') <= 175_000, `${brotli('call')} bytes`);
  assert.equal(brotli('call'), brotli('chunks/call.js') + brotli('chunks/chime.js'));
});

test('Sending files adds at most 4,250 bytes, and only where they can be sent', () => {
  assert.ok(brotli('files') <= 4_250, `${brotli('files')} bytes`);
});

test('The sums are those of the files a customer downloads', () => {
  const typeable = brotli('deskbell.js') + brotli('chunks/app.js');
  assert.equal(brotli('typeable'), typeable);
  assert.equal(brotli('connected'), typeable + brotli('chunks/session.js') + brotli('chunks/connect.js'));
});

test('The table names every size and says how it ended', () => {
  const { status, stdout } = run();
  for (const name of Object.keys(sizes)) assert.match(stdout, new RegExp(`^${name.replace(/[./]/g, '\\$&')} `, 'm'));
  assert.equal(status, 0);
  assert.equal(json[0], '{');
});
