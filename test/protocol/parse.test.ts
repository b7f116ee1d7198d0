import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorCodes } from '../../src/core/errors.js';
import { parseTicket } from '../../src/protocol/chat.js';
import { parseRefusal, refusalStatus } from '../../src/protocol/refusal.js';

const needed = {
  contactId: 'c-1',
  participantId: 'p-1',
  participantToken: 'token',
  region: 'eu-central-1',
  handle: 'a.b.c',
  expiresInMs: 3_600_000,
  connectWithinMs: 300_000,
  features: { attachments: true, markdown: false, typing: true, receipts: false, maxMessageBytes: 16_384 },
};
const ticket = { ...needed, visitor: 'd.e.f' };

describe('a ticket off the wire', () => {
  it('is what the broker said, less what a browser has no use for', () => {
    assert.deepEqual(parseTicket({ ...ticket, more: 'of a newer broker' }), { ...needed, endpoint: undefined });
    assert.equal(parseTicket({ ...ticket, endpoint: 'https://p.example.com' })?.endpoint, 'https://p.example.com');
  });

  it('is none when something a chat cannot do without is missing or of another kind', () => {
    for (const name of ['contactId', 'participantId', 'participantToken', 'region', 'handle', 'connectWithinMs']) {
      for (const wrong of [undefined, null, '', {}, true])
        assert.equal(parseTicket({ ...ticket, [name]: wrong }), undefined, name);
    }
    for (const wrong of [undefined, null, '', '<html>', 5, [], {}]) assert.equal(parseTicket(wrong), undefined);
  });

  it('offers nothing that was not said', () => {
    const none = { attachments: false, markdown: false, typing: false, receipts: false, maxMessageBytes: 1024 };
    assert.deepEqual(parseTicket({ ...ticket, features: undefined })?.features, none);
    assert.deepEqual(parseTicket({ ...ticket, features: { typing: 'yes', maxMessageBytes: '5' } })?.features, none);
  });
});

describe('a refusal off the wire', () => {
  it('is one of our codes, with the id support asks for and the time to wait', () => {
    const refusal = { code: 'token/busy', requestId: 'r-1', retryAfterMs: 2_000 } as const;
    assert.deepEqual(parseRefusal(refusal), refusal);
    assert.deepEqual(parseRefusal({ code: 'token/closed' }), {
      code: 'token/closed',
      requestId: '',
      retryAfterMs: undefined,
    });
  });

  it('is none when somebody else speaks', () => {
    for (const wrong of [
      undefined,
      null,
      'text',
      [],
      {},
      { code: 5 },
      { code: 'toString' },
      { code: 'token/new' },
      { message: 'Forbidden' },
    ]) {
      assert.equal(parseRefusal(wrong), undefined);
    }
  });

  it('has a status for each code, and every code is in the closed union', () => {
    for (const [code, status] of Object.entries(refusalStatus)) {
      assert.ok((errorCodes as readonly string[]).includes(code), code);
      assert.ok(status >= 400 && status <= 503);
    }
  });
});
