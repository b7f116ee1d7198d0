import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as selectors from '../../../src/core/call/selectors.js';
import { initialCallState, type CallContact, type CallPhase, type CallState } from '../../../src/core/call/state.js';
import { transition, type CallEvent } from '../../../src/core/call/transition.js';

const features = { video: true, screenShare: true, dtmf: true, recorded: false };
const contact: CallContact = { contactId: 'c-1', participantId: 'p-1', features };
const at = 1_000;

const after = (...events: readonly CallEvent[]): CallState => events.reduce(transition, initialCallState);
const comes = (attendeeId: string, role: 'own' | 'agent' | 'guest'): CallEvent => ({
  type: 'present',
  attendeeId,
  role,
  name: undefined,
  at,
});
const tile = (id: string, kind: 'own' | 'camera' | 'share', attendeeId: string): CallEvent => ({
  type: 'tile',
  tile: { id, kind, attendeeId },
});

const asked: CallEvent[] = [{ type: 'requested', media: 'video' }];
const connecting: CallEvent[] = [...asked, { type: 'ticketed', contact }];
const ringing: CallEvent[] = [...connecting, { type: 'joined', at }, comes('me', 'own')];
const live: CallEvent[] = [...ringing, comes('her', 'agent')];
const lost: CallEvent = { type: 'rejoining', contact, liveSince: undefined };

const phases: Record<string, CallState> = {
  idle: initialCallState,
  preparing: after({ type: 'prepared', media: 'video' }),
  reserved: after({ type: 'prepared', media: 'video' }, { type: 'reserved', contact }),
  requesting: after(...asked),
  connecting: after(...connecting),
  ringing: after(...ringing),
  live: after(...live),
  reconnecting: after(...live, { type: 'interrupted' }),
  rejoining: after(...live, lost),
  ended: after(...live, { type: 'over', by: 'agent', at }),
  failed: after(...asked, { type: 'failed', code: 'token/closed', alive: false }),
  'failed, alive': after(...live, { type: 'failed', code: 'media/lost', alive: true }),
};

const events: Record<string, CallEvent> = {
  prepared: { type: 'prepared', media: 'audio' },
  reserved: { type: 'reserved', contact },
  unreserved: { type: 'unreserved' },
  consented: { type: 'consented', agreed: true },
  cancelled: { type: 'cancelled' },
  requested: { type: 'requested', media: 'audio' },
  ticketed: { type: 'ticketed', contact },
  joined: { type: 'joined', at },
  interrupted: { type: 'interrupted' },
  rejoining: lost,
  restored: { type: 'restored', contact, media: 'audio' },
  over: { type: 'over', by: 'service', at },
  failed: { type: 'failed', code: 'media/full', alive: true },
};

