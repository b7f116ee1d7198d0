import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setUpCall } from '../../support/call-setup.js';

suite('mute', () => {
  test('is told to the meeting, and lasts from the room into the call', async () => {
    const { meeting, session } = setUpCall();
    await session.prepare('audio');
    session.setMuted(true);
    await session.join();
    assert.equal(meeting.connection.muted, true);
    session.setMuted(false);
    assert.equal(meeting.connection.muted, false);
  });

  test('whoever speaks while muted is told, until a while after the last word', async () => {
    const { clock, devices, live, session, state } = setUpCall();
    await live('audio');
    const speak = (level: number, times: number) => {
      for (let i = 0; i < times; i++) devices.speak(level);
    };
    speak(0.6, 10);
    assert.equal(state().speakingMuted, false);
    session.setMuted(true);
    speak(0.6, 2);
    speak(0.01, 1);
    assert.equal(state().speakingMuted, false, 'a cough');
    speak(0.6, 5);
    assert.equal(state().speakingMuted, true);
    await clock.advance(3_000);
    assert.equal(state().speakingMuted, false);
    speak(0.6, 5);
    session.setMuted(false);
    assert.equal(state().speakingMuted, false);
  });

  test('by the agent is real, and said; its late echo is not taken for one', async () => {
    const { clock, live, meeting, notices, session, state } = setUpCall();
    await live('audio');
    meeting.mute(true, 'a-own');
    assert.deepEqual([state().muted, meeting.connection.muted, notices], [true, true, ['muted-by-agent']]);
    session.setMuted(false);
    meeting.mute(true, 'a-own');
    assert.equal(state().muted, false);
    await clock.advance(10_000);
    meeting.mute(false, 'a-own');
    assert.deepEqual([state().muted, notices.length], [false, 1]);
  });

  test("the agent's own is shown at the agent", async () => {
    const { live, meeting, state } = setUpCall();
    await live('audio');
    meeting.mute(true);
    assert.equal(state().attendees.find(({ role }) => role === 'agent')?.muted, true);
    assert.equal(state().muted, false);
  });
});

suite('the camera in a call', () => {
  test('joins a voice call, and leaves it', async () => {
    const { lights, live, meeting, session, state } = setUpCall();
    await live('audio');
    await session.setCamera(true);
    assert.deepEqual([meeting.connection.camera?.deviceId, state().tiles.map(({ kind }) => kind)], ['cam-1', ['own']]);
    await session.setCamera(false);
    assert.deepEqual([lights(), meeting.connection.camera, state().tiles], [['mic-1'], undefined, []]);
  });

  test('stays off where the contact has none', async () => {
    const { broker, lights, live, session } = setUpCall();
    broker.change({ features: { video: false, screenShare: false, dtmf: false, recorded: false } });
    await live('audio');
    await session.setCamera(true);
    assert.deepEqual(lights(), ['mic-1']);
  });

  test('does nothing outside of a room or a call', async () => {
    const { lights, session } = setUpCall();
    await session.setCamera(true);
    await session.openMicrophone();
    assert.deepEqual(lights(), []);
  });
});

