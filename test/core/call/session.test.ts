import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { memoryCallPorts } from '../../../src/adapters/memory/call-ports.js';
import { CallSession } from '../../../src/core/call/session.js';
import type { CallOptions } from '../../../src/core/call/options.js';

/** A session over scripted ports. */
export function setUp(changes: Parameters<typeof memoryCallPorts>[0] = {}, options: CallOptions = {}) {
  const ports = memoryCallPorts(changes);
  const session = new CallSession(ports, { displayName: 'Ada', ...options });
  const state = () => session.store.state;
  const phase = () => session.store.state.phase.name;
  const lights = () => ports.devices.lights.map(({ deviceId }) => deviceId);
  return { ...ports, session, state, phase, lights };
}

suite('the room before a call', () => {
  test('shows devices, asks for the contact early, and sends no media before Join', async () => {
    const { broker, lights, meeting, phase, session, state } = setUp();
    await session.prepare('video');
    assert.deepEqual([phase(), lights(), broker.requests.length], ['preparing', ['mic-1', 'cam-1'], 1]);
    assert.deepEqual(meeting.connection.asked, ['prepare']);
    assert.deepEqual([state().microphone.name, state().camera.name], ['on', 'on']);
    await session.join();
    assert.deepEqual(meeting.connection.asked, ['prepare', 'join']);
    assert.deepEqual([phase(), broker.requests.length], ['ringing', 1]);
    meeting.join();
    assert.equal(phase(), 'live');
  });

  test('leaving the call lets go of everything', async () => {
    const { broker, clock, lights, meeting, page, phase, session, storage, tabs, devices } = setUp();
    await session.prepare('video');
    await session.join();
    meeting.join();
    assert.deepEqual([page.isAwake, tabs.isHeld], [true, true]);
    await session.leave();
    await clock.settle();
    assert.deepEqual([phase(), lights(), tabs.isHeld, page.watchers, devices.watchers], ['ended', [], false, 0, 0]);
    assert.deepEqual(broker.stops, [{ handle: 'handle-1', leaving: false }]);
    assert.deepEqual([storage.saved.call, clock.pending], [undefined, 0]);
  });
});
