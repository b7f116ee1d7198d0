import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { BrokerConfig } from '../../src/broker/broker.js';
import * as paths from '../../src/protocol/paths.js';
import { call, chatBody, config, post, refusalOf, site } from './support/broker-world.js';
import { chance } from './support/chance.js';
import { callbackBody, endedChat, memoryWorld, messageBody, type MemoryWorld } from './support/memory-world.js';

const canary = 'Canary7Secret';
const everything: Partial<BrokerConfig> = {
  call,
  endings: { rating: true, show: ['duration', 'first-response', 'quality'] },
  persistent: {},
  queues: { sales: { queueId: 'queue-sales', automated: true } },
  callback: { kind: 'task', flowId: 'flow-task', perDay: 100_000 },
  message: { kind: 'email', address: 'service@example.com', perDay: 100_000 },
};

/** A good body for every route of what comes after a contact. */
const bodies = (handle: string): Readonly<Record<string, Record<string, unknown>>> => ({
  [paths.afterPath]: { handle },
  [paths.requeuePath]: { handle },
  [paths.historyPath]: { handle },
  [paths.switchPath]: { handle, idempotencyKey: randomUUID(), queue: 'sales' },
  [paths.ratePath]: { handle, score: 4, comment: `${canary} comment` },
  [paths.callbackPath]: callbackBody({ handle, note: `${canary} note`, displayName: `${canary} name` }),
  [paths.messagePath]: messageBody({ handle, text: `${canary} text`, email: `${canary}@example.com` }),
});
const own = [paths.afterPath, paths.requeuePath, paths.historyPath, paths.switchPath, paths.ratePath];

const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

