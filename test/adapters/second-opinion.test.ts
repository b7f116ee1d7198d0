import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { secondOpinion } from '../../src/adapters/broker/second-opinion.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import { sampleTicket } from '../../src/adapters/memory/samples.js';

const { signal } = new AbortController();

async function asking(t: TestContext, answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chat`;
  return secondOpinion(base, new ManualClock());
}

const refusal = (code: string): string => JSON.stringify({ code, requestId: 'r-1' });

for (const [what, status, body, verdict] of [
  ['an end', 200, '{"class":"agent-left","next":"start","rating":false}', 'over'],
  ['a time to ask again', 202, '{"retryAfterMs":2000}', 'alive'],
  ['that it knows no such contact', 404, refusal('token/not-found'), 'over'],
  ['that the handle is too old to ask with', 401, refusal('token/expired'), 'over'],
  ['that it is busy', 503, refusal('token/busy'), 'unknown'],
  ['that too much was asked', 429, refusal('token/rate-limited'), 'unknown'],
  ['nothing it could have said: somebody between refuses', 403, '<html>Forbidden</html>', 'unknown'],
  ['nothing it could have said: a page to log in with', 200, '<html>Welcome to our Wi-Fi</html>', 'unknown'],
] as const) {
  test(`a contact is ${verdict} when the broker says ${what}`, async (t) => {
    let path: string | undefined;
    const opinion = await asking(t, (request, response) => {
      path = request.url;
      response.writeHead(status).end(body);
    });
    assert.equal(await opinion.isOver(sampleTicket(), signal), verdict);
    assert.equal(path, '/chat/v1/contact/after');
  });
}

test('a device is in reach of somebody when the broker answers, whatever it says, and is not when it does not', async (t) => {
  const opinion = await asking(t, (_request, response) => response.writeHead(500).end());
  assert.equal(await opinion.reach(signal), true);
  assert.equal(await secondOpinion('http://127.0.0.1:9', new ManualClock()).reach(signal), false);
  assert.equal(await secondOpinion('http://127.0.0.1:9', new ManualClock()).isOver(sampleTicket(), signal), 'unknown');
});

test('a turn is what the broker says, and nothing where it says something else or nothing', async (t) => {
  let said = '{"afterMs":1200}';
  let asked: string | undefined;
  const opinion = await asking(t, (request, response) => {
    asked = request.url;
    response.writeHead(said.startsWith('{') ? 200 : 404).end(said);
  });
  assert.equal(await opinion.turn(sampleTicket(), signal), 1_200);
  assert.equal(asked, '/chat/v1/contact/turn');
  for (said of ['{"afterMs":-1}', '{"afterMs":"soon"}', 'Not found'])
    assert.equal(await opinion.turn(sampleTicket(), signal), undefined);
  assert.equal(await secondOpinion('http://127.0.0.1:9', new ManualClock()).turn(sampleTicket(), signal), undefined);
});
