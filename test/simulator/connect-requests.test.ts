import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeContactCommand,
  ListAssociatedContactsCommand,
  StartChatContactCommand,
  StartEmailContactCommand,
  StartOutboundChatContactCommand,
  StartOutboundVoiceContactCommand,
  StartTaskContactCommand,
  StopContactCommand,
} from '@aws-sdk/client-connect';
import { account, acceptContact, transferContact, type WorkRequest } from '../../src/simulator/index.js';
import { ask } from './customer-client.js';
import { openRig, refused, there, type Rig } from './connect-support.js';

type Members = Readonly<Record<string, unknown>>;
type Send = (rig: Rig, changes?: Members) => Promise<{ ContactId?: string | undefined }>;

const phone = '+493023125777';
const numberArn = `arn:aws:connect:${account.region}:${account.accountId}:phone-number/${account.phoneNumberId}`;
const long = (count: number): string => 'x'.repeat(count);
const flow = { ContactFlowId: account.contactFlowId };

const task: Send = ({ client, instance }, changes) =>
  client.send(new StartTaskContactCommand({ ...instance, ...flow, Name: 'Call back', ...changes }));

const email: Send = ({ client, instance }, changes) =>
  client.send(
    new StartEmailContactCommand({
      ...instance,
      FromEmailAddress: { EmailAddress: 'ada@example.org', DisplayName: 'Ada' },
      DestinationEmailAddress: account.emailAddress,
      EmailMessage: {
        MessageSourceType: 'RAW',
        RawMessage: { Subject: 'My kettle', Body: 'It leaks.', ContentType: 'text/plain' },
      },
      ...changes,
    }),
  );

const voice: Send = ({ client, instance }, changes) =>
  client.send(
    new StartOutboundVoiceContactCommand({
      ...instance,
      ...flow,
      DestinationPhoneNumber: phone,
      SourcePhoneNumber: account.phoneNumber,
      ...changes,
    }),
  );

const sms: Send = ({ client, instance }, changes) =>
  client.send(
    new StartOutboundChatContactCommand({
      ...instance,
      ...flow,
      SourceEndpoint: { Type: 'CONNECT_PHONENUMBER_ARN', Address: numberArn },
      DestinationEndpoint: { Type: 'TELEPHONE_NUMBER', Address: phone },
      SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:SMS' } },
      ...changes,
    }),
  );

async function recorded({ origin }: Rig, kind?: string): Promise<readonly WorkRequest[]> {
  const path = kind === undefined ? 'requests' : `requests?kind=${kind}`;
  return (await ask<{ requests: WorkRequest[] }>(origin, 'GET', path)).answer.requests;
}

async function startChat({ client, start }: Rig): Promise<string> {
  const Attributes = { topic: 'delivery' };
  return there((await client.send(new StartChatContactCommand({ ...start, Attributes }))).ContactId);
}

test('a task keeps what an agent needs to call back, and has the attributes of its chat', async (t) => {
  const rig = await openRig(t);
  const chat = await startChat(rig);
  const in2Hours = new Date(Math.floor(rig.simulator.world.now() / 1000) * 1000 + 7_200_000);
  const References = {
    phone: { Type: 'STRING' as const, Value: phone },
    page: { Type: 'URL' as const, Value: 'https://shop.example/' },
  };
  const { ContactId } = await task(rig, {
    Description: 'Wants to know more',
    References,
    RelatedContactId: chat,
    ScheduledTime: in2Hours,
    Attributes: { from: 'chat' },
  });
  const [one, ...more] = await recorded(rig);
  assert.equal(more.length, 0);
  assert.equal(one?.id, ContactId);
  assert.equal(one?.kind, 'task');
  assert.equal(one.name, 'Call back');
  assert.equal(one.scheduledFor, in2Hours.getTime());
  assert.deepEqual(one.references, References);
  assert.deepEqual(one.attributes, { topic: 'delivery', from: 'chat' });
  assert.equal(one.relatedContactId, chat);
  const { Contact } = await rig.client.send(new DescribeContactCommand({ ...rig.instance, ContactId }));
  assert.equal(Contact?.Channel, 'TASK');
  assert.equal(Contact.ContactAssociationId, chat);
});

