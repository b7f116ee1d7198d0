import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import type { Simulator, SimulatorOptions } from '../../src/simulator/index.js';
import { ask, connection, Customer, Line, participantClient, simulated, startChat } from './customer-client.js';

interface Scene {
  simulator: Simulator;
  origin: string;
}

const scene = (t: TestContext, knobs: NonNullable<SimulatorOptions['knobs']> = {}): Promise<Scene> =>
  simulated(t, { knobs: { scriptedAgents: 'off', throttling: false, ...knobs } });

async function address(origin: string): Promise<{ url: string; participantToken: string; contactId: string }> {
  const ticket = await startChat(origin);
  const { url } = await connection(participantClient(origin), ticket.participantToken);
  return { ...ticket, url };
}

/** The HTTP status an upgrade was refused with. */
function refusedWith(line: Line): Promise<string> {
  return line.opened().then(
    () => 'opened',
    (error: Error) => error.message,
  );
}

const chatFrames = (line: Line): string[] => line.items.map((one) => one.Content ?? one.ContentType ?? '');

test('subscribe, heartbeat and ping are answered exactly as Amazon Connect does', async (t) => {
  const { origin } = await scene(t);
  const line = await new Line((await address(origin)).url).opened();
  line.send({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } });
  line.send({ topic: 'aws/heartbeat' });
  await line.settled();
  assert.deepEqual(line.raw[0], '{"topic":"aws/subscribe","content":{"status":"success","topics":["aws/chat"]}}');
  assert.ok(line.raw.includes('{"topic":"aws/heartbeat"}'));
  assert.ok(line.raw.includes('{"topic":"aws/ping","statusCode":200,"statusContent":"OK"}'));
});

test('a chat frame is the item as a string, under the topic aws/chat', async (t) => {
  const { origin } = await scene(t);
  const { line } = await Customer.arrive(origin);
  await line.item('participant.joined');
  const frame = line.frames.find((one) => one['topic'] === 'aws/chat')!;
  assert.deepEqual(Object.keys(frame), ['content', 'contentType', 'topic']);
  assert.equal(frame['contentType'], 'application/json');
  assert.equal(typeof frame['content'], 'string');
});

test('a frame nobody understands is answered with an error that has no topic', async (t) => {
  const { origin } = await scene(t);
  const { line } = await Customer.arrive(origin);
  line.send('{"topic":"aws/other"}');
  line.send('not json');
  await line.settled();
  const errors = line.frames.filter((one) => one['message'] === 'Forbidden');
  assert.equal(errors.length, 2);
  assert.deepEqual(Object.keys(errors[0]!), ['message', 'connectionId', 'requestId']);
});

test('another topic cannot be subscribed', async (t) => {
  const { origin } = await scene(t);
  const line = await new Line((await address(origin)).url).opened();
  line.send({ topic: 'aws/subscribe', content: { topics: ['aws/other'] } });
  const answer = await line.frame((one) => one['topic'] === 'aws/subscribe');
  assert.deepEqual(answer['content'], { status: 'failure', topics: ['aws/other'] });
});

test('a socket address opens nothing after 100 seconds, nor does a made-up one', async (t) => {
  const { simulator, origin } = await scene(t);
  const { url } = await address(origin);
  simulator.clock.advance(100_001);
  assert.match(await refusedWith(new Line(url)), /403/);
  assert.match(await refusedWith(new Line(`${url}x`)), /403/);
});

test('subscribing is joining: before it nothing is heard, and the five minutes run', async (t) => {
  const { simulator, origin } = await scene(t);
  const { url, contactId } = await address(origin);
  const line = await new Line(url).opened();
  await line.settled();
  assert.deepEqual(line.items, []);
  simulator.clock.advance(300_000);
  const { answer } = await ask<{ contact: { disconnectReason: string } }>(origin, 'GET', `contacts/${contactId}`);
  assert.equal(answer.contact.disconnectReason, 'CUSTOMER_CONNECTION_NOT_ESTABLISHED');
});

test('two sockets of one participant hear the same, and ending in one ends both', async (t) => {
  const { origin } = await scene(t);
  const first = await Customer.arrive(origin);
  const second = await Customer.connect(origin, first.ticket);
  await second.say('from the second tab');
  await first.line.item('from the second tab');
  await second.line.item('from the second tab');
  assert.equal(first.line.items.filter((one) => one.ContentType?.endsWith('participant.joined')).length, 1);
  await first.end();
  await second.line.item('chat.ended');
});

