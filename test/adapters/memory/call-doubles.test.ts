import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryCallPorts } from '../../../src/adapters/memory/call-ports.js';
import { sampleMeetingTicket } from '../../../src/adapters/memory/call-samples.js';
import { CallEventLog } from '../../contracts/call-event-log.js';
import { outcome } from '../chatjs/stage.js';

const never = new AbortController().signal;
const request = { idempotencyKey: 'k-1', media: 'audio', displayName: 'Ada' } as const;
const listening = { microphone: undefined, camera: undefined, muted: false, speakerId: '' };

describe('A broker for calls in memory', () => {
  it('gives one ticket per intent, and a way back for every key', async () => {
    const { broker } = memoryCallPorts();
    const first = await broker.startCall(request, never);
    assert.equal(await broker.startCall(request, never), first);
    const other = await broker.startCall({ ...request, idempotencyKey: 'k-2' }, never);
    assert.notEqual(other.contactId, first.contactId);
    const [one, same, another] = [
      await broker.rejoin(first.handle, 'r-1', never),
      await broker.rejoin(first.handle, 'r-1', never),
      await broker.rejoin(first.handle, 'r-2', never),
    ];
    assert.deepEqual(one, same);
    assert.notDeepEqual(one, another);
  });

  it('refuses as often as told, and everything while it cannot be reached', async () => {
    const { broker } = memoryCallPorts();
    broker.failNext('token/closed');
    assert.equal((await outcome(broker.startCall(request, never))).code, 'token/closed');
    broker.isReachable = false;
    assert.equal((await outcome(broker.startCall(request, never))).code, 'token/network');
    assert.equal((await outcome(broker.stop('h', { leaving: false }))).code, 'token/network');
    broker.isReachable = true;
    await broker.startCall(request, never);
    assert.equal(broker.requests.length, 3);
  });
});

describe('A meeting in memory', () => {
  it('tells a newcomer who is there and what they show', async () => {
    const { meeting } = memoryCallPorts();
    meeting.join();
    meeting.show('share');
    const log = new CallEventLog();
    await meeting.connect().join(sampleMeetingTicket(), listening, log.listener, never);
    assert.deepEqual(
      log.events.map(({ type }) => type),
      ['joined', 'present', 'present', 'tile'],
    );
  });

  it('lets nobody in until told, and says why it never will', async () => {
    const { clock, meeting } = memoryCallPorts();
    meeting.holdJoin();
    const connection = meeting.connect();
    const joining = connection.join(sampleMeetingTicket(), listening, () => {}, never);
    await clock.settle();
    assert.equal(connection.isIn, false);
    meeting.letIn();
    await joining;
    assert.equal(connection.isIn, true);
    meeting.failJoin('media/full');
    const next = meeting.connect().join(sampleMeetingTicket(), listening, () => {}, never);
    assert.equal((await outcome(next)).code, 'media/full');
  });
});

describe('Devices in memory', () => {
  it('keep their prompt open until it is answered', async () => {
    const { clock, devices } = memoryCallPorts();
    devices.ask('camera');
    const opening = devices.open('camera', {}, never);
    await clock.settle();
    assert.deepEqual(devices.lights, []);
    devices.answer('camera');
    const capture = await opening;
    assert.deepEqual(devices.lights, [capture]);
  });

  it('tell no names before one was allowed', async () => {
    const { devices } = memoryCallPorts();
    assert.deepEqual((await devices.list()).cameras, [{ id: '', kind: 'camera', label: '' }]);
    await devices.open('camera', {}, never);
    assert.equal((await devices.list()).cameras.length, 2);
  });
});

describe('Tabs in memory', () => {
  it('hold one call, and let go once', async () => {
    const { tabs } = memoryCallPorts();
    const release = await tabs.hold(() => undefined);
    assert.equal(await tabs.hold(() => undefined), undefined);
    release?.();
    const next = await tabs.hold(() => undefined);
    release?.();
    assert.ok(next);
    assert.equal(tabs.isHeld, true);
  });
});