test('an e-mail, a call and a text are recorded with whom they are for', async (t) => {
  const rig = await openRig(t);
  await email(rig);
  await voice(rig);
  await sms(rig, { InitialSystemMessage: { ContentType: 'text/plain', Content: 'Your order is on its way' } });
  const all = await recorded(rig);
  assert.deepEqual(
    all.map(({ kind, channel }) => [kind, channel]),
    [
      ['email', 'EMAIL'],
      ['outbound-voice', 'VOICE'],
      ['outbound-chat', 'CHAT'],
    ],
  );
  assert.deepEqual(all[0]?.email, {
    from: 'ada@example.org',
    fromName: 'Ada',
    subject: 'My kettle',
    body: 'It leaks.',
  });
  assert.deepEqual([all[1]?.phone, all[2]?.phone], [phone, phone]);
  assert.equal((await recorded(rig, 'email')).length, 1);
});

for (const [name, send] of Object.entries({ task, email, voice, sms })) {
  test(`the same ClientToken never starts a second ${name}`, async (t) => {
    const rig = await openRig(t);
    const first = await send(rig, { ClientToken: 'key' });
    assert.equal((await send(rig, { ClientToken: 'key' })).ContactId, first.ContactId);
    assert.notEqual((await send(rig, { ClientToken: 'another' })).ContactId, first.ContactId);
    assert.equal((await recorded(rig)).length, 2);
  });
}

test('a ClientToken is good for one e-mail only', async (t) => {
  const rig = await openRig(t);
  await email(rig, { ClientToken: 'key' });
  await refused(email(rig, { ClientToken: 'key', Name: 'Another' }), 'IdempotencyException', 409);
});

test('a task can be stopped, described as over, and stopped only once', async (t) => {
  const rig = await openRig(t);
  const { ContactId } = await task(rig);
  const stop = () => rig.client.send(new StopContactCommand({ ...rig.instance, ContactId }));
  await stop();
  const { Contact } = await rig.client.send(new DescribeContactCommand({ ...rig.instance, ContactId }));
  assert.equal(Contact?.DisconnectReason, 'API');
  await refused(stop(), 'ContactNotFoundException', 410);
});

test('a full instance takes no more tasks until one is done', async (t) => {
  const rig = await openRig(t, { quotas: { tasks: 1 } });
  const { ContactId } = await task(rig);
  await refused(task(rig), 'ServiceQuotaExceededException', 402);
  assert.equal((await ask(rig.origin, 'POST', `requests/${ContactId}/end`, {})).status, 200);
  await task(rig);
  assert.equal((await ask(rig.origin, 'POST', `requests/${ContactId}/end`, {})).status, 409);
  assert.equal((await ask(rig.origin, 'POST', 'requests/nobody/end', {})).status, 404);
});

test('a call that rings counts as a call, until its time is over', async (t) => {
  const rig = await openRig(t, { quotas: { calls: 1 } });
  await voice(rig, { RingTimeoutInSeconds: 20 });
  await refused(voice(rig), 'LimitExceededException', 429);
  rig.simulator.clock.advance(20_000);
  await voice(rig);
  assert.deepEqual(
    (await recorded(rig)).map((one) => one.endReason),
    ['TELECOM_UNANSWERED', undefined],
  );
});

test('numbers can be forbidden, and British mobiles are unless they were allowed', async (t) => {
  const rig = await openRig(t);
  const mobile = { DestinationPhoneNumber: '+447700900123' };
  await refused(voice(rig, mobile), 'DestinationNotAllowedException', 403);
  rig.simulator.faults.set({ outboundToUkMobiles: 'allowed' });
  await voice(rig, mobile);
  for (const outboundCalls of ['DestinationNotAllowedException', 'OutboundContactNotPermittedException'] as const) {
    rig.simulator.faults.set({ outboundCalls });
    await refused(voice(rig), outboundCalls, 403);
  }
});

test('a task can be planned for six days ahead, or as many as the knob says, and not for yesterday', async (t) => {
  const rig = await openRig(t);
  const inDays = (days: number) => ({ ScheduledTime: new Date(rig.simulator.world.now() + days * 86_400_000) });
  await task(rig, inDays(5.9));
  await refused(task(rig, inDays(7)), 'InvalidParameterException', 400, '6 days');
  await refused(task(rig, inDays(-1)), 'InvalidParameterException', 400, 'past');
  rig.simulator.faults.set({ taskHorizonDays: 90 });
  await task(rig, inDays(89));
});

