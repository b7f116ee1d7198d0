import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrokerConfig } from '../../src/broker/broker.js';
import { messagePath } from '../../src/protocol/paths.js';
import { chatBody, post, refusalOf, ticketOf } from './support/broker-world.js';
import { memoryWorld, messageBody, receiptOf } from './support/memory-world.js';

const email = {
  message: { kind: 'email', address: 'service@example.com', subject: 'Website' },
} as const satisfies Partial<BrokerConfig>;
const task = { message: { kind: 'task', flowId: 'flow-task' } } as const satisfies Partial<BrokerConfig>;

describe('a message', () => {
  it('is a task that holds the text and where the answer goes', async () => {
    const it_ = memoryWorld(task);
    const { handle, contactId } = await ticketOf(await post(it_, chatBody()));
    const receipt = await receiptOf(await it_.ask(messagePath, messageBody({ handle, text: 'One\r\ntwo ' })));
    assert.deepEqual([receipt.kind, receipt.leftQueue], ['task', false]);
    const [made] = it_.connect.tasks;
    assert.deepEqual(
      [made?.name, made?.description, made?.relatedContactId],
      [`Message: Ada (${receipt.reference})`, 'One\ntwo', contactId],
    );
    assert.deepEqual(made?.references, {
      Email: { type: 'EMAIL', value: 'ada@example.com' },
      Reference: { type: 'STRING', value: receipt.reference },
    });
    assert.deepEqual(it_.connect.stopped, [], 'who leaves a message waits on');
  });

  it('is an e-mail from the customer, with a subject made of its first words', async () => {
    const it_ = memoryWorld(email);
    const text = `Where is my parcel?\n${'It was sent last week. '.repeat(20)}`;
    const { reference, kind } = await receiptOf(await it_.ask(messagePath, messageBody({ text })));
    const [sent] = it_.connect.emails;
    assert.deepEqual(
      [kind, sent?.to, sent?.from, sent?.text],
      ['email', 'service@example.com', { address: 'ada@example.com', displayName: 'Ada' }, text.trim()],
    );
    assert.match(sent?.subject ?? '', new RegExp(`^Website ${reference}: Where is my parcel\\? It was`));
    assert.ok((sent?.subject.length ?? 0) < 160);
  });

  it('is one, however often it is repeated', async () => {
    const it_ = memoryWorld(email);
    const body = messageBody();
    it_.connect.troubles.push({ operation: 'startEmail', error: 'TimeoutError', after: true });
    assert.equal((await it_.ask(messagePath, body)).status, 503);
    await Promise.all([it_.ask(messagePath, body), it_.another().ask(messagePath, body), it_.ask(messagePath, body)]);
    assert.equal(it_.connect.emails.length, 1);
  });

  it('puts nothing of a stranger’s into a header: no second line, no second address', async () => {
    const it_ = memoryWorld({ message: { ...email.message, perDay: 1_000 } });
    const nasty = ['\r\nBcc: all@example.com', '\u2028Bcc: x', '\u0000', '"<evil@example.com>,', '\u202e'];
    let n = 0;
    for (const one of nasty) {
      const body = messageBody({ displayName: `Ada${one}`, text: `Hello${one} there` });
      await receiptOf(await post(it_, body, { path: messagePath, address: `198.51.100.${n++}` }).then((r) => r));
      it_.clock.now += 3_600_000;
      const { subject, from } = it_.connect.emails.at(-1) ?? assert.fail();
      for (const line of [subject, from.displayName ?? '']) assert.doesNotMatch(line, /[\r\n\u2028\u0000\u202e]/u);
      assert.doesNotMatch(from.displayName ?? '', /[<>",@]/);
    }
    for (const address of [
      'ada@example.com\r\nBcc: all@example.com',
      'ada@example.com, eve@example.com',
      '<ada@example.com>',
      'ada@exa mple.com',
      'ada',
      '@example.com',
      `${'a'.repeat(250)}@example.com`,
    ]) {
      const response = await it_.ask(messagePath, messageBody({ email: address }));
      assert.equal(response.status, 400, address.slice(0, 40));
    }
    assert.equal(it_.connect.emails.length, nasty.length);
  });

  it('has words in it, and not too many', async () => {
    const it_ = memoryWorld(task);
    for (const text of ['', ' \n ', '\u202e', 'x'.repeat(4_001), '\ud800']) {
      assert.equal((await it_.ask(messagePath, messageBody({ text }))).status, 400);
    }
    assert.equal((await it_.ask(messagePath, messageBody({ text: 'x'.repeat(4_000) }))).status, 200);
  });

  it('leaves no word and no address in logs and events', async () => {
    const it_ = memoryWorld(email);
    const canary = { displayName: 'Canary', text: 'Canary words', email: 'canary@example.com' };
    for (const error of [undefined, 'AccessDeniedException', 'InternalServiceException']) {
      if (error) it_.connect.troubles.push({ operation: 'startEmail', error });
      await it_.ask(messagePath, messageBody(canary));
    }
    assert.doesNotMatch(`${it_.lines.join()}${JSON.stringify(it_.events)}`, /canary/i);
    assert.equal((await refusalOf(await memoryWorld().ask(messagePath, messageBody()))).code, 'token/not-found');
  });
});
