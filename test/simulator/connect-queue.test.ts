import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeContactCommand,
  DescribeQueueCommand,
  GetContactMetricsCommand,
  GetEffectiveHoursOfOperationsCommand,
  StartChatContactCommand,
  StartWebRTCContactCommand,
  UpdateContactRoutingDataCommand,
  type EffectiveHoursOfOperations,
} from '@aws-sdk/client-connect';
import { endConversation, isOpen, type Hours } from '../../src/simulator/index.js';
import { arn } from '../../src/simulator/world.js';
import { ask } from './customer-client.js';
import { openRig, refused, there, type Rig } from './connect-support.js';

const hoursId = 'e0000000-0000-4000-8000-000000000001';
const care = { id: 'c0000000-0000-4000-8000-000000000001', name: 'Care', staff: 2, averageHandleSeconds: 120, hoursId };
const weekdays: Hours = {
  timeZone: 'Europe/Berlin',
  weekly: {
    MONDAY: [
      ['09:00', '12:00'],
      ['13:00', '18:00'],
    ],
    FRIDAY: [['22:00', '02:00']],
    SUNDAY: [['00:00', '24:00']],
  },
  overrides: [
    { date: '2026-12-21', name: 'Stocktaking', hours: [['14:00', '16:30']] },
    { date: '2026-12-28', hours: [] },
  ],
};

async function start(rig: Rig, Attributes: Record<string, string> = {}): Promise<string> {
  return there((await rig.client.send(new StartChatContactCommand({ ...rig.start, Attributes }))).ContactId);
}

async function position({ client, instance }: Rig, ContactId: string): Promise<number | undefined> {
  const Metrics = [{ Name: 'POSITION_IN_QUEUE' as const }];
  const { MetricResults } = await client.send(new GetContactMetricsCommand({ ...instance, ContactId, Metrics }));
  return MetricResults?.[0]?.Value?.Number;
}

const route = ({ client, instance }: Rig, ContactId: string, data: object) =>
  client.send(new UpdateContactRoutingDataCommand({ ...instance, ContactId, ...data }));

test('a contact that looks older moves forward past others and contacts, and its own wait stays what it is', async (t) => {
  const rig = await openRig(t, { queues: [{ ...care, others: 4 }] });
  const first = await start(rig);
  const second = await start(rig);
  assert.deepEqual([await position(rig, first), await position(rig, second)], [5, 6]);
  await route(rig, second, { QueueTimeAdjustmentSeconds: 130 });
  assert.deepEqual([await position(rig, first), await position(rig, second)], [6, 3], 'two others came within 130 s');
  const { Contact } = await rig.client.send(new DescribeContactCommand({ ...rig.instance, ContactId: second }));
  assert.equal(Contact?.QueueTimeAdjustmentSeconds, 130);
  assert.equal(Contact?.QueueInfo?.EnqueueTimestamp?.getTime(), rig.simulator.world.now());
});

test('priority 1 goes first, and a worse one last', async (t) => {
  const rig = await openRig(t, { queues: [{ ...care, others: 2 }] });
  const [first, second, third] = [await start(rig), await start(rig), await start(rig)];
  await route(rig, third, { QueuePriority: 1 });
  await route(rig, first, { QueuePriority: 9 });
  assert.deepEqual(await Promise.all([first, second, third].map((id) => position(rig, id))), [5, 4, 1]);
});

for (const [says, data, words] of [
  ['both at once', { QueuePriority: 1, QueueTimeAdjustmentSeconds: 1 }, 'exclude'],
  ['neither', {}, 'needed'],
  ['priority 0', { QueuePriority: 0 }, 'greater than or equal to 1'],
] as const) {
  test(`routing data refuse ${says}`, async (t) => {
    const rig = await openRig(t, { queues: [care] });
    await refused(route(rig, await start(rig), data), 'InvalidParameterException', 400, words);
  });
}

