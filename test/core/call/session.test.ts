import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { memoryCallPorts } from '../../../src/adapters/memory/call-ports.js';
import { MemoryCallTabs } from '../../../src/adapters/memory/call-tabs.js';
import { MemoryMeeting } from '../../../src/adapters/memory/call-connection.js';
import type { CallConnection } from '../../../src/core/call/ports.js';
import { CallSession } from '../../../src/core/call/session.js';
import { DeskbellError } from '../../../src/core/errors.js';
import { nothingHeld, setUpCall } from '../../support/call-setup.js';

const recorded = { features: { video: true, screenShare: true, dtmf: true, recorded: true } };

suite('the room before a call', () => {
  test('shows devices, asks for the contact early, and sends no media before Join', async () => {
    const { broker, lights, meeting, phase, session } = setUpCall();
    await session.prepare('video');
    assert.deepEqual([phase(), lights(), broker.requests.length], ['preparing', ['mic-1', 'cam-1'], 1]);
    assert.deepEqual(meeting.connection.asked, ['prepare']);
    await session.join();
    assert.deepEqual(meeting.connection.asked, ['prepare', 'join']);
    assert.deepEqual([phase(), broker.requests.length, broker.requests[0]?.media], ['ringing', 1, 'video']);
    meeting.join();
    assert.equal(phase(), 'live');
  });

  test('where the browser cannot hold calls, nobody is asked for one and no device is opened', async () => {
    const { broker, devices, held, phase, session, state } = setUpCall();
    devices.holdsCalls = false;
    await session.prepare('video');
    assert.deepEqual([phase(), state().microphone], ['preparing', { name: 'failed', code: 'media/unsupported' }]);
    await session.join();
    assert.deepEqual(state().phase, { name: 'failed', code: 'media/unsupported', contact: undefined });
    await session.retry();
    await session.join('audio');
    assert.deepEqual([phase(), broker.requests, devices.opened, held()], ['failed', [], [], nothingHeld]);
  });

  test('a contact that nobody joins within 45 seconds is stopped, and Join asks for another', async () => {
    const { broker, clock, phase, session } = setUpCall();
    await session.prepare('audio');
    await clock.advance(44_999);
    assert.deepEqual(broker.stops, []);
    await clock.advance(1);
    assert.deepEqual([phase(), broker.stops], ['preparing', [{ handle: 'handle-1', leaving: false }]]);
    await session.join();
    assert.deepEqual([phase(), broker.requests.length], ['ringing', 2]);
    assert.notEqual(broker.requests[0]?.idempotencyKey, broker.requests[1]?.idempotencyKey);
  });

  test('leaving the room stops the contact and turns the lights out', async () => {
    const { broker, held, phase, session } = setUpCall();
    await session.prepare('video');
    await session.cancel();
    assert.deepEqual([phase(), held()], ['idle', nothingHeld]);
    assert.deepEqual(broker.stops, [{ handle: 'handle-1', leaving: false }]);
  });

  test('a contact that is still being asked for when the room is left is stopped when it comes', async () => {
    const { broker, clock, phase, session, storage } = setUpCall();
    broker.hold();
    await session.prepare('audio');
    await session.cancel();
    assert.deepEqual(broker.stops, []);
    broker.release();
    await clock.settle();
    assert.deepEqual([phase(), broker.stops.length, storage.saved.startKey], ['idle', 1, undefined]);
  });

  test('a room that is opened again at once has a contact of its own, and keeps it', async () => {
    const { broker, clock, session } = setUpCall();
    broker.hold();
    await session.prepare('audio');
    await session.cancel();
    await session.prepare('audio');
    broker.release();
    await clock.settle();
    assert.deepEqual(broker.stops, [{ handle: 'handle-1', leaving: false }]);
    await session.join();
    const { phase } = session.store.state;
    assert.equal('contact' in phase && phase.contact?.contactId, 'c-2');
  });

  test('the page going away stops the contact', async () => {
    const { broker, held, page, session } = setUpCall();
    await session.prepare('video');
    page.leave();
    assert.deepEqual(broker.stops, [{ handle: 'handle-1', leaving: true }]);
    assert.deepEqual(held(), nothingHeld);
  });

  test('a site may ask at Join only', async () => {
    const { broker, phase, session } = setUpCall({}, { early: false });
    await session.prepare('audio');
    assert.equal(broker.requests.length, 0);
    await session.join();
    assert.deepEqual([phase(), broker.requests.length], ['ringing', 1]);
  });

  test('a broker that has no contact early is asked again at Join', async () => {
    const { broker, phase, session } = setUpCall();
    broker.failNext('token/closed');
    await session.prepare('audio');
    assert.equal(phase(), 'preparing');
    await session.join();
    assert.deepEqual([phase(), broker.requests.length], ['ringing', 2]);
  });

  test('signalling that could not be prepared costs nothing but time', async () => {
    const { meeting, phase, session } = setUpCall();
    meeting.failPrepare('media/failed');
    await session.prepare('audio');
    await session.join();
    assert.deepEqual([phase(), meeting.connections.length], ['ringing', 2]);
  });

  test('signalling that went while the customer was in the room costs nothing but time either', async () => {
    const { broker, meeting, phase, session } = setUpCall();
    await session.prepare('audio');
    meeting.failJoin('media/interrupted');
    await session.join();
    assert.deepEqual([phase(), meeting.connections.length, broker.requests.length], ['ringing', 2, 1]);
    assert.equal(meeting.connections[0]?.asked.at(-1), 'close');
  });

  test('Join pressed while the client of the room is still being loaded joins with that one', async () => {
    const meeting = new MemoryMeeting();
    const loads: (() => void)[] = [];
    const connect = () => new Promise<CallConnection>((resolve) => void loads.push(() => resolve(meeting.connect())));
    const { clock, phase, session } = setUpCall({ meeting, connect });
    void session.prepare('audio');
    await clock.settle();
    const joining = session.join();
    await clock.settle();
    // One that is asked for later may be there first.
    for (const load of loads.reverse()) {
      load();
      await clock.settle();
    }
    await joining;
    assert.deepEqual([phase(), meeting.connections.length], ['ringing', 1]);
    assert.deepEqual(meeting.connection.asked, ['prepare', 'join']);
  });

  test('a client that is loaded after the room was left is let go of', async () => {
    const meeting = new MemoryMeeting();
    let load: () => void = () => {};
    const connect = () => new Promise<CallConnection>((resolve) => (load = () => resolve(meeting.connect())));
    const { clock, held, phase, session } = setUpCall({ meeting, connect });
    void session.prepare('audio');
    await clock.settle();
    await session.cancel();
    load();
    await clock.settle();
    assert.deepEqual([phase(), held()], ['idle', nothingHeld]);
    assert.deepEqual(meeting.connection.asked, ['close']);
  });

  test('a join that is interrupted without any preparation is told', async () => {
    const { meeting, phase, session } = setUpCall();
    meeting.failPrepare('media/failed');
    await session.prepare('audio');
    meeting.failJoin('media/interrupted');
    await session.join();
    assert.deepEqual([phase(), meeting.connections.length], ['failed', 2]);
  });

  test('a meeting that ends before Join leaves the room open', async () => {
    const { broker, meeting, phase, session } = setUpCall();
    await session.prepare('audio');
    meeting.stop('ended');
    assert.equal(phase(), 'preparing');
    await session.join();
    assert.deepEqual([phase(), broker.requests.length], ['ringing', 2]);
  });

  test('a recorded call waits for consent', async () => {
    const { broker, phase, session } = setUpCall();
    broker.change(recorded);
    await session.prepare('audio');
    await session.join();
    assert.equal(phase(), 'preparing');
    session.setConsent(true);
    await session.join();
    assert.equal(phase(), 'ringing');
  });

  test('a recorded call without a room opens the room for consent', async () => {
    const { broker, clock, phase, session } = setUpCall();
    broker.change(recorded);
    await session.join('audio');
    assert.equal(phase(), 'preparing');
    await clock.settle();
    session.setConsent(true);
    await session.join();
    assert.deepEqual([phase(), broker.requests.length], ['ringing', 1]);
  });

  test('a voice call that becomes a video call before Join asks anew, and opens the camera', async () => {
    const { broker, clock, lights, session } = setUpCall();
    await session.prepare('audio');
    await session.prepare('video');
    await clock.settle();
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
    assert.deepEqual(
      broker.requests.map(({ media }) => media),
      ['audio', 'video'],
    );
    assert.deepEqual(broker.stops, [{ handle: 'handle-1', leaving: false }]);
  });

  test('a camera the contact has no use for is turned off, and that is said', async () => {
    const { broker, lights, session, state } = setUpCall();
    broker.change({ features: { ...recorded.features, recorded: false, video: false } });
    await session.join('video');
    assert.deepEqual([lights(), state().camera], [['mic-1'], { name: 'failed', code: 'media/not-offered' }]);
  });
});

