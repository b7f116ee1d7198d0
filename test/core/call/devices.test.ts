import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MemoryCallDevices } from '../../../src/adapters/memory/call-devices.js';
import { sampleDevices } from '../../../src/adapters/memory/call-samples.js';
import { setUpCall } from '../../support/call-setup.js';

const headset = { id: 'mic-2', kind: 'microphone', label: 'Headset' } as const;

suite('devices in the room', () => {
  test('are listed before the browser asks anything', async () => {
    const { devices, session, state } = setUpCall();
    devices.ask('microphone');
    void session.prepare('audio');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([state().devices.microphones.length, state().microphone.name], [1, 'opening']);
    devices.answer('microphone');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(state().devices.microphones[0]?.label, 'Built-in microphone');
  });

  test('each fails by itself: no camera leaves the microphone, and the way on is open', async () => {
    const { devices, phase, session, state } = setUpCall();
    devices.deny('camera');
    await session.prepare('video');
    assert.deepEqual(state().camera, { name: 'failed', code: 'media/denied' });
    assert.equal(state().microphone.name, 'on');
    await session.join();
    assert.equal(phase(), 'ringing');
  });

  test('without a microphone the customer only listens', async () => {
    const { devices, meeting, phase, session, state } = setUpCall();
    devices.fail('microphone', 'media/not-found');
    await session.prepare('audio');
    await session.join();
    assert.deepEqual([phase(), state().microphone], ['ringing', { name: 'failed', code: 'media/not-found' }]);
    assert.equal(meeting.connection.microphone, undefined);
  });

  test('a denial that was taken back works without a reload, in the call too', async () => {
    const { devices, meeting, session, state } = setUpCall();
    devices.deny('microphone');
    await session.prepare('audio');
    await session.join();
    devices.deny('microphone', false);
    await session.openMicrophone();
    assert.deepEqual([state().microphone.name, meeting.connection.microphone?.deviceId], ['on', 'mic-1']);
  });

  test('a prompt that is answered after the room was left leaves no light on', async () => {
    const { clock, devices, lights, phase, session } = setUpCall();
    devices.ask('camera');
    void session.prepare('video');
    await clock.settle();
    await session.cancel();
    devices.answer('camera');
    await clock.settle();
    assert.deepEqual([phase(), lights()], ['idle', []]);
  });

  test('a browser that opens a device too late, whatever it was told, has it stopped', async () => {
    class Stubborn extends MemoryCallDevices {
      override open(...[kind, options]: Parameters<MemoryCallDevices['open']>) {
        return super.open(kind, options, new AbortController().signal);
      }
    }
    const devices = new Stubborn();
    const { clock, lights, session } = setUpCall({ devices });
    devices.ask('camera');
    void session.prepare('video');
    await clock.settle();
    session.shutdown();
    devices.answer('camera');
    await clock.settle();
    assert.deepEqual([devices.opened.length, lights()], [2, []]);
  });

  test('a prompt that stays open does not keep the call waiting, and what it gives joins later', async () => {
    const { clock, devices, meeting, phase, session } = setUpCall();
    devices.ask('microphone');
    const joined = session.join('audio');
    await clock.advance(3_000);
    await joined;
    assert.deepEqual([phase(), meeting.connection.microphone], ['ringing', undefined]);
    devices.answer('microphone');
    await clock.settle();
    assert.equal(meeting.connection.microphone?.deviceId, 'mic-1');
  });

  test('the preview follows the camera, and is taken away with it', async () => {
    const { devices, session } = setUpCall();
    const surface = {};
    session.showPreview(surface);
    await session.prepare('video');
    assert.equal(devices.previews.get(surface)?.deviceId, 'cam-1');
    await session.chooseCamera('cam-2');
    assert.equal(devices.previews.get(surface)?.deviceId, 'cam-2');
    await session.setCamera(false);
    assert.equal(devices.previews.size, 0);
    await session.setCamera(true);
    session.showPreview(undefined);
    assert.equal(devices.previews.size, 0);
  });

  test('loudness is heard over a change of the microphone, until it is stopped', async () => {
    const { devices, session } = setUpCall();
    devices.plug(headset);
    const levels: number[] = [];
    const stop = session.watchLevel((level) => levels.push(level));
    await session.prepare('audio');
    devices.speak(0.5);
    await session.chooseMicrophone('mic-2');
    devices.speak(0.7);
    stop();
    devices.speak(0.9);
    assert.deepEqual(levels, [0.5, 0.7]);
  });

  test('the speaker that was chosen is the one that is tested', async () => {
    const { devices, session } = setUpCall();
    await session.prepare('audio');
    await session.chooseSpeaker('out-1');
    await session.testSpeaker();
    assert.deepEqual(devices.tested, ['out-1']);
  });
});