test('routing data can be given before the queue, or not, as the knob says, and never after the end', async (t) => {
  const rig = await openRig(t, { queues: [care], knobs: { queueAfterSeconds: 5 } });
  const early = await start(rig);
  await refused(position(rig, early), 'InvalidRequestException', 400, 'queue');
  await route(rig, early, { QueueTimeAdjustmentSeconds: 60 });
  rig.simulator.faults.set({ routingBeforeQueue: 'ResourceConflictException', queueAfterSeconds: 1 });
  const late = await start(rig);
  await refused(route(rig, late, { QueueTimeAdjustmentSeconds: 60 }), 'ResourceConflictException', 409, 'queue');
  rig.simulator.clock.advance(5_000);
  assert.deepEqual([await position(rig, late), await position(rig, early)], [2, 1], 'what was said before counts');
  endConversation(rig.simulator.world, there(rig.simulator.world.conversationOf(late)), 'API');
  await refused(route(rig, late, { QueuePriority: 1 }), 'ResourceConflictException', 409, 'ended');
  await refused(route(rig, 'nobody', { QueuePriority: 1 }), 'ResourceNotFoundException', 404);
});

test('a chat and a call wait in one line', async (t) => {
  const rig = await openRig(t, { queues: [{ ...care, others: 1 }] });
  await start(rig);
  const { ContactId } = await rig.client.send(new StartWebRTCContactCommand(rig.start));
  assert.equal(await position(rig, there(ContactId)), 3);
});

test('a wish for an unknown or disabled queue leads to the first one', async (t) => {
  const night = { id: 'c0000000-0000-4000-8000-000000000002', name: 'Night' };
  const rig = await openRig(t, { queues: [care, night] });
  const queueOf = async (targetQueue: string) => {
    const ContactId = await start(rig, { targetQueue });
    return (await rig.client.send(new DescribeContactCommand({ ...rig.instance, ContactId }))).Contact?.QueueInfo?.Id;
  };
  assert.equal(await queueOf(night.id), night.id);
  assert.equal(await queueOf('made up'), care.id);
  rig.simulator.world.changeQueue({ name: 'Night', status: 'DISABLED' });
  assert.equal(await queueOf(night.id), care.id);
  const described = await rig.client.send(new DescribeQueueCommand({ ...rig.instance, QueueId: night.id }));
  assert.equal(described.Queue?.Status, 'DISABLED');
});

test('a queue tells its hours, its status and how many it holds', async (t) => {
  const rig = await openRig(t, { queues: [{ ...care, maxContacts: 20 }] });
  const describe = (QueueId: string) => rig.client.send(new DescribeQueueCommand({ ...rig.instance, QueueId }));
  const { Queue } = await describe(arn('queue', care.id));
  const { Name, QueueId, QueueArn, HoursOfOperationId, Status, MaxContacts } = there(Queue);
  assert.deepEqual(
    { Name, QueueId, QueueArn, HoursOfOperationId, Status, MaxContacts },
    {
      Name: 'Care',
      QueueId: care.id,
      QueueArn: arn('queue', care.id),
      HoursOfOperationId: hoursId,
      Status: 'ENABLED',
      MaxContacts: 20,
    },
  );
  await refused(describe('another'), 'ResourceNotFoundException', 404, 'Queue');
});

const hoursOf = ({ client, instance }: Rig, FromDate: string, ToDate: string, HoursOfOperationId = hoursId) =>
  client.send(new GetEffectiveHoursOfOperationsCommand({ ...instance, HoursOfOperationId, FromDate, ToDate }));

const spoken = (list: readonly EffectiveHoursOfOperations[] | undefined) =>
  there(list).map(({ Date: date, OperationalHours }) => [
    date,
    ...there(OperationalHours).map(({ Start, End }) =>
      [Start, End].map((one) => `${one?.Hours}:${String(one?.Minutes).padStart(2, '0')}`).join('-'),
    ),
  ]);

test('hours are told per date, with the overrides that hold, in the time zone of the hours', async (t) => {
  const rig = await openRig(t, { queues: [{ ...care, hours: weekdays }] });
  const answer = await hoursOf(rig, '2026-12-18', '2026-12-21');
  assert.equal(answer.TimeZone, 'Europe/Berlin');
  assert.deepEqual(spoken(answer.EffectiveHoursOfOperationList), [
    ['2026-12-18', '22:00-2:00'],
    ['2026-12-19'],
    ['2026-12-20', '0:00-0:00'],
    ['2026-12-21', '14:00-16:30'],
  ]);
  assert.deepEqual(answer.EffectiveOverrideHoursList, [
    {
      Date: '2026-12-21',
      OverrideHours: [
        {
          Start: { Hours: 14, Minutes: 0 },
          End: { Hours: 16, Minutes: 30 },
          OverrideName: 'Stocktaking',
          OperationalStatus: 'OPEN',
        },
      ],
    },
  ]);
  const holiday = await hoursOf(rig, '2026-12-28', '2026-12-28', arn('operating-hours', hoursId));
  assert.deepEqual(spoken(holiday.EffectiveHoursOfOperationList), [['2026-12-28']]);
  assert.equal(holiday.EffectiveOverrideHoursList?.[0]?.OverrideHours?.[0]?.OperationalStatus, 'CLOSED');
});

