import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { webhook } from '../../src/broker/webhook.js';
import type { CallbackRequest } from '../../src/broker/broker.js';

const secret = 'a secret of the hook, long enough to be one';
const request: CallbackRequest = {
  id: 'intent-1',
  reference: 'K7Q-4MX2',
  phone: '+4930901820',
  at: 0,
  note: undefined,
  displayName: 'Ada',
  topic: undefined,
  locale: 'de',
  contactId: 'c-1',
};
const never = new AbortController().signal;

describe('a callback that is posted to the site’s own system', () => {
  const answering = (response: Response) => {
    const sent: { url: string; init: RequestInit }[] = [];
    const fetcher = (url: unknown, init: RequestInit = {}): Promise<Response> => {
      sent.push({ url: String(url), init });
      return Promise.resolve(response);
    };
    return { sent, hook: webhook('https://crm.example.com/calls', secret, fetcher) };
  };

  it('is signed, and follows no redirect', async () => {
    const { sent, hook } = answering(Response.json({ reference: 'CRM 1' }));
    assert.deepEqual(await hook(request, never), { reference: 'CRM 1' });
    const [{ url, init }] = sent as [(typeof sent)[0]];
    const body = init.body as string;
    assert.deepEqual([url, init.method, init.redirect], ['https://crm.example.com/calls', 'POST', 'error']);
    assert.equal((JSON.parse(body) as CallbackRequest).phone, request.phone);
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    assert.equal(new Headers(init.headers).get('x-deskbell-signature'), `sha256=${signature}`);
  });

  it('is taken although the answer says nothing', async () => {
    const { hook } = answering(new Response('thanks'));
    assert.equal(await hook(request, never), undefined);
  });

  it('is not taken when the system says so', async () => {
    const { hook } = answering(new Response('no', { status: 500 }));
    await assert.rejects(hook(request, never), { name: 'WebhookError' });
  });
});
