import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateParticipantCommand,
  DescribeContactCommand,
  GetContactAttributesCommand,
  GetContactMetricsCommand,
  GetCurrentMetricDataCommand,
  StartChatContactCommand,
  StartWebRTCContactCommand,
  StopContactCommand,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import { openRig, refused, type Rig } from './connect-support.js';

/** Sends one operation with these members over (or, where undefined, without) those of a good call. */
type Send = (rig: Rig, changes: Readonly<Record<string, unknown>>) => Promise<unknown>;
interface Rule {
  readonly says: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly words?: string;
  readonly error?: 'InvalidParameterException' | 'ResourceNotFoundException' | 'SerializationException';
}

const long = (count: number): string => 'x'.repeat(count);
const uuid = '00000000-0000-4000-8000-000000000000';
const interactive = 'application/vnd.amazonaws.connect.message.interactive';
const wrong = (says: string, members: Rule['members'], words?: string, error?: Rule['error']): Rule => ({
  says,
  members,
  ...(words !== undefined && { words }),
  ...(error && { error }),
});
const lengths = (name: string, min: number, max: number): Rule[] => [
  ...(min > 0 ? [wrong(`${name} needs a value`, { [name]: '' }, `greater than or equal to ${min}`)] : []),
  wrong(`${name} has at most ${max} characters`, { [name]: long(max + 1) }, `less than or equal to ${max}`),
];
const needed = (...names: string[]): Rule[] =>
  names.map((name) => wrong(`${name} is required`, { [name]: undefined }, 'must not be null'));

/** Rules that both kinds of a start share. */
const starts: readonly Rule[] = [
  ...needed('InstanceId', 'ContactFlowId', 'ParticipantDetails'),
  ...lengths('InstanceId', 1, 100),
  ...lengths('ContactFlowId', 1, 500),
  ...lengths('ClientToken', 0, 500),
  ...lengths('RelatedContactId', 1, 256),
  wrong('a display name is required', { ParticipantDetails: {} }, 'participantDetails.displayName'),
  wrong('a display name has a character', { ParticipantDetails: { DisplayName: '' } }, 'equal to 1'),
  wrong(
    'a display name has at most 256 characters',
    { ParticipantDetails: { DisplayName: long(257) } },
    'equal to 256',
  ),
  wrong('attribute names are letters, digits, - and _', { Attributes: { 'a b': '1' } }, '[A-Za-z0-9_-]'),
  wrong('attribute names are not empty', { Attributes: { '': '1' } }, 'Map keys'),
  wrong('an attribute has at most 32,767 characters', { Attributes: { a: long(32_768) } }, '32767'),
  wrong('attributes have at most 32,768 bytes in all', { Attributes: { a: long(20_000), b: long(12_767) } }, '32769'),
  wrong('attributes are counted in bytes', { Attributes: { a: 'é'.repeat(16_384) } }, '32769'),
  wrong('segment attribute names have at most 128 characters', {
    SegmentAttributes: { [long(129)]: { ValueString: 'a' } },
  }),
  wrong('segment attributes have at most 1,024 characters', {
    SegmentAttributes: { a: { ValueMap: { b: { ValueString: long(1_025) } } } },
  }),
  wrong('a segment attribute has exactly one value', {
    SegmentAttributes: { a: { ValueString: 'a', ValueInteger: 1 } },
  }),
];