suite('hold and privacy', () => {
  test('on hold the camera is off and the screen withheld; both come back', async () => {
    const { clock, lights, live, meeting, session, state } = setUpCall();
    await live();
    meeting.allowShare();
    await session.startShare();
    meeting.hold();
    await clock.settle();
    assert.deepEqual([state().held, state().cameraWithheld, lights()], [true, true, ['mic-1']]);
    assert.deepEqual([meeting.connection.camera, meeting.connection.isSharePaused], [undefined, true]);
    meeting.hold(false);
    await clock.settle();
    assert.deepEqual([state().held, state().cameraWithheld, lights()], [false, false, ['mic-1', 'cam-1']]);
    assert.deepEqual([meeting.connection.camera?.deviceId, meeting.connection.isSharePaused], ['cam-1', false]);
  });

  test('a camera that was off stays off', async () => {
    const { clock, lights, live, session, state } = setUpCall();
    await live('audio');
    await session.setPrivacy(true);
    await session.setPrivacy(false);
    await clock.settle();
    assert.deepEqual([lights(), state().cameraWithheld], [['mic-1'], false]);
  });

  test('both together: the picture is back when both are over', async () => {
    const { clock, lights, live, meeting, session } = setUpCall();
    await live();
    await session.setPrivacy(true);
    meeting.hold();
    await session.setPrivacy(false);
    await clock.settle();
    assert.deepEqual(lights(), ['mic-1']);
    meeting.hold(false);
    await clock.settle();
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
  });

  test('a camera asked for meanwhile comes after it, and one turned off meanwhile does not', async () => {
    const { clock, lights, live, session } = setUpCall();
    await live('audio');
    await session.setPrivacy(true);
    await session.setCamera(true);
    assert.deepEqual(lights(), ['mic-1']);
    await session.setPrivacy(false);
    await clock.settle();
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
    await session.setPrivacy(true);
    await session.setCamera(false);
    await session.setPrivacy(false);
    await clock.settle();
    assert.deepEqual(lights(), ['mic-1']);
  });

  test('lasts over a way back', async () => {
    const { clock, lights, live, meeting, phase, session } = setUpCall();
    await live();
    await session.setPrivacy(true);
    meeting.stop('lost');
    await clock.advance(0);
    assert.deepEqual([phase(), lights(), meeting.connection.camera], ['live', ['mic-1'], undefined]);
  });

  test('what is no word of ours, or comes from the customer themselves, changes nothing', async () => {
    const { live, meeting, state } = setUpCall();
    await live();
    const before = state();
    for (const text of ['', 'HoldStarted', '{}', 'null', '[]', '{"message":1}', '{"message":"constructor"}']) {
      meeting.say('DESKBELL_CALL', text);
      meeting.say('AMAZON_CONNECT_SCREEN_SHARING', text);
    }
    meeting.say('constructor', '{"message":"HoldStarted"}');
    meeting.say('DESKBELL_CALL', '{"message":"HoldStarted"}', 'a-own');
    assert.equal(state(), before);
  });
});

suite('sharing a screen', () => {
  test('is possible between the two words of the agent only', async () => {
    const { live, meeting, notices, session, state } = setUpCall();
    await live();
    await session.startShare();
    assert.deepEqual([state().share, meeting.connection.isSharing], ['forbidden', false]);
    meeting.allowShare();
    await session.startShare();
    assert.deepEqual([state().share, meeting.connection.isSharing], ['on', true]);
    meeting.allowShare(false);
    assert.deepEqual([state().share, meeting.connection.isSharing], ['forbidden', false]);
    assert.deepEqual(notices, ['share-allowed', 'share-stopped']);
  });

  test('is not offered where the contact or the browser cannot', async () => {
    const { devices, live, meeting, state } = setUpCall();
    devices.sharesScreens = false;
    await live();
    meeting.allowShare();
    assert.equal(state().share, 'forbidden');
    const other = setUpCall();
    other.broker.change({ features: { video: true, screenShare: false, dtmf: true, recorded: false } });
    await other.live();
    other.meeting.allowShare();
    assert.equal(other.state().share, 'forbidden');
  });

  test('a closed picker is quiet, a failed one is said', async () => {
    const { live, meeting, notices, session, state } = setUpCall();
    await live();
    meeting.allowShare();
    meeting.failShare();
    await session.startShare();
    assert.deepEqual([state().share, notices], ['allowed', ['share-allowed']]);
    meeting.failShare('media/failed');
    await session.startShare();
    assert.deepEqual([state().share, notices.at(-1)], ['allowed', 'share-failed']);
  });

  test("ends with the browser's own button, and with one's own press quietly", async () => {
    const { live, meeting, notices, session, state } = setUpCall();
    await live();
    meeting.allowShare();
    await session.startShare();
    meeting.connection.stopShare();
    assert.deepEqual([state().share, notices.at(-1)], ['allowed', 'share-stopped']);
    await session.startShare();
    session.stopShare();
    assert.deepEqual([state().share, meeting.connection.isSharing, notices.length], ['allowed', false, 2]);
  });

  test('yields to a screen that somebody else shares', async () => {
    const { live, meeting, session, state } = setUpCall();
    await live();
    meeting.allowShare();
    await session.startShare();
    meeting.show('share');
    assert.deepEqual([state().share, meeting.connection.isSharing], ['allowed', false]);
  });

  test('a picker that is still open when the agent forbids it shares nothing', async () => {
    const { live, meeting, session, state } = setUpCall();
    await live();
    meeting.allowShare();
    const { connection } = meeting;
    let choose = (): void => {};
    connection.startShare = () =>
      new Promise((resolve) => {
        choose = () => {
          connection.isSharing = true;
          resolve();
        };
      });
    const sharing = session.startShare();
    assert.equal(state().share, 'opening');
    meeting.allowShare(false);
    choose();
    await sharing;
    assert.deepEqual([state().share, connection.isSharing], ['forbidden', false]);
  });
});

