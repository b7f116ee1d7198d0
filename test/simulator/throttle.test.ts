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
  TooManyRequestsException,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import { createThrottle, rates, usualRate } from '../../src/simulator/aws/throttle.js';
import { createClock } from '../../src/simulator/index.js';
import { ServiceError } from '../../src/simulator/wire.js';
import { World } from '../../src/simulator/world.js';
import { openRig, refused, type Rig } from './connect-support.js';

/** A world on a clock that stands still, and how many calls of an operation pass before one is refused. */
function buckets(knobs: ConstructorParameters<typeof World>[0] = {}) {
  const world = new World({ clock: createClock(1_000_000), ...knobs });
  const throttle = createThrottle(world);
  const passes = (name: string): boolean => {
    try {
      throttle({ name });
      return true;
    } catch (error) {
      assert.ok(error instanceof ServiceError && error.status === 429);
      return false;
    }
  };
  const burst = (name: string): number => {
    let count = 0;
    while (count < 1_000 && passes(name)) count += 1;
    return count;
  };
  return { world, passes, burst };
}

const documented: readonly (readonly [string, number, number])[] = [
  ['StartChatContact', 5, 8],
  ['StartWebRTCContact', 2, 5],
  ['DescribeContact', 10, 15],
  ['GetContactMetrics', 2, 5],
  ['GetCurrentMetricData', 5, 8],
  ['StopContact', 10, 15],
  ['CreateParticipant', 5, 8],
  ['UpdateContactAttributes', 10, 15],
  ['GetContactAttributes', 10, 15],
  ['UpdateContactRoutingData', 20, 20],
  ['CreatePersistentContactAssociation', 5, 8],
  ['GetEffectiveHoursOfOperations', 2, 5],
  ['DescribeQueue', 2, 5],
  ['ListAssociatedContacts', 2, 5],
  ['StartTaskContact', 2, 5],
  ['StartEmailContact', 2, 5],
  ['StartOutboundVoiceContact', 2, 5],
  ['StartOutboundChatContact', 2, 5],
  ['CreateParticipantConnection', 6, 9],
  ['SendMessage', 10, 15],
  ['SendEvent', 10, 15],
  ['GetTranscript', 8, 12],
  ['GetAttachment', 8, 12],
  ['StartAttachmentUpload', 2, 5],
  ['CompleteAttachmentUpload', 2, 5],
  ['DisconnectParticipant', 3, 5],
  ['DescribeView', 2, 5],
];

for (const [name, perSecond, burst] of documented) {
  test(`${name} takes ${burst} calls at once and ${perSecond} more every second`, () => {
    const bucket = buckets();
    assert.equal(bucket.burst(name), burst);
    bucket.world.clock.advance(1_000 / perSecond);
    assert.equal(bucket.burst(name), 1);
    bucket.world.clock.advance(1_000);
    assert.equal(bucket.burst(name), perSecond);
    bucket.world.clock.advance(3_600_000);
    assert.equal(bucket.burst(name), burst, 'a rested bucket holds no more than its burst');
  });
}

test('every operation has a bucket of its own', () => {
  const { burst, passes } = buckets();
  burst('StartChatContact');
  assert.ok(passes('StartWebRTCContact'));
  assert.equal(usualRate.burst, 5);
  assert.equal(Object.keys(rates).length, documented.length - 1);
});

test('messages and events have a rate each, or one for both where the knob says so', () => {
  const separate = buckets();
  separate.burst('SendMessage');
  assert.equal(separate.burst('SendEvent'), 15);
  const shared = buckets({ knobs: { sendRates: 'shared' } });
  shared.burst('SendMessage');
  assert.equal(shared.burst('SendEvent'), 0);
});

test('throttling can be switched off, and a reset fills every bucket', () => {
  const { world, burst } = buckets();
  burst('GetContactMetrics');
  world.reset();
  assert.equal(burst('GetContactMetrics'), 5);
  world.faults.set({ throttling: false });
  assert.equal(burst('GetContactMetrics'), 1_000);
});

