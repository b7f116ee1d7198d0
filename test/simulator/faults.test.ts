import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test, type TestContext } from 'node:test';
import { Faults } from '../../src/simulator/faults.js';
import { knobTable } from '../../src/simulator/faults-table.js';
import type { NewHttpFault, RecordedCall, Simulator } from '../../src/simulator/index.js';
import {
  ask,
  connection,
  Customer,
  monday,
  participantClient,
  refusal,
  simulated,
  startChat,
} from './customer-client.js';

interface Scene {
  simulator: Simulator;
  origin: string;
  customer: Customer;
}

async function scene(t: TestContext): Promise<Scene> {
  const { simulator, origin } = await simulated(t, { knobs: { scriptedAgents: 'off', throttling: false } });
  return { simulator, origin, customer: await Customer.arrive(origin) };
}

/** A bare POST of a message: status, headers, body, or how the connection ended. */
function bare(origin: string, customer: Customer): Promise<{ status: number; type: string | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(origin);
    const headers = { 'content-type': 'application/json', 'x-amz-bearer': customer.connectionToken };
    const call = request(
      { port, host: '127.0.0.1', method: 'POST', path: '/participant/message', headers },
      (answer) => {
        let text = '';
        answer.on('data', (piece: Buffer) => (text += piece.toString()));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'], text }));
      },
    );
    call.on('error', reject);
    call.end(JSON.stringify({ ContentType: 'text/plain', Content: 'bare' }));
  });
}

const messages = ({ simulator, customer }: Scene): number =>
  simulator.world.conversationOf(customer.contactId)!.transcript.filter((one) => one.Type === 'MESSAGE').length;

test('every knob stands at its first position, and every position is checked', () => {
  const faults = new Faults();
  for (const [name, { kind, initial }] of Object.entries(knobTable)) {
    assert.equal((faults.knobs as unknown as Record<string, unknown>)[name], initial, name);
    const wrong = kind.type === 'switch' ? 'yes' : kind.type === 'choice' ? 'other' : kind.to + 1;
    assert.throws(() => faults.set({ [name]: wrong }), { name: 'BadKnob' }, name);
  }
  assert.throws(() => faults.set(JSON.parse('{"__proto__x": 1}') as object), /There is no knob named "__proto__x"/);
});

test('knobs are turned all together or not at all', async (t) => {
  const { origin, simulator } = await scene(t);
  const { status, answer } = await ask<{ error: string }>(origin, 'POST', 'faults', {
    knobs: { heartbeat: 'mute', pingStatus: 9_999 },
  });
  assert.equal(status, 400);
  assert.equal(answer.error, '"pingStatus" must be a number from 100 to 599, not 9999.');
  assert.equal(simulator.faults.knobs.heartbeat, 'answer');
});

test('faults are listed with their meaning, and a reset takes all of them back', async (t) => {
  const { origin } = await scene(t);
  interface State {
    knobs: Record<string, unknown>;
    http: { id: string }[];
    table: { name: string; says: string }[];
  }
  await ask(origin, 'POST', 'faults', { knobs: { heartbeat: 'mute' }, http: [{ route: '*', status: 500 }] });
  const { answer } = await ask<State>(origin, 'GET', 'faults');
  assert.equal(answer.knobs['heartbeat'], 'mute');
  assert.equal(answer.http.length, 1);
  assert.equal(answer.table.length, Object.keys(knobTable).length);
  assert.ok(answer.table.every((one) => one.says.length > 10));
  const gone = await ask<State>(origin, 'DELETE', `faults/${answer.http[0]?.id}`);
  assert.deepEqual(gone.answer.http, []);
  assert.equal((await ask(origin, 'DELETE', `faults/${answer.http[0]?.id}`)).status, 404);
  const { answer: clean } = await ask<State>(origin, 'DELETE', 'faults');
  assert.equal(clean.knobs['heartbeat'], 'answer');
});

for (const [fault, sentence] of [
  [{ status: 500 }, 'The body needs "route", a string.'],
  [{ route: 'Nowhere' }, /^http\[0\]\.route must be "\*" or one of .*SendMessage/],
  [{ route: '*', act: 'explode' }, /^http\[0\]\.act must be one of pass, error, reset/],
  [{ route: '*', when: 'later' }, 'http[0].when must be "before" or "after".'],
  [{ route: '*', status: 42 }, 'http[0].status must be an HTTP status from 200 to 599.'],
  [{ route: '*', times: -1 }, 'http[0].times must not be negative.'],
  [{ route: '*', colour: 'red' }, /not "colour"\.$/],
] as const) {
  test(`an HTTP fault that makes no sense is refused in a sentence: ${JSON.stringify(fault)}`, async (t) => {
    const { origin } = await scene(t);
    const { status, answer } = await ask<{ error: string }>(origin, 'POST', 'faults', { http: [fault] });
    assert.equal(status, 400);
    if (typeof sentence === 'string') assert.equal(answer.error, sentence);
    else assert.match(answer.error, sentence);
  });
}

