import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { LambdaEvent } from 'hono/aws-lambda';
import { createHandler } from '../../src/broker/lambda.js';
import { createListener, serve } from '../../src/broker/node.js';
import { parseTicket } from '../../src/protocol/chat.js';
import { chatBody, site, world } from './support/broker-world.js';

const ask = (url: string) =>
  fetch(`${url}/v1/chat`, { method: 'POST', headers: { origin: site }, body: JSON.stringify(chatBody()) });

describe('the broker on Node', () => {
  it('serves by itself, knows the caller’s address, and stops', async () => {
    const it_ = await world();
    const serving = await serve(it_.broker, { port: 0 });
    assert.match(serving.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.ok(parseTicket(await (await ask(serving.url)).json()));
    assert.equal(it_.logged()[0]?.['network'], '127.0.0.0/24');
    await serving.close();
    await assert.rejects(ask(serving.url));
    await it_.stop();
  });

  it('says when its port is in use', async () => {
    const it_ = await world();
    const serving = await serve(it_.broker, { port: 0 });
    await assert.rejects(serve(it_.broker, { port: Number(new URL(serving.url).port) }), { code: 'EADDRINUSE' });
    await serving.close();
    await it_.stop();
  });

  it('lives inside a server that is there already, and leaves its globals alone', async () => {
    const it_ = await world();
    const { Request: before } = globalThis;
    const listener = createListener(it_.broker);
    const server = createServer((request, response) =>
      request.url?.startsWith('/v1/') ? listener(request, response) : response.end('a page'),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    assert.equal(await (await fetch(url)).text(), 'a page');
    assert.ok(parseTicket(await (await ask(url)).json()));
    assert.equal(globalThis.Request, before);
    server.close();
    server.closeAllConnections();
    await it_.stop();
  });
});

describe('the broker on Lambda', () => {
  const event = (changes: Record<string, unknown> = {}): LambdaEvent =>
    ({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/v1/chat',
      rawQueryString: '',
      headers: { origin: site, 'content-type': 'application/json', host: 'abc.execute-api.eu-central-1.amazonaws.com' },
      body: JSON.stringify(chatBody()),
      isBase64Encoded: false,
      requestContext: {
        domainName: 'abc.execute-api.eu-central-1.amazonaws.com',
        http: { method: 'POST', path: '/v1/chat', sourceIp: '198.51.100.7' },
      },
      ...changes,
    }) as unknown as LambdaEvent;

  it('answers an HTTP API event, and knows the caller’s address', async () => {
    const it_ = await world();
    const answer = await createHandler(it_.broker)(event());
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.isBase64Encoded, false);
    assert.equal(answer.headers?.['access-control-allow-origin'], site);
    assert.ok(parseTicket(JSON.parse(answer.body)));
    assert.equal(it_.logged()[0]?.['network'], '198.51.100.0/24');
    await it_.stop();
  });

  it('reads a body in base64, as function URLs send text', async () => {
    const it_ = await world();
    const body = Buffer.from(JSON.stringify(chatBody({ displayName: 'Zoë' }))).toString('base64');
    const answer = await createHandler(it_.broker)(event({ body, isBase64Encoded: true }));
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(it_.connect.calls[0]?.body['ParticipantDetails'], { DisplayName: 'Zoë' });
    await it_.stop();
  });

  it('refuses a strange site there too', async () => {
    const it_ = await world();
    const answer = await createHandler(it_.broker)(
      event({ headers: { origin: 'https://evil.example', 'content-type': 'text/plain' } }),
    );
    assert.equal(answer.statusCode, 403);
    assert.equal((JSON.parse(answer.body) as { code: string }).code, 'token/forbidden');
    await it_.stop();
  });
});