test('a participant has five sockets and not a sixth', async (t) => {
  const { origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  for (let count = 2; count <= 5; count += 1) await Customer.connect(origin, customer.ticket);
  const { url } = await connection(customer.client, customer.ticket.participantToken);
  assert.match(await refusedWith(new Line(url)), /429/);
});

test('what was missed is not said again on a new socket, but the transcript has it', async (t) => {
  const { origin } = await scene(t);
  const first = await Customer.arrive(origin);
  first.line.socket.close();
  await first.line.gone();
  await first.say('into the void');
  const second = await Customer.connect(origin, first.ticket);
  await second.line.settled();
  assert.deepEqual(chatFrames(second.line), []);
  assert.ok((await second.transcript()).texts.includes('into the void'));
});

test('the own message comes before the HTTP answer, or only after it', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  const unanswered = (text: string): AbortController => {
    const abort = new AbortController();
    simulator.faults.addHttp({ route: 'SendMessage', act: 'hang', when: 'after', times: 1 });
    const body = JSON.stringify({ ContentType: 'text/plain', Content: text });
    const headers = { 'x-amz-bearer': customer.connectionToken };
    const call = fetch(`${origin}/participant/message`, { method: 'POST', headers, body, signal: abort.signal });
    call.catch(() => undefined);
    return abort;
  };
  const before = unanswered('before');
  await customer.line.item('before');
  before.abort();
  simulator.faults.set({ echo: 'after' });
  const after = unanswered('after');
  await customer.event('typing');
  await customer.line.item('event.typing');
  await customer.line.settled();
  assert.ok(!chatFrames(customer.line).includes('after'));
  after.abort();
  await customer.line.item('after');
  await customer.say('answered');
  await customer.line.item('answered');
});

test('a socket can be cut without a word', async (t) => {
  const { origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  const { answer } = await ask(origin, 'POST', 'sockets', { do: 'reset', contactId: customer.contactId });
  assert.deepEqual(answer, { sockets: 1 });
  assert.deepEqual(await customer.line.gone(), { code: 1006 });
});

test('a socket can be closed with a code', async (t) => {
  const { origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await ask(origin, 'POST', 'sockets', { do: 'close', code: 4001 });
  assert.deepEqual(await customer.line.gone(), { code: 4001 });
});

test('a half-open socket is silent, loses what is said meanwhile, and can come back', async (t) => {
  const { origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await customer.line.item('participant.joined');
  await ask(origin, 'POST', 'sockets', { do: 'pause' });
  await customer.say('lost');
  await ask(origin, 'POST', 'sockets', { do: 'resume' });
  await customer.say('heard');
  await customer.line.item('heard');
  assert.deepEqual(chatFrames(customer.line).slice(1), ['heard']);
});

test('a dropped subscription is deaf but alive', async (t) => {
  const { origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await ask(origin, 'POST', 'sockets', { do: 'unsubscribe' });
  const before = customer.line.items.length;
  await customer.say('anybody?');
  await customer.line.settled();
  assert.equal(customer.line.items.length, before);
});

test('any text can be sent as a frame', async (t) => {
  const { origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await ask(origin, 'POST', 'sockets', { do: 'send', text: '{"message":"Internal server error"}' });
  await customer.line.frame((one) => one['message'] === 'Internal server error');
});

test('an upgrade can be refused with any status', async (t) => {
  const { origin } = await scene(t, { upgrade: 'refuse', upgradeStatus: 503 });
  assert.match(await refusedWith(new Line((await address(origin)).url)), /503/);
});

test('an upgrade can hang, and is cut when all begins anew', async (t) => {
  const { origin, simulator } = await scene(t, { upgrade: 'hang' });
  const line = new Line((await address(origin)).url);
  const { answer } = await ask<{ sockets: unknown[] }>(origin, 'GET', 'sockets');
  assert.deepEqual(answer.sockets, []);
  assert.equal(line.socket.readyState, line.socket.CONNECTING);
  const failed = once(line.socket, 'error');
  // Nothing tells when the request for an upgrade has come in.
  while (line.socket.readyState === line.socket.CONNECTING) {
    simulator.world.reset();
    await ask(origin, 'GET', 'sockets');
  }
  const [error] = (await failed) as [Error];
  assert.equal(error.message, 'socket hang up');
});

test('a subscription can be ignored or refused, heartbeats and pings can stay unanswered', async (t) => {
  const { simulator, origin } = await scene(t, { subscribe: 'refuse' });
  const line = await new Line((await address(origin)).url).opened();
  line.send({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } });
  const answer = await line.frame((one) => one['topic'] === 'aws/subscribe');
  assert.deepEqual(answer['content'], { status: 'failure', topics: ['aws/chat'] });
  simulator.faults.set({ subscribe: 'ignore', heartbeat: 'mute' });
  line.send({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } });
  line.send({ topic: 'aws/heartbeat' });
  await line.settled();
  assert.equal(line.frames.length, 2);
  simulator.faults.set({ pingStatus: 503 });
  line.send({ topic: 'aws/ping' });
  const ill = await line.frame((one) => one['statusCode'] === 503);
  assert.equal(ill['statusContent'], 'Unhealthy');
  simulator.faults.set({ ping: 'mute', heartbeat: 'answer' });
  line.send({ topic: 'aws/ping' });
  line.send({ topic: 'aws/heartbeat' });
  await line.frame((one) => one['topic'] === 'aws/heartbeat');
  assert.equal(line.frames.filter((one) => one['topic'] === 'aws/ping').length, 2);
});

test('frames can be lost', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  simulator.faults.set({ frameLoss: 1 });
  await customer.say('lost');
  simulator.faults.set({ frameLoss: 0 });
  await customer.say('heard');
  await customer.line.item('heard');
  assert.ok(!chatFrames(customer.line).includes('lost'));
});

test('frames can come twice, and after garbage', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  simulator.faults.set({ frameDuplicates: 1, frameGarbage: 1 });
  await customer.say('twice');
  await customer.line.settled();
  assert.equal(chatFrames(customer.line).filter((text) => text === 'twice').length, 2);
  assert.ok(customer.line.raw.some((text) => text.includes('{not json')));
});

test('frames can overtake each other, and the last one held back still comes', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await customer.line.item('participant.joined');
  simulator.faults.set({ frameReorder: 1 });
  for (const text of ['1', '2', '3']) await customer.say(text);
  simulator.clock.advance(500);
  await customer.line.item('3');
  await customer.line.settled();
  assert.deepEqual(chatFrames(customer.line).slice(1), ['2', '1', '3']);
});