suite('phases', () => {
  /** Where each event leads from each phase; `·` means that it changes nothing at all. */
  const table = `
                prepared   reserved   unreserved  consented  cancelled  requested   ticketed    joined   interrupted   rejoining  restored  over   failed
idle            preparing  ·          ·           ·          ·          requesting  ·           ·        ·             ·          failed    ·      ·
preparing       preparing  preparing  ·           preparing  idle       requesting  ·           ·        ·             ·          ·         ·      failed
reserved        preparing  preparing  preparing   preparing  idle       requesting  ·           ·        ·             ·          ·         ·      failed
requesting      ·          preparing  ·           ·          idle       ·           connecting  ·        ·             ·          ·         ·      failed
connecting      ·          ·          ·           ·          ·          requesting  ·           ringing  ·             rejoining  ·         ended  failed
ringing         ·          ·          ·           ·          ·          ·           ·           ·        reconnecting  rejoining  ·         ended  failed
live            ·          ·          ·           ·          ·          ·           ·           ·        reconnecting  rejoining  ·         ended  failed
reconnecting    ·          ·          ·           ·          ·          ·           ·           live     ·             rejoining  ·         ended  failed
rejoining       ·          ·          ·           ·          ·          requesting  ·           live     ·             ·          ·         ended  failed
ended           preparing  ·          ·           ·          ·          requesting  ·           ·        ·             ·          ·         ·      ·
failed          preparing  ·          ·           ·          idle       requesting  connecting  ·        ·             ·          ·         ·      failed
failed, alive   preparing  ·          ·           ·          idle       requesting  connecting  ·        ·             rejoining  ·         ended  failed`;
  const [head, ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s{2,}/));
  for (const [from = '', ...to] of rows) {
    for (const [column, name] of to.entries()) {
      const event = head?.[column] ?? '';
      test(`${from} + ${event} → ${name === '·' ? 'nothing changes' : name}`, () => {
        const before = phases[from]!;
        const next = transition(before, events[event]!);
        if (name === '·') assert.equal(next, before);
        else assert.equal(next.phase.name, name satisfies string as CallPhase['name']);
      });
    }
  }

  test('an agent who is there first makes the call live at once', () => {
    const state = after(...connecting, comes('her', 'agent'), { type: 'joined', at: 5 });
    assert.deepEqual(state.phase, { name: 'live', contact, since: 5 });
  });

  test('time counts from when the agent came, over breaks and ways back', () => {
    for (const break_ of [{ type: 'interrupted' } as const, lost]) {
      const state = after(...live, break_, { type: 'joined', at: 90_000 });
      assert.deepEqual(state.phase, { name: 'live', contact, since: at });
    }
  });

  test('how long it lasted counts from the agent on, and never backwards', () => {
    const lasted = (...list: CallEvent[]) => {
      const { phase } = after(...list);
      return phase.name === 'ended' && phase.lastedMs;
    };
    assert.equal(lasted(...live, { type: 'over', by: 'agent', at: at + 500 }), 500);
    assert.equal(lasted(...live, { type: 'over', by: 'agent', at: at - 500 }), 0);
    assert.equal(lasted(...ringing, { type: 'over', by: 'customer', at }), undefined);
  });

  test('a new call knows nothing of the last one but devices and extras', () => {
    const state = after(
      ...live,
      tile('t', 'camera', 'her'),
      { type: 'privacy', on: true },
      { type: 'held', on: true },
      { type: 'share', share: 'allowed' },
      { type: 'capturing', kind: 'microphone', capturing: { name: 'on', deviceId: 'm', label: 'M' } },
      { type: 'over', by: 'agent', at },
      { type: 'requested', media: 'audio' },
    );
    const { phase, media, microphone } = state;
    assert.deepEqual([phase.name, media, microphone.name], ['requesting', 'audio', 'on']);
    const { phase: idle, media: voice, microphone: off } = initialCallState;
    assert.deepEqual({ ...state, phase: idle, media: voice, microphone: off }, initialCallState);
  });

  test('mute outlasts what was lost, and not what was over', () => {
    const muted: CallEvent = { type: 'muted', muted: true };
    const again: CallEvent = { type: 'requested', media: 'audio' };
    assert.equal(after(...live, muted, lost, again).muted, true);
    assert.equal(after(...live, muted, { type: 'failed', code: 'media/lost', alive: true }, again).muted, true);
    assert.equal(after(...live, muted, { type: 'over', by: 'agent', at }, again).muted, false);
  });
});

suite('the meeting', () => {
  test('a shared screen is the contact’s to allow', () => {
    const without = { ...contact, features: { ...features, screenShare: false } };
    const state = after(...asked, { type: 'ticketed', contact: without }, { type: 'joined', at });
    assert.equal(transition(state, { type: 'share', share: 'allowed' }), state);
  });

  test('people stay over a break, pictures do not', () => {
    const state = after(...live, tile('t', 'camera', 'her'), { type: 'interrupted' }, { type: 'joined', at });
    assert.deepEqual([state.attendees.length, state.tiles], [2, []]);
  });

  test('whoever goes does not speak', () => {
    const state = after(
      ...live,
      { type: 'speaking', attendeeIds: ['her', 'me'] },
      { type: 'absent', attendeeId: 'her' },
    );
    assert.deepEqual(state.speaking, ['me']);
  });

  test('a new way in makes the customer somebody else, not two', () => {
    const state = after(...live, lost, { type: 'joined', at }, comes('me-2', 'own'));
    assert.deepEqual(
      state.attendees.map(({ id }) => id),
      ['her', 'me-2'],
    );
  });
});

suite('what a view asks', () => {
  const { stageOf } = selectors;
  const ids = (state: CallState) => {
    const { main, others, own } = stageOf(state);
    return [main?.id, others.map(({ id }) => id), own?.id];
  };

  test('the agent is large, others small, and the customer apart', () => {
    const state = after(
      ...live,
      comes('guest', 'guest'),
      tile('g', 'camera', 'guest'),
      tile('a', 'camera', 'her'),
      tile('o', 'own', 'me'),
    );
    assert.deepEqual(ids(state), ['a', ['g'], 'o']);
  });

  test('a screen somebody shares takes the stage, one’s own does not', () => {
    const state = after(...live, tile('a', 'camera', 'her'), tile('s', 'share', 'her'), tile('mine', 'share', 'me'));
    assert.deepEqual(ids(state), ['s', ['a'], undefined]);
  });

  test('what can be done follows from the phase, the contact and the devices', () => {
    const off = selectors.controlsOf(initialCallState);
    assert.deepEqual(new Set(Object.values(off)), new Set([false]));
    const on = selectors.controlsOf(
      after(
        ...live,
        { type: 'share', share: 'allowed' },
        { type: 'capturing', kind: 'microphone', capturing: { name: 'on', deviceId: 'm', label: 'M' } },
        { type: 'capturing', kind: 'camera', capturing: { name: 'on', deviceId: 'c', label: 'C' } },
      ),
    );
    const { flip, speaker, ...rest } = on;
    assert.deepEqual([flip, speaker, new Set(Object.values(rest))], [false, false, new Set([true])]);
  });

  test('leaving is possible wherever there is something to leave', () => {
    const can = Object.entries(phases).filter(([, state]) => selectors.canLeave(state));
    assert.deepEqual(
      can.map(([name]) => name),
      ['requesting', 'connecting', 'ringing', 'live', 'reconnecting', 'rejoining', 'failed, alive'],
    );
  });

  test('a recorded call cannot be joined without consent', () => {
    const recorded = { ...contact, features: { ...features, recorded: true } };
    const state = after({ type: 'prepared', media: 'audio' }, { type: 'reserved', contact: recorded });
    assert.deepEqual([selectors.needsConsent(state), selectors.canJoin(state)], [true, false]);
    const agreed = transition(state, { type: 'consented', agreed: true });
    assert.deepEqual([selectors.needsConsent(agreed), selectors.canJoin(agreed)], [false, true]);
  });

  test('nobody is shared to on hold or in privacy', () => {
    const state = after(...live, { type: 'share', share: 'allowed' });
    assert.equal(selectors.canShare(state), true);
    assert.equal(selectors.canShare(transition(state, { type: 'held', on: true })), false);
    assert.equal(selectors.canShare(transition(state, { type: 'privacy', on: true })), false);
  });
});

