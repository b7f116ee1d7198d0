import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { BrokerConfig } from '../../src/broker/broker.js';
import * as paths from '../../src/protocol/paths.js';
import { call, callBody, chatBody, post, refusalOf, site } from './support/broker-world.js';
import { callbackBody, endedChat, memoryWorld, messageBody, type MemoryWorld } from './support/memory-world.js';

const canary = 'Canary7Secret';
const everything: Partial<BrokerConfig> = {
  call,
  endings: { rating: true },
  persistent: {},
  waiting: {},
  queues: { sales: { queueId: 'queue-sales', automated: true } },
  callback: { kind: 'task', flowId: 'flow-task' },
  message: { kind: 'email', address: 'service@example.com' },
};

/** A good body for every route that takes one; a route that is missing here fails the first test. */
const bodies = (handle: string): Readonly<Record<string, Record<string, unknown>>> => ({
  [paths.chatPath]: chatBody({ displayName: `${canary} name` }),
  [paths.callPath]: callBody({ displayName: `${canary} name` }),
  [paths.rejoinPath]: { handle, idempotencyKey: randomUUID() },
  [paths.stopPath]: { handle },
  [paths.turnPath]: { handle },
  [paths.waitPath]: { handle },
  [paths.afterPath]: { handle },
  [paths.requeuePath]: { handle },
  [paths.switchPath]: { handle, idempotencyKey: randomUUID(), queue: 'sales' },
  [paths.historyPath]: { handle },
  [paths.ratePath]: { handle, score: 4, comment: `${canary} comment` },
  [paths.callbackPath]: callbackBody({ handle, note: `${canary} note` }),
  [paths.messagePath]: messageBody({ handle, text: `${canary} text` }),
});
/** What everybody may read. */
const open: readonly string[] = [paths.availabilityPath, paths.healthPath];

const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);

/** A broker with everything, and the handle of a chat that is over; Amazon Connect has heard of nothing since. */
async function scene(changes: Partial<BrokerConfig> = {}) {
  const it_ = memoryWorld({ ...everything, ...changes });
  const { handle } = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT');
  it_.connect.asked.length = 0;
  return { it_, handle, doors: Object.entries(bodies(handle)) };
}
const get = ({ broker }: MemoryWorld, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  broker.fetch(new Request(`https://broker.example.com${path}`, { method, headers }), { address: '203.0.113.7' });

describe('every door of the broker', () => {
  it('is one of these', () => {
    const all = Object.entries(paths).flatMap(([name, path]) => (name.endsWith('Path') ? [path] : []));
    assert.deepEqual([...Object.keys(bodies('h')), ...open].sort(), [...all].sort());
  });

  it('is shut to strangers, to forms, and to other methods', async () => {
    const { it_, handle, doors } = await scene();
    for (const [path, body] of doors) {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: undefined },
        { origin: `${site}/` },
        { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' },
      ]) {
        assert.equal((await post(it_, body, { path, headers })).status, 403, `${path} ${JSON.stringify(headers)}`);
      }
      const stranger = { origin: 'https://evil.example', authorization: `Bearer ${handle}` };
      for (const method of ['PUT', 'DELETE', 'PATCH'])
        assert.equal((await get(it_, path, stranger, method)).status, 403);
      const read = await get(it_, path, stranger);
      assert.ok(read.status === 403 || read.status === 405, `${path} ${read.status}`);
      assert.equal(read.headers.get('access-control-allow-origin'), null, path);
    }
    assert.deepEqual(it_.connect.asked, []);
  });

  it('refuses what is too long, too deep, of another type, broken, or has a member nobody knows', async () => {
    const { it_, doors } = await scene();
    for (const [path, body] of doors) {
      const wrong: readonly (readonly [number, unknown, Record<string, string>?])[] = [
        [413, JSON.stringify(body) + ' '.repeat(17 * 1024)],
        [400, { ...body, displayName: deep(8) }],
        [400, { ...body, flowId: 'flow-of-mine' }],
        [400, { ...body, ContactFlowId: 'flow-of-mine' }],
        [400, JSON.stringify(body).replace('{', '{"__proto__":{"a":1},')],
        [400, '{"handle":'],
        [400, []],
        [415, body, { 'content-type': 'application/x-www-form-urlencoded' }],
      ];
      for (const [status, sent, headers] of wrong) {
        const refusal = await refusalOf(await post(it_, sent, { path, headers: headers ?? {} }));
        assert.deepEqual(
          [refusal.status, refusal.code],
          [status, 'token/bad-request'],
          `${path} ${JSON.stringify(sent)}`,
        );
        it_.clock.now += 1_000;
      }
    }
    assert.deepEqual(it_.connect.asked, []);
  });

  it('counts every caller, whatever they ask, and asks nothing of Amazon Connect for one who asks too much', async () => {
    // Turns are counted per contact (turns.test).
    for (const [path] of (await scene()).doors.filter(([path]) => path !== paths.turnPath)) {
      const { it_, handle } = await scene({ limits: { callsPerAddress: { burst: 3, perMinute: 1 } } });
      const body = bodies(handle)[path];
      await Promise.all([1, 2, 3].map(() => post(it_, '{', { path })));
      const refusal = await refusalOf(await post(it_, body, { path }));
      assert.deepEqual([refusal.status, refusal.code], [429, 'token/rate-limited'], path);
      assert.ok((refusal.retryAfterMs ?? 0) > 0, path);
      assert.deepEqual(it_.connect.asked, [], path);
      const { status } = await post(it_, '{', { path, address: '198.51.100.9' });
      assert.equal(status, 400, `${path}: nobody pays for another one’s calls`);
    }
  });

  it('that everybody may read tells nothing of anybody, and takes nothing', async () => {
    const { it_ } = await scene();
    for (const path of open) {
      for (const headers of [{}, { origin: site }, { origin: 'https://evil.example' }] as Record<string, string>[]) {
        const answer = await get(it_, path, { ...headers, authorization: `Bearer ${canary}` });
        const text = `${await answer.text()}${JSON.stringify([...answer.headers])}`;
        assert.equal(answer.status, 200, path);
        assert.doesNotMatch(text, /canary|flow-|queue-sales|arn:/i, path);
      }
      assert.equal((await post(it_, {}, { path })).status, 405, path);
    }
    assert.doesNotMatch(it_.lines.join(), /canary/i);
  });

  it('lets no handle and no word of a customer into a log line or a refusal', async () => {
    const { it_, handle, doors } = await scene();
    for (const [path, body] of doors) {
      for (const sent of [body, { ...body, extra: canary }, { ...body, handle: `${canary}.${canary}.${canary}` }]) {
        const response = await post(it_, sent, { path });
        if (response.status >= 400) assert.doesNotMatch(await response.text(), /canary/i, path);
        it_.clock.now += 60_000;
      }
    }
    assert.ok(it_.lines.length >= 3 * doors.length);
    const said = it_.lines.join();
    assert.ok(!said.includes(handle));
    assert.doesNotMatch(said, /canary|4930901820|203\.0\.113\.7/i);
  });
});
