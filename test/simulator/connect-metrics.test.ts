import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  GetContactMetricsCommand,
  GetCurrentMetricDataCommand,
  StartChatContactCommand,
  StartWebRTCContactCommand,
  type CurrentMetricName,
  type CurrentMetricResult,
  type GetCurrentMetricDataCommandInput,
} from '@aws-sdk/client-connect';
import { acceptContact, endConversation } from '../../src/simulator/index.js';
import { arn } from '../../src/simulator/world.js';
import { openRig, refused, there, type Rig } from './connect-support.js';

const care = { id: 'c0000000-0000-4000-8000-000000000001', name: 'Care', staff: 2, averageHandleSeconds: 120 };
const returns = { id: 'c0000000-0000-4000-8000-000000000002', name: 'Returns', staff: 0, others: 0 };
const empty = { id: 'c0000000-0000-4000-8000-000000000003', name: 'Night', staff: 0, others: 4 };
const queues = [care, returns, empty];
const all = queues.map(({ id }) => id);

async function startChat({ client, start }: Rig, targetQueue?: string): Promise<string> {
  const Attributes = targetQueue === undefined ? {} : { targetQueue };
  return there((await client.send(new StartChatContactCommand({ ...start, Attributes }))).ContactId);
}

function metricsOf({ client, instance }: Rig, ContactId: string) {
  const Metrics = [{ Name: 'POSITION_IN_QUEUE' }, { Name: 'ESTIMATED_WAIT_TIME' }] as const;
  return client.send(new GetContactMetricsCommand({ ...instance, ContactId, Metrics: [...Metrics] }));
}

async function figures(rig: Rig, ContactId: string): Promise<Record<string, number | undefined>> {
  const { MetricResults } = await metricsOf(rig, ContactId);
  return Object.fromEntries(there(MetricResults).map(({ Name, Value }) => [there(Name), Value?.Number] as const));
}

function current(rig: Rig, input: Partial<GetCurrentMetricDataCommandInput>) {
  return rig.client.send(
    new GetCurrentMetricDataCommand({
      ...rig.instance,
      Filters: { Queues: [care.id], Channels: ['CHAT'] },
      CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' }],
      ...input,
    }),
  );
}

function value(result: CurrentMetricResult | undefined, name: CurrentMetricName): number | undefined {
  return result?.Collections?.find(({ Metric }) => Metric?.Name === name)?.Value;
}

test('a waiting contact has a position and an estimate that shrink as others are served', async (t) => {
  const rig = await openRig(t, { queues: [{ ...care, others: 2 }] });
  const first = await startChat(rig);
  const second = await startChat(rig);
  assert.deepEqual(await figures(rig, first), { POSITION_IN_QUEUE: 3, ESTIMATED_WAIT_TIME: 180 });
  assert.deepEqual(await figures(rig, second), { POSITION_IN_QUEUE: 4, ESTIMATED_WAIT_TIME: 240 });
  rig.simulator.clock.advance(60_000);
  assert.deepEqual(await figures(rig, second), { POSITION_IN_QUEUE: 3, ESTIMATED_WAIT_TIME: 180 });
  const { Id, Arn } = await metricsOf(rig, arn('contact', first));
  assert.deepEqual({ Id, Arn }, { Id: first, Arn: arn('contact', first) });
});

test('the estimate can be frozen, and is missing in a queue without agents', async (t) => {
  const rig = await openRig(t, { queues: [{ ...care, others: 2 }, empty], knobs: { waitEstimate: 'frozen' } });
  const waiting = await startChat(rig);
  rig.simulator.clock.advance(60_000);
  assert.deepEqual(await figures(rig, waiting), { POSITION_IN_QUEUE: 2, ESTIMATED_WAIT_TIME: 180 });
  assert.deepEqual(await figures(rig, await startChat(rig, 'Night')), { POSITION_IN_QUEUE: 5 });
});

test('outside a queue there are no figures, told in the way the knob says', async (t) => {
  const rig = await openRig(t);
  const { world, faults } = rig.simulator;
  const id = await startChat(rig);
  const conversation = there(world.conversationOf(id));
  acceptContact(world, conversation, 'Grace');
  await refused(metricsOf(rig, id), 'InvalidRequestException', 400, 'queue');
  faults.set({ metricsOutsideQueue: 'ResourceNotFoundException' });
  await refused(metricsOf(rig, id), 'ResourceNotFoundException', 404, 'queue');
  faults.set({ metricsOutsideQueue: 'empty' });
  assert.deepEqual((await metricsOf(rig, id)).MetricResults, []);
  endConversation(world, conversation, 'API');
  assert.deepEqual((await metricsOf(rig, id)).MetricResults, []);
  await refused(metricsOf(rig, '00000000-0000-4000-8000-000000000000'), 'ResourceNotFoundException', 404);
});