const types = (...all: string[]): Rule['members'] => ({ SupportedMessagingContentTypes: all });
const first = (ContentType: string, Content: string): Rule['members'] => ({ InitialMessage: { ContentType, Content } });
const guide = { SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Guide' } } };

const chat: readonly Rule[] = [
  ...starts,
  wrong('a chat lasts at least 60 minutes', { ChatDurationInMinutes: 59 }, 'equal to 60'),
  wrong('a chat lasts at most 10,080 minutes', { ChatDurationInMinutes: 10_081 }, 'equal to 10080'),
  wrong('plain text is always supported', types('text/markdown'), 'text/plain', 'InvalidParameterException'),
  wrong('content types are known ones', types('text/plain', 'text/html'), 'text/html', 'InvalidParameterException'),
  wrong('a first message has a type', first('', 'Hello'), 'initialMessage.contentType'),
  wrong('a first message has a text', first('text/plain', ''), 'initialMessage.content'),
  wrong('a first message has at most 16,384 characters', first('text/plain', long(16_385)), '16384'),
  wrong(
    'a first message has at most 16,384 bytes',
    first('text/plain', 'é'.repeat(8_193)),
    '16384',
    'InvalidParameterException',
  ),
  wrong(
    'a first message is of a supported type',
    first('text/markdown', '*a*'),
    'text/markdown',
    'InvalidParameterException',
  ),
  wrong('history is taken up in one of two ways', {
    PersistentChat: { RehydrationType: 'ALL', SourceContactId: uuid },
  }),
  wrong('history needs a source', { PersistentChat: { RehydrationType: 'FROM_SEGMENT' } }, 'sourceContactId'),
  wrong('history needs a way', { PersistentChat: { SourceContactId: uuid } }, 'rehydrationType'),
  wrong(
    'a guide needs both interactive types',
    { ...guide, ...types('text/plain', interactive) },
    'connect:Guide',
    'InvalidParameterException',
  ),
  ...lengths('CustomerId', 1, 128),
  wrong('answers come complete or in pieces', { ParticipantConfiguration: { ResponseMode: 'SLOW' } }, 'INCREMENTAL'),
  wrong('only an agent goes with the customer', { DisconnectOnCustomerExit: ['CUSTOMER'] }, 'AGENT'),
  wrong('minutes are a number', { ChatDurationInMinutes: '60' }, 'STRING_VALUE', 'SerializationException'),
];

const call: readonly Rule[] = [
  ...starts,
  wrong('sending is the only capability', { AllowedCapabilities: { Customer: { Video: 'RECEIVE' } } }, 'SEND'),
  wrong(
    'sending is the only capability of a screen, too',
    { AllowedCapabilities: { Agent: { ScreenShare: 'RECEIVE' } } },
    'SEND',
  ),
  wrong('a reference is no attachment', { References: { a: { Type: 'ATTACHMENT', Value: 'a' } } }, 'URL, NUMBER'),
  wrong('a reference has a type', { References: { a: { Value: 'a' } } }, 'references.a.member.type'),
  wrong(
    'a reference has at most 4,096 characters',
    { References: { a: { Type: 'STRING', Value: long(4_097) } } },
    '4096',
  ),
  wrong(
    'a reference’s name has at most 4,096 characters',
    { References: { [long(4_097)]: { Type: 'STRING', Value: 'a' } } },
    '4096',
  ),
  ...lengths('Description', 0, 4_096),
];

const participant: readonly Rule[] = [
  ...needed('InstanceId', 'ContactId', 'ParticipantDetails'),
  ...lengths('InstanceId', 1, 100),
  ...lengths('ContactId', 1, 256),
  ...lengths('ClientToken', 0, 500),
  wrong('a participant has a role', { ParticipantDetails: { DisplayName: 'a' } }, 'participantRole'),
  wrong('a role is a known one', { ParticipantDetails: { DisplayName: 'a', ParticipantRole: 'KING' } }, 'CUSTOM_BOT'),
  wrong('a participant has a name', { ParticipantDetails: { ParticipantRole: 'CUSTOM_BOT' } }, 'displayName'),
  wrong('a name has at most 256 characters', {
    ParticipantDetails: { ParticipantRole: 'CUSTOM_BOT', DisplayName: long(257) },
  }),
  wrong('sending is the only capability', {
    ParticipantDetails: { ParticipantRole: 'CUSTOMER', DisplayName: 'a', ParticipantCapabilities: { Video: 'NO' } },
  }),
];

const metrics: readonly Rule[] = [
  ...needed('InstanceId', 'ContactId', 'Metrics'),
  ...lengths('InstanceId', 1, 250),
  wrong('a contact is an id or an ARN', { ContactId: 'my contact' }, 'pattern'),
  wrong('at least one metric is asked for', { Metrics: [] }, 'equal to 1'),
  wrong('a metric has a name', { Metrics: [{}] }, 'metrics.1.member.name'),
  wrong('a metric is a known one', { Metrics: [{ Name: 'LUCK' }] }, 'POSITION_IN_QUEUE'),
];

const current: readonly Rule[] = [
  ...needed('Filters', 'CurrentMetrics'),
  wrong('an instance has at most 100 characters', { InstanceId: long(101) }, 'instanceId'),
  wrong('at least one queue is named', { Filters: { Queues: [] } }, 'filters.queues'),
  wrong('at most 100 queues are named', { Filters: { Queues: Array<string>(101).fill('q') } }, 'equal to 100'),
  wrong(
    'at most 100 profiles are named',
    { Filters: { RoutingProfiles: Array<string>(101).fill('q') } },
    'equal to 100',
  ),
  wrong('channels are known ones', { Filters: { Queues: ['q'], Channels: ['FAX'] } }, 'VOICE, CHAT'),
  wrong('at most 50 steps are named', {
    Filters: { Queues: ['q'], RoutingStepExpressions: Array<string>(51).fill('q') },
  }),
  wrong('at most 50 statuses are named', { Filters: { Queues: ['q'], AgentStatuses: Array<string>(51).fill('q') } }),
  wrong('at most 10 subtypes are named', { Filters: { Queues: ['q'], Subtypes: Array<string>(11).fill('q') } }),
  wrong('at most 2 groupings are made', { Groupings: ['QUEUE', 'CHANNEL', 'SUBTYPE'] }, 'equal to 2'),
  wrong('groupings are known ones', { Groupings: ['COLOUR'] }, 'QUEUE, CHANNEL'),
  wrong('metrics are known ones', { CurrentMetrics: [{ Name: 'LUCK' }] }, 'CONTACTS_IN_QUEUE'),
  wrong('units are known ones', { CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE', Unit: 'DOZEN' }] }, 'SECONDS'),
  wrong('at least one metric is asked for', { CurrentMetrics: [] }, 'equal to 1'),
  wrong('a page has at least one result', { MaxResults: 0 }, 'equal to 1'),
  wrong('a page has at most 100 results', { MaxResults: 101 }, 'equal to 100'),
  wrong('one order is enough', { SortCriteria: [{}, {}] }, 'equal to 1'),
  wrong('orders are known ones', { SortCriteria: [{ SortOrder: 'SIDEWAYS' }] }, 'ASCENDING'),
];

const stop: readonly Rule[] = [
  ...needed('InstanceId', 'ContactId'),
  ...lengths('InstanceId', 1, 100),
  ...lengths('ContactId', 1, 256),
  wrong('a reason’s code has at most 100 characters', { DisconnectReason: { Code: long(101) } }, 'equal to 100'),
];

const attributes: readonly Rule[] = [
  ...needed('InstanceId', 'InitialContactId', 'Attributes'),
  ...lengths('InstanceId', 1, 100),
  ...lengths('InitialContactId', 1, 256),
  wrong('names are letters, digits, - and _', { Attributes: { ä: '1' } }, '[A-Za-z0-9_-]'),
  wrong('a value has at most 32,767 characters', { Attributes: { a: long(32_768) } }, '32767'),
];

const inPath = (contact: string): readonly Rule[] => [
  wrong('an instance has at most 100 characters', { InstanceId: long(101) }, 'instanceId'),
  wrong('a contact has at most 256 characters', { [contact]: long(257) }, 'equal to 256'),
];

const metric = { CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE' }], Filters: { Queues: ['q'] } };
const someBot = { ParticipantDetails: { ParticipantRole: 'CUSTOM_BOT', DisplayName: 'Bot' } };

/** Operations, a way to send each with wrong members, and all its rules. The cast is the point: the SDK checks nothing. */
const operations: readonly (readonly [string, Send, readonly Rule[]])[] = [
  ['StartChatContact', (r, c) => r.client.send(new StartChatContactCommand({ ...r.start, ...c })), chat],
  ['StartWebRTCContact', (r, c) => r.client.send(new StartWebRTCContactCommand({ ...r.start, ...c })), call],
  [
    'CreateParticipant',
    (r, c) =>
      r.client.send(new CreateParticipantCommand({ ...r.instance, ContactId: uuid, ...someBot, ...c } as never)),
    participant,
  ],
  [
    'GetContactMetrics',
    (r, c) =>
      r.client.send(
        new GetContactMetricsCommand({
          ...r.instance,
          ContactId: uuid,
          Metrics: [{ Name: 'POSITION_IN_QUEUE' }],
          ...c,
        } as never),
      ),
    metrics,
  ],
  [
    'GetCurrentMetricData',
    (r, c) => r.client.send(new GetCurrentMetricDataCommand({ ...r.instance, ...metric, ...c } as never)),
    current,
  ],
  ['StopContact', (r, c) => r.client.send(new StopContactCommand({ ...r.instance, ContactId: uuid, ...c })), stop],
  [
    'UpdateContactAttributes',
    (r, c) =>
      r.client.send(
        new UpdateContactAttributesCommand({
          ...r.instance,
          InitialContactId: uuid,
          Attributes: { a: '1' },
          ...c,
        }),
      ),
    attributes,
  ],
  [
    'DescribeContact',
    (r, c) => r.client.send(new DescribeContactCommand({ ...r.instance, ContactId: uuid, ...c })),
    inPath('ContactId'),
  ],
  [
    'GetContactAttributes',
    (r, c) => r.client.send(new GetContactAttributesCommand({ ...r.instance, InitialContactId: uuid, ...c })),
    inPath('InitialContactId'),
  ],
];

for (const [operation, send, rules] of operations) {
  test(`${operation} refuses what breaks a rule`, async (t) => {
    const rig = await openRig(t);
    for (const { says, members, words = '', error = 'InvalidRequestException' } of rules) {
      await t.test(says, () => refused(send(rig, members), error, 400, words));
    }
    assert.equal(rig.simulator.world.conversations.size, 0, 'a refused call has no effect');
  });
}

const most = {
  ParticipantDetails: { DisplayName: long(256) },
  Attributes: { [long(64)]: long(32_704) },
  ClientToken: long(500),
  InitialMessage: { ContentType: 'text/plain', Content: long(16_384) },
  ChatDurationInMinutes: 10_080,
  SupportedMessagingContentTypes: [
    'text/markdown',
    'application/json',
    interactive,
    `${interactive}.response`,
    'text/plain',
  ],
  CustomerId: long(128),
  ParticipantConfiguration: { ResponseMode: 'INCREMENTAL' as const },
  DisconnectOnCustomerExit: ['AGENT' as const],
  ...guide,
};

test('a chat may use every member up to its limit', async (t) => {
  const { client, start } = await openRig(t);
  assert.ok((await client.send(new StartChatContactCommand({ ...start, ...most }))).ContactId);
});

test('members the SDK does not know do no harm', async (t) => {
  const { client, start } = await openRig(t);
  assert.ok((await client.send(new StartChatContactCommand({ ...start, Unknown: 1 } as never))).ContactId);
});