for (const [fault, expected] of [
  [{ status: 500 }, 'InternalServerException 500'],
  [{ error: 'ThrottlingException' }, 'ThrottlingException 429'],
  [{ error: 'AccessDeniedException' }, 'AccessDeniedException 403'],
  [{ status: 403, error: '' }, 'Unknown 403'],
  [{ act: 'html', status: 502 }, 'SyntaxError 502'],
  [{ act: 'garbage' }, 'SyntaxError 200'],
] as const) {
  test(`a call that meets ${JSON.stringify(fault)} fails as ${expected}, and has done nothing`, async (t) => {
    const here = await scene(t);
    here.simulator.faults.addHttp({ route: 'SendMessage', ...fault });
    assert.match(await refusal(here.customer.say('hello')), new RegExp(`^(${expected}|UnknownError 403)$`));
    assert.equal(messages(here), 0);
  });
}

test('a call can have its effect and lose its answer; the same ClientToken finds out', async (t) => {
  const here = await scene(t);
  here.simulator.faults.addHttp({ route: 'SendMessage', act: 'reset', when: 'after', times: 1 });
  assert.notEqual(await refusal(here.customer.say('hello', 'text/plain', 'token')), 'accepted');
  assert.equal(messages(here), 1);
  await here.customer.say('hello', 'text/plain', 'token');
  assert.equal(messages(here), 1);
});

test('an answer can be reset, cut or empty', async (t) => {
  const here = await scene(t);
  const meet = (fault: Omit<NewHttpFault, 'route'>): ReturnType<typeof bare> => {
    here.simulator.faults.addHttp({ route: 'SendMessage', times: 1, ...fault });
    return bare(here.origin, here.customer);
  };
  await assert.rejects(meet({ act: 'reset' }), { code: 'ECONNRESET' });
  await assert.rejects(meet({ act: 'cut' }), { message: 'aborted' });
  assert.deepEqual(await meet({ act: 'empty' }), { status: 200, type: undefined, text: '' });
  assert.equal(messages(here), 0);
});

