import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HttpBroker } from '../../src/adapters/broker/http-broker.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import type { ChatRequest, ChatTicket } from '../../src/core/chat/ports.js';
import { DeskbellError, type ErrorCode } from '../../src/core/errors.js';

const body = {
  contactId: 'c-1',
  participantId: 'p-1',
  participantToken: 'token',
  region: 'eu-central-1',
  handle: 'a.b.c',
  visitor: 'd.e.f',
  expiresInMs: 3_600_000,
  connectWithinMs: 300_000,
  features: { attachments: false, markdown: false, typing: true, receipts: false, maxMessageBytes: 1024 },
};
const request: ChatRequest = { idempotencyKey: 'k', displayName: 'Ada', locale: 'en', topic: undefined };
const never = new AbortController().signal;

describe('the broker as a browser meets it', () => {
  let server: Server;
  let answer: RequestListener;
  let clock: ManualClock;
  const seen: IncomingMessage[] = [];
  let url: string;

  beforeEach(async () => {
    seen.length = 0;
    clock = new ManualClock();
    server = createServer((incoming, outgoing) => {
      seen.push(incoming);
      answer(incoming, outgoing);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const start = (at = url, signal = never): Promise<ChatTicket> => new HttpBroker(at, clock).startChat(request, signal);
  const failure = async (at = url, signal = never): Promise<DeskbellError> => {
    const error: unknown = await start(at, signal).then(
      () => assert.fail('No failure.'),
      (reason: unknown) => reason,
    );
    assert.ok(DeskbellError.is(error), String(error));
    assert.equal(error.message, error.code, 'an error says its code and nothing else');
    return error;
  };
  const answers = (status: number, text: string, headers: Record<string, string> = {}): void => {
    answer = (_request, response) => response.writeHead(status, headers).end(text);
  };

  it('asks once, without a preflight, and says nothing but the request', async () => {
    let text = '';
    answer = (incoming, response) => {
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => response.end(JSON.stringify(body)));
    };
    const { contactId, endpoint } = await start();
    assert.deepEqual([contactId, endpoint], ['c-1', undefined]);
    assert.equal(seen.length, 1);
    assert.equal(seen[0]?.method, 'POST');
    assert.equal(seen[0]?.headers['content-type'], 'text/plain;charset=UTF-8');
    assert.deepEqual(JSON.parse(text), { idempotencyKey: 'k', displayName: 'Ada', locale: 'en' });
  });

  it('is found with or without a slash, and under a path of its own', async () => {
    answers(200, JSON.stringify(body));
    for (const at of [url, `${url}/`, `${url}/help`, `${url}/help//`]) await start(at);
    assert.deepEqual(
      seen.map((one) => one.url),
      ['/v1/chat', '/v1/chat', '/help/v1/chat', '/help/v1/chat'],
    );
  });

  it('is refused as an address when it is none, and nobody is asked', async () => {
    for (const at of ['http://', 'javascript:alert(1)', 'ftp://example.com', 'http://exa mple.com']) {
      const { code, retryable } = await failure(at);
      assert.deepEqual([code, retryable], ['config/broker-invalid', false], at);
    }
  });

  it('counts as a network that fails when nobody is there, or the page may not hear the answer', async () => {
    const real = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const blocked = await failure();
    globalThis.fetch = real;
    const { port } = new URL(url);
    await new Promise((resolve) => server.close(resolve));
    const gone = await failure(`http://127.0.0.1:${port}`);
    for (const { code, retryable } of [blocked, gone]) assert.deepEqual([code, retryable], ['token/network', true]);
  });

  const refusals: readonly (readonly [string, number, ErrorCode, boolean])[] = [
    ['token/bad-request', 400, 'token/bad-request', false],
    ['token/expired', 401, 'token/expired', false],
    ['token/forbidden', 403, 'token/forbidden', false],
    ['token/not-found', 404, 'token/not-found', false],
    ['token/start-again', 409, 'token/start-again', false],
    ['token/rate-limited', 429, 'token/rate-limited', true],
    ['token/busy', 503, 'token/busy', true],
    ['token/closed', 503, 'token/closed', false],
    ['token/unavailable', 503, 'token/unavailable', true],
    ['token/misconfigured', 500, 'token/misconfigured', false],
  ];
  for (const [said, status, code, retryable] of refusals) {
    it(`passes ${code} on, with the id for support and the time to wait`, async () => {
      answers(status, JSON.stringify({ code: said, requestId: 'r-1', retryAfterMs: 2_500 }));
      const error = await failure();
      assert.deepEqual(
        [error.code, error.retryable, error.requestId, error.retryAfterMs],
        [code, retryable, 'r-1', 2_500],
      );
    });
  }

  const others: readonly (readonly [number, ErrorCode, boolean])[] = [
    [400, 'token/bad-request', false],
    [403, 'token/forbidden', false],
    [404, 'token/invalid-answer', false],
    [405, 'token/invalid-answer', false],
    [408, 'token/unavailable', true],
    [413, 'token/bad-request', false],
    [429, 'token/rate-limited', true],
    [500, 'token/unavailable', true],
    [502, 'token/unavailable', true],
    [503, 'token/unavailable', true],
    [504, 'token/unavailable', true],
  ];
  for (const [status, code, retryable] of others) {
    it(`makes sense of a ${status} from whoever stands before the broker`, async () => {
      answers(status, '<html>Sorry</html>', { 'content-type': 'text/html', 'retry-after': '7' });
      const error = await failure();
      assert.deepEqual([error.code, error.retryable, error.retryAfterMs], [code, retryable, 7_000]);
      assert.equal(error.requestId, undefined);
    });
  }

  it('ignores a time to wait that is a date or nonsense', async () => {
    answers(503, '', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' });
    assert.equal((await failure()).retryAfterMs, undefined);
  });

  const broken: readonly (readonly [string, string])[] = [
    ['a page', '<html>Welcome</html>'],
    ['nothing', ''],
    ['half a ticket', JSON.stringify(body).slice(0, 60)],
    ['a ticket without its token', JSON.stringify({ ...body, participantToken: '' })],
    ['null', 'null'],
  ];
  for (const [what, text] of broken) {
    it(`keeps the intent when the answer is ${what}, because a contact may stand behind it`, async () => {
      answers(200, text);
      const { code, retryable } = await failure();
      assert.deepEqual([code, retryable], ['token/invalid-answer', true]);
    });
  }

  it('keeps the intent when the answer breaks off', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"contactId":', () => response.destroy());
    };
    const { code, retryable } = await failure();
    assert.deepEqual([code, retryable], ['token/network', true]);
  });

  it('gives up after ten seconds without an answer, and hangs up', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const arrived = new Promise<void>((resolve) => {
      answer = (incoming) => {
        closed = once(incoming.socket, 'close');
        resolve();
      };
    });
    const failed = failure();
    await arrived;
    await clock.advance(10_000);
    const { code, retryable } = await failed;
    assert.deepEqual([code, retryable], ['token/timeout', true]);
    await closed;
  });

  it('gives up after ten seconds also in the middle of an answer', async () => {
    const arrived = new Promise<void>((resolve) => {
      answer = (_request, response) => void response.write('{', () => resolve());
    });
    const failed = failure();
    await arrived;
    await clock.advance(10_000);
    assert.equal((await failed).code, 'token/timeout');
  });

  it('stops when told to, whatever the reason looks like', async () => {
    const asked = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const controller = new AbortController();
    const failed = failure(url, controller.signal);
    await asked;
    controller.abort('gone');
    assert.equal((await failed).code, 'token/network');
    assert.equal((await failure(url, AbortSignal.abort())).code, 'token/network');
    assert.equal(seen.length, 1);
  });

  it('leaves no timer behind', async () => {
    answers(200, JSON.stringify(body));
    await start();
    answers(500, '');
    await failure();
    assert.equal(clock.pending, 0);
  });
});
