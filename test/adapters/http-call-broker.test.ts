import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HttpCallBroker } from '../../src/adapters/broker/http-call-broker.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import type { CallRequest } from '../../src/core/call/ports.js';
import { DeskbellError } from '../../src/core/errors.js';
import { connectionData } from '../broker/support/connect-stub.js';

const { Meeting, Attendee } = connectionData();
const ticket = {
  contactId: 'c-1',
  participantId: 'p-1',
  participantToken: 'token',
  region: 'eu-central-1',
  handle: 'a.b.c',
  visitor: 'd.e.f',
  connectWithinMs: 60_000,
  features: { video: true, screenShare: false, dtmf: true, recorded: false },
  meeting: Meeting,
  attendee: Attendee,
};
const request: CallRequest = { idempotencyKey: 'k', media: 'audio', displayName: 'Ada', chatHandle: 'chat.handle.x' };
const never = new AbortController().signal;

describe('the broker of calls as a browser meets it', () => {
  let server: Server;
  let answer: { status: number; text: string };
  let clock: ManualClock;
  let broker: HttpCallBroker;
  const seen: { readonly url: string | undefined; readonly type: string | undefined; readonly body: unknown }[] = [];

  beforeEach(async () => {
    seen.length = 0;
    answer = { status: 200, text: JSON.stringify(ticket) };
    clock = new ManualClock();
    server = createServer((incoming, outgoing) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => {
        seen.push({ url: incoming.url, type: incoming.headers['content-type'], body: JSON.parse(text) as unknown });
        outgoing.writeHead(answer.status).end(answer.text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    broker = new HttpCallBroker(`http://127.0.0.1:${(server.address() as AddressInfo).port}/help/`, clock);
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const failure = async (asked: Promise<unknown>): Promise<DeskbellError> => {
    const error: unknown = await asked.then(
      () => assert.fail('No failure.'),
      (reason: unknown) => reason,
    );
    assert.ok(DeskbellError.is(error), String(error));
    return error;
  };

  it('is asked without a preflight, on the path of each question, and told nothing but the question', async () => {
    await broker.startCall(request, never);
    answer.text = JSON.stringify({ participantId: 'p-2', participantToken: 'token-2', more: 'of a newer broker' });
    assert.deepEqual(await broker.rejoin('a.b.c', 'k-2', never), { participantId: 'p-2', participantToken: 'token-2' });
    answer = { status: 204, text: '' };
    await broker.stop('a.b.c', { leaving: false });
    const type = 'text/plain;charset=UTF-8';
    assert.deepEqual(seen, [
      {
        url: '/help/v1/call',
        type,
        body: { idempotencyKey: 'k', media: 'audio', displayName: 'Ada', chat: 'chat.handle.x' },
      },
      { url: '/help/v1/call/rejoin', type, body: { handle: 'a.b.c', idempotencyKey: 'k-2' } },
      { url: '/help/v1/contact/stop', type, body: { handle: 'a.b.c' } },
    ]);
    assert.equal(clock.pending, 0);
  });

  it('hears the end of a call from a page that is going away, without outliving it otherwise', async () => {
    const real = globalThis.fetch;
    const kept: unknown[] = [];
    globalThis.fetch = (_url, init) => {
      kept.push(init?.keepalive ?? false);
      return Promise.resolve(new Response(null, { status: 204 }));
    };
    try {
      await broker.stop('a.b.c', { leaving: true });
      await broker.stop('a.b.c', { leaving: false });
    } finally {
      globalThis.fetch = real;
    }
    assert.deepEqual(kept, [true, false]);
  });

  it('offers no calls where it has no path for them', async () => {
    answer = { status: 404, text: JSON.stringify({ code: 'token/not-found', requestId: 'r-1' }) };
    const { code, retryable, requestId } = await failure(broker.startCall(request, never));
    assert.deepEqual([code, retryable, requestId], ['media/not-offered', false, 'r-1']);
    assert.equal((await failure(broker.rejoin('a.b.c', 'k', never))).code, 'token/not-found');
  });

  it('is no broker when it answers with a page of its own', async () => {
    answer = { status: 404, text: '<html>Not found</html>' };
    assert.equal((await failure(broker.startCall(request, never))).code, 'token/invalid-answer');
    answer = { status: 200, text: '<html>Hello</html>' };
    assert.equal((await failure(broker.startCall(request, never))).code, 'token/invalid-answer');
    assert.equal((await failure(broker.rejoin('a.b.c', 'k', never))).code, 'token/invalid-answer');
  });

  it('has not answered when half of what joining takes is missing, and may be asked again', async () => {
    for (const changes of [{ meeting: undefined }, { attendee: {} }, { handle: '' }, { connectWithinMs: 0 }]) {
      answer.text = JSON.stringify({ ...ticket, ...changes });
      const { code, retryable } = await failure(broker.startCall(request, never));
      assert.deepEqual([code, retryable], ['token/invalid-answer', true]);
    }
  });

  it('is no address when it is none, for each question', async () => {
    const nowhere = new HttpCallBroker('ftp://example.com', clock);
    for (const asked of [
      nowhere.startCall(request, never),
      nowhere.rejoin('a.b.c', 'k', never),
      nowhere.stop('a.b.c', { leaving: true }),
    ]) {
      assert.equal((await failure(asked)).code, 'config/broker-invalid');
    }
  });
});
