import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isRunning } from '../../../src/core/call/selectors.js';
import { setUpCall } from '../../support/call-setup.js';

/** Repeatable chance. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

type Scene = ReturnType<typeof setUpCall>;

/** What a customer may do, an agent, a network, a service and a computer; in no sensible order. */
const moves: Readonly<Record<string, (scene: Scene) => unknown>> = {
  'prepare voice': ({ session }) => session.prepare('audio'),
  'prepare video': ({ session }) => session.prepare('video'),
  cancel: ({ session }) => session.cancel(),
  join: ({ session }) => session.join(),
  'join with video': ({ session }) => session.join('video'),
  retry: ({ session }) => session.retry(),
  resume: ({ session }) => session.resume(),
  'take over': ({ session }) => session.takeOver(),
  leave: ({ session }) => session.leave(),
  'shut down': ({ session }) => session.shutdown(),
  mute: ({ session, state }) => session.setMuted(!state().muted),
  'camera on': ({ session }) => session.setCamera(true),
  'camera off': ({ session }) => session.setCamera(false),
  'other camera': ({ session }) => session.chooseCamera('cam-2'),
  flip: ({ session }) => session.flipCamera(),
  'privacy on': ({ session }) => session.setPrivacy(true),
  'privacy off': ({ session }) => session.setPrivacy(false),
  share: ({ session }) => session.startShare(),
  'stop sharing': ({ session }) => session.stopShare(),
  press: ({ session }) => session.press('1'),
  consent: ({ session }) => session.setConsent(true),
  'agent comes': ({ meeting }) => meeting.connections.length > 0 && meeting.join(),
  'agent goes': ({ meeting }) => meeting.leave(),
  'agent holds': ({ meeting }) => meeting.hold(),
  'agent is back': ({ meeting }) => meeting.hold(false),
  'agent allows': ({ meeting }) => meeting.allowShare(),
  break: ({ meeting }) => meeting.drop(),
  back: ({ meeting }) => meeting.connections.at(-1)?.isIn && meeting.restore(),
  lost: ({ meeting }) => meeting.stop('lost'),
  ended: ({ meeting }) => meeting.stop('ended'),
  full: ({ meeting }) => meeting.stop('full'),
  refused: ({ meeting }) => meeting.stop('refused'),
  weak: ({ meeting }) => meeting.emit({ type: 'video-too-much' }),
  'join fails': ({ meeting }) => meeting.failJoin('media/failed'),
  'ticket fails': ({ broker }) => broker.failNext('token/busy', { retryable: true }),
  'no way back': ({ broker }) => broker.failRejoin('token/start-again'),
  offline: ({ broker }) => (broker.isReachable = false),
  online: ({ broker }) => (broker.isReachable = true),
  unplug: ({ devices }) => devices.unplug('cam-2'),
  plug: ({ devices }) => devices.plug({ id: 'cam-2', kind: 'camera', label: 'Back camera' }),
  'deny camera': ({ devices }) => devices.deny('camera'),
  'allow camera': ({ devices }) => devices.deny('camera', false),
  prompt: ({ devices }) => devices.ask('camera'),
  answer: ({ devices }) => devices.answer('camera'),
  'page goes': ({ page }) => page.leave(),
  'a moment': ({ clock }) => clock.settle(),
  'a second': ({ clock }) => clock.advance(1_000),
  'a minute': ({ clock }) => clock.advance(60_000),
};

suite('whatever happens to a call, in whatever order', () => {
  const names = Object.keys(moves);

  for (let seed = 1; seed <= 200; seed++) {
    test(`nothing rejects, and outside of a call nothing is on (seed ${seed})`, async () => {
      const set = setUpCall();
      const roll = dice(seed);
      const past: string[] = [];
      const failures: unknown[] = [];
      for (let step = 0; step < 60; step++) {
        const name = names[roll(names.length)] ?? '';
        past.push(name);
        const told = past.join(', ');
        const done = moves[name]?.(set);
        if (name.startsWith('a ')) await done;
        else if (done instanceof Promise) done.catch((error: unknown) => failures.push(error));
        const { name: phase } = set.state().phase;
        if (phase !== 'preparing' && phase !== 'requesting' && !isRunning(set.state())) {
          assert.deepEqual([set.page.isAwake, set.devices.watchers], [false, 0], told);
          // What is just being taken, a device or the tab, is given back as soon as it was.
          if (name.startsWith('a ')) assert.deepEqual([set.lights(), set.tabs.isHeld], [[], false], told);
        }
        if (set.state().held || set.state().privacy) {
          assert.equal(set.meeting.connection.camera?.kind, undefined, `seen while they think not: ${told}`);
        }
        const connected = set.meeting.connections.filter(({ isIn }) => isIn);
        assert.ok(connected.length <= 1, `two calls at once: ${told}`);
      }
      set.devices.answer('camera');
      set.session.shutdown();
      set.broker.isReachable = true;
      await set.clock.advance(600_000);
      assert.deepEqual([set.held(), failures], [[[], false, 0, 0, 0], []], past.join(', '));
    });
  }
});