test('without a word about hours a queue is open around the clock', async (t) => {
  const rig = await openRig(t);
  const queue = there([...rig.simulator.world.queues.values()][0]);
  const { EffectiveHoursOfOperationList } = await hoursOf(rig, '2026-03-29', '2026-03-29', queue.hoursId);
  assert.deepEqual(spoken(EffectiveHoursOfOperationList), [['2026-03-29', '0:00-0:00']]);
  assert.equal(isOpen(queue.hours, rig.simulator.world.now()), true);
});

for (const [from, to, words] of [
  ['2026-12-02', '2026-12-01', 'before'],
  ['2026-02-30', '2026-03-01', 'calendar'],
  ['2026-01-01', '2027-06-01', '366'],
] as const) {
  test(`hours from ${from} to ${to} are refused`, async (t) => {
    const rig = await openRig(t, { queues: [care] });
    await refused(hoursOf(rig, from, to), 'InvalidParameterException', 400, words);
  });
}

test('hours of unknown ids are not found, and dates have one form', async (t) => {
  const rig = await openRig(t, { queues: [care] });
  await refused(hoursOf(rig, '2026-12-01', '2026-12-01', 'another'), 'ResourceNotFoundException', 404, 'Hours');
  await refused(hoursOf(rig, '1.12.2026', '2026-12-01'), 'InvalidRequestException', 400, 'fromDate');
});

for (const [says, at, open] of [
  ['Monday 08:59 in winter', '2026-12-14T07:59:00Z', false],
  ['Monday 09:00 in winter', '2026-12-14T08:00:00Z', true],
  ['Monday at lunch', '2026-12-14T11:30:00Z', false],
  ['Monday 09:00 in summer', '2026-07-13T07:00:00Z', true],
  ['Monday 08:59 in summer', '2026-07-13T06:59:00Z', false],
  ['the first moment of the Sunday on which clocks go forward', '2026-03-28T23:00:00Z', true],
  ['the last minute of that short Sunday', '2026-03-29T21:59:00Z', true],
  ['the first minute after it', '2026-03-29T22:00:00Z', false],
  ['the last minute of the long Sunday in autumn', '2026-10-25T22:59:00Z', true],
  ['the first minute after that', '2026-10-25T23:00:00Z', false],
  ['Friday night', '2026-12-18T22:30:00Z', true],
  ['early on Saturday, which Friday reaches into', '2026-12-19T00:59:00Z', true],
  ['Saturday 02:00', '2026-12-19T01:00:00Z', false],
  ['a Monday with hours of its own, in the morning', '2026-12-21T09:00:00Z', false],
  ['that Monday in the afternoon', '2026-12-21T14:00:00Z', true],
  ['a Monday that is a holiday', '2026-12-28T09:00:00Z', false],
] as const) {
  test(`it is ${open ? 'open' : 'closed'} ${says}`, () => {
    assert.equal(isOpen(weekdays, Date.parse(at)), open);
  });
}

test('hours are set over HTTP, and what cannot be understood changes nothing', async (t) => {
  const rig = await openRig(t, { queues: [care] });
  const set = (hours: unknown) => ask(rig.origin, 'POST', 'world', { queues: [{ name: 'Care', staff: 9, hours }] });
  for (const wrong of [
    { timeZone: 'Atlantis' },
    { weekly: { FUNDAY: [] } },
    { weekly: { MONDAY: [['9', '18:00']] } },
    { weekly: { MONDAY: [['09:00', '25:00']] } },
    { overrides: [{ date: '2026-02-30' }] },
  ]) {
    assert.equal((await set(wrong)).status, 400, JSON.stringify(wrong));
  }
  assert.equal(rig.simulator.world.queues.get(care.id)?.staff, 2);
  assert.equal((await set(weekdays)).status, 200);
  assert.deepEqual(rig.simulator.world.queues.get(care.id)?.hours, weekdays);
  const { EffectiveHoursOfOperationList } = await hoursOf(rig, '2026-12-14', '2026-12-14');
  assert.deepEqual(spoken(EffectiveHoursOfOperationList), [['2026-12-14', '9:00-12:00', '13:00-18:00']]);
});
