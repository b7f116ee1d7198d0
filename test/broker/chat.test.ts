import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { parseTicket } from '../../src/protocol/chat.js';
import { faults } from './support/connect-stub.js';
import { chatBody, config, post, refusalOf, site, ticketOf, world, type World } from './support/broker-world.js';

const key = '6b1f3a52-8f0e-4b7e-9d6e-0a1b2c3d4e5f';

describe('starting a chat at the broker', () => {
  let it_: World;
  before(async () => {
    it_ = await world({ chatDurationMinutes: 120, disconnectOnCustomerExit: true });
  });
  after(() => it_.stop());
  beforeEach(() => {
    it_.connect.calls.length = 0;
    it_.connect.contacts.clear();
    it_.lines.length = 0;
  });

  const upstream = () => it_.connect.of('StartChatContact').map((call) => call.body);

  it('hands out a ticket with all a browser needs, and nothing to change it with', async () => {
    const response = await post(it_, chatBody());
    const body: unknown = await response.json();
    const ticket = parseTicket(body);
    const [contact] = it_.connect.contacts.values();
    assert.equal(ticket?.contactId, contact?.['ContactId']);
    assert.equal(ticket?.participantId, contact?.['ParticipantId']);
    assert.equal(ticket?.participantToken, contact?.['ParticipantToken']);
    assert.equal(ticket?.region, 'eu-central-1');
    assert.equal(ticket?.endpoint, undefined);
    assert.equal(ticket?.connectWithinMs, 300_000);
    assert.equal(ticket?.expiresInMs, 120 * 60_000);
    assert.equal(ticket?.handle.split('.').length, 3);
    assert.deepEqual(ticket?.features, {
      attachments: false,
      markdown: false,
      typing: true,
      receipts: false,
      maxMessageBytes: 1024,
    });
  });

  it('asks Amazon Connect with exactly what the site configured and the customer said', async () => {
    await ticketOf(
      await post(it_, chatBody({ displayName: '  Ada \n Lovelace ', locale: 'de-at', firstMessage: ' Hello ' })),
    );
    const [{ ClientToken, ...body } = {}] = upstream();
    assert.match(String(ClientToken), /^[\w-]{43}$/);
    assert.deepEqual(body, {
      InstanceId: 'instance-1',
      ContactFlowId: 'flow-chat',
      ParticipantDetails: { DisplayName: 'Ada Lovelace' },
      Attributes: { web_locale: 'de-AT' },
      SupportedMessagingContentTypes: ['text/plain'],
      InitialMessage: { ContentType: 'text/plain', Content: 'Hello' },
      ChatDurationInMinutes: 120,
      DisconnectOnCustomerExit: ['AGENT'],
    });
  });

  it('makes one contact of a double click, of a retry and of a second tab', async () => {
    const [one, two] = await Promise.all([
      post(it_, chatBody({ idempotencyKey: key })),
      post(it_, chatBody({ idempotencyKey: key })),
    ]);
    const three = await post(it_, chatBody({ idempotencyKey: key.toUpperCase(), displayName: 'Somebody else' }));
    const ids = await Promise.all([one, two, three].map(async (answer) => (await ticketOf(answer)).contactId));
    assert.equal(new Set(ids).size, 1);
    assert.equal(it_.connect.contacts.size, 1);
    assert.equal(new Set(upstream().map((body) => body['ClientToken'])).size, 1);
    assert.equal(upstream().length, 2, 'the double click is one call');
  });

  it('makes one contact of a retry that already knows its visitor token', async () => {
    const first = await ticketOf(await post(it_, chatBody({ idempotencyKey: key })));
    const second = await ticketOf(await post(it_, chatBody({ idempotencyKey: key, visitor: first.visitor })));
    assert.equal(second.contactId, first.contactId);
  });

  it('makes two contacts of two intents, of the same visitor too', async () => {
    const first = await ticketOf(await post(it_, chatBody()));
    const second = await ticketOf(await post(it_, chatBody({ visitor: first.visitor })));
    assert.notEqual(second.contactId, first.contactId);
  });

  it('does not let one visitor reach the contact of another by its key', async () => {
    const mine = await ticketOf(await post(it_, chatBody()));
    const theirs = await ticketOf(await post(it_, chatBody({ idempotencyKey: key })));
    const tried = await ticketOf(await post(it_, chatBody({ idempotencyKey: key, visitor: mine.visitor })));
    assert.notEqual(tried.contactId, theirs.contactId);
  });

  it('gives a new visitor to whoever brings one that is not ours', async () => {
    const honest = await ticketOf(await post(it_, chatBody({ idempotencyKey: key })));
    const forged = await ticketOf(await post(it_, chatBody({ idempotencyKey: key, visitor: `${honest.visitor}x` })));
    assert.equal(forged.contactId, honest.contactId);
    const handleAsVisitor = await ticketOf(await post(it_, chatBody({ idempotencyKey: key, visitor: honest.handle })));
    assert.equal(handleAsVisitor.contactId, honest.contactId);
  });

  it('stops a contact nobody can join any more, and asks for a new intent', async () => {
    it_.connect.script(faults.without('ParticipantToken'));
    const answer = await refusalOf(await post(it_, chatBody()));
    assert.equal(answer.code, 'token/start-again');
    assert.equal(answer.status, 409);
    assert.deepEqual(it_.connect.stopped.splice(0), [[...it_.connect.contacts.values()][0]?.['ContactId']]);
  });

  it('asks for a new intent also when the orphan is gone already or cannot be stopped', async () => {
    for (const [name, status] of [
      ['ContactNotFoundException', 410],
      ['AccessDeniedException', 403],
    ] as const) {
      it_.connect.script(faults.without('ParticipantToken'));
      it_.connect.script(faults.error(name, status), 1, 'StopContact');
      assert.equal((await refusalOf(await post(it_, chatBody()))).code, 'token/start-again');
    }
    assert.equal(it_.logged().at(0)?.['error'], undefined);
    assert.equal(it_.logged().at(1)?.['error'], 'AccessDeniedException');
  });

  it('routes a topic by its alias, and refuses one the site does not have', async () => {
    await ticketOf(await post(it_, chatBody({ topic: 'billing' })));
    assert.equal(upstream()[0]?.['ContactFlowId'], 'flow-billing');
    assert.deepEqual(upstream()[0]?.['Attributes'], { web_topic: 'billing' });
    for (const topic of ['flow-billing', 'toString', '__proto__', '']) {
      assert.equal((await refusalOf(await post(it_, chatBody({ topic })))).code, 'token/bad-request', topic);
    }
  });

  it('hands attributes of the allow-list on, marked as the browser’s own word', async () => {
    await ticketOf(await post(it_, chatBody({ attributes: { orderId: 'A17', plan: 'pro' } })));
    assert.deepEqual(upstream()[0]?.['Attributes'], { web_orderId: 'A17', web_plan: 'pro' });
  });

  it('refuses attributes that are unknown, too long, or of the wrong form', async () => {
    const wrong: Record<string, unknown>[] = [
      { other: 'x' },
      { orderId: 'A'.repeat(17) },
      { orderId: 'lower' },
      { orderId: 'A17\nB' },
      { plan: 'enterprise' },
      { note: 'x'.repeat(257) },
      { note: '\ud800' },
      { note: 5 },
      { note: null },
      { toString: 'x' },
      { locale: 'de' },
    ];
    for (const attributes of wrong) {
      const answer = await refusalOf(await post(it_, chatBody({ attributes })));
      assert.equal(answer.code, 'token/bad-request', JSON.stringify(attributes));
    }
    assert.equal(upstream().length, 0);
    assert.equal(it_.logged().at(-1)?.['field'], 'attributes');
  });

  it('starts the chat of a page whose language is not quite right', async () => {
    await ticketOf(await post(it_, chatBody({ locale: 'en_US!' })));
    assert.deepEqual(upstream()[0]?.['Attributes'], {});
  });

  it('calls a customer without a name by the fallback', async () => {
    await ticketOf(await post(it_, chatBody({ displayName: ' \u202e\u0007 ' })));
    assert.deepEqual(upstream()[0]?.['ParticipantDetails'], { DisplayName: 'Customer' });
  });

  it('refuses what a browser may never say', async () => {
    const never = [
      'InstanceId',
      'contactFlowId',
      'queueId',
      'region',
      'endpoint',
      'relatedContactId',
      'persistentChat',
    ];
    for (const name of [...never, 'references', 'clientToken', 'identity', 'toString', 'constructor', '']) {
      const answer = await refusalOf(await post(it_, chatBody({ [name]: 'x' })));
      assert.deepEqual([answer.status, answer.code], [400, 'token/bad-request'], name);
    }
    assert.equal(upstream().length, 0);
  });

  it('writes one line per start, and lets support find it by the id in the answer', async () => {
    const response = await post(it_, chatBody());
    const { contactId } = await ticketOf(response);
    const [line, ...rest] = it_.logged();
    assert.equal(rest.length, 0);
    assert.equal(line?.['requestId'], response.headers.get('x-request-id'));
    const { level, route, status, origin, network } = line ?? {};
    assert.deepEqual(
      { level, route, status, origin, network },
      {
        level: 'info',
        route: '/v1/chat',
        status: 200,
        origin: site,
        network: '203.0.113.0/24',
      },
    );
    assert.equal(line?.['contactId'], contactId);
  });
});