suite('one intent, one contact', () => {
  test('a double press is one contact', async () => {
    const { broker, phase, session } = setUpCall();
    await Promise.all([session.join('audio'), session.join('audio')]);
    assert.deepEqual([phase(), broker.requests.length], ['ringing', 1]);
  });

  test('what passes is asked again under the same key', async () => {
    const { broker, clock, phase, session } = setUpCall();
    broker.failNext('token/timeout', { retryable: true });
    const joined = session.join('audio');
    await clock.advance(10_000);
    await joined;
    assert.equal(phase(), 'ringing');
    assert.equal(new Set(broker.requests.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
  });

  test('a reload while asking ends in the same contact', async () => {
    const first = setUpCall();
    first.broker.hold();
    void first.session.join('audio');
    await first.clock.settle();
    const key = first.storage.saved.startKey;
    const second = setUpCall({ broker: first.broker, storage: first.storage });
    const joined = second.session.join('audio');
    first.broker.release();
    await joined;
    assert.ok(key);
    assert.deepEqual(
      first.broker.requests.map(({ idempotencyKey }) => idempotencyKey),
      [key, key],
    );
    assert.equal(first.storage.saved.startKey, undefined);
  });

  test('a refusal is told, lets go of everything, and trying again is a new intent', async () => {
    const { broker, held, phase, session, state } = setUpCall();
    broker.failNext('token/forbidden');
    await session.join('video');
    assert.deepEqual(state().phase, { name: 'failed', code: 'token/forbidden', contact: undefined });
    assert.deepEqual(held(), nothingHeld);
    await session.retry();
    assert.equal(phase(), 'ringing');
    assert.notEqual(broker.requests[0]?.idempotencyKey, broker.requests[1]?.idempotencyKey);
  });

  test('a code that cannot be loaded is told, and trying again loads it again', async () => {
    let fails = true;
    const ports = memoryCallPorts();
    const connect = () =>
      fails ? Promise.reject(new DeskbellError('media/load-failed')) : Promise.resolve(ports.meeting.connect());
    const { phase, session, state } = setUpCall({ meeting: ports.meeting, connect });
    await session.join('audio');
    const failed = state().phase;
    assert.equal(failed.name === 'failed' && failed.code, 'media/load-failed');
    fails = false;
    await session.retry();
    assert.equal(phase(), 'ringing');
  });

  test('a ticket that slept past its deadline is replaced by a fresh one, and never tried again', async () => {
    const { broker, clock, meeting, phase, session, state } = setUpCall();
    meeting.holdJoin();
    const joined = session.join('audio');
    await clock.advance(30_000);
    await joined;
    const failed = state().phase;
    assert.equal(failed.name === 'failed' && failed.code, 'media/timeout');
    await clock.advance(300_000);
    meeting.letIn();
    await session.retry();
    assert.deepEqual([phase(), broker.requests.length, broker.stops[0]?.handle], ['ringing', 2, 'handle-1']);
  });

  test('a joining that took too long is tried again with the same contact', async () => {
    const { broker, clock, meeting, phase, session } = setUpCall();
    meeting.holdJoin();
    const joined = session.join('audio');
    await clock.advance(30_000);
    await joined;
    meeting.letIn();
    await session.retry();
    assert.deepEqual([phase(), broker.requests.length, broker.stops], ['ringing', 1, []]);
  });

  test('a ticket that is refused before it ever worked is replaced once', async () => {
    const { broker, meeting, phase, session, state } = setUpCall();
    meeting.failJoin('connection/refused');
    await session.join('audio');
    assert.deepEqual([phase(), broker.requests.length], ['ringing', 2]);
    await session.leave();
    meeting.failJoin('connection/refused');
    meeting.failJoin('connection/refused');
    await session.join('audio');
    assert.deepEqual(state().phase, { name: 'failed', code: 'connection/refused', contact: undefined });
  });

  test('signalling that is there while media never comes is a network that lets none through', async () => {
    const { clock, meeting, session, state } = setUpCall();
    await session.prepare('audio');
    meeting.holdJoin();
    const joined = session.join();
    await clock.advance(30_000);
    await joined;
    const { phase } = state();
    assert.equal(phase.name === 'failed' && phase.code, 'media/no-route');
  });

  test('no way for media through this network is told as such', async () => {
    const { held, meeting, session, state, page } = setUpCall();
    meeting.failJoin('media/no-route');
    await session.join('audio');
    const { phase } = state();
    assert.equal(phase.name === 'failed' && phase.code, 'media/no-route');
    assert.equal(page.isAwake, false);
    assert.deepEqual(held()[0], []);
  });

  test('giving up while asking leaves nothing behind', async () => {
    const { broker, clock, held, phase, session } = setUpCall();
    broker.hold();
    void session.join('video');
    await clock.settle();
    await session.leave();
    broker.release();
    await clock.settle();
    assert.deepEqual([phase(), held(), broker.stops.length], ['idle', nothingHeld, 1]);
  });

  test('the chat it grew out of, and who the customer is, go with the request', async () => {
    const { broker, session } = setUpCall({}, { topic: 'Refund', chatHandle: () => 'chat-handle' });
    await session.join('audio');
    const { displayName, topic, chatHandle } = broker.requests[0] ?? {};
    assert.deepEqual([displayName, topic, chatHandle], ['Ada', 'Refund', 'chat-handle']);
  });
});

suite('endings', () => {
  test('leaving lets go of everything, and ends the contact', async () => {
    const { broker, clock, held, live, meeting, phase, session, storage } = setUpCall();
    await live();
    await session.leave();
    await clock.settle();
    assert.deepEqual([phase(), held(), storage.saved.call], ['ended', nothingHeld, undefined]);
    assert.deepEqual(broker.stops, [{ handle: 'handle-1', leaving: false }]);
    assert.deepEqual(meeting.connection.asked, ['prepare', 'join', 'leave']);
  });

  test('a contact that could not be ended is tried again in the background', async () => {
    const { broker, clock, live, session } = setUpCall();
    await live();
    broker.failStop('token/network', { retryable: true });
    await session.leave();
    await clock.advance(10_000);
    assert.equal(broker.stops.length, 2);
  });

  test('whoever left first ended it', async () => {
    const { clock, held, live, meeting, state } = setUpCall();
    await live();
    await clock.advance(65_000);
    meeting.end();
    assert.deepEqual(state().phase, { name: 'ended', contactId: 'c-1', by: 'agent', lastedMs: 65_000 });
    assert.deepEqual(held(), nothingHeld);
  });

  for (const [why, by] of [
    ['ended', 'service'],
    ['removed', 'removed'],
    ['elsewhere', 'elsewhere'],
  ] as const) {
    test(`a meeting that is ${why} is over, by ${by}`, async () => {
      const { held, live, meeting, state } = setUpCall();
      await live();
      meeting.stop(why);
      const { phase } = state();
      assert.deepEqual([phase.name === 'ended' && phase.by, held()], [by, nothingHeld]);
    });
  }

  test('a full call is told, and can be tried again', async () => {
    const { meeting, phase, session, state } = setUpCall();
    meeting.holdJoin();
    const joined = session.join('audio');
    await new Promise((resolve) => setImmediate(resolve));
    meeting.stop('full');
    await joined;
    const failed = state().phase;
    assert.equal(failed.name === 'failed' && failed.code, 'media/full');
    meeting.letIn();
    await session.retry();
    assert.equal(phase(), 'ringing');
  });

  test('shutting down ends the call and forgets everything', async () => {
    const { broker, clock, held, live, phase, session, storage } = setUpCall();
    await live();
    session.shutdown();
    await clock.settle();
    assert.deepEqual([phase(), held(), storage.saved, broker.stops.length], ['idle', nothingHeld, {}, 1]);
  });

  test('after an end there can be another call', async () => {
    const { live, meeting, phase } = setUpCall();
    await live();
    meeting.end();
    await live();
    assert.equal(phase(), 'live');
  });
});

suite('ways back', () => {
  test('a break is told and over by itself, with the same people and new pictures', async () => {
    const { clock, live, meeting, phase, state } = setUpCall();
    await live();
    meeting.show('camera');
    const since = clock.now();
    await clock.advance(5_000);
    meeting.drop();
    assert.deepEqual([phase(), state().attendees.length], ['reconnecting', 2]);
    meeting.restore();
    assert.deepEqual(state().phase.name === 'live' && state().phase, { ...state().phase, since });
    assert.deepEqual([state().tiles.length, new Set(state().tiles.map(({ id }) => id)).size], [2, 2]);
  });

  test('beyond that, the call is rejoined by a new way, and the devices stay on', async () => {
    const { broker, clock, lights, live, meeting, participant, phase } = setUpCall();
    await live();
    meeting.drop();
    meeting.stop('lost');
    assert.equal(phase(), 'rejoining');
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
    await clock.advance(0);
    assert.deepEqual([phase(), broker.rejoins.length, participant.connections.length], ['live', 1, 1]);
    assert.equal(meeting.connection.microphone?.deviceId, 'mic-1');
    assert.equal(broker.requests.length, 1);
  });

  test('whoever left meanwhile is not kept, and the customer is in it once', async () => {
    const { clock, live, meeting, state } = setUpCall();
    await live();
    meeting.join('a-guest', 'sample#guest');
    meeting.stop('lost');
    meeting.leave('a-guest');
    await clock.advance(0);
    assert.equal(state().attendees.length, 3);
    await clock.advance(10_000);
    assert.deepEqual(
      state()
        .attendees.map(({ role }) => role)
        .sort(),
      ['agent', 'own'],
    );
  });

  test('a broker that cannot be reached is asked again under the same key, at once when the network is back', async () => {
    const { broker, clock, live, meeting, page, phase } = setUpCall();
    await live();
    for (let i = 0; i < 3; i++) broker.failRejoin('token/network', { retryable: true });
    meeting.stop('lost');
    await clock.settle();
    assert.equal(broker.rejoins.length, 1);
    page.comeBack();
    await clock.settle();
    assert.equal(broker.rejoins.length, 2);
    await clock.advance(60_000);
    assert.equal(phase(), 'live');
    assert.equal(new Set(broker.rejoins.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
  });

  test('after five minutes the customer is asked, with nothing left on, and a press goes on with the contact', async () => {
    const { broker, clock, held, lights, live, meeting, phase, session, state } = setUpCall();
    await live();
    broker.isReachable = false;
    meeting.stop('lost');
    await clock.advance(299_999);
    assert.deepEqual([phase(), broker.rejoins.length > 10], ['rejoining', true]);
    await clock.advance(1);
    const failed = state().phase;
    assert.deepEqual(failed.name === 'failed' && [failed.code, failed.contact?.contactId], ['media/lost', 'c-1']);
    assert.deepEqual([held()[0], held()[1], clock.pending], [[], false, 0]);
    broker.isReachable = true;
    await session.retry();
    assert.deepEqual([phase(), lights(), broker.requests.length], ['live', ['mic-1', 'cam-1'], 1]);
  });

  test('a participant that waited too long is replaced, once', async () => {
    const { broker, clock, live, meeting, participant, phase } = setUpCall();
    await live();
    participant.failConnection('connection/refused');
    meeting.stop('refused');
    await clock.advance(5_000);
    assert.deepEqual([phase(), new Set(broker.rejoins.map(({ idempotencyKey }) => idempotencyKey)).size], ['live', 2]);
    participant.failConnection('connection/refused');
    participant.failConnection('connection/refused');
    meeting.stop('lost');
    await clock.advance(60_000);
    assert.equal(phase(), 'failed');
  });

  test('a call that is over is told as over', async () => {
    const { broker, clock, held, live, meeting, state } = setUpCall();
    await live();
    broker.failRejoin('token/not-found');
    meeting.stop('lost');
    await clock.settle();
    const { phase } = state();
    assert.deepEqual([phase.name === 'ended' && phase.by, held()], ['service', nothingHeld]);
  });

  test('where only a new call leads on, it is begun, and that is said', async () => {
    const { broker, clock, meeting, notices, phase, session } = setUpCall();
    await session.join('audio');
    broker.failRejoin('token/start-again');
    meeting.stop('lost');
    await clock.advance(1_000);
    assert.deepEqual([phase(), notices, broker.requests.length], ['ringing', ['started-again'], 2]);
    assert.deepEqual(broker.stops, [{ handle: 'handle-1', leaving: false }]);
  });

  test('a picture that was given up for the network is there again in the new call, and after a retry', async () => {
    const { broker, clock, lights, live, meeting, phase, session, state } = setUpCall();
    await live();
    meeting.emit({ type: 'video-too-much' });
    broker.failRejoin('token/start-again');
    meeting.stop('lost');
    await clock.advance(1_000);
    assert.deepEqual([phase(), state().camera.name, lights()], ['live', 'on', ['mic-1', 'cam-1']]);
    assert.equal(meeting.connection.camera?.deviceId, 'cam-1');

    meeting.emit({ type: 'video-too-much' });
    meeting.stop('full');
    assert.equal(phase(), 'failed');
    await session.retry();
    await clock.advance(1_000);
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
  });

  test('a muted customer stays muted on every way back', async () => {
    const { broker, clock, meeting, session, state } = setUpCall();
    await session.join('audio');
    session.setMuted(true);
    broker.failRejoin('token/start-again');
    meeting.stop('lost');
    await clock.advance(1_000);
    assert.deepEqual([state().muted, meeting.connection.muted], [true, true]);
  });

  test('leaving while on the way back leaves', async () => {
    const { broker, clock, held, live, meeting, phase, session } = setUpCall();
    await live();
    broker.failRejoin('token/network', { retryable: true });
    meeting.stop('lost');
    await clock.settle();
    await session.leave();
    await clock.settle();
    assert.deepEqual([phase(), held(), broker.stops.length], ['ended', nothingHeld, 1]);
  });
});

suite('reloads and other tabs', () => {
  test('a reload in a live call is one press away from it, muted and seen as before', async () => {
    const first = setUpCall();
    await first.live();
    first.session.setMuted(true);
    first.page.leave();
    assert.deepEqual([first.broker.stops, first.lights()], [[], []]);
    const { broker, meeting, storage } = first;
    const { clock, lights, phase, session, state } = setUpCall({ broker, meeting, storage });
    await session.resume();
    const failed = state().phase;
    assert.deepEqual(failed.name === 'failed' && [failed.code, failed.contact?.contactId], [
      'media/interrupted',
      'c-1',
    ]);
    assert.deepEqual(lights(), []);
    await session.retry();
    await clock.settle();
    assert.deepEqual([phase(), lights(), state().muted], ['live', ['mic-1', 'cam-1'], true]);
    assert.equal(broker.requests.length, 1);
  });

  test('a page closed before an agent came rings nobody', async () => {
    const { broker, held, page, session, storage } = setUpCall();
    await session.join('audio');
    page.leave();
    assert.deepEqual(broker.stops, [{ handle: 'handle-1', leaving: true }]);
    assert.deepEqual([storage.saved.call, held()], [undefined, nothingHeld]);
  });

  test('without a call before, resuming does nothing', async () => {
    const { phase, session } = setUpCall();
    await session.resume();
    assert.equal(phase(), 'idle');
  });

  test('a second tab does not call beside the first, and can take the call over', async () => {
    const tabs = new MemoryCallTabs();
    const first = setUpCall({ tabs });
    await first.live();
    const { broker, meeting } = first;
    const second = setUpCall({ tabs, broker, meeting });
    await second.session.join('video');
    const failed = second.state().phase;
    assert.deepEqual(failed, { name: 'failed', code: 'media/elsewhere', contact: undefined });
    assert.deepEqual([second.lights(), broker.requests.length], [[], 1]);
    await second.session.takeOver();
    await second.clock.settle();
    const { phase } = first.state();
    assert.deepEqual([phase.name === 'ended' && phase.by, first.lights()], ['elsewhere', []]);
    assert.deepEqual([second.phase(), second.lights(), broker.stops], ['live', ['mic-1', 'cam-1'], []]);
    assert.equal(first.storage.saved.call, undefined);
  });

  test('taking over a call that is gone opens the room', async () => {
    const tabs = new MemoryCallTabs();
    const first = setUpCall({ tabs });
    await first.live('audio');
    const second = setUpCall({ tabs });
    await second.session.join('audio');
    await first.session.leave();
    await second.session.takeOver();
    assert.equal(second.phase(), 'preparing');
  });

  test('a first tab that does not answer keeps its call', async () => {
    const tabs = new MemoryCallTabs();
    const first = setUpCall({ tabs });
    await first.live('audio');
    const second = setUpCall({ tabs });
    tabs.answers = false;
    await second.session.takeOver();
    await second.session.join();
    const { phase } = second.state();
    assert.equal(phase.name === 'failed' && phase.code, 'media/elsewhere');
    assert.equal(first.phase(), 'live');
  });
});

test('no token and no name is ever logged', async () => {
  const { live, logger, meeting, session, clock, broker } = setUpCall();
  await live();
  broker.failRejoin('token/network', { retryable: true });
  meeting.stop('lost');
  await clock.advance(60_000);
  await session.leave();
  assert.ok(logger.count('call.joined') > 1);
  assert.doesNotMatch(JSON.stringify(logger.lines), /token-|sample-|handle|Ada/);
});

test('a session is usable as soon as it is made', () => {
  const session = new CallSession(memoryCallPorts());
  assert.equal(session.store.state.phase.name, 'idle');
});
