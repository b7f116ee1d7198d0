import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { account, createSimulator } from '../../src/simulator/index.js';
import { ask, Customer, monday, simulated, startChat } from './customer-client.js';

const cli = fileURLToPath(new URL('../../src/simulator/cli.js', import.meta.url));

test('the configuration tells a client all it needs, and nothing else', async (t) => {
  const { origin } = await simulated(t);
  const { answer } = await ask(origin, 'GET', 'config');
  assert.deepEqual(answer, {
    endpoint: origin,
    participantEndpoint: origin,
    region: account.region,
    accessKeyId: account.accessKeyId,
    secretAccessKey: account.secretAccessKey,
    instanceId: account.instanceId,
    contactFlowId: account.contactFlowId,
  });
});

test('the documentation page names every knob and call, under a policy that allows only its style sheet', async (t) => {
  const { origin, simulator } = await simulated(t);
  const response = await fetch(`${origin}/_sim`);
  assert.equal(response.url, `${origin}/_sim/`);
  assert.equal(response.headers.get('content-security-policy'), "default-src 'none'; style-src 'self'");
  const page = await response.text();
  for (const name of [...Object.keys(simulator.faults.knobs), 'SendMessage', 'StartChatContact', 'UploadFile']) {
    assert.ok(page.includes(`<code>${name}</code>`) || page.includes(`<th>${name}</th>`), name);
  }
  assert.ok(!/style=|<style|<script/.test(page));
  const sheet = await fetch(`${origin}/_sim/style.css`);
  assert.match(sheet.headers.get('content-type') ?? '', /^text\/css/);
});