suite('whatever happens', () => {
  const moments: readonly CallEvent[] = [
    ...Object.values(events),
    { type: 'failed', code: 'unknown', alive: false },
    comes('me', 'own'),
    comes('her', 'agent'),
    comes('guest', 'guest'),
    { type: 'absent', attendeeId: 'her' },
    { type: 'all-told', attendeeIds: ['me'] },
    { type: 'attendee-muted', attendeeId: 'her', muted: true },
    { type: 'named', attendeeId: 'her', name: 'Ines' },
    tile('t-1', 'camera', 'her'),
    tile('t-1', 'share', 'her'),
    tile('t-2', 'own', 'me'),
    { type: 'tile-gone', tileId: 't-1' },
    { type: 'speaking', attendeeIds: ['her'] },
    { type: 'quality', quality: 'weak-up' },
    ...(['forbidden', 'allowed', 'opening', 'on'] as const).map((share): CallEvent => ({ type: 'share', share })),
    { type: 'held', on: true },
    { type: 'held', on: false },
    { type: 'sound', blocked: true },
    { type: 'caption', caption: { id: '1', attendeeId: 'her', text: 'Hello' } },
    { type: 'listed', devices: { microphones: [], cameras: [], speakers: [] } },
    { type: 'capturing', kind: 'camera', capturing: { name: 'on', deviceId: 'c', label: 'C' } },
    { type: 'capturing', kind: 'camera', capturing: { name: 'off' } },
    { type: 'speaker', deviceId: 's' },
    { type: 'muted', muted: true },
    { type: 'muted', muted: false },
    { type: 'speaking-muted', on: true },
    { type: 'weak-network', cameraOff: true },
    { type: 'privacy', on: true },
    { type: 'privacy', on: false },
    { type: 'withheld', camera: true },
    { type: 'extra', extra: 'background', to: 'on' },
    { type: 'forgotten' },
  ];

  test('every event in every phase gives a state, and the same one again changes nothing', () => {
    for (const [name, state] of Object.entries(phases)) {
      for (const event of moments) {
        const once = transition(state, event);
        const told = `${event.type} in ${name}`;
        assert.ok(once.phase.name, told);
        if (event.type !== 'requested') assert.equal(transition(once, event), once, told);
      }
    }
  });

  test('nothing of a meeting is there outside of one, and nobody is there twice, in any order of events', () => {
    let seed = 20_270_308;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return Math.floor((seed / 0x7fffffff) * below) % below;
    };
    for (let run = 0; run < 300; run++) {
      let state = initialCallState;
      const past: string[] = [];
      for (let step = 0; step < 60; step++) {
        const event = moments[random(moments.length)]!;
        state = transition(state, event);
        past.push(event.type);
        const told = past.join(' ');
        const { attendees, tiles } = state;
        assert.equal(new Set(attendees.map(({ id }) => id)).size, attendees.length, told);
        assert.equal(new Set(tiles.map(({ id }) => id)).size, tiles.length, told);
        if (!state.muted) assert.equal(state.speakingMuted, false, told);
        if (selectors.isRunning(state)) continue;
        const { share, held, privacy, cameraWithheld, cameraOffForQuality, soundBlocked } = state;
        const left = [attendees.length, tiles.length, share, held, privacy, cameraWithheld, soundBlocked];
        assert.deepEqual([...left, cameraOffForQuality], [0, 0, 'forbidden', false, false, false, false, false], told);
        assert.deepEqual(stageNames(state), [], told);
      }
    }
  });

  const stageNames = (state: CallState): readonly string[] => {
    const { main, others, own } = selectors.stageOf(state);
    return [main, ...others, own].flatMap((each) => each?.id ?? []);
  };
});
