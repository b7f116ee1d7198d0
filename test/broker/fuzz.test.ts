import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatBody, post, world } from './support/broker-world.js';

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const words = [
  '',
  ' ',
  'Ada',
  '\u202e',
  '\ud800',
  'x'.repeat(300),
  'x'.repeat(2000),
  '<script>',
  'ﷺ'.repeat(90),
  '__proto__',
  '0',
  'de-AT',
  'billing',
  '😀',
];
const keys = [
  'idempotencyKey',
  'displayName',
  'topic',
  'locale',
  'attributes',
  'firstMessage',
  'capabilities',
  'visitor',
  'InstanceId',
  '__proto__',
  'constructor',
  'toString',
  'orderId',
  'plan',
  'note',
  '',
];

function value(random: () => number, depth = 0): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const kind = Math.floor(random() * (depth > 5 ? 6 : 8));
  if (kind < 3) return pick(words);
  if (kind === 3) return pick([0, -1, 1e308, 1.5, 2 ** 53]);
  if (kind === 4) return pick([true, false, null]);
  if (kind === 5) return crypto.randomUUID();
  const members = Array.from(
    { length: Math.floor(random() * 5) },
    () => [pick(keys), value(random, depth + 1)] as const,
  );
  return kind === 6 ? members.map(([, member]) => member) : Object.fromEntries(members);
}

/** A request that is good, but for a few changes. */
function almost(random: () => number): string {
  const body = chatBody({ attributes: { orderId: 'A1', note: 'hello' }, topic: 'billing', locale: 'de' });
  for (let changes = Math.floor(random() * 3); changes >= 0; changes--) {
    const key = keys[Math.floor(random() * keys.length)] ?? '';
    if (random() < 0.2) delete body[key];
    else
      Object.defineProperty(body, key, { value: value(random), enumerable: true, configurable: true, writable: true });
  }
  const text = JSON.stringify(body);
  if (random() > 0.2) return text;
  const at = Math.floor(random() * text.length);
  return (
    text.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x2000)) + text.slice(at + Math.floor(random() * 3))
  );
}

const expected = [
  'Attributes',
  'ClientToken',
  'ContactFlowId',
  'InitialMessage',
  'InstanceId',
  'ParticipantDetails',
  'SupportedMessagingContentTypes',
];

describe('bodies nobody would send', () => {
  it('are refused or made harmless: no error of ours, and nothing unknown reaches Amazon Connect', async () => {
    const seed = Number(process.env['SEED'] ?? 20261121);
    const random = chance(seed);
    const it_ = await world();
    const statuses = new Map<number, number>();
    for (let n = 0; n < 4_000; n++) {
      const text = random() < 0.3 ? JSON.stringify(value(random)) : almost(random);
      const { status } = await post(it_, text);
      assert.ok([200, 400, 413].includes(status), `status ${status} for ${text} (SEED=${seed})`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    assert.ok((statuses.get(200) ?? 0) > 100 && (statuses.get(400) ?? 0) > 1_000, JSON.stringify([...statuses]));
    for (const { body } of it_.connect.calls) {
      assert.deepEqual(
        Object.keys(body).filter((name) => !expected.includes(name)),
        [],
      );
      const { InstanceId, ContactFlowId, ClientToken, ParticipantDetails, Attributes } = body as Record<
        string,
        unknown
      >;
      assert.equal(InstanceId, 'instance-1');
      assert.match(String(ContactFlowId), /^flow-(chat|billing)$/);
      assert.match(String(ClientToken), /^[\w-]{43}$/);
      const { DisplayName, ...others } = ParticipantDetails as Record<string, string>;
      assert.deepEqual(others, {});
      assert.ok(DisplayName && DisplayName.length <= 256 && !/[\p{Cc}\p{Cs}\u202e]/u.test(DisplayName));
      for (const name of Object.keys(Attributes as object))
        assert.match(name, /^web_(orderId|plan|note|topic|locale)$/);
    }
    assert.equal(it_.connect.calls.length, statuses.get(200));
    await it_.stop();
  });
});