suite('weak networks', () => {
  test('a weak upload is borne for a while, then the picture goes and the voice stays', async () => {
    const { clock, lights, live, meeting, notices, session, state } = setUpCall();
    await live();
    meeting.emit({ type: 'quality', quality: 'weak-up' });
    await clock.advance(14_000);
    meeting.emit({ type: 'quality', quality: 'good' });
    await clock.advance(14_000);
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
    meeting.emit({ type: 'quality', quality: 'weak-up' });
    await clock.advance(15_000);
    assert.deepEqual([lights(), state().cameraOffForQuality, notices], [['mic-1'], true, ['camera-off-weak']]);
    await session.setCamera(true);
    assert.deepEqual([lights(), state().cameraOffForQuality], [['mic-1', 'cam-1'], false]);
  });

  test('whoever turns the picture on again is left alone for a minute', async () => {
    const { clock, lights, live, meeting, session } = setUpCall();
    await live();
    meeting.emit({ type: 'video-too-much' });
    assert.deepEqual(lights(), ['mic-1']);
    await session.setCamera(true);
    meeting.emit({ type: 'video-too-much' });
    assert.deepEqual(lights(), ['mic-1', 'cam-1']);
    await clock.advance(60_000);
    meeting.emit({ type: 'video-too-much' });
    assert.deepEqual(lights(), ['mic-1']);
  });

  test('a picture that went with the network comes back with it, and not again and again', async () => {
    const { clock, lights, live, meeting, phase, state } = setUpCall();
    await live();
    const outage = async () => {
      meeting.drop();
      meeting.emit({ type: 'video-too-much' });
      assert.deepEqual([phase(), lights(), state().cameraOffForQuality], ['reconnecting', ['mic-1'], true]);
      await clock.advance(45_000);
      meeting.restore();
      await clock.settle();
    };
    await outage();
    assert.deepEqual([lights(), state().cameraOffForQuality], [['mic-1', 'cam-1'], false]);
    await outage();
    assert.deepEqual([lights(), state().cameraOffForQuality], [['mic-1'], true]);
  });

  test('a picture that was given up long before the network went stays off', async () => {
    const { clock, lights, live, meeting } = setUpCall();
    await live();
    meeting.emit({ type: 'video-too-much' });
    await clock.advance(121_000);
    meeting.drop();
    meeting.restore();
    await clock.settle();
    assert.deepEqual(lights(), ['mic-1']);
  });

  test('a call without a picture has none to lose', async () => {
    const { live, meeting, notices, state } = setUpCall();
    await live('audio');
    meeting.emit({ type: 'video-too-much' });
    assert.deepEqual([state().cameraOffForQuality, notices], [false, []]);
  });
});

suite('digits', () => {
  test('go out in order, each press under a token of its own', async () => {
    const { clock, live, participant, session } = setUpCall();
    await live('audio');
    session.press('1');
    session.press('2 3x#');
    session.press('hello');
    await clock.settle();
    assert.deepEqual(
      participant.pressed.map(({ digits }) => digits),
      ['1', '23#'],
    );
    assert.equal(new Set(participant.pressed.map(({ clientToken }) => clientToken)).size, 2);
  });

  test('are tried again under the same token when that may help', async () => {
    const { clock, live, notices, participant, session } = setUpCall();
    await live('audio');
    participant.failDigits('message/throttled', { retryable: true });
    session.press('1');
    session.press('2');
    await clock.advance(5_000);
    assert.deepEqual(
      participant.pressed.map(({ digits }) => digits),
      ['1', '1', '2'],
    );
    assert.equal(participant.pressed[0]?.clientToken, participant.pressed[1]?.clientToken);
    assert.deepEqual(notices, []);
  });

  test('that fail for good are said, and take those behind them along', async () => {
    const { clock, live, notices, participant, session } = setUpCall();
    await live('audio');
    participant.failDigits('message/rejected');
    session.press('1');
    session.press('2');
    await clock.settle();
    assert.deepEqual([participant.pressed.length, notices], [1, ['digits-failed']]);
    session.press('3');
    await clock.settle();
    assert.equal(participant.pressed.at(-1)?.digits, '3');
  });

  test("go out under the newest participant's token, and nowhere without a call", async () => {
    const { clock, live, meeting, participant, session } = setUpCall();
    session.press('9');
    await live('audio');
    meeting.stop('lost');
    await clock.advance(0);
    session.press('1');
    await clock.settle();
    assert.deepEqual(
      participant.pressed.map(({ participantToken }) => participantToken),
      participant.connections,
    );
  });
});