suite('devices that are chosen', () => {
  test('are remembered for the next call', async () => {
    const first = setUpCall();
    await first.session.prepare('video');
    await first.session.chooseCamera('cam-2');
    await first.session.chooseSpeaker('out-1');
    await first.session.cancel();
    const second = setUpCall({ storage: first.storage });
    await second.session.prepare('video');
    assert.deepEqual([second.lights(), second.state().speakerId], [['mic-1', 'cam-2'], 'out-1']);
  });

  test('and are not here any more are replaced by what is', async () => {
    const { lights, session, storage } = setUpCall();
    storage.save({ chosen: { camera: 'cam-of-another-desk' } });
    await session.prepare('video');
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
  });

  test('change in the call, with the old light out', async () => {
    const { devices, lights, live, meeting, session } = setUpCall();
    await live();
    devices.plug(headset);
    await session.chooseMicrophone('mic-2');
    await session.chooseSpeaker('out-1');
    assert.deepEqual(lights().sort(), ['cam-1', 'mic-2']);
    assert.deepEqual([meeting.connection.microphone?.deviceId, meeting.connection.speakerId], ['mic-2', 'out-1']);
  });

  test('and cannot be opened leave the one before going, and that is said', async () => {
    const { lights, live, meeting, notices, session, state } = setUpCall();
    await live();
    await session.chooseMicrophone('mic-unknown');
    assert.deepEqual([lights(), state().microphone.name], [['mic-1', 'cam-1'], 'on']);
    assert.deepEqual([meeting.connection.microphone?.deviceId, notices], ['mic-1', ['switch-failed']]);
  });

  test("a phone's cameras change places, also where only one opens at a time", async () => {
    class Phone extends MemoryCallDevices {
      override open(...args: Parameters<MemoryCallDevices['open']>) {
        const busy = args[0] === 'camera' && this.lights.some(({ kind }) => kind === 'camera');
        this.fail('camera', busy ? 'media/busy' : undefined);
        return super.open(...args);
      }
    }
    const { lights, live, session, meeting } = setUpCall({ devices: new Phone() });
    await live();
    await session.flipCamera();
    assert.deepEqual([lights(), meeting.connection.camera?.deviceId], [['mic-1', 'cam-2'], 'cam-2']);
    await session.flipCamera();
    assert.deepEqual([lights(), meeting.connection.camera?.deviceId], [['mic-1', 'cam-1'], 'cam-1']);
  });

  test('the last of two quick choices counts, and one light is on', async () => {
    const { lights, live, session, state } = setUpCall();
    await live();
    await Promise.all([session.chooseCamera('cam-2'), session.chooseCamera('cam-1')]);
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
    assert.equal(state().camera.name === 'on' && state().camera, state().camera);
  });
});

suite('devices that come and go', () => {
  test('an unplugged microphone is replaced by another, and that is said', async () => {
    const { clock, devices, lights, live, meeting, session, state } = setUpCall();
    devices.plug(headset);
    await live('audio');
    await session.chooseMicrophone('mic-2');
    devices.unplug('mic-2');
    await clock.settle();
    assert.deepEqual([lights(), meeting.connection.microphone?.deviceId], [['mic-1'], 'mic-1']);
    assert.deepEqual([state().notice?.what, state().notice?.label], ['microphone-lost', 'Headset']);
  });

  test('the last microphone leaves a customer who listens, and knows it', async () => {
    const { clock, devices, live, meeting, phase, state } = setUpCall();
    await live('audio');
    devices.unplug('mic-1');
    await clock.settle();
    assert.deepEqual([phase(), state().microphone], ['live', { name: 'failed', code: 'media/not-found' }]);
    assert.equal(meeting.connection.microphone, undefined);
  });

  test('a new one is offered, not taken', async () => {
    const { clock, devices, lights, live, state } = setUpCall();
    await live('audio');
    devices.plug(headset);
    await clock.settle();
    assert.deepEqual(
      [state().notice?.what, state().notice?.label, state().notice?.deviceId, lights()],
      ['microphone-found', 'Headset', 'mic-2', ['mic-1']],
    );
  });

  test('before the browser told names, nothing is new', async () => {
    const { clock, devices, notices, session } = setUpCall({ devices: new MemoryCallDevices(sampleDevices) });
    devices.deny('microphone');
    await session.prepare('audio');
    devices.plug(headset);
    await clock.settle();
    assert.deepEqual(notices, []);
  });

  test("a speaker that goes leaves the browser's own choice, and that is said", async () => {
    const { clock, devices, live, meeting, notices, session, state } = setUpCall();
    await live('audio');
    await session.chooseSpeaker('out-1');
    devices.unplug('out-1');
    await clock.settle();
    assert.deepEqual([state().speakerId, meeting.connection.speakerId, notices], ['', '', ['speaker-lost']]);
  });

  test('outside of a room or a call, nobody watches', async () => {
    const { devices, live, session } = setUpCall();
    assert.equal(devices.watchers, 0);
    await live();
    assert.equal(devices.watchers, 1);
    await session.leave();
    assert.equal(devices.watchers, 0);
  });
});