describe('what a chat can do', () => {
  it('follows the site’s switches, and the contact accepts the types that go with them', async () => {
    const it_ = await world({
      features: { attachments: true, markdown: true, receipts: true, interactive: true, maxMessageBytes: 16_384 },
    });
    const { features } = await ticketOf(await post(it_, chatBody()));
    assert.deepEqual(features, {
      attachments: true,
      markdown: true,
      typing: true,
      receipts: true,
      maxMessageBytes: 16_384,
    });
    assert.deepEqual(it_.connect.calls[0]?.body['SupportedMessagingContentTypes'], [
      'text/plain',
      'text/markdown',
      'application/vnd.amazonaws.connect.message.interactive',
      'application/vnd.amazonaws.connect.message.interactive.response',
    ]);
    await it_.stop();
  });

  it('is only ever less than that when the browser can do less', async () => {
    const it_ = await world({ features: { markdown: true } });
    const { features } = await ticketOf(await post(it_, chatBody({ capabilities: ['attachments', 'typing'] })));
    assert.deepEqual(features, {
      attachments: false,
      markdown: false,
      typing: true,
      receipts: false,
      maxMessageBytes: 1024,
    });
    assert.deepEqual(it_.connect.calls[0]?.body['SupportedMessagingContentTypes'], ['text/plain']);
    await it_.stop();
  });

  it('is told with the participant service’s own address, where it has one', async () => {
    const it_ = await world({ participantEndpoint: 'http://127.0.0.1:9/participant' });
    assert.equal((await ticketOf(await post(it_, chatBody()))).endpoint, 'http://127.0.0.1:9/participant');
    assert.equal(it_.logged('config.participant-endpoint-overridden')[0]?.['host'], '127.0.0.1:9');
    assert.equal(it_.logged('config.connect-endpoint-overridden')[0]?.level, 'warn');
    await it_.stop();
  });

  it('lasts as long as Amazon’s default unless the site says otherwise', async () => {
    const it_ = await world();
    assert.equal((await ticketOf(await post(it_, chatBody()))).expiresInMs, 25 * 3_600_000);
    assert.equal('ChatDurationInMinutes' in (it_.connect.calls[0]?.body ?? {}), false);
    await it_.stop();
  });

  it('can be asked for under a path of the site’s own', async () => {
    const it_ = await world({ basePath: '/help' });
    await ticketOf(await post(it_, chatBody(), { path: '/help/v1/chat' }));
    assert.equal((await refusalOf(await post(it_, chatBody()))).code, 'token/not-found');
    assert.deepEqual(
      it_.logged().map((line) => line['route']),
      ['/v1/chat', 'other'],
    );
    assert.equal(config.basePath, undefined);
    await it_.stop();
  });
});