suite('sound, extras, page and names', () => {
  test('blocked sound is known, and played after a press', async () => {
    const { live, meeting, session, state } = setUpCall();
    await live('audio');
    meeting.emit({ type: 'sound', blocked: true });
    assert.equal(state().soundBlocked, true);
    await session.resumeSound();
    assert.equal(state().soundBlocked, false);
  });

  test('where the sound plays is told to every client', async () => {
    const { clock, live, meeting, session } = setUpCall();
    const surface = {};
    session.sound(surface);
    await live('audio');
    assert.equal(meeting.connection.soundOn, surface);
    meeting.stop('lost');
    await clock.advance(0);
    assert.deepEqual([meeting.connections.length, meeting.connection.soundOn], [2, surface]);
  });

  test('extras chosen in the room come with the call and with every way back', async () => {
    const { clock, live, meeting, session, state } = setUpCall();
    await session.prepare('video');
    await session.setBackground(true);
    await live();
    await session.setVoiceFocus(true);
    assert.deepEqual([state().background, state().voiceFocus], ['on', 'on']);
    meeting.stop('lost');
    await clock.advance(0);
    assert.deepEqual([meeting.connection.background, meeting.connection.voiceFocus], [true, true]);
    await session.setBackground(false);
    assert.deepEqual([state().background, meeting.connection.background], ['off', false]);
  });

  test('extras the client has not are not offered, and asking for them changes nothing', async () => {
    const { live, meeting, session, state } = setUpCall();
    meeting.hasExtras = false;
    await live();
    assert.deepEqual([state().background, state().voiceFocus], ['unavailable', 'unavailable']);
    await session.setBackground(true);
    assert.deepEqual([state().background, meeting.connection.background], ['unavailable', false]);
  });

  test('an extra that does not work after all says so, and the call goes on', async () => {
    const { live, meeting, phase, session, state } = setUpCall();
    meeting.breaksExtras = true;
    await live();
    assert.equal(state().background, 'off');
    await session.setBackground(true);
    assert.deepEqual([state().background, phase()], ['unavailable', 'live']);
  });

  test('the screen stays on and media keys are ours only while a call runs', async () => {
    const { clock, lights, live, page, phase, session, state } = setUpCall();
    await session.prepare('video');
    assert.deepEqual([page.isAwake, page.keys], [false, undefined]);
    await live();
    assert.equal(page.isAwake, true);
    page.keys?.toggleMute();
    assert.equal(state().muted, true);
    page.keys?.toggleCamera();
    assert.deepEqual(lights(), ['mic-1']);
    page.keys?.hangUp();
    await clock.settle();
    assert.deepEqual([phase(), page.isAwake, page.keys], ['ended', false, undefined]);
  });

  test('pictures are shown where the page says', async () => {
    const { live, meeting, session, state } = setUpCall();
    await live();
    meeting.show('camera');
    const surface = {};
    const tile = state().tiles.find(({ kind }) => kind === 'camera');
    session.show(tile?.id ?? '', surface);
    assert.equal(meeting.connection.shown.get(tile?.id ?? ''), surface);
    session.show(tile?.id ?? '', undefined);
    assert.equal(meeting.connection.shown.size, 0);
  });

  test('names the page knows are kept, before and after somebody comes', async () => {
    const { live, meeting, session, state } = setUpCall();
    session.nameAttendee('a-agent', 'Ines');
    await live('audio');
    meeting.join('a-guest', 'sample#guest');
    session.nameAttendee('a-guest', 'Noor');
    assert.deepEqual(
      state().attendees.map(({ name }) => name),
      [undefined, 'Ines', 'Noor'],
    );
  });

  test('captions of one sentence replace each other, and the newest few are kept', async () => {
    const { live, session, state } = setUpCall();
    await live('audio');
    session.addCaption({ id: '1', attendeeId: 'a-agent', text: 'Hel' });
    session.addCaption({ id: '1', attendeeId: 'a-agent', text: 'Hello' });
    assert.deepEqual(state().captions, [{ id: '1', attendeeId: 'a-agent', text: 'Hello' }]);
    for (let i = 2; i < 50; i++) session.addCaption({ id: String(i), attendeeId: 'a-agent', text: '…' });
    assert.deepEqual([state().captions.length, state().captions.at(-1)?.id], [20, '49']);
  });
});