test('the simulator lives in somebody else’s server and leaves alone what is not its own', async (t) => {
  const simulator = createSimulator({ knobs: { scriptedAgents: 'off' } });
  const server = createServer((request, response) => {
    void simulator.handle(request, response).then((mine) => {
      if (mine) return;
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => response.end(`host:${request.method}:${body}`));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (!simulator.upgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    await simulator.close();
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = await fetch(`${origin}/v1/chat`, { method: 'POST', body: 'untouched' });
  assert.equal(await own.text(), 'host:POST:untouched');
  const customer = await Customer.arrive(origin);
  assert.equal(new URL(customer.line.socket.url).port, new URL(origin).port);
  await customer.say('hello');
  await customer.line.item('hello');
});

test('a clock can be held, moved and let go from outside', async (t) => {
  const { origin } = await simulated(t, { running: true });
  const held = await ask(origin, 'POST', 'clock', { hold: monday, advanceMs: 90_000 });
  assert.deepEqual(held.answer, { now: monday + 90_000, iso: '2027-03-08T09:01:30.000Z', held: true });
  assert.deepEqual((await ask(origin, 'GET', 'clock')).answer, held.answer);
  const released = await ask(origin, 'POST', 'clock', { release: true });
  assert.equal(released.answer['held'], false);
  assert.equal((await ask(origin, 'POST', 'clock', { advanceMs: -1 })).status, 400);
});

test('contacts can be looked into, with what the agent received and without secrets', async (t) => {
  const { simulator, origin } = await simulated(t, { knobs: { throttling: false } });
  const customer = await Customer.arrive(origin, { attributes: { topic: 'delivery' } });
  await customer.say('Where is it?');
  simulator.clock.advance(1_000);
  const { answer } = await ask<{
    contact: { attributes: unknown };
    segments: unknown[];
    participants: object[];
    agentLog: { at: number; item: { Content?: string } }[];
  }>(origin, 'GET', `contacts/${customer.contactId}`);
  assert.deepEqual(answer.contact.attributes, { topic: 'delivery' });
  assert.equal(answer.segments.length, 1);
  assert.equal(answer.participants.length, 2);
  assert.equal(answer.agentLog.filter(({ item }) => item.Content === 'Where is it?').length, 1);
  assert.ok(!JSON.stringify(answer).includes(customer.ticket.participantToken));
  const list = await ask<{ contacts: unknown[] }>(origin, 'GET', 'contacts');
  assert.equal(list.answer.contacts.length, 1);
});

test('a contact can be ended from outside for any reason there is', async (t) => {
  const { origin } = await simulated(t);
  const { contactId } = await startChat(origin);
  assert.equal((await ask(origin, 'POST', `contacts/${contactId}/end`, { reason: 'BOREDOM' })).status, 400);
  const { answer } = await ask<{ contact: { disconnectReason: string } }>(origin, 'POST', `contacts/${contactId}/end`, {
    reason: 'SYSTEM_ERROR',
  });
  assert.equal(answer.contact.disconnectReason, 'SYSTEM_ERROR');
});

test('queues, quotas and idle timers can be changed from outside', async (t) => {
  const { simulator, origin } = await simulated(t);
  const { answer } = await ask<{ queues: { name: string; staff: number }[]; quotas: unknown; idleTimers: unknown }>(
    origin,
    'POST',
    'world',
    {
      queues: [{ name: 'Customer care', staff: 1 }, { name: 'Gold' }],
      quotas: { chats: 100 },
      idleTimers: { CUSTOMER: { idleMinutes: 2 } },
    },
  );
  assert.deepEqual(
    answer.queues.map((one) => [one.name, one.staff]),
    [
      ['Customer care', 1],
      ['Returns', 3],
      ['Gold', 3],
    ],
  );
  assert.deepEqual(answer.quotas, { chats: 100, calls: 10, tasks: 2_500 });
  assert.deepEqual(simulator.world.idleTimers, { AGENT: {}, CUSTOMER: { idleMinutes: 2 } });
  assert.equal((await ask(origin, 'POST', 'world', { queues: [{ staff: 1 }] })).status, 400);
});

test('a reset ends everything that was', async (t) => {
  const { origin } = await simulated(t);
  const customer = await Customer.arrive(origin);
  await ask(origin, 'POST', 'reset');
  await customer.line.gone();
  const { answer } = await ask<{ contacts: unknown[] }>(origin, 'GET', 'contacts');
  assert.deepEqual(answer.contacts, []);
});

for (const [method, path, body, status, sentence] of [
  ['GET', 'nowhere', undefined, 404, /GET \/_sim\/ lists everything/],
  ['DELETE', 'config', undefined, 405, /Use GET here/],
  ['POST', 'sockets', { do: 'dance' }, 400, /"do" must be reset, close/],
  ['POST', 'scenarios', { name: 'unknown' }, 404, /no scenario of this name/],
  ['POST', 'contacts', { attributes: { a: 1 } }, 400, /"a"/],
  ['GET', 'contacts/unknown', undefined, 404, /no contact with this id/],
] as const) {
  test(`${method} /_sim/${path} with ${JSON.stringify(body)} is refused with ${status} and a sentence`, async (t) => {
    const { origin } = await simulated(t);
    const refused = await ask<{ error: string }>(origin, method, path, body);
    assert.equal(refused.status, status);
    assert.match(refused.answer.error, sentence);
  });
}

test('a body that is no JSON is refused in a sentence', async (t) => {
  const { origin } = await simulated(t);
  const response = await fetch(`${origin}/_sim/faults`, { method: 'POST', body: '{"knobs":' });
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), { error: 'The body is not valid JSON.' });
});

test('a path of nobody is not found', async (t) => {
  const { origin } = await simulated(t);
  assert.equal((await fetch(`${origin}/somewhere`)).status, 404);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`the command says one line when it is ready, and ends cleanly on ${signal} with a socket open`, async () => {
    const child = spawn(process.execPath, [cli, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    await once(child.stdout, 'data');
    const [, origin = ''] =
      /^Amazon Connect simulator ready at (http:\/\/127\.0\.0\.1:\d+)\/_sim\/\n$/.exec(output) ?? [];
    assert.ok(origin, output);
    await Customer.arrive(origin);
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.equal(output.split('\n').length, 2);
  });
}

test('the command says that a port is in use, and fails', async (t) => {
  const { origin } = await simulated(t);
  const child = spawn(process.execPath, [cli, '--port', new URL(origin).port], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
  assert.deepEqual(await once(child, 'close'), [1, null]);
  assert.equal(output, `Port ${new URL(origin).port} is in use. Choose another one with --port.\n`);
});

test('a body that is too large, or cut short, harms nobody: the next call is answered', async () => {
  const simulator = createSimulator();
  // As an embedding server calls it: nobody looks at the promise.
  const server = createServer((call, response) => void simulator.handle(call, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const met = once(server, 'request') as Promise<[IncomingMessage]>;
    const cut = connect(port, '127.0.0.1');
    cut.write('POST /participant/message HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"Content":');
    const [half] = await met;
    const gone = new Promise((resolve) => half.once('close', resolve));
    cut.destroy();
    await gone;
    const large = request({ port, host: '127.0.0.1', method: 'POST', path: '/participant/message' });
    large.on('error', () => {}); // The server hangs up on the rest.
    large.end(Buffer.alloc(9_000_000));
    const [refusal] = (await once(large, 'response')) as [IncomingMessage];
    assert.equal(refusal.statusCode, 413);
    large.destroy();
    assert.equal((await fetch(`http://127.0.0.1:${port}/_sim/config`)).status, 200);
  } finally {
    server.closeAllConnections();
    server.close();
    await simulator.close();
  }
});