test('twelve tasks may follow each other', async (t) => {
  const rig = await openRig(t);
  let PreviousContactId = there((await task(rig)).ContactId);
  for (let count = 2; count <= 12; count += 1) {
    PreviousContactId = there((await task(rig, { PreviousContactId })).ContactId);
  }
  await refused(task(rig, { PreviousContactId }), 'InvalidRequestException', 400, '12');
});

test('a tree of contacts is listed from its root or any of its leaves, page by page', async (t) => {
  const rig = await openRig(t);
  const { world, clock } = rig.simulator;
  const chat = await startChat(rig);
  const conversation = there(world.conversationOf(chat));
  clock.advance(1_000);
  acceptContact(world, conversation, 'Ines');
  const next = there(transferContact(world, conversation, { queue: 'Returns' })).id;
  clock.advance(1_000);
  const { ContactId: callback } = await task(rig, { RelatedContactId: next });
  await startChat(rig);
  const list = (ContactId: string, more: object = {}) =>
    rig.client.send(new ListAssociatedContactsCommand({ ...rig.instance, ContactId, ...more }));
  const whole = await list(there(callback));
  assert.deepEqual(
    whole.ContactSummaryList?.map((one) => [one.ContactId, one.Channel, one.InitiationMethod]),
    [
      [chat, 'CHAT', 'API'],
      [next, 'CHAT', 'QUEUE_TRANSFER'],
      [callback, 'TASK', 'API'],
    ],
  );
  assert.equal(whole.ContactSummaryList?.[1]?.PreviousContactId, chat);
  const first = await list(chat, { MaxResults: 2 });
  assert.equal(first.ContactSummaryList?.length, 2);
  const rest = await list(chat, { MaxResults: 2, NextToken: first.NextToken });
  assert.deepEqual(
    rest.ContactSummaryList?.map((one) => one.ContactId),
    [callback],
  );
  assert.equal(rest.NextToken, undefined);
  await refused(list(chat, { NextToken: 'made up' }), 'InvalidRequestException', 400, 'NextToken');
  await refused(list('nobody'), 'ResourceNotFoundException', 404);
});

type Wrong = readonly [says: string, members: Members, words: string];
const missing = (...names: string[]): Wrong[] =>
  names.map((name) => [`${name} is required`, { [name]: undefined }, 'must not be null']);
const nowhere: readonly Wrong[] = [
  ['an unknown instance', { InstanceId: 'another' }, 'Instance'],
  ['an unknown related contact', { RelatedContactId: 'nobody' }, 'Contact'],
];

