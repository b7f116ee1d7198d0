import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { CallSide } from '../../src/broker/broker.js';
import { parseCallTicket } from '../../src/protocol/call.js';
import { connectionData, faults } from './support/connect-stub.js';
import {
  call,
  callBody,
  callPath,
  callTicketOf,
  chatBody,
  post as postTo,
  refusalOf,
  site,
  tampered,
  ticketOf,
  world,
  type PostOptions,
  type World,
} from './support/broker-world.js';

const path = callPath;
const post = (to: World, body: unknown, options: PostOptions = {}) => postTo(to, body, { path, ...options });

describe('starting a call at the broker', () => {
  let it_: World;
  before(async () => {
    it_ = await world({ call });
  });
  after(() => it_.stop());
  beforeEach(() => {
    it_.connect.calls.length = 0;
    it_.connect.stopped.length = 0;
    it_.connect.contacts.clear();
    it_.lines.length = 0;
  });

  const upstream = () => it_.connect.of('StartWebRTCContact').map(({ body }) => body);

  it('hands out a ticket with all a browser needs to join', async () => {
    const body: unknown = await (await post(it_, callBody())).json();
    const [contact] = it_.connect.contacts.values();
    const { ContactId, ParticipantId, ParticipantToken, ConnectionData } = contact ?? {};
    const { Meeting, Attendee } = ConnectionData as ReturnType<typeof connectionData>;
    const { EventIngestionUrl, ...MediaPlacement } = Meeting.MediaPlacement;
    const ticket = parseCallTicket(body);
    assert.ok(ticket);
    const { handle, ...rest } = ticket;
    assert.deepEqual(rest, {
      contactId: ContactId,
      participantId: ParticipantId,
      participantToken: ParticipantToken,
      region: 'eu-central-1',
      endpoint: undefined,
      connectWithinMs: 60_000,
      features: { video: true, screenShare: true, dtmf: true, recorded: false },
      meeting: { ...Meeting, MediaPlacement },
      attendee: Attendee,
    });
    assert.equal(handle.split('.').length, 3);
    assert.ok(!JSON.stringify(body).includes(EventIngestionUrl), 'nobody is told where to report to');
  });

  it('asks Amazon Connect with exactly what the site configured and the customer said', async () => {
    const said = { displayName: '  Ada \n Lovelace ', locale: 'de-at', attributes: { orderId: 'A17' } };
    await callTicketOf(await post(it_, callBody(said)));
    const [{ ClientToken, ...body } = {}] = upstream();
    assert.match(String(ClientToken), /^[\w-]{43}$/);
    assert.deepEqual(body, {
      InstanceId: 'instance-1',
      ContactFlowId: 'flow-call',
      ParticipantDetails: { DisplayName: 'Ada Lovelace' },
      Attributes: { web_locale: 'de-AT', web_media: 'video', web_orderId: 'A17' },
      AllowedCapabilities: {
        Customer: { Video: 'SEND', ScreenShare: 'SEND' },
        Agent: { Video: 'SEND', ScreenShare: 'SEND' },
      },
    });
  });

  it('lets a customer who begins with their voice turn a camera on later, and tells the flow how they began', async () => {
    const { features } = await callTicketOf(await post(it_, callBody({ media: 'audio' })));
    assert.equal(features.video, true);
    const [body = {}] = upstream();
    assert.deepEqual(body['Attributes'], { web_media: 'audio' });
    assert.deepEqual((body['AllowedCapabilities'] as { Customer: unknown }).Customer, {
      Video: 'SEND',
      ScreenShare: 'SEND',
    });
  });

  it('routes a topic to the flow its calls have, and to the one of all calls where they have none', async () => {
    await callTicketOf(await post(it_, callBody({ topic: 'sales' })));
    await callTicketOf(await post(it_, callBody({ topic: 'billing' })));
    assert.deepEqual(
      upstream().map((body) => body['ContactFlowId']),
      ['flow-call-sales', 'flow-call'],
    );
    assert.equal((await refusalOf(await post(it_, callBody({ topic: 'other' })))).code, 'token/bad-request');
  });

  it('makes one call of a double click, of a retry and of a second tab', async () => {
    const body = callBody();
    const [one, two] = await Promise.all([post(it_, body), post(it_, body)]);
    const three = await post(it_, body);
    const ids = await Promise.all([one, two, three].map(async (answer) => (await callTicketOf(answer)).contactId));
    assert.equal(new Set(ids).size, 1);
    assert.equal(new Set(upstream().map(({ ClientToken }) => ClientToken)).size, 1);
    assert.equal(upstream().length, 2, 'the double click is one call');
  });

  it('makes a chat and a call of one key', async () => {
    const idempotencyKey = randomUUID();
    const chat = await ticketOf(await postTo(it_, chatBody({ idempotencyKey })));
    const { contactId } = await callTicketOf(await post(it_, callBody({ idempotencyKey })));
    assert.notEqual(contactId, chat.contactId);
  });

  it('refuses what a browser may never say, and media that are none', async () => {
    const never = [
      'AllowedCapabilities',
      'video',
      'relatedContactId',
      'flowId',
      'firstMessage',
      'capabilities',
      'constructor',
    ];
    for (const name of never) {
      assert.equal((await refusalOf(await post(it_, callBody({ [name]: 'x' })))).code, 'token/bad-request', name);
    }
    for (const media of [undefined, null, '', 'screen', 'VIDEO', ['video'], {}]) {
      assert.equal((await refusalOf(await post(it_, callBody({ media })))).code, 'token/bad-request');
    }
    assert.equal(
      (await refusalOf(await post(it_, callBody({ attributes: { media: 'x' } })))).code,
      'token/bad-request',
    );
    assert.equal(upstream().length, 0);
  });

  it('writes one line per call, which names no token', async () => {
    const response = await post(it_, callBody());
    const ticket = await callTicketOf(response);
    const [line, ...more] = it_.logged();
    assert.equal(more.length, 0);
    assert.deepEqual(
      ['level', 'route', 'status', 'origin', 'contactId', 'requestId'].map((field) => line?.[field]),
      ['info', path, 200, site, ticket.contactId, response.headers.get('x-request-id')],
    );
  });

  describe('out of a chat', () => {
    const related = () => upstream().map((body) => body['RelatedContactId']);

    it('relates the call to it, for a visitor who says who they are and for one who does not', async () => {
      const chat = await ticketOf(await postTo(it_, chatBody()));
      await callTicketOf(await post(it_, callBody({ chat: chat.handle })));
      await callTicketOf(await post(it_, callBody({ chat: chat.handle, visitor: chat.visitor })));
      assert.deepEqual(related(), [chat.contactId, chat.contactId]);
    });

    it('starts the call all the same, unrelated, when the chat is none of the caller’s', async () => {
      const chat = await ticketOf(await postTo(it_, chatBody()));
      const other = await ticketOf(await postTo(it_, chatBody()));
      const running = await callTicketOf(await post(it_, callBody()));
      it_.connect.calls.length = 0;
      const none = [
        { chat: 'a.b.c' },
        { chat: '' },
        { chat: tampered(chat.handle) },
        { chat: chat.visitor },
        { chat: running.handle },
        { chat: chat.handle, visitor: other.visitor },
      ];
      for (const said of none) await callTicketOf(await post(it_, callBody(said)));
      it_.clock.now += 27 * 3_600_000;
      await callTicketOf(await post(it_, callBody({ chat: chat.handle })));
      assert.deepEqual(
        related(),
        Array.from({ length: none.length + 1 }, () => undefined),
      );
    });

    it('starts the call unrelated when Amazon Connect knows the chat no more, and says so in the log', async () => {
      const { handle } = await ticketOf(await postTo(it_, chatBody()));
      it_.connect.script(faults.error('ResourceNotFoundException', 404), 1, 'StartWebRTCContact');
      await callTicketOf(await post(it_, callBody({ chat: handle })));
      assert.equal(related().length, 2);
      assert.equal(related()[1], undefined);
      assert.equal(it_.logged().at(-1)?.['error'], 'ResourceNotFoundException');
      assert.equal(new Set(upstream().map(({ ClientToken }) => ClientToken)).size, 1);
    });
  });

  describe('when Amazon Connect answers less than a call needs', () => {
    const { Meeting, Attendee } = connectionData();
    const damaged: readonly (readonly [string, unknown])[] = [
      ['a meeting without an id', { Attendee, Meeting: { ...Meeting, MeetingId: undefined } }],
      ['a meeting without placement', { Attendee, Meeting: { ...Meeting, MediaPlacement: undefined } }],
      [
        'no signalling',
        { Attendee, Meeting: { ...Meeting, MediaPlacement: { ...Meeting.MediaPlacement, SignalingUrl: '' } } },
      ],
      [
        'no audio host',
        { Attendee, Meeting: { ...Meeting, MediaPlacement: { ...Meeting.MediaPlacement, AudioHostUrl: undefined } } },
      ],
      ['no join token', { Meeting, Attendee: { ...Attendee, JoinToken: undefined } }],
      ['no attendee', { Meeting }],
      ['no meeting', { Attendee }],
    ];
    for (const [what, ConnectionData] of damaged) {
      it(`(${what}) says that it may be had in a moment, and finds the same call then`, async () => {
        it_.connect.script(faults.members({ ConnectionData }), 1, 'StartWebRTCContact');
        const body = callBody();
        assert.equal((await refusalOf(await post(it_, body))).code, 'token/unavailable');
        await callTicketOf(await post(it_, body));
        assert.equal(it_.connect.contacts.size, 1);
        assert.deepEqual(it_.connect.stopped, []);
      });
    }

    for (const missing of [
      ['ConnectionData'],
      ['ParticipantToken'],
      ['ConnectionData', 'ParticipantToken', 'ParticipantId'],
    ]) {
      it(`(no ${missing.join(', no ')}) stops the call nobody can join, and asks for a new one`, async () => {
        it_.connect.script(faults.without(...missing), 1, 'StartWebRTCContact');
        const { status, code } = await refusalOf(await post(it_, callBody()));
        assert.deepEqual([status, code], [409, 'token/start-again']);
        assert.deepEqual(it_.connect.stopped, [[...it_.connect.contacts.values()][0]?.['ContactId']]);
      });
    }

    it('says that it may be had in a moment when there is no contact in the answer', async () => {
      it_.connect.script(faults.without('ContactId'), 1, 'StartWebRTCContact');
      assert.equal((await refusalOf(await post(it_, callBody()))).code, 'token/unavailable');
      assert.deepEqual(it_.connect.stopped, []);
    });
  });
});

