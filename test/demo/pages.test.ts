import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { get, ServeProcess } from './serve-process.js';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws:",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
];

let demo: ServeProcess;
let origin: string;

before(async () => {
  demo = new ServeProcess('0');
  origin = await demo.ready();
});

after(() => demo.end());

for (const path of ['/', '/npm/', '/call/', '/agent/', '/nowhere']) {
  test(`The page at ${path} is sent under the strict policy`, async () => {
    const { headers, body } = await get(origin, path);
    const directives = String(headers['content-security-policy']).split('; ');
    assert.deepEqual(
      policy.filter((directive) => !directives.includes(directive)),
      [],
    );
    assert.ok(!/unsafe|\*|https?:/.test(directives.join()));
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['permissions-policy'], 'camera=(self), microphone=(self), display-capture=(self)');
    assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin');
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.doesNotMatch(body.toString(), / style=|<style|<script>|javascript:/);
  });
}

test('Every link and every file a page names is there', async () => {
  for (const page of ['/', '/npm/', '/call/', '/agent/', '/nowhere']) {
    const { body } = await get(origin, page);
    const html = body.toString();
    for (const [, name] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
      const { pathname, hash } = new URL(name!, origin + page);
      const { status, body: target } = await get(origin, pathname);
      assert.equal(status, 200, `${page} names ${name}`);
      if (hash) assert.ok(target.includes(`id="${hash.slice(1)}"`), `${page} names ${name}`);
    }
  }
});

test('A page that is not there is answered with a page that leads on', async () => {
  const { status, body } = await get(origin, '/nowhere', { accept: 'text/html' });
  assert.equal(status, 404);
  assert.match(body.toString(), /href="\/"/);
});

test('Folders are found with and without their slash', async () => {
  const { status, headers } = await get(origin, '/agent');
  assert.equal(status, 308);
  assert.equal(headers.location, '/agent/');
});

test('No path leads out of the folders, or to the server’s own files', async () => {
  const ways = [
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/agent/..%2f..%2fpackage.json',
    '/deskbell/../../package.json',
    '/deskbell/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/deskbell/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/%00',
    '/%',
    '/serve.mjs',
    '/server/services.mjs',
    '/index.html/',
  ];
  for (const path of ways) assert.equal((await get(origin, path)).status, 404, path);
});

test('A file that has not changed is not sent again', async () => {
  const { headers } = await get(origin, '/site.css');
  const again = await get(origin, '/site.css', { 'if-none-match': String(headers.etag) });
  assert.equal(headers['cache-control'], 'no-cache');
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
});

test('A file with a hash in its name is kept for good', async () => {
  const script = await get(origin, '/deskbell/deskbell.js');
  const [chunk] = /chunks\/app-[\w-]+\.js/.exec(String(script.body)) ?? [];
  const { headers } = await get(origin, `/deskbell/${chunk}`);
  assert.match(String(headers['cache-control']), /immutable/);
});

test('The script is sent compressed to whoever can read it', async () => {
  const plain = await get(origin, '/deskbell/deskbell.js');
  const small = await get(origin, '/deskbell/deskbell.js', { 'accept-encoding': 'gzip, br' });
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(small.headers['content-encoding'], 'br');
  assert.deepEqual(brotliDecompressSync(small.body), plain.body);
});

test('Whoever comes by localhost is led to the address that sockets work with', async () => {
  const { port } = new URL(origin);
  const { status, headers } = await get(origin, '/agent/?from=here', { host: `localhost:${port}` });
  assert.equal(status, 307);
  assert.equal(headers.location, `${origin}/agent/?from=here`);
});

test('Pages, broker and simulator answer on one origin', async () => {
  assert.equal((await get(origin, '/v1/health')).status, 200);
  const config = JSON.parse((await get(origin, '/_sim/config')).body.toString()) as { endpoint: string };
  assert.equal(config.endpoint, origin);
  assert.equal((await get(origin, '/_sim/', { accept: 'text/html' })).status, 200);
});