describe('the doors of what comes after a contact', () => {
  it('open for listed sites, for POST, and for nothing else', async () => {
    const it_ = memoryWorld(everything);
    const { handle } = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT');
    for (const [path, body] of Object.entries(bodies(handle))) {
      const stranger = await post(it_, body, { path, headers: { origin: 'https://evil.example' } });
      assert.equal(stranger.status, 403, path);
      const got = await it_.broker.fetch(
        new Request(`https://broker.example.com${path}`, { headers: { origin: site } }),
      );
      assert.equal(got.status, 405, path);
      const preflight = await it_.broker.fetch(
        new Request(`https://broker.example.com${path}`, { method: 'OPTIONS', headers: { origin: site } }),
      );
      assert.equal(preflight.status, 204, path);
      const { headers } = await post(it_, '{', { path });
      assert.deepEqual(
        [headers.get('access-control-allow-origin'), headers.get('cache-control')],
        [site, 'no-store'],
        path,
      );
    }
    assert.deepEqual(it_.connect.asked.slice(1), []);
  });

  it('are not there where nothing of it is configured', async () => {
    const it_ = memoryWorld({ endings: false });
    const { handle } = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT');
    for (const [path, body] of Object.entries(bodies(handle))) {
      assert.equal((await refusalOf(await it_.ask(path, body))).code, 'token/not-found', path);
    }
  });

  it('open for no handle that was changed, no memory, no visitor, and no other site’s', async () => {
    const seed = Number(process.env['SEED'] ?? 20261126);
    const random = chance(seed);
    const it_ = memoryWorld({ ...everything, origins: [site, 'https://shop.example.com'] });
    const mine = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT');
    const theirs = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT');
    it_.connect.asked.length = 0;
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= é';
    const changed = (handle: string): string => {
      // Of the last character not everything counts.
      const at = Math.floor(random() * (handle.length - 1));
      const kind = Math.floor(random() * 4);
      if (kind === 0) return handle.slice(0, at);
      if (kind === 1) return handle.slice(at + 1);
      if (kind === 2) {
        const [head, , signature] = handle.split('.');
        return [head, theirs.handle.split('.')[1], signature].join('.');
      }
      return handle.slice(0, at) + pick(random, letters.replace(handle[at] ?? '', '').split('')) + handle.slice(at + 1);
    };
    const wrong = [String(mine.memory), mine.visitor, ...Array.from({ length: 2_000 }, () => changed(mine.handle))];
    for (const handle of wrong) {
      const path = pick(random, own);
      const { status } = await it_.ask(path, { ...bodies(handle)[path], handle });
      assert.ok(status === 404 || status === 401, `${path}: ${status} for ${handle} (SEED=${seed})`);
    }
    for (const path of own) {
      const options = { path, headers: { origin: 'https://shop.example.com' } };
      assert.equal((await post(it_, bodies(mine.handle)[path], options)).status, 404, path);
    }
    assert.deepEqual(it_.connect.asked, [], 'and Amazon Connect hears of none of them');
  });

  it('take bodies nobody would send without an error of ours, and pass nothing unknown on', async () => {
    const seed = Number(process.env['SEED'] ?? 20261127);
    const random = chance(seed);
    const it_ = memoryWorld(everything);
    const { handle } = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT');
    const odd: readonly unknown[] = [
      '',
      'x',
      'x'.repeat(5_000),
      '\u202e',
      '\ud800',
      'a\r\nBcc: b',
      '+49',
      -1,
      0.5,
      1e308,
      2 ** 53,
      true,
      null,
      [],
      {},
      ['sales'],
      { handle: 'x' },
      '__proto__',
    ];
    const members = [
      ...Object.values(bodies(handle)).flatMap((body) => Object.keys(body)),
      'endedContactId',
      'topic',
      'locale',
      'visitor',
      'proof',
      'inMs',
      'flowId',
      'RelatedContactId',
      '__proto__',
      'toString',
    ];
    const statuses = new Map<number, number>();
    const allowed = [200, 202, 204, 400, 401, 404, 409, 413, 429];
    for (let n = 0; n < 4_000; n++) {
      const [path, good] = pick(random, Object.entries(bodies(handle)));
      const body: Record<string, unknown> = { ...good };
      for (let changes = Math.floor(random() * 3); changes >= 0; changes--) {
        const member = pick(random, members);
        if (random() < 0.2) delete body[member];
        else {
          const value = pick(random, odd);
          Object.defineProperty(body, member, { value, enumerable: true, configurable: true, writable: true });
        }
      }
      const { status } = await post(it_, body, { path, address: `198.51.${n % 250}.${n % 97}` });
      assert.ok(allowed.includes(status), `${path}: ${status} for ${JSON.stringify(body)} (SEED=${seed})`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      it_.clock.now += 1_000;
    }
    assert.ok((statuses.get(200) ?? 0) > 50 && (statuses.get(400) ?? 0) > 1_000, JSON.stringify([...statuses]));
    for (const task of it_.connect.tasks) {
      assert.equal(task.flowId, 'flow-task');
      assert.match(task.references['Phone']?.value ?? '', /^\+[1-9]\d{1,14}$/);
    }
    for (const { to, subject } of it_.connect.emails) {
      assert.equal(to, 'service@example.com');
      assert.doesNotMatch(subject, /[\p{Cc}\p{Cs}\u202e]/u);
    }
    assert.ok(it_.connect.chats.length <= 2, 'and of one ended chat there came one');
  });
});

describe('secrets and words of what comes after a contact', () => {
  const troubles = [
    undefined,
    'ThrottlingException',
    'LimitExceededException',
    'InternalServiceException',
    'AccessDeniedException',
    'InvalidRequestException',
    'ResourceNotFoundException',
    'TimeoutError',
    `${canary} error`,
  ];
  const operations: Readonly<Record<string, keyof MemoryWorld['connect']>> = {
    [paths.afterPath]: 'describeContact',
    [paths.requeuePath]: 'startChat',
    [paths.historyPath]: 'bringHistory',
    [paths.switchPath]: 'describeContact',
    [paths.ratePath]: 'setAttributes',
    [paths.callbackPath]: 'startTask',
    [paths.messagePath]: 'startEmail',
  };

  it('appear in no log line, no event and no refusal, however Amazon Connect answers', async () => {
    for (const error of troubles) {
      const it_ = memoryWorld({
        ...everything,
        keys: [{ id: 'k1', secret: `${canary}-signing-key-that-is-long-enough` }],
        instanceId: `instance-${canary}`,
        credentials: { accessKeyId: `AK${canary}`, secretAccessKey: `${canary}-secret` },
      });
      const { handle, visitor, memory } = await endedChat(it_, 'AGENT_NETWORK_DISCONNECT', {
        displayName: `${canary} name`,
      });
      for (const [path, body] of Object.entries(bodies(handle))) {
        if (error) it_.connect.troubles.push({ operation: operations[path] as 'startChat', error });
        const response = await it_.ask(path, body);
        const text = await response.text();
        if (response.status >= 400) assert.doesNotMatch(text, /canary/i, path);
        it_.connect.troubles.length = 0;
        it_.clock.now += 60_000;
      }
      const said = `${it_.lines.join()}${JSON.stringify(it_.events)}`;
      assert.ok(it_.lines.length >= 8);
      assert.doesNotMatch(said, /canary|4930901820/i);
      for (const secret of [handle, visitor, memory ?? '']) assert.ok(secret && !said.includes(secret));
    }
  });

  it('nor is the site’s own hook able to break anything by failing', async () => {
    for (const onEvent of [
      () => {
        throw new Error(canary);
      },
      () => Promise.reject(new Error(canary)),
    ]) {
      const it_ = memoryWorld({ ...everything, onEvent });
      const { handle } = await endedChat(it_, 'AGENT_DISCONNECT');
      assert.equal((await it_.ask(paths.afterPath, { handle })).status, 200);
      await Promise.resolve();
      assert.match(it_.lines.join(), /event\.hook-failed/);
      assert.doesNotMatch(it_.lines.join(), /canary/i);
    }
    assert.equal((await post(memoryWorld(config), chatBody())).status, 200);
  });
});
