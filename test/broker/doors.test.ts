import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chatBody, post, refusalOf, site, ticketOf, world, type World } from './support/broker-world.js';

const url = 'https://broker.example.com/v1/chat';

describe('the broker’s door', () => {
  let it_: World;
  before(async () => {
    it_ = await world({ origins: [site, 'https://shop.example.com:8443'] });
  });
  after(() => it_.stop());

  const preflight = (origin: string | undefined) =>
    it_.broker.fetch(
      new Request(url, {
        method: 'OPTIONS',
        headers: {
          ...(origin !== undefined && { origin }),
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      }),
    );

  it('answers the preflight of a listed site, and lets it be remembered for ten minutes', async () => {
    const { status, headers } = await preflight(site);
    assert.equal(status, 204);
    assert.equal(headers.get('access-control-allow-origin'), site);
    assert.equal(headers.get('access-control-allow-methods'), 'GET, POST');
    assert.equal(headers.get('access-control-allow-headers'), 'Authorization, Content-Type');
    assert.equal(headers.get('access-control-max-age'), '600');
    assert.equal(headers.get('access-control-allow-credentials'), null);
    assert.equal(headers.get('vary'), 'Origin');
  });

  const strangers = [
    undefined,
    'null',
    'https://evil.example',
    'http://www.example.com',
    'https://www.example.com.evil.example',
    'https://evilwww.example.com',
    'https://www.example.com:444',
    'https://shop.example.com',
    'HTTPS://WWW.EXAMPLE.COM',
    'https://www.example.com/',
    '*',
  ];
  for (const origin of strangers) {
    it(`turns ${origin ?? 'a request without origin'} away, whatever it asks`, async () => {
      const asked = await preflight(origin);
      const posted = await post(it_, chatBody(), { headers: { origin } });
      for (const answer of [asked, posted]) {
        assert.equal(answer.status, 403);
        assert.equal(answer.headers.get('access-control-allow-origin'), null);
        assert.equal(answer.headers.get('vary'), 'Origin');
        assert.equal((await refusalOf(answer)).code, 'token/forbidden');
      }
      assert.equal(it_.connect.calls.length, 0);
      assert.equal(it_.logged().at(-1)?.['origin'], undefined, 'a stranger’s words stay out of the log');
    });
  }

  it('lets a site read why it was refused', async () => {
    const refusals = await Promise.all([
      post(it_, '{'),
      post(it_, chatBody(), { path: '/v1/other' }),
      post(it_, 'x'.repeat(20_000)),
      post(it_, chatBody(), { headers: { 'content-type': 'text/html' } }),
    ]);
    assert.deepEqual(
      refusals.map(({ status }) => status),
      [400, 404, 413, 415],
    );
    for (const { headers } of refusals) {
      assert.equal(headers.get('access-control-allow-origin'), site);
      assert.equal(headers.get('vary'), 'Origin');
      assert.match(headers.get('access-control-expose-headers') ?? '', /Retry-After/);
    }
  });

  it('takes JSON as application/json and, without a preflight, as text/plain', async () => {
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      'Text/Plain;charset=UTF-8',
    ]) {
      await ticketOf(await post(it_, chatBody(), { headers: { 'content-type': type } }));
    }
  });

  it('takes no other type, charset or encoding', async () => {
    const wrong: Record<string, string | undefined>[] = [
      { 'content-type': undefined },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/json; charset=utf-16' },
      { 'content-type': 'application/jsonp' },
      { 'content-encoding': 'gzip' },
    ];
    for (const headers of wrong) {
      const { status, code } = await refusalOf(await post(it_, chatBody(), { headers }));
      assert.deepEqual([status, code], [415, 'token/bad-request'], JSON.stringify(headers));
    }
  });

  it('lets no form and no link start a chat', async () => {
    const made: Record<string, string>[] = [
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of made) {
      assert.equal((await refusalOf(await post(it_, chatBody(), { headers }))).code, 'token/forbidden');
    }
    await ticketOf(
      await post(it_, chatBody(), { headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site' } }),
    );
  });

  it('reads no more than 16 KiB, whatever the length was said to be', async () => {
    const padding = (bytes: number): string =>
      JSON.stringify(chatBody()) + ' '.repeat(bytes - JSON.stringify(chatBody()).length);
    await ticketOf(await post(it_, padding(16 * 1024)));
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++;
        controller.enqueue(new Uint8Array(4096));
      },
    });
    const init = {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { origin: site, 'content-type': 'text/plain' },
    };
    const answer = await it_.broker.fetch(new Request(url, init));
    assert.equal(answer.status, 413);
    assert.ok(pulled < 10);
    const claimed = await post(it_, chatBody(), { headers: { 'content-length': '17000' } });
    assert.equal(claimed.status, 413);
  });

  it('reads nothing that is deep, broken or no UTF-8', async () => {
    const wrong = [
      '',
      'null',
      '[]',
      '"text"',
      '5',
      `${'['.repeat(8000)}`,
      `{"idempotencyKey":${'['.repeat(6000)}${']'.repeat(6000)}}`,
      new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    ];
    for (const body of wrong) {
      const { status, code } = await refusalOf(await post(it_, body));
      assert.deepEqual([status, code], [400, 'token/bad-request'], String(body).slice(0, 20));
    }
  });

  it('says which method it takes, and that other paths are none of its own', async () => {
    for (const [method, path, status] of [
      ['PUT', '/v1/chat', 405],
      ['GET', '/v1/chat', 405],
      ['POST', '/v1/health', 405],
      ['GET', '/', 404],
      ['GET', '/v1/chat/', 404],
    ] as const) {
      const answer = await it_.broker.fetch(
        new Request(`https://b.example.com${path}`, { method, headers: { origin: site } }),
      );
      assert.equal(answer.status, status, `${method} ${path}`);
      assert.equal((await refusalOf(answer)).code, status === 404 ? 'token/not-found' : 'token/bad-request');
    }
  });

  it('keeps every answer out of caches, frames and guesses', async () => {
    const health = await it_.broker.fetch(new Request('https://b.example.com/v1/health'));
    for (const { headers } of [
      await post(it_, chatBody()),
      await post(it_, '{'),
      await preflight('https://evil.example'),
      health,
    ]) {
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.match(headers.get('strict-transport-security') ?? '', /max-age=\d+/);
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    }
  });

  it('tells a load balancer that it is alive, without asking Amazon Connect', async () => {
    const before = it_.connect.calls.length;
    const answer = await it_.broker.fetch(new Request('https://b.example.com/v1/health'));
    assert.deepEqual(await answer.json(), { status: 'ok', version: '0.1.0', breaker: 'closed' });
    assert.equal(it_.connect.calls.length, before);
  });

  it('lets any origin in during development only, and says so', async () => {
    const open = await world({ origins: ['*'], development: true });
    const answer = await post(open, chatBody(), { headers: { origin: 'http://localhost:3000' } });
    assert.equal(answer.headers.get('access-control-allow-origin'), 'http://localhost:3000');
    await ticketOf(answer);
    assert.equal(
      (await refusalOf(await post(open, chatBody(), { headers: { origin: undefined } }))).code,
      'token/forbidden',
    );
    assert.equal(open.logged('config.development').length, 1);
    await open.stop();
  });
});
