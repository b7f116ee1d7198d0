import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { parseTicket } from '../../src/protocol/chat.js';
import { faults, type Fault } from './support/connect-stub.js';
import { chatBody, post, refusalOf, ticketOf, world, type World } from './support/broker-world.js';

describe('Amazon Connect has a bad day', () => {
  let it_: World;
  beforeEach(async () => {
    it_ = await world();
  });
  afterEach(() => it_.stop());

  const calls = () => it_.connect.of('StartChatContact');

  it('tells the customer it is busy after one single call when the instance is full', async () => {
    it_.connect.script(faults.error('LimitExceededException', 429), 9);
    const response = await post(it_, chatBody());
    assert.equal(response.headers.get('retry-after'), '23');
    const { code, status, retryAfterMs } = await refusalOf(response);
    assert.deepEqual({ code, status, retryAfterMs }, { code: 'token/busy', status: 503, retryAfterMs: 22_500 });
    assert.equal(calls().length, 1);
    assert.equal(it_.logged()[0]?.['error'], 'LimitExceededException');
  });

  it('tells the customer it is busy for a moment when it is asked too fast', async () => {
    for (const name of ['TooManyRequestsException', 'ThrottlingException']) {
      it_.connect.script(faults.error(name, 429), 3);
      const { code, retryAfterMs } = await refusalOf(await post(it_, chatBody()));
      assert.deepEqual({ code, retryAfterMs }, { code: 'token/busy', retryAfterMs: 3_500 });
    }
    assert.equal(calls().length, 6, 'the SDK tries each three times');
    assert.equal(it_.logged()[0]?.['attempts'], 3);
  });

  it('gets through by itself when it is asked too fast once', async () => {
    it_.connect.script(faults.error('TooManyRequestsException', 429));
    await ticketOf(await post(it_, chatBody()));
    const tokens = calls().map((call) => call.body['ClientToken']);
    assert.equal(tokens.length, 2);
    assert.equal(new Set(tokens).size, 1);
  });

  const unknown: readonly (readonly [string, Fault, number])[] = [
    ['an internal error', faults.error('InternalServiceException', 500), 3],
    ['an overloaded server', faults.error('ServiceUnavailable', 503), 3],
    ['an HTML page instead of an error', faults.html(502), 3],
    ['an HTML page instead of an answer', faults.html(200), 1],
    ['half a JSON text', faults.brokenJson(), 1],
    ['an empty answer', faults.emptyBody(), 1],
    ['an answer without a contact', faults.without('ContactId'), 1],
    ['an answer with a number for a contact', faults.members({ ContactId: 5 }), 1],
    ['an answer cut in the middle', faults.cutAfterEffect(), 3],
    ['a connection that is reset', faults.reset(), 3],
  ];
  for (const [what, fault, times] of unknown) {
    it(`tells the customer to try again after ${what}, and the next try is the same contact`, async () => {
      it_.connect.script(fault, 3);
      const body = chatBody();
      const { code, status, requestId } = await refusalOf(await post(it_, body));
      assert.deepEqual([code, status], ['token/unavailable', 503]);
      assert.equal(it_.logged()[0]?.['requestId'], requestId);
      assert.equal(calls().length, times);
      while (calls().length < 3) await post(it_, body);
      const ticket = await ticketOf(await post(it_, body));
      assert.ok(ticket.participantToken);
      assert.equal(it_.connect.contacts.size, 1);
      assert.equal(new Set(calls().map((call) => call.body['ClientToken'])).size, 1);
    });
  }

  const misconfigured = [
    ['AccessDeniedException', 403],
    ['InvalidSignatureException', 403],
    ['ResourceNotFoundException', 404],
    ['InvalidRequestException', 400],
    ['InvalidParameterException', 400],
    ['SomethingNewException', 409],
  ] as const;
  for (const [name, status] of misconfigured) {
    it(`raises an alarm after ${name}, and says to the browser only that it failed`, async () => {
      it_.connect.script(faults.error(name, status, {}, 'arn:aws:iam::123456789012:role/secret'), 9);
      const response = await post(it_, chatBody());
      const text = await response.text();
      assert.equal(response.status, 500);
      assert.deepEqual(Object.keys(JSON.parse(text) as object), ['code', 'requestId']);
      assert.match(text, /token\/misconfigured/);
      const [line] = it_.logged();
      assert.deepEqual([line?.level, line?.['error'], line?.['operation']], ['error', name, 'StartChatContact']);
    });
  }

  it('counts a service quota as full, and a flow that is not published as misconfigured', async () => {
    it_.connect.script(faults.error('ServiceQuotaExceededException', 402));
    assert.equal((await refusalOf(await post(it_, chatBody()))).code, 'token/busy');
    it_.clock.now += 30_000;
    it_.connect.script(faults.error('ContactFlowNotPublishedException', 404));
    assert.equal((await refusalOf(await post(it_, chatBody()))).code, 'token/misconfigured');
  });

  it('keeps the name of an error out of the log unless it is a plain word', async () => {
    it_.connect.script(faults.error('canary canary', 500), 3);
    await post(it_, chatBody());
    assert.equal(it_.logged()[0]?.['error'], 'Unknown');
  });
});

