import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { BrokerConfig, CallbackRequest, Proof } from '../../src/broker/broker.js';
import { callbackPath } from '../../src/protocol/paths.js';
import { chatBody, post, refusalOf, ticketOf } from './support/broker-world.js';
import { callbackBody, memoryWorld, receiptOf, type MemoryWorld } from './support/memory-world.js';

const task = { callback: { kind: 'task', flowId: 'flow-task' } } as const satisfies Partial<BrokerConfig>;
const voice = {
  callback: { kind: 'voice', flowId: 'flow-voice', sourcePhoneNumber: '+493012345', countries: ['+49', '+43'] },
} as const satisfies Partial<BrokerConfig>;

const ask = async (to: MemoryWorld, changes: Record<string, unknown> = {}, address?: string) =>
  post(to, callbackBody(changes), { path: callbackPath, ...(address && { address }) });

async function waiting(it_: MemoryWorld) {
  const ticket = await ticketOf(await post(it_, chatBody()));
  it_.connect.change(ticket.contactId, { enqueuedAt: it_.clock.now });
  return ticket;
}

describe('a callback', () => {
  it('is a task for an agent: whom to call, when, and what about', async () => {
    const it_ = memoryWorld(task);
    const { handle, contactId } = await waiting(it_);
    const inMs = 2 * 3_600_000;
    const receipt = await receiptOf(
      await ask(it_, { handle, topic: 'billing', locale: 'de', inMs, note: 'Order\n4711', waitOn: true }),
    );
    assert.equal(receipt.kind, 'task');
    assert.match(receipt.reference, /^[2-9A-HJKMNP-TV-Z]{3}-[2-9A-HJKMNP-TV-Z]{4}$/);
    const [made] = it_.connect.tasks;
    assert.deepEqual(made?.references, {
      Phone: { type: 'STRING', value: '+4930901820' },
      Reference: { type: 'STRING', value: receipt.reference },
      'Wanted at': { type: 'STRING', value: new Date(it_.clock.now + inMs).toISOString() },
    });
    assert.deepEqual(
      [made.name, made.description, made.relatedContactId, made.scheduledFor],
      [`Callback: Ada (${receipt.reference})`, 'Order 4711', contactId, it_.clock.now + inMs],
    );
    assert.deepEqual(made.attributes, {
      callbackNumber: '+4930901820',
      callbackReference: receipt.reference,
      topic: 'billing',
      locale: 'de',
    });
  });

  it('is one, however often the intent is repeated, by two brokers and after an answer was lost', async () => {
    const it_ = memoryWorld(task);
    const body = callbackBody();
    it_.connect.troubles.push({ operation: 'startTask', error: 'TimeoutError', after: true });
    assert.equal((await refusalOf(await it_.ask(callbackPath, body))).code, 'token/unavailable');
    const answers = await Promise.all([
      it_.ask(callbackPath, body),
      it_.ask(callbackPath, body),
      it_.another().ask(callbackPath, body),
    ]);
    const references = await Promise.all(answers.map(async (answer) => (await receiptOf(answer)).reference));
    assert.equal(new Set(references).size, 1);
    assert.equal(it_.connect.tasks.length, 1);
    assert.equal(it_.events.filter(({ name }) => name === 'callback').length, 1);
  });

  it('can be asked for without a contact, and as one when the contact’s handle does not hold', async () => {
    const it_ = memoryWorld(task);
    for (const handle of [undefined, 'a.b.c']) {
      assert.equal((await receiptOf(await ask(it_, { handle }))).leftQueue, false);
    }
    assert.deepEqual(
      it_.connect.tasks.map(({ relatedContactId }) => relatedContactId),
      [undefined, undefined],
    );
    assert.deepEqual(it_.connect.stopped, []);
  });

  it('goes on although Amazon Connect has forgotten the contact it grew out of', async () => {
    const it_ = memoryWorld(task);
    const { handle } = await waiting(it_);
    it_.connect.troubles.push({ operation: 'startTask', error: 'ResourceNotFoundException' });
    await receiptOf(await ask(it_, { handle, waitOn: true }));
    assert.equal(it_.connect.tasks[0]?.relatedContactId, undefined);
  });

  describe('and the queue', () => {
    it('is left once the callback is certain, and not before', async () => {
      const it_ = memoryWorld(task);
      const { handle, contactId } = await waiting(it_);
      it_.connect.troubles.push({ operation: 'startTask', error: 'InternalServiceException' });
      const body = callbackBody({ handle });
      assert.equal((await it_.ask(callbackPath, body)).status, 503);
      assert.deepEqual(it_.connect.stopped, []);
      assert.equal((await receiptOf(await it_.ask(callbackPath, body))).leftQueue, true);
      assert.deepEqual(it_.connect.stopped, [contactId]);
    });

    it('is not left by a customer who will wait on', async () => {
      const it_ = memoryWorld(task);
      const { handle } = await waiting(it_);
      assert.equal((await receiptOf(await ask(it_, { handle, waitOn: true }))).leftQueue, false);
      assert.deepEqual(it_.connect.stopped, []);
    });

    it('does not matter any more to somebody whom an agent reached meanwhile', async () => {
      const it_ = memoryWorld(task);
      const { handle, contactId } = await waiting(it_);
      it_.connect.change(contactId, { connectedAt: it_.clock.now });
      assert.equal((await receiptOf(await ask(it_, { handle }))).leftQueue, false);
      assert.deepEqual(it_.connect.stopped, []);
    });

    it('is waited in on when it cannot be left, and the callback stands', async () => {
      const it_ = memoryWorld(task);
      const { handle } = await waiting(it_);
      it_.connect.troubles.push({ operation: 'stopContact', error: 'InternalServiceException' });
      const { leftQueue, kind } = await receiptOf(await ask(it_, { handle }));
      assert.deepEqual([leftQueue, kind], [false, 'task']);
    });
  });

  describe('that rings at once', () => {
    it('calls the countries the site allows, and no other', async () => {
      const it_ = memoryWorld(voice);
      for (const phone of ['+1900123456', '+41791234567', '+4']) {
        assert.equal((await refusalOf(await ask(it_, { phone }))).code, 'token/bad-request');
      }
      assert.equal((await refusalOf(await ask(it_, { inMs: 600_000 }))).code, 'token/bad-request', 'nor later');
      assert.equal((await receiptOf(await ask(it_))).kind, 'voice');
      const [rang, ...more] = it_.connect.voices;
      assert.deepEqual(
        [rang?.phone, rang?.flowId, rang?.sourcePhoneNumber],
        ['+4930901820', 'flow-voice', '+493012345'],
      );
      assert.deepEqual(more, []);
    });

    it('does so once a day for a number, and once for a visitor', async () => {
      const it_ = memoryWorld(voice);
      const { visitor } = await ticketOf(await post(it_, chatBody()));
      await receiptOf(await ask(it_, { visitor }));
      const others = [{ visitor, phone: '+4930901821' }, { phone: '+4930901820' }];
      for (const body of others) {
        assert.equal((await refusalOf(await ask(it_, body, '198.51.100.9'))).code, 'token/rate-limited');
      }
      it_.clock.now += 86_400_000;
      await receiptOf(await ask(it_, { visitor }));
    });

    it('says that it is the number where Amazon Connect will not call it', async () => {
      const it_ = memoryWorld(voice);
      it_.connect.troubles.push({ operation: 'startVoice', error: 'DestinationNotAllowedException' });
      const body = callbackBody();
      const response = await it_.ask(callbackPath, body);
      assert.deepEqual([response.status, (await refusalOf(response)).code], [400, 'token/bad-request']);
    });
  });

  it('can go through a callback queue of the site’s own flow', async () => {
    const it_ = memoryWorld({ callback: { kind: 'flow', flowId: 'flow-callback' } });
    const { reference, kind } = await receiptOf(await ask(it_, { inMs: 90_000, note: 'Order 4711' }));
    const [started] = it_.connect.calls;
    assert.deepEqual([kind, started?.flowId], ['flow', 'flow-callback']);
    assert.deepEqual(started?.attributes, {
      callbackNumber: '+4930901820',
      callbackDelaySeconds: '90',
      callbackReference: reference,
      callbackNote: 'Order 4711',
    });
  });

  describe('made by the site’s own system', () => {
    const hooked = (call: (request: CallbackRequest, signal: AbortSignal) => Promise<{ reference?: string }>) =>
      memoryWorld({ callback: { kind: 'hook', call } });

    it('is told everything once, and its own reference goes to the customer', async () => {
      const requests: CallbackRequest[] = [];
      const it_ = hooked((request) => {
        requests.push(request);
        return Promise.resolve({ reference: 'CRM 4711' });
      });
      const body = callbackBody({ note: 'Order 4711' });
      for (let n = 0; n < 3; n++) {
        const { reference, kind } = await receiptOf(await it_.ask(callbackPath, body));
        assert.deepEqual([reference, kind], ['CRM 4711', 'hook']);
      }
      assert.equal(requests.length, 1);
      const { phone, note, at, id, displayName } = requests[0] ?? assert.fail();
      assert.deepEqual([phone, note, at, displayName], ['+4930901820', 'Order 4711', it_.clock.now, 'Ada']);
      assert.match(id, /^[\w-]{43}$/);
    });

    it('is tried again under the same id when it failed, and nothing it said reaches anybody', async () => {
      const ids: string[] = [];
      const it_ = hooked(({ id, phone }) => {
        ids.push(id);
        return ids.length === 1 ? Promise.reject(new Error(`No line to ${phone}`)) : Promise.resolve({});
      });
      const body = callbackBody();
      const refused = await it_.ask(callbackPath, body);
      assert.doesNotMatch(`${await refused.text()}${it_.lines.join()}`, /4930901820|No line/);
      await receiptOf(await it_.ask(callbackPath, body));
      assert.equal(ids.length, 2);
      assert.equal(new Set(ids).size, 1);
    });
  });

  describe('is kept from machines', () => {
    it('by the site’s own check, once per intent', async () => {
      const asked: Proof[] = [];
      const it_ = memoryWorld({
        ...task,
        verify: (proof) => {
          asked.push(proof);
          return Promise.resolve(proof.token === 'human');
        },
      });
      assert.equal((await refusalOf(await ask(it_))).code, 'token/forbidden');
      assert.equal((await refusalOf(await ask(it_, { proof: 'robot' }))).code, 'token/forbidden');
      assert.equal(it_.connect.tasks.length, 0);
      const body = callbackBody({ proof: 'human' });
      for (let n = 0; n < 2; n++) await receiptOf(await it_.ask(callbackPath, body));
      assert.equal(asked.length, 3);
      assert.deepEqual(asked[2], { token: 'human', address: '203.0.113.7', action: 'callback' });
    });

    it('and nobody is let through because the check failed', async () => {
      const it_ = memoryWorld({ ...task, verify: () => Promise.reject(new Error('down')) });
      assert.equal((await refusalOf(await ask(it_, { proof: 'human' }))).code, 'token/unavailable');
      assert.equal(it_.connect.tasks.length, 0);
    });

    it('by limits per visitor, per address, per number and per day', async () => {
      const it_ = memoryWorld({ callback: { ...task.callback, perDay: 6 } });
      const { visitor } = await ticketOf(await post(it_, chatBody()));
      const phone = (n: number): string => `+49309018${100 + n}`;
      const codes: unknown[] = [];
      const attempt = async (changes: Record<string, unknown>, address: string): Promise<void> => {
        const response = await ask(it_, changes, address);
        codes.push(response.status === 200 ? 'taken' : (await refusalOf(response)).code);
      };
      for (let n = 0; n < 4; n++) await attempt({ visitor, phone: phone(n) }, `198.51.100.${n}`);
      for (let n = 4; n < 8; n++) await attempt({ phone: phone(n) }, `198.51.100.${n}`);
      assert.deepEqual(codes, [
        ...Array<string>(3).fill('taken'),
        'token/rate-limited',
        ...Array<string>(3).fill('taken'),
        'token/busy',
      ]);
    });
  });

  it('is refused when it is none: a number that is no number, a time too far ahead', async () => {
    const it_ = memoryWorld(task);
    const wrong: Record<string, unknown>[] = [
      { phone: '030901820' },
      { phone: '+0301234' },
      { phone: '+49 30 901820' },
      { phone: `+49${'1'.repeat(14)}` },
      { inMs: -1 },
      { inMs: 6 * 86_400_000 + 1 },
      { inMs: 1.5 },
      { waitOn: 'yes' },
      { note: 'x'.repeat(501) },
      { flowId: 'flow-other' },
      { idempotencyKey: 'once' },
    ];
    for (const changes of wrong)
      assert.equal((await ask(it_, changes)).status, 400, JSON.stringify(changes).slice(0, 60));
    assert.equal(it_.connect.tasks.length, 0);
  });

  it('is nothing this broker does where none is configured', async () => {
    assert.equal((await refusalOf(await ask(memoryWorld(), { idempotencyKey: randomUUID() }))).code, 'token/not-found');
  });

  it('leaves no number and no note in logs and events', async () => {
    const it_ = memoryWorld(task);
    const note = 'Canary note';
    const { handle } = await waiting(it_);
    for (const error of [undefined, 'AccessDeniedException', 'LimitExceededException', 'InternalServiceException']) {
      if (error) it_.connect.troubles.push({ operation: 'startTask', error });
      await ask(it_, { handle, note, displayName: 'Canary name' });
    }
    await ask(it_, { note, phone: 'Canary phone' });
    assert.doesNotMatch(`${it_.lines.join()}${JSON.stringify(it_.events)}`, /canary|4930901820/i);
    assert.equal(it_.events.find(({ name }) => name === 'callback')?.name, 'callback');
  });
});