test('a call can hang for ever, and is cut when all begins anew', async (t) => {
  const here = await scene(t);
  here.simulator.faults.addHttp({ route: 'SendMessage', act: 'hang' });
  const send = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${here.origin}/participant/message`, {
      method: 'POST',
      headers: { 'x-amz-bearer': here.customer.connectionToken },
      body: '{"ContentType":"text/plain","Content":"x"}',
      ...(signal && { signal }),
    });
  const abort = new AbortController();
  const [left, kept] = [send(abort.signal), send()];
  await here.customer.line.settled();
  here.simulator.clock.advance(600_000);
  await here.customer.line.settled();
  abort.abort();
  await assert.rejects(left, { name: 'AbortError' });
  here.simulator.world.reset();
  await assert.rejects(kept, { message: 'fetch failed' });
});

test('a call can be late, by the simulator’s clock', async (t) => {
  const here = await scene(t);
  here.simulator.faults.addHttp({ route: 'SendMessage', delayMs: 10_000 });
  let done = false;
  const call = here.customer.say('slow').then(() => (done = true));
  await here.customer.line.settled();
  here.simulator.clock.advance(9_999);
  await here.customer.line.settled();
  assert.equal(done, false);
  here.simulator.clock.advance(1);
  await call;
});

test('faults can be counted, start later, and be for one contact only', async (t) => {
  const here = await scene(t);
  const other = await Customer.arrive(here.origin);
  here.simulator.faults.addHttp({
    route: 'SendMessage',
    status: 500,
    skip: 1,
    times: 2,
    contactId: here.customer.contactId,
  });
  assert.equal(await refusal(other.say('not mine')), 'accepted');
  const outcomes: string[] = [];
  for (let count = 0; count < 4; count += 1) outcomes.push(await refusal(here.customer.say(String(count))));
  assert.deepEqual(outcomes, ['accepted', 'InternalServerException 500', 'InternalServerException 500', 'accepted']);
});

test('an SDK that retries gets through a short fault, and the calls can be counted', async (t) => {
  const { simulator, origin } = await simulated(t, { knobs: { throttling: false } });
  const ticket = await startChat(origin);
  simulator.faults.addHttp({ route: 'CreateParticipantConnection', error: 'ThrottlingException', times: 2 });
  await connection(participantClient(origin, 3), ticket.participantToken);
  const { answer } = await ask<{ calls: RecordedCall[] }>(origin, 'GET', 'calls?operation=CreateParticipantConnection');
  assert.deepEqual(
    answer.calls.map(({ status, error }) => [status, error]),
    [
      [429, 'ThrottlingException'],
      [429, 'ThrottlingException'],
      [200, undefined],
    ],
  );
  assert.ok(answer.calls.every((one) => one.contactId === ticket.contactId));
});

test('the Date header is the simulator’s clock, and can be wrong', async (t) => {
  const { simulator, origin } = await scene(t);
  const dateOf = async (path: string): Promise<string | null> => (await fetch(`${origin}${path}`)).headers.get('date');
  assert.equal(await dateOf('/_sim/clock'), new Date(monday).toUTCString());
  simulator.faults.set({ clockSkewSeconds: 90_000 });
  for (const path of ['/_sim/clock', '/participant/message', '/files/x']) {
    assert.equal(await dateOf(path), new Date(monday + 90_000_000).toUTCString());
  }
});

test('errors can be read by a browser of another origin', async (t) => {
  const { origin, customer } = await scene(t);
  const preflight = await fetch(`${origin}/participant/message`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'amz-sdk-request,authorization,content-type,x-amz-bearer,x-amz-user-agent',
    },
  });
  assert.equal(
    preflight.headers.get('access-control-allow-headers'),
    'amz-sdk-request,authorization,content-type,x-amz-bearer,x-amz-user-agent',
  );
  const response = await fetch(`${origin}/participant/message`, {
    method: 'POST',
    headers: { origin: 'https://shop.example', 'x-amz-bearer': customer.connectionToken },
    body: '{"ContentType":"text/plain"}',
  });
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('x-amzn-errortype'), 'ValidationException');
  assert.equal(response.headers.get('access-control-allow-origin'), 'https://shop.example');
  const exposed = response.headers.get('access-control-expose-headers') ?? '';
  for (const name of ['x-amzn-errortype', 'x-amzn-requestid', 'date']) assert.ok(exposed.includes(name));
  assert.ok(response.headers.get('x-amzn-requestid'));
});

test('a knob can stand differently for one contact, and only one that makes sense for one', async (t) => {
  const { origin, simulator, customer } = await scene(t);
  const other = await Customer.arrive(origin);
  const turn = (contacts: object): Promise<{ status: number; answer: { error?: string } }> =>
    ask(origin, 'POST', 'faults', { contacts });
  await turn({ [customer.contactId]: { heartbeat: 'mute', frameLoss: 1 } });
  await turn({ [customer.contactId]: { frameLoss: 0 } });
  assert.equal(simulator.faults.of(customer.contactId).heartbeat, 'mute');
  assert.equal(simulator.faults.of(customer.contactId).frameLoss, 0);
  assert.equal(simulator.faults.of(other.contactId).heartbeat, 'answer');
  assert.equal(
    (await turn({ [customer.contactId]: { throttling: false } })).answer.error,
    '"throttling" is for all contacts, not for one.',
  );
  assert.equal((await turn({ nobody: { heartbeat: 'mute' } })).status, 404);
  await turn({ [customer.contactId]: null });
  assert.equal(simulator.faults.of(customer.contactId).heartbeat, 'answer');
});

test('a scenario can turn the knobs of its contact alone, and break its calls alone', async (t) => {
  const { origin, simulator, customer } = await scene(t);
  const other = await Customer.arrive(origin);
  const steps = [
    { do: 'here', set: { frameLoss: 1 } },
    { do: 'http', route: 'SendMessage', error: 'ThrottlingException', times: 1 },
    { do: 'say', text: 'lost' },
  ];
  await ask(origin, 'POST', `contacts/${customer.contactId}/steps`, { steps });
  assert.equal(await refusal(other.say('mine passes')), 'accepted');
  assert.equal(await refusal(customer.say('mine does not')), 'ThrottlingException 429');
  await customer.line.settled();
  assert.ok(!customer.line.items.some(({ Content }) => Content === 'lost'));
  assert.equal(simulator.faults.of(other.contactId).frameLoss, 0);
});