describe('what a call may do', () => {
  const policies: readonly (readonly [CallSide, boolean, boolean])[] = [
    ['none', false, false],
    ['agent', false, true],
    ['customer', true, false],
    ['both', true, true],
  ];
  for (const [side, customer, agent] of policies) {
    it(`is what the site allows and no more: ${side}`, async () => {
      const it_ = await world({ call: { flowId: 'flow-call', video: side, screenShare: side } });
      const { features } = await callTicketOf(await post(it_, callBody()));
      assert.deepEqual([features.video, features.screenShare], [customer, customer]);
      const send = { Video: 'SEND', ScreenShare: 'SEND' };
      assert.deepEqual(it_.connect.calls[0]?.body['AllowedCapabilities'], {
        Customer: customer ? send : {},
        Agent: agent ? send : {},
      });
      await it_.stop();
    });
  }

  it('is, without a word from the site, video for both and a shared screen for nobody', async () => {
    const it_ = await world({ call: { flowId: 'flow-call' } });
    const { features } = await callTicketOf(await post(it_, callBody()));
    assert.deepEqual(features, { video: true, screenShare: false, dtmf: true, recorded: false });
    await it_.stop();
  });

  it('says when it is recorded, and offers no keypad where nobody would hear it', async () => {
    const it_ = await world({ call: { flowId: 'flow-call', recorded: true, keypad: false } });
    const { features } = await callTicketOf(await post(it_, callBody()));
    assert.deepEqual([features.recorded, features.dtmf], [true, false]);
    await it_.stop();
  });

  it('is nothing where the site has no calls: their paths are none of the broker’s, and nobody is alarmed', async () => {
    const it_ = await world();
    for (const where of ['/v1/call', '/v1/call/rejoin']) {
      const { status, code } = await refusalOf(await postTo(it_, callBody(), { path: where }));
      assert.deepEqual([status, code], [404, 'token/not-found']);
    }
    assert.deepEqual(
      it_.logged().map(({ level }) => level),
      ['warn', 'warn'],
    );
    assert.equal(it_.connect.calls.length, 0);
    await it_.stop();
  });
});

describe('a full instance', () => {
  const health = async ({ broker }: World) =>
    (await (await broker.fetch(new Request('https://b.example.com/v1/health'))).json()) as Record<string, unknown>;

  it('has a quota for calls of its own: chats go on while calls are refused', async () => {
    const it_ = await world({ call });
    assert.deepEqual(await health(it_), { status: 'ok', version: '0.1.0', breaker: 'closed', calls: 'closed' });
    it_.connect.script(faults.error('LimitExceededException', 429), 1, 'StartWebRTCContact');
    for (let n = 0; n < 3; n++) {
      const { code, retryAfterMs } = await refusalOf(await post(it_, callBody()));
      assert.deepEqual([code, retryAfterMs], ['token/busy', 22_500]);
    }
    assert.equal(it_.connect.of('StartWebRTCContact').length, 1);
    await ticketOf(await postTo(it_, chatBody()));
    assert.deepEqual(await health(it_), { status: 'ok', version: '0.1.0', breaker: 'closed', calls: 'open' });
    it_.clock.now += 22_500;
    await callTicketOf(await post(it_, callBody()));
    assert.equal((await health(it_))['calls'], 'closed');
    await it_.stop();
  });
});