test('a clock that is set back neither fills nor empties a bucket', () => {
  const { world, burst, passes } = buckets();
  burst('GetContactMetrics');
  world.clock.hold(500_000);
  assert.equal(passes('GetContactMetrics'), false);
  world.clock.advance(500);
  assert.equal(burst('GetContactMetrics'), 1);
});

const ContactId = '00000000-0000-4000-8000-000000000000';
type Send = (rig: Rig) => Promise<unknown>;
const calls: readonly (readonly [string, string, Send])[] = [
  ['StartChatContact', 'TooManyRequestsException', (r) => r.client.send(new StartChatContactCommand(r.start))],
  ['StartWebRTCContact', 'TooManyRequestsException', (r) => r.client.send(new StartWebRTCContactCommand(r.start))],
  [
    'DescribeContact',
    'ThrottlingException',
    (r) => r.client.send(new DescribeContactCommand({ ...r.instance, ContactId })),
  ],
  [
    'GetContactMetrics',
    'ThrottlingException',
    (r) =>
      r.client.send(
        new GetContactMetricsCommand({ ...r.instance, ContactId, Metrics: [{ Name: 'POSITION_IN_QUEUE' }] }),
      ),
  ],
  [
    'GetCurrentMetricData',
    'ThrottlingException',
    (r) =>
      r.client.send(
        new GetCurrentMetricDataCommand({
          ...r.instance,
          Filters: { Queues: ['x'] },
          CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE' }],
        }),
      ),
  ],
  [
    'StopContact',
    'TooManyRequestsException',
    (r) => r.client.send(new StopContactCommand({ ...r.instance, ContactId })),
  ],
  [
    'CreateParticipant',
    'ThrottlingException',
    (r) =>
      r.client.send(
        new CreateParticipantCommand({
          ...r.instance,
          ContactId,
          ParticipantDetails: { ParticipantRole: 'CUSTOM_BOT', DisplayName: 'Bot' },
        }),
      ),
  ],
  [
    'UpdateContactAttributes',
    'TooManyRequestsException',
    (r) =>
      r.client.send(
        new UpdateContactAttributesCommand({ ...r.instance, InitialContactId: ContactId, Attributes: { a: 'b' } }),
      ),
  ],
  [
    'GetContactAttributes',
    'TooManyRequestsException',
    (r) => r.client.send(new GetContactAttributesCommand({ ...r.instance, InitialContactId: ContactId })),
  ],
];

for (const [name, error, send] of calls) {
  test(`${name} beyond its burst answers ${error} with 429`, async (t) => {
    const rig = await openRig(t, { knobs: { throttling: true } });
    const burst = rates[name]?.burst ?? 0;
    for (let count = 0; count < burst; count += 1) await send(rig).catch(() => undefined);
    await refused(send(rig), error, 429, 'Rate exceeded');
    const statuses = rig.simulator.calls.list(name).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 429).length, 1);
  });
}

test('a call without a good signature costs nobody a token', async (t) => {
  const rig = await openRig(t, { knobs: { throttling: true } });
  const stranger = rig.connect({ credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } });
  for (let count = 0; count < 20; count += 1) {
    await stranger.send(new StartChatContactCommand(rig.start)).catch(() => undefined);
  }
  assert.ok(await rig.client.send(new StartChatContactCommand(rig.start)));
});

test('a rate error has the SDK’s own class and is asked again by the SDK with the same ClientToken', async (t) => {
  const rig = await openRig(t, { knobs: { throttling: true } });
  for (let count = 0; count < 8; count += 1) await rig.client.send(new StartChatContactCommand(rig.start));
  await assert.rejects(rig.client.send(new StartChatContactCommand(rig.start)), TooManyRequestsException);
  rig.simulator.clock.release();
  await rig.connect({ maxAttempts: 3 }).send(new StartChatContactCommand(rig.start));
  assert.equal(rig.simulator.world.conversations.size, 9);
});
