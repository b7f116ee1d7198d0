import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { waitPath } from '../../src/protocol/paths.js';
import {
  call,
  callBody,
  callPath,
  callTicketOf,
  chatBody,
  post,
  rejoinPath,
  stopPath,
  ticketOf,
  world,
} from './support/broker-world.js';
import { chance } from './support/chance.js';

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
  'media',
  'chat',
  'handle',
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
function almost(
  random: () => number,
  body: Record<string, unknown> = chatBody({
    attributes: { orderId: 'A1', note: 'hello' },
    topic: 'billing',
    locale: 'de',
  }),
): string {
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

describe('calls nobody would start', () => {
  it('are refused or made harmless, and never allowed more than the site’s policy', async () => {
    const seed = Number(process.env['SEED'] ?? 20261122);
    const random = chance(seed);
    const it_ = await world({ call: { ...call, screenShare: 'agent' } });
    const statuses = new Map<number, number>();
    for (let n = 0; n < 3_000; n++) {
      const good = callBody({
        attributes: { orderId: 'A1' },
        topic: 'billing',
        media: random() < 0.5 ? 'audio' : 'video',
      });
      const text = random() < 0.2 ? JSON.stringify(value(random)) : almost(random, good);
      const { status } = await post(it_, text, { path: callPath });
      assert.ok([200, 400, 413].includes(status), `status ${status} for ${text} (SEED=${seed})`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    assert.ok((statuses.get(200) ?? 0) > 100 && (statuses.get(400) ?? 0) > 1_000, JSON.stringify([...statuses]));
    const members = [
      'AllowedCapabilities',
      'Attributes',
      'ClientToken',
      'ContactFlowId',
      'InstanceId',
      'ParticipantDetails',
    ];
    for (const { body } of it_.connect.calls) {
      assert.deepEqual(Object.keys(body).sort(), members);
      assert.deepEqual(body['AllowedCapabilities'], {
        Customer: { Video: 'SEND' },
        Agent: { Video: 'SEND', ScreenShare: 'SEND' },
      });
      assert.equal(body['ContactFlowId'], 'flow-call');
      const { web_media, ...others } = body['Attributes'] as Record<string, string>;
      assert.match(String(web_media), /^(audio|video)$/);
      for (const name of Object.keys(others)) assert.match(name, /^web_(orderId|plan|note|topic|locale)$/);
    }
    await it_.stop();
  });

  it('and changed handles reach nobody’s contact', async () => {
    const seed = Number(process.env['SEED'] ?? 20261123);
    const random = chance(seed);
    const at = (length: number): number => Math.floor(random() * length);
    const it_ = await world({ call, waiting: {} });
    const mine = await callTicketOf(await post(it_, callBody(), { path: callPath }));
    const theirs = await callTicketOf(await post(it_, callBody(), { path: callPath }));
    const chat = await ticketOf(await post(it_, chatBody()));
    it_.connect.calls.length = 0;
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= \u00e9';
    const changes: readonly ((handle: string) => string)[] = [
      (handle) => handle.slice(0, at(handle.length)),
      (handle) => handle.slice(at(handle.length) + 1),
      (handle) => handle + (letters[at(letters.length)] ?? ''),
      (handle) => {
        const where = at(handle.length);
        const letter = letters.replace(handle[where] ?? '', '')[at(letters.length - 1)] ?? '';
        return handle.slice(0, where) + letter + handle.slice(where + 1);
      },
      // The claims of one under the signature of another.
      (handle) => {
        const [head, , signature] = handle.split('.');
        return [head, (handle === mine.handle ? theirs : mine).handle.split('.')[1], signature].join('.');
      },
      (handle) => [...handle].reverse().join(''),
    ];
    const handles = [mine.handle, theirs.handle, chat.handle];
    for (let n = 0; n < 3_000; n++) {
      const handle = handles[at(handles.length)] ?? '';
      const changed = changes[at(changes.length)]?.(handle) ?? '';
      if (changed === handle) continue;
      for (const [path, body] of [
        [stopPath, { handle: changed }],
        [waitPath, { handle: changed }],
        [rejoinPath, { handle: changed, idempotencyKey: crypto.randomUUID() }],
      ] as const) {
        const { status } = await post(it_, body, { path });
        assert.ok(status === 404 || status === 401, `status ${status} for ${changed} (SEED=${seed})`);
      }
    }
    assert.deepEqual(it_.connect.calls, []);
    assert.equal((await post(it_, { handle: mine.handle }, { path: stopPath })).status, 204);
    assert.deepEqual(it_.connect.stopped, [mine.contactId]);
    await it_.stop();
  });
});