test('one call answers for many queues, and what has no figure is absent, not zero', async (t) => {
  const rig = await openRig(t, { queues });
  await startChat(rig);
  const { MetricResults, ApproximateTotalCount, DataSnapshotTime } = await current(rig, {
    Filters: { Queues: all.map((id) => arn('queue', id)), Channels: ['CHAT'] },
    Groupings: ['QUEUE', 'CHANNEL'],
    CurrentMetrics: [
      { Name: 'ESTIMATED_WAIT_TIME', Unit: 'SECONDS' },
      { Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' },
      { Name: 'AGENTS_STAFFED', Unit: 'COUNT' },
    ],
  });
  assert.equal(ApproximateTotalCount, 2, 'a queue where nobody works and nobody waits has no row');
  assert.equal(DataSnapshotTime?.getTime(), rig.simulator.world.now());
  const [busy, night] = there(MetricResults);
  assert.deepEqual(busy?.Dimensions, { Queue: { Id: care.id, Arn: arn('queue', care.id) }, Channel: 'CHAT' });
  assert.equal(value(busy, 'ESTIMATED_WAIT_TIME'), 120);
  assert.equal(value(busy, 'CONTACTS_IN_QUEUE'), 1);
  assert.equal(value(busy, 'AGENTS_STAFFED'), 2);
  assert.equal(night?.Dimensions?.Queue?.Id, empty.id);
  assert.equal(value(night, 'ESTIMATED_WAIT_TIME'), undefined);
  assert.equal(value(night, 'CONTACTS_IN_QUEUE'), 4);
});

test('figures are those of one moment and told for five seconds', async (t) => {
  const rig = await openRig(t, { queues });
  const inQueue = async () => value((await current(rig, {})).MetricResults?.[0], 'CONTACTS_IN_QUEUE');
  await startChat(rig);
  assert.equal(await inQueue(), 1);
  await startChat(rig);
  rig.simulator.clock.advance(4_999);
  assert.equal(await inQueue(), 1);
  rig.simulator.clock.advance(1);
  assert.equal(await inQueue(), 2);
});

test('the oldest age comes in milliseconds without grouping, and in seconds with it', async (t) => {
  const rig = await openRig(t, { queues });
  await startChat(rig);
  rig.simulator.clock.advance(24_000);
  const CurrentMetrics = [{ Name: 'OLDEST_CONTACT_AGE', Unit: 'SECONDS' } as const];
  const plain = await current(rig, { CurrentMetrics });
  assert.equal(value(plain.MetricResults?.[0], 'OLDEST_CONTACT_AGE'), 24_000);
  assert.equal(plain.MetricResults?.[0]?.Dimensions, undefined);
  const grouped = await current(rig, { CurrentMetrics, Groupings: ['QUEUE'] });
  assert.equal(value(grouped.MetricResults?.[0], 'OLDEST_CONTACT_AGE'), 24);
});

test('chats and calls of a queue are told apart by channel and added up without it', async (t) => {
  const rig = await openRig(t, { queues: [care] });
  await startChat(rig);
  await startChat(rig);
  await rig.client.send(new StartWebRTCContactCommand(rig.start));
  const CurrentMetrics = [{ Name: 'CONTACTS_IN_QUEUE' } as const, { Name: 'AGENTS_STAFFED' } as const];
  const Filters = { Queues: [care.id], Channels: ['CHAT' as const, 'VOICE' as const] };
  const apart = await current(rig, { Filters, CurrentMetrics, Groupings: ['CHANNEL'] });
  const byChannel = Object.fromEntries(
    there(apart.MetricResults).map((row) => [there(row.Dimensions?.Channel), value(row, 'CONTACTS_IN_QUEUE')] as const),
  );
  assert.deepEqual(byChannel, { CHAT: 2, VOICE: 1 });
  const together = await current(rig, { Filters, CurrentMetrics });
  assert.equal(value(together.MetricResults?.[0], 'CONTACTS_IN_QUEUE'), 3);
  assert.equal(value(together.MetricResults?.[0], 'AGENTS_STAFFED'), 2, 'the same two agents serve both channels');
});

test('long answers come in pages that show one moment, under a token of five minutes', async (t) => {
  const rig = await openRig(t, { queues: [care, { ...care, id: 'q2' }, { ...care, id: 'q3' }] });
  const question = { Filters: { Queues: [care.id, 'q2', 'q3'] }, Groupings: ['QUEUE'], MaxResults: 2 } as const;
  const ask = (NextToken?: string, other = {}) =>
    current(rig, {
      Filters: { Queues: [...question.Filters.Queues] },
      Groupings: [...question.Groupings],
      MaxResults: question.MaxResults,
      ...(NextToken !== undefined && { NextToken }),
      ...other,
    });
  const first = await ask();
  assert.equal(first.MetricResults?.length, 2);
  assert.equal(first.ApproximateTotalCount, 3);
  rig.simulator.clock.advance(60_000);
  const second = await ask(first.NextToken);
  assert.equal(second.MetricResults?.length, 1);
  assert.equal(second.NextToken, undefined);
  assert.deepEqual(second.DataSnapshotTime, first.DataSnapshotTime);
  await refused(ask(first.NextToken, { Groupings: [] }), 'InvalidRequestException', 400, 'NextToken');
  await refused(ask('made up'), 'InvalidRequestException', 400, 'NextToken');
  rig.simulator.clock.advance(240_000);
  const late = rig.connect({ systemClockOffset: 300_000 }).send(
    new GetCurrentMetricDataCommand({
      ...rig.instance,
      Filters: { Queues: [...question.Filters.Queues] },
      Groupings: ['QUEUE'],
      CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' }],
      MaxResults: 2,
      NextToken: first.NextToken,
    }),
  );
  await refused(late, 'InvalidRequestException', 400, 'NextToken');
});

test('results are sorted by a metric', async (t) => {
  const rig = await openRig(t, { queues: [care, { ...care, id: 'q2', others: 3 }] });
  const sort = async (SortOrder: 'ASCENDING' | 'DESCENDING') => {
    const { MetricResults } = await current(rig, {
      Filters: { Queues: [care.id, 'q2'] },
      Groupings: ['QUEUE'],
      SortCriteria: [{ SortByMetric: 'CONTACTS_IN_QUEUE', SortOrder }],
    });
    return MetricResults?.map((row) => row.Dimensions?.Queue?.Id);
  };
  assert.deepEqual(await sort('DESCENDING'), ['q2', care.id]);
  assert.deepEqual(await sort('ASCENDING'), [care.id, 'q2']);
});

const wrongQuestions: readonly (readonly [string, Partial<GetCurrentMetricDataCommandInput>, string])[] = [
  ['the estimate without grouping', { CurrentMetrics: [{ Name: 'ESTIMATED_WAIT_TIME' }] }, 'ESTIMATED_WAIT_TIME'],
  [
    'the estimate grouped the other way round',
    { CurrentMetrics: [{ Name: 'ESTIMATED_WAIT_TIME' }], Groupings: ['CHANNEL', 'QUEUE'] },
    'ESTIMATED_WAIT_TIME',
  ],
  [
    'the estimate without a channel filter',
    {
      CurrentMetrics: [{ Name: 'ESTIMATED_WAIT_TIME' }],
      Groupings: ['QUEUE', 'CHANNEL'],
      Filters: { Queues: [care.id] },
    },
    'CHANNEL',
  ],
  ['a unit that is not the metric’s', { CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE', Unit: 'SECONDS' }] }, 'COUNT'],
  ['a metric without a name', { CurrentMetrics: [{ Unit: 'COUNT' }] }, 'Name'],
  ['a custom metric', { CurrentMetrics: [{ MetricId: 'mine' }] }, 'custom'],
  ['no queue at all', { Filters: { Channels: ['CHAT'] } }, 'queue'],
  ['queues and routing profiles at once', { Filters: { Queues: [care.id], RoutingProfiles: ['x'] } }, 'both'],
  ['one grouping twice', { Groupings: ['QUEUE', 'QUEUE'] }, 'differ'],
  ['a grouping without its filter', { Groupings: ['ROUTING_STEP_EXPRESSION'] }, 'ROUTING_STEP_EXPRESSION'],
  ['a filter without its grouping', { Filters: { Queues: [care.id], Subtypes: ['x'] } }, 'Subtypes'],
  ['the channel grouping without its filter', { Groupings: ['CHANNEL'], Filters: { Queues: [care.id] } }, 'CHANNEL'],
  ['sorting by slots', { SortCriteria: [{ SortByMetric: 'SLOTS_AVAILABLE' }] }, 'SLOTS_AVAILABLE'],
];

for (const [what, question, words] of wrongQuestions) {
  test(`current metrics refuse ${what}`, async (t) => {
    const rig = await openRig(t, { queues: [care] });
    await refused(current(rig, question), 'InvalidParameterException', 400, words);
  });
}

test('metrics of unknown queues, profiles and instances are not found', async (t) => {
  const rig = await openRig(t, { queues: [care] });
  await refused(current(rig, { Filters: { Queues: ['another'] } }), 'ResourceNotFoundException', 404);
  await refused(current(rig, { Filters: { RoutingProfiles: ['another'] } }), 'ResourceNotFoundException', 404);
  await refused(current(rig, { InstanceId: 'another' }), 'ResourceNotFoundException', 404);
  assert.ok((await current(rig, { InstanceId: arn(undefined) })).MetricResults);
});
