import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createClock } from '../../src/simulator/index.js';
import {
  dispatch,
  errorStatus,
  matchPath,
  readBody,
  serviceError,
  ServiceError,
  writeError,
  type Call,
  type Operation,
  type Service,
} from '../../src/simulator/wire.js';
import { World } from '../../src/simulator/world.js';

const noon = Date.UTC(2026, 0, 31, 12);

/** Serves a few operations; `ask` makes a request and reads the whole answer. */
async function serve(test: TestContext, operations: readonly Operation[], more: Partial<Service> = {}) {
  const world = new World({ clock: createClock(noon) });
  const server = createServer((request, response) => {
    void (async () => {
      try {
        const mine = await dispatch({ world, operations, ...more }, request, response, await readBody(request, 1_000));
        if (!mine) response.writeHead(404).end('not mine');
      } catch (error) {
        if (error instanceof ServiceError) writeError(response, error);
        else response.destroy();
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    world,
    ask: async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${origin}${path}`, init);
      const text = await answer.text();
      const members = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
      return { status: answer.status, headers: answer.headers, text, members };
    },
  };
}

const echo: Operation = {
  name: 'Echo',
  method: 'POST',
  path: '/things/{Id}/{Kind}',
  service: 'connect',
  run: (_world, { params, query, body, bearer, attempt, invocationId }) => ({
    params,
    query: Object.fromEntries(query),
    body,
    bearer,
    attempt,
    invocationId,
  }),
};

const failing = (error: unknown, service: Operation['service'] = 'connect'): Operation => ({
  name: 'Fail',
  method: 'GET',
  path: '/fail',
  service,
  run() {
    throw error;
  },
});

test('a path is matched as received: slashes of an ARN travel percent-encoded', () => {
  assert.deepEqual(matchPath('/a/{B}/{C}', '/a/arn%3Aaws%2Fx/1'), { B: 'arn:aws/x', C: '1' });
  assert.equal(matchPath('/a/{B}', '/a/'), undefined);
  assert.equal(matchPath('/a/{B}', '/a/b/c'), undefined);
  assert.equal(matchPath('/a/{B}', '/b/c'), undefined);
  assert.equal(matchPath('/a/{B}', '/a/%E0%A4%A'), undefined);
});

test('an operation gets path, query, body and headers of its call', async (t) => {
  const { ask } = await serve(t, [echo]);
  const { members, status, headers } = await ask('/things/a%2Fb/c%20d?x=1%262', {
    method: 'POST',
    headers: { 'x-amz-bearer': 'token', 'amz-sdk-request': 'attempt=2; max=3', 'amz-sdk-invocation-id': 'same' },
    body: '{"text":"größer 🙂"}',
  });
  assert.equal(status, 200);
  assert.deepEqual(members, {
    params: { Id: 'a/b', Kind: 'c d' },
    query: { x: '1&2' },
    body: { text: 'größer 🙂' },
    bearer: 'token',
    attempt: 2,
    invocationId: 'same',
  });
  assert.equal(headers.get('content-type'), 'application/json');
  assert.match(headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
});

test('every answer carries the date of the world’s clock, with the skew of its knob', async (t) => {
  const { ask, world } = await serve(t, [echo, failing(serviceError('AccessDeniedException', 'No.'))]);
  world.clock.advance(5_000);
  const date = new Date(noon + 5_000).toUTCString();
  assert.equal((await ask('/things/a/b', { method: 'POST' })).headers.get('date'), date);
  assert.equal((await ask('/fail')).headers.get('date'), date);
  world.faults.set({ clockSkewSeconds: 3_600 });
  assert.equal((await ask('/fail')).headers.get('date'), new Date(noon + 3_605_000).toUTCString());
});

test('an error carries its name in header and body, its text under both names, and its own members', async (t) => {
  const error = serviceError('ResourceConflictException', 'Busy.', { Reason: 'because' });
  const { ask } = await serve(t, [failing(error)]);
  const { status, headers, members } = await ask('/fail');
  assert.equal(status, 409);
  assert.equal(headers.get('x-amzn-errortype'), 'ResourceConflictException');
  assert.deepEqual(members, {
    __type: 'ResourceConflictException',
    Reason: 'because',
    message: 'Busy.',
    Message: 'Busy.',
  });
});

test('an error can go without a name', async (t) => {
  const { ask } = await serve(t, [failing(new ServiceError('', 418, 'Tea.'))]);
  const { status, headers, members } = await ask('/fail');
  assert.equal(status, 418);
  assert.equal(headers.get('x-amzn-errortype'), null);
  assert.equal(members['__type'], undefined);
});

test('quota and rate errors are 429, signatures 403, and a contact that is gone 410', () => {
  assert.equal(errorStatus.LimitExceededException, 429);
  assert.equal(errorStatus.TooManyRequestsException, 429);
  assert.equal(errorStatus.ThrottlingException, 429);
  assert.equal(errorStatus.ServiceQuotaExceededException, 402);
  assert.equal(errorStatus.InvalidSignatureException, 403);
  assert.equal(errorStatus.ContactNotFoundException, 410);
});

test('a mistake of the simulator is an internal error of the service, and is told to its owner', async (t) => {
  const told: unknown[] = [];
  const mistake = new TypeError('oops');
  const onMistake = (error: unknown): void => void told.push(error);
  const connect = await serve(t, [failing(mistake)], { onMistake });
  const answer = await connect.ask('/fail');
  assert.equal(answer.status, 500);
  assert.equal(answer.members['__type'], 'InternalServiceException');
  assert.ok(!answer.text.includes('oops'));
  const participant = await serve(t, [failing(mistake, 'participant')], { onMistake });
  assert.equal((await participant.ask('/fail')).members['__type'], 'InternalServerException');
  assert.deepEqual(told, [mistake, mistake]);
});

test('a body that is no JSON is refused in the words of its service', async (t) => {
  const { ask } = await serve(t, [echo]);
  const connect = await ask('/things/a/b', { method: 'POST', body: '{"a":' });
  assert.deepEqual([connect.status, connect.members['__type']], [400, 'SerializationException']);
  const other = await serve(t, [{ ...echo, service: 'participant' }]);
  const participant = await other.ask('/things/a/b', { method: 'POST', body: 'x' });
  assert.deepEqual([participant.status, participant.members['__type']], [400, 'ValidationException']);
});

test('a body beyond all measure is refused', async (t) => {
  const { ask } = await serve(t, [echo]);
  const { status, members } = await ask('/things/a/b', { method: 'POST', body: 'x'.repeat(1_001) });
  assert.deepEqual([status, members['__type']], [413, 'RequestEntityTooLargeException']);
});

test('a browser’s preflight is answered with what it asked for', async (t) => {
  const { ask } = await serve(t, [echo]);
  const { status, headers } = await ask('/things/a/b', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-amz-bearer,content-type,amz-sdk-request',
    },
  });
  assert.equal(status, 200);
  assert.equal(headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.equal(headers.get('access-control-allow-headers'), 'x-amz-bearer,content-type,amz-sdk-request');
  assert.match(headers.get('access-control-allow-methods') ?? '', /POST/);
});

test('other origins may read the error’s name, the request id and the date', async (t) => {
  const { ask } = await serve(t, [failing(serviceError('AccessDeniedException', 'No.'))]);
  const { headers } = await ask('/fail');
  assert.equal(headers.get('access-control-allow-origin'), '*');
  const exposed = (headers.get('access-control-expose-headers') ?? '').split(', ');
  for (const name of ['x-amzn-errortype', 'x-amzn-requestid', 'date']) assert.ok(exposed.includes(name), name);
});

test('a strange path is left to others; a strange method of a known path is an unknown operation', async (t) => {
  const { ask } = await serve(t, [echo]);
  assert.equal((await ask('/elsewhere')).text, 'not mine');
  const { status, members } = await ask('/things/a/b', { method: 'DELETE' });
  assert.deepEqual([status, members['__type']], [404, 'UnknownOperationException']);
});

test('a guard refuses before the body is looked at, and before anything happens', async (t) => {
  let runs = 0;
  const operation: Operation = { ...echo, run: () => (runs += 1) };
  const seen: Pick<Call, 'method' | 'path' | 'rawQuery'>[] = [];
  const headersSeen: IncomingHttpHeaders[] = [];
  const guard: Service['guard'] = (_operation, { method, path, rawQuery, headers }) => {
    seen.push({ method, path, rawQuery });
    headersSeen.push(headers);
    throw serviceError('InvalidSignatureException', 'No.');
  };
  const { ask } = await serve(t, [operation], { guard });
  assert.equal((await ask('/things/a%2Fb/c?x=%20', { method: 'POST', body: '{' })).status, 403);
  assert.deepEqual(seen, [{ method: 'POST', path: '/things/a%2Fb/c', rawQuery: 'x=%20' }]);
  assert.equal(runs, 0);
  assert.ok(headersSeen[0]?.host);
});

test('a fault can stand before the effect, after it, or in place of the answer', async (t) => {
  let runs = 0;
  const operation: Operation = { ...echo, run: () => ({ runs: (runs += 1) }) };
  let around: Service['around'];
  const { ask } = await serve(t, [operation], { around: (...all) => (around ? around(...all) : all[2]()) });
  const post = () => ask('/things/a/b', { method: 'POST' });

  around = () => Promise.reject(serviceError('ThrottlingException', 'Before.'));
  assert.deepEqual([(await post()).status, runs], [429, 0]);

  around = async (_operation, _call, next) => {
    await next();
    throw serviceError('InternalServiceException', 'After.');
  };
  assert.deepEqual([(await post()).status, runs], [500, 1]);

  around = async (_operation, _call, next, response) => {
    await next();
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    return undefined;
  };
  assert.equal((await post()).text, '<h1>Bad gateway</h1>');

  around = async (_operation, _call, _next, response) => {
    response.socket?.destroy();
    return undefined;
  };
  await assert.rejects(post());

  around = undefined;
  assert.deepEqual((await post()).members, { runs: 3 });
});