describe('Amazon Connect does not answer', () => {
  it('ends the call and tells the customer, within the deadline', async () => {
    const it_ = await world({ startDeadlineMs: 1_500 });
    it_.connect.script(faults.hangAfterEffect());
    const body = chatBody();
    const began = performance.now();
    const { code } = await refusalOf(await post(it_, body));
    assert.ok(performance.now() - began < 5_000);
    assert.equal(code, 'token/unavailable');
    const ticket = await ticketOf(await post(it_, body));
    assert.equal(it_.connect.contacts.size, 1, 'what got through before the deadline is found again');
    assert.ok(parseTicket(ticket));
    await it_.stop();
  });

  it('ends it also while the SDK sleeps because it was told to come back later', async () => {
    const it_ = await world({ startDeadlineMs: 1_500 });
    it_.connect.script(faults.error('TooManyRequestsException', 429, { 'retry-after': '5' }));
    const body = chatBody();
    assert.equal((await refusalOf(await post(it_, body))).code, 'token/unavailable');
    await ticketOf(await post(it_, body));
    assert.equal(it_.connect.calls.length, 2);
    await it_.stop();
  });

  it('hangs up on the service itself', async () => {
    // Long enough for the service to be asked at all, on a machine that is busy.
    const it_ = await world({ startDeadlineMs: 2_000 });
    const hungUp = new Promise<void>((resolve) => it_.connect.script((response) => void response.on('close', resolve)));
    await post(it_, chatBody());
    await hungUp;
    await it_.stop();
  });

  it('gives up on a customer whose request never ends', async () => {
    const it_ = await world({ startDeadlineMs: 150 });
    const cancelled = new Promise<void>((resolve) => {
      const body = new ReadableStream<Uint8Array>({ cancel: () => resolve() });
      const init = {
        method: 'POST',
        body,
        duplex: 'half',
        headers: { origin: 'https://www.example.com', 'content-type': 'text/plain' },
      };
      void it_.broker.fetch(new Request('https://broker.example.com/v1/chat', init)).then(async (response) => {
        assert.notEqual(response.status, 200);
      });
    });
    await cancelled;
    await it_.stop();
  });

  it('has eight seconds unless the site says otherwise', async () => {
    const { checkConfig } = await import('../../src/broker/config.js');
    const { config } = await import('./support/broker-world.js');
    assert.equal(checkConfig(config).startDeadlineMs, 8_000);
  });
});

describe('a full instance', () => {
  it('is left alone for a while, then asked once, then open to all', async () => {
    const it_ = await world();
    const health = async () =>
      ((await (await it_.broker.fetch(new Request('https://b.example.com/v1/health'))).json()) as { breaker: string })
        .breaker;
    it_.connect.script(faults.error('LimitExceededException', 429));
    await post(it_, chatBody());
    assert.equal(await health(), 'open');

    it_.clock.now += 10_000;
    const waiting = await refusalOf(await post(it_, chatBody()));
    assert.deepEqual([waiting.code, waiting.retryAfterMs], ['token/busy', 12_500]);
    assert.equal(it_.connect.calls.length, 1, 'nobody asked');

    it_.clock.now += 12_500;
    let let_ = (): void => {};
    it_.connect.script((response) => {
      let_ = () => void response.writeHead(429, { 'x-amzn-errortype': 'LimitExceededException' }).end('{}');
    });
    const arrived = it_.connect.nextCall();
    const probe = post(it_, chatBody());
    await arrived;
    assert.equal(await health(), 'probing');
    assert.equal((await refusalOf(await post(it_, chatBody()))).retryAfterMs, 5_000, 'one probe is enough');
    let_();
    assert.equal((await refusalOf(await probe)).retryAfterMs, 22_500);
    assert.equal(await health(), 'open');

    it_.clock.now += 22_500;
    it_.connect.script(faults.html(502), 3);
    assert.equal((await refusalOf(await post(it_, chatBody()))).code, 'token/unavailable');
    await ticketOf(await post(it_, chatBody()));
    assert.equal(await health(), 'closed');
    await it_.stop();
  });
});