test('frames can be late', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  simulator.faults.set({ frameDelayMs: 30_000 });
  await customer.say('late');
  simulator.clock.advance(29_999);
  await customer.line.settled();
  assert.ok(!chatFrames(customer.line).includes('late'));
  simulator.clock.advance(1);
  await customer.line.item('late');
});

test('the same seed gives the same bad luck', async (t) => {
  const lucky = async (): Promise<string[]> => {
    const { origin } = await scene(t, { seed: 7, frameLoss: 0.5 });
    const customer = await Customer.arrive(origin);
    for (let count = 0; count < 12; count += 1) await customer.say(String(count));
    await customer.line.settled();
    return chatFrames(customer.line);
  };
  const first = await lucky();
  assert.deepEqual(await lucky(), first);
  assert.ok(first.length > 2 && first.length < 12);
});

test('what is left of the sockets is closed half a minute after the end', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await customer.end();
  await customer.line.item('chat.ended');
  simulator.clock.advance(30_000);
  assert.deepEqual(await customer.line.gone(), { code: 1000 });
});

test('frames of one contact can be cut, strange or huge, while those of others are not', async (t) => {
  const { simulator, origin } = await scene(t);
  const [customer, other] = [await Customer.arrive(origin), await Customer.arrive(origin)];
  for (const { line } of [customer, other]) await line.item('participant.joined');
  simulator.faults.setFor(customer.contactId, { frameUnknown: 1, frameHuge: 1 });
  await customer.say('after something strange');
  await customer.line.item('after something strange');
  simulator.faults.setFor(customer.contactId, { frameUnknown: 0, frameHuge: 0, frameTruncated: 1 });
  await customer.say('cut');
  await other.say('whole');
  await other.line.item('whole');
  await customer.line.settled();
  const strange = customer.line.items.filter(({ Type }) => (Type as string) === 'SURPRISE');
  assert.deepEqual(
    strange.map(({ Content }) => Content?.length),
    [0, 1_048_576],
  );
  assert.ok(!chatFrames(customer.line).includes('cut'));
  assert.ok(customer.line.raw.some((text) => text.startsWith('{"content":"{') && !text.endsWith('}')));
  assert.ok(!other.line.items.some(({ Type }) => (Type as string) === 'SURPRISE'));
  assert.ok((await customer.transcript()).texts.includes('cut'));
});

test('a socket of one contact can be refused, or open and say nothing', async (t) => {
  const { simulator, origin } = await scene(t);
  const [one, other] = [await address(origin), await address(origin)];
  simulator.faults.setFor(one.contactId, { upgrade: 'refuse' });
  assert.match(await refusedWith(new Line(one.url)), /503/);
  await new Line(other.url).opened();
  simulator.faults.setFor(one.contactId, { upgrade: 'stall' });
  const line = await new Line(one.url).opened();
  line.send({ topic: 'aws/ping' });
  assert.deepEqual(
    simulator.sockets.list({ contactId: one.contactId }).map(({ paused }) => paused),
    [true],
  );
  simulator.faults.setFor(one.contactId, null);
  simulator.sockets.act({ do: 'resume' }, { contactId: one.contactId });
  await line.frame((frame) => frame['topic'] === 'aws/ping');
});

test('heartbeats can be answered late', async (t) => {
  const { simulator, origin } = await scene(t);
  const { line, contactId } = await Customer.arrive(origin);
  simulator.faults.setFor(contactId, { heartbeatDelayMs: 15_000 });
  line.send({ topic: 'aws/heartbeat' });
  line.send({ topic: 'aws/other' });
  await line.frame((frame) => frame['message'] === 'Forbidden');
  assert.ok(!line.raw.includes('{"topic":"aws/heartbeat"}'));
  simulator.clock.advance(15_000);
  await line.frame((frame) => frame['topic'] === 'aws/heartbeat');
});
