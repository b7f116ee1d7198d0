import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { get as openStream } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../support/browsers.mjs';
import { connectCustomer } from './connected-customer.js';
import { ServeProcess } from './serve-process.js';

test('The demo says where it is, in one line, and nothing else whatever happens then', async () => {
  const demo = new ServeProcess('0');
  const origin = await demo.ready();
  const { status } = await fetch(`${origin}/`);
  const customer = await connectCustomer(origin, 'Maya');
  customer.close();
  assert.equal(status, 200);
  assert.equal((await demo.end()).code, 0);
  assert.equal(demo.stdout, `Deskbell demo ready at ${origin}/\n`);
  assert.equal(demo.stderr, '');
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`On ${signal} the demo ends cleanly within two seconds, however many connections are open`, async () => {
    const demo = new ServeProcess('0');
    const origin = await demo.ready();
    const port = Number(new URL(origin).port);
    // A chat with its socket, an agent desk with its feed, a browser that keeps its connection, somebody who never speaks.
    const customer = await connectCustomer(origin, 'Maya');
    const feed = openStream(`${origin}/_sim/desk/feed?name=Robin`);
    await once(feed, 'response');
    feed.on('error', () => undefined);
    await (await fetch(`${origin}/`)).text();
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');
    silent.on('error', () => undefined);

    const { code, ms } = await demo.end(signal);
    assert.equal(code, 0);
    assert.ok(ms < 2_000, `It took ${ms} ms.`);
    customer.close();
  });
}

test('A port in use is one clear sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const demo = new ServeProcess(String(port));
  assert.equal((await demo.ended).code, 1);
  assert.equal(demo.stdout, '');
  assert.match(demo.stderr, new RegExp(`^Port ${port} is in use: .+\\.\\n$`));
  other.close();
});

for (const port of ['eighty', '-1', '70000', '80.5']) {
  test(`PORT=${port} is refused in one clear sentence`, async () => {
    const demo = new ServeProcess(port);
    assert.equal((await demo.ended).code, 1);
    assert.equal(demo.stdout, '');
    assert.equal(demo.stderr, `PORT must be a whole number from 0 to 65535, not "${port}".\n`);
  });
}

test('Without a build the demo says what to run', async () => {
  const root = mkdtempSync(join(tmpdir(), 'deskbell-'));
  cpSync(join(repository, 'demo'), join(root, 'demo'), { recursive: true });
  const demo = new ServeProcess('0', root);
  assert.equal((await demo.ended).code, 1);
  assert.equal(demo.stdout, '');
  assert.match(demo.stderr, /^[^\n]*`npm run build`[^\n]*\n$/);
  rmSync(root, { recursive: true });
});

test('Only this machine can reach the demo', async () => {
  const demo = new ServeProcess('0');
  const port = Number(new URL(await demo.ready()).port);
  const elsewhere = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  for (const { address } of elsewhere) {
    await assert.rejects(once(connect(port, address), 'connect'), { code: 'ECONNREFUSED' });
  }
  await demo.end();
});