const rules: readonly (readonly [string, Send, readonly Wrong[], readonly Wrong[]])[] = [
  [
    'StartTaskContact',
    task,
    [
      ...missing('InstanceId', 'Name'),
      ['no target', { ContactFlowId: undefined }, 'Exactly one'],
      ['two targets', { QuickConnectId: account.quickConnectId }, 'Exactly one'],
      ['a name beyond 1,024 characters', { Name: long(1_025) }, '1024'],
      ['a description beyond 4,096 characters', { Description: long(4_097) }, '4096'],
      ['an attachment as a reference', { References: { a: { Type: 'ATTACHMENT', Value: 'a' } } }, 'URL, NUMBER'],
      ['six attachments', { Attachments: Array(6).fill({ FileName: 'a', S3Url: 'https://a.example/' }) }, 'equal to 5'],
      ['both kinds of relation', { RelatedContactId: 'a', PreviousContactId: 'b' }, 'exclude'],
      ['a token beyond 500 characters', { ClientToken: long(501) }, '500'],
    ],
    [
      ...nowhere,
      ['an unknown flow', { ContactFlowId: 'another' }, 'flow'],
      ['an unknown quick connect', { ContactFlowId: undefined, QuickConnectId: 'another' }, 'Quick'],
      ['an unknown template', { ContactFlowId: undefined, TaskTemplateId: 'another' }, 'template'],
      ['an unknown contact before it', { PreviousContactId: 'nobody' }, 'Contact'],
    ],
  ],
  [
    'StartEmailContact',
    email,
    [
      ...missing('InstanceId', 'FromEmailAddress', 'DestinationEmailAddress', 'EmailMessage'),
      ['no address', { FromEmailAddress: { EmailAddress: 'ada' } }, 'pattern'],
      ['an address beyond 255 characters', { FromEmailAddress: { EmailAddress: `${long(250)}@a.example` } }, '255'],
      ['a message of another type', { EmailMessage: { MessageSourceType: 'TEMPLATE' } }, 'RAW'],
      ['a message that is not there', { EmailMessage: { MessageSourceType: 'RAW' } }, 'RawMessage'],
      [
        'a subject beyond 998 characters',
        { EmailMessage: { MessageSourceType: 'RAW', RawMessage: { Subject: long(999), Body: 'a', ContentType: 'a' } } },
        '998',
      ],
      [
        'a body beyond 5 MiB',
        {
          EmailMessage: {
            MessageSourceType: 'RAW',
            RawMessage: { Subject: 'a', Body: long(5 * 1_048_576 + 1), ContentType: 'text/plain' },
          },
        },
        '5 MiB',
      ],
      ['eleven attachments', { Attachments: Array(11).fill({ FileName: 'a', S3Url: 'a' }) }, 'equal to 10'],
      ['an e-mail address as a reference', { References: { a: { Type: 'EMAIL', Value: 'a' } } }, 'URL, NUMBER'],
    ],
    [...nowhere, ['an address of somebody else', { DestinationEmailAddress: 'a@b.example' }, 'Destination']],
  ],
  [
    'StartOutboundVoiceContact',
    voice,
    [
      ...missing('InstanceId', 'ContactFlowId', 'DestinationPhoneNumber'),
      ['a number without a country', { DestinationPhoneNumber: '03023125777' }, 'pattern'],
      ['a number beyond 15 digits', { DestinationPhoneNumber: `+${'1'.repeat(16)}` }, 'pattern'],
      ['neither number nor queue to call from', { SourcePhoneNumber: undefined }, 'needed'],
      ['ringing for two minutes', { RingTimeoutInSeconds: 120 }, 'equal to 60'],
    ],
    [
      ...nowhere,
      ['a number that is not the instance’s', { SourcePhoneNumber: phone }, 'Phone number'],
      ['an unknown queue', { SourcePhoneNumber: undefined, QueueId: 'another' }, 'Queue'],
    ],
  ],
  [
    'StartOutboundChatContact',
    sms,
    [
      ...missing('InstanceId', 'ContactFlowId', 'SourceEndpoint', 'DestinationEndpoint', 'SegmentAttributes'),
      ['another subtype', { SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Guide' } } }, 'SMS'],
      ['a chat over the internet', { DestinationEndpoint: { Type: 'VOIP', Address: phone } }, 'TELEPHONE_NUMBER'],
      ['a number without a country', { DestinationEndpoint: { Type: 'TELEPHONE_NUMBER', Address: '030' } }, 'number'],
    ],
    [
      ...nowhere,
      ['a number of somebody else', { SourceEndpoint: { Type: 'CONNECT_PHONENUMBER_ARN', Address: 'arn' } }, 'Source'],
    ],
  ],
];

for (const [operation, send, wrong, unknown] of rules) {
  test(`${operation} refuses what breaks a rule`, async (t) => {
    const rig = await openRig(t);
    for (const [says, members, words] of wrong) {
      await t.test(says, () => refused(send(rig, members), 'InvalidRequestException', 400, words));
    }
    for (const [says, members, words] of unknown) {
      await t.test(says, () => refused(send(rig, members), 'ResourceNotFoundException', 404, words));
    }
    assert.equal((await recorded(rig)).length, 0, 'a refused call has no effect');
  });
}

test('a refusal never repeats a number, a name or a text', async (t) => {
  const rig = await openRig(t);
  const secret = '0301234canary';
  for (const call of [
    voice(rig, { DestinationPhoneNumber: secret }),
    email(rig, { FromEmailAddress: { EmailAddress: secret } }),
  ]) {
    const error = await call.then(
      () => assert.fail('should be refused'),
      (reason: unknown) => reason as Error,
    );
    assert.ok(!error.message.includes('canary'), error.message);
  }
});
