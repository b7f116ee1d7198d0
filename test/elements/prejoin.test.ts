import { assert, expect } from '@open-wc/testing';

import type { CallState } from '../../src/core/call/state.js';
import { defineElements } from '../../src/elements/define.js';
import { DeskbellDeviceMenu } from '../../src/elements/device-menu/device-menu.js';
import type { Intent } from '../../src/elements/intents.js';
import { DeskbellPrejoin } from '../../src/elements/prejoin/prejoin.js';
import { ar } from '../../src/i18n/call/ar.js';
import { en } from '../../src/i18n/call/en.js';
import { roomScenes } from '../gallery/room-scenes.js';
import {
  callContact,
  cameraOn,
  device,
  devices,
  failed,
  microphoneOn,
  off,
  opening,
  ready,
} from '../support/call-builders.js';
import { putThemed } from '../support/themed.js';
import { focused, focusedName, FrozenTimers, Onlooker, tidy } from './harness.js';

defineElements({ 'deskbell-prejoin': DeskbellPrejoin, 'deskbell-device-menu': DeskbellDeviceMenu });

const intents = [
  'join',
  'cancel',
  'media',
  'consent',
  'chat',
  'microphone',
  'camera',
  'device',
  'background',
  'voice-focus',
] as const;

/** A customer in the room before a call. */
class Room extends Onlooker {
  readonly prejoin: DeskbellPrejoin;
  /** What the customer asked for: names, each followed by what went with it. */
  readonly asked: unknown[] = [];
  readonly surfaces: (object | undefined)[] = [];
  readonly listeners = new Set<(level: number) => void>();
  /** How often the loudness was asked for. */
  watches = 0;

  private constructor(prejoin: DeskbellPrejoin) {
    super(prejoin);
    this.prejoin = prejoin;
    for (const name of intents) {
      prejoin.addEventListener(`deskbell-${name}`, (event) => this.asked.push(name, (event as Intent<'join'>).detail));
    }
  }

  static async open(fields: Partial<DeskbellPrejoin> = {}, theme = 'light', inlineSize = '392px'): Promise<Room> {
    const prejoin = document.createElement('deskbell-prejoin');
    const room = new Room(prejoin);
    const { strings = en } = fields;
    Object.assign(prejoin, {
      state: ready(),
      browser: { browser: 'chrome', system: 'mac', calls: true },
      preview: (surface: object | undefined) => room.surfaces.push(surface),
      watchLevel: (listener: (level: number) => void) => {
        room.watches++;
        room.listeners.add(listener);
        return () => room.listeners.delete(listener);
      },
      ...fields,
    });
    await putThemed(prejoin, { theme, inlineSize, direction: strings.direction, language: strings.language });
    await prejoin.updateComplete;
    return room;
  }

  async show(state: CallState): Promise<void> {
    this.prejoin.state = state;
    await this.prejoin.updateComplete;
  }

  part<T extends Element = HTMLElement>(name: string): T | undefined {
    return this.all<T>(`[part=${name}]`)[0];
  }

  get words(): string {
    return this.all('.room > :not(.quiet)')
      .map(({ innerText }) => innerText)
      .join('\n');
  }

  get join(): HTMLButtonElement {
    return this.button('Join')!;
  }

  /** The choice somebody would call by this name, by its label. */
  choice(name: string): HTMLSelectElement | undefined {
    return this.all<HTMLSelectElement>('select').find(({ labels }) => labels[0]?.textContent?.trim() === name);
  }

  choose(name: string, option: string): void {
    const choice = this.choice(name)!;
    choice.value = [...choice.options].find(({ text }) => text === option)!.value;
    choice.dispatchEvent(new InputEvent('input', { bubbles: true }));
    choice.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

const preparing = (features: { recorded?: boolean; video?: boolean }, consent = false): CallState['phase'] => ({
  name: 'preparing',
  contact: callContact(features),
  consent,
});

describe('The room before a call', () => {
  afterEach(tidy);

  for (const [name, { state, browser, chat }] of Object.entries(roomScenes)) {
    it(`has nothing for axe to find: ${name}, light and dark, left to right and right to left`, async () => {
      for (const theme of ['light', 'dark']) {
        for (const strings of [en, ar]) {
          const room = await Room.open(
            { state, strings, customer: 'Ada', chat: !!chat, ...(browser && { browser }) },
            theme,
          );
          await expect(room.prejoin).to.be.accessible();
          tidy();
        }
      }
    });
  }

  it('shows the customer their own picture, mirrored, and says that nobody else sees it yet', async () => {
    const room = await Room.open();
    const picture = room.part<HTMLVideoElement>('self-video')!;
    assert.deepEqual(room.surfaces, [picture]);
    assert.equal(picture.getAttribute('aria-label'), 'Your picture');
    assert.equal(new DOMMatrix(getComputedStyle(picture).transform).a, -1);
    assert.isTrue(picture.muted);
    assert.include(room.words, 'Nobody sees or hears you until you join.');
    assert.deepEqual(room.asked, []);
  });

  it('takes the picture away with the camera, and when the room is left', async () => {
    const room = await Room.open({ customer: 'Ada Byron' });
    await room.show(ready({ camera: off }));
    assert.equal(room.surfaces.at(-1), undefined);
    assert.include(room.words, 'AB');
    assert.include(room.words, 'Your camera is off');
    assert.include(room.words, 'You’ll join without a picture.');
    await room.show(ready());
    assert.equal(room.surfaces.at(-1), room.part('self-video'));
    room.prejoin.remove();
    assert.equal(room.surfaces.at(-1), undefined);
    assert.equal(room.listeners.size, 0);
  });

  it('goes on after it was moved within the page', async () => {
    const room = await Room.open();
    const { prejoin } = room;
    prejoin.parentElement!.append(prejoin);
    await prejoin.updateComplete;
    assert.equal(room.surfaces.at(-1), room.part('self-video'));
    assert.equal(room.listeners.size, 1);
  });

  it('draws the loudness of the microphone without rendering, and tells it to those who ask', async () => {
    const room = await Room.open();
    const meter = room.part('level')!;
    const bar = (): number => parseFloat(getComputedStyle(meter, '::before').inlineSize) / meter.clientWidth;
    meter.style.setProperty('transition', 'none');
    assert.equal(meter.ariaLabel, 'Microphone level');
    let renders = 0;
    room.prejoin.requestUpdate = () => void renders++;
    for (const listener of room.listeners) listener(0.5);
    assert.equal(meter.getAttribute('aria-valuenow'), '50');
    for (const listener of room.listeners) listener(7);
    assert.equal(meter.getAttribute('aria-valuenow'), '100');
    for (const animation of meter.getAnimations({ subtree: true })) animation.finish();
    expect(bar()).to.be.closeTo(1, 0.02);
    assert.equal(renders, 0);
  });

  it('listens to the loudness once, however often the room is drawn', async () => {
    const room = await Room.open();
    for (let count = 0; count < 5; count++) {
      room.prejoin.watchLevel = (listener) => room.prejoin.watchLevel(listener);
      await room.show(ready({ speakerId: `${count}` }));
    }
    assert.equal(room.watches, 1);
  });

  it('joins, and cancels, at a press', async () => {
    const room = await Room.open();
    await room.press('Join');
    await room.press('Cancel');
    assert.deepEqual(room.asked, ['join', undefined, 'cancel', undefined]);
    assert.equal(room.part('join-button'), room.join);
  });

  it('asks for one join however often it is pressed', async () => {
    const room = await Room.open();
    await room.show(ready({ phase: { name: 'requesting' } }));
    await room.press('Join');
    assert.deepEqual(room.asked, []);
    assert.equal(room.join.ariaDisabled, 'true');
  });

  it('lets the customer choose between voice and video, as one choice with a name', async () => {
    const room = await Room.open();
    const [voice, video] = room.all<HTMLInputElement>('[type=radio]');
    assert.isTrue(video!.checked);
    assert.equal(voice!.closest('fieldset')!.querySelector('legend')!.textContent, 'How would you like to talk?');
    voice!.click();
    assert.deepEqual(room.asked, ['media', 'audio']);
    await room.show(ready({ media: 'audio', camera: off }));
    assert.isUndefined(room.choice('Camera'));
    assert.isUndefined(room.button('Turn camera on'));
  });

  it('offers no video where the call has none', async () => {
    const room = await Room.open({ state: ready({ media: 'audio', phase: preparing({ video: false }) }) });
    assert.lengthOf(room.all('[type=radio]'), 0);
    await room.show(ready({ media: 'audio' }));
    assert.lengthOf(room.all('[type=radio]'), 2);
    room.prejoin.video = false;
    await room.prejoin.updateComplete;
    assert.lengthOf(room.all('[type=radio]'), 0);
  });

  it('chooses devices by name, and numbers those the browser does not name', async () => {
    const room = await Room.open();
    assert.equal(room.choice('Microphone')!.selectedOptions[0]!.text, 'Built-in microphone');
    room.choose('Microphone', 'USB headset');
    room.choose('Camera', 'Desk camera');
    room.choose('Speaker', 'Built-in speakers');
    assert.deepEqual(room.asked, [
      'device',
      { kind: 'microphone', id: 'microphone-2' },
      'device',
      { kind: 'camera', id: 'camera-2' },
      'device',
      { kind: 'speaker', id: 'speaker-1' },
    ]);
    const microphones = [device('microphone', 1), device('microphone', 2)];
    await room.show(ready({ devices: { ...devices, microphones } }));
    const names = [...room.choice('Microphone')!.options].map(({ text }) => text);
    assert.deepEqual(names, ['Microphone 1', 'Microphone 2']);
  });

  it('shows the device in use, also after it changed by itself', async () => {
    const room = await Room.open();
    await room.show(ready({ microphone: { name: 'on', deviceId: 'microphone-2', label: 'USB headset' } }));
    assert.equal(room.choice('Microphone')!.value, 'microphone-2');
    await room.show(ready({ microphone: { name: 'on', deviceId: 'gone', label: 'Somebody’s buds' } }));
    assert.equal(room.choice('Microphone')!.selectedOptions[0]!.text, 'Somebody’s buds');
  });

  it('goes back to the device in use when the chosen one was refused', async () => {
    const room = await Room.open();
    room.choose('Microphone', 'USB headset');
    await room.show(ready());
    assert.equal(room.choice('Microphone')!.value, 'microphone-1');
  });

  it('lists the browser’s own speaker once, whether or not the browser lists it', async () => {
    const room = await Room.open();
    assert.equal(room.choice('Speaker')!.selectedOptions[0]!.text, 'Browser’s choice');
    const speakers = [{ ...device('speaker', 1, 'Default'), id: 'default' }, device('speaker', 2, 'USB headset')];
    await room.show(ready({ devices: { ...devices, speakers } }));
    assert.deepEqual(
      [...room.choice('Speaker')!.options].map(({ text }) => text),
      ['Default', 'USB headset'],
    );
  });

  it('tests the speaker, also where the browser cannot choose one, and says what to do when nothing was heard', async () => {
    let tests = 0;
    let played = (): void => {};
    const testSpeaker = (): Promise<void> => {
      tests++;
      return new Promise((resolve) => (played = resolve));
    };
    const room = await Room.open({ testSpeaker, state: ready({ devices: { ...devices, speakers: [] } }) });
    assert.isUndefined(room.choice('Speaker'));
    await room.press('Test speaker');
    await room.press('Playing a sound…');
    assert.equal(tests, 1);
    played();
    await room.settle();
    assert.include(room.words, 'Heard nothing? Turn the sound up, or try another speaker.');
    assert.deepEqual(room.spoken(), ['Playing a sound…', 'Heard nothing? Turn the sound up, or try another speaker.']);
    await room.press('Test speaker');
    assert.equal(tests, 2);
  });

  it('goes on without camera or microphone, and says what that means', async () => {
    const room = await Room.open();
    await room.press('Turn camera off');
    await room.press('Turn microphone off');
    assert.deepEqual(room.asked, ['camera', false, 'microphone', false]);
    await room.show(ready({ microphone: off, camera: off }));
    assert.include(room.words, 'You’ll hear us, but we won’t hear you.');
    await room.press('Turn camera on');
    await room.press('Turn microphone on');
    await room.press('Join');
    assert.deepEqual(room.asked.slice(4), ['camera', true, 'microphone', true, 'join', undefined]);
  });

  describe('when the browser asks', () => {
    let timers: FrozenTimers;
    beforeEach(() => (timers = new FrozenTimers()));
    afterEach(() => timers.thaw());

    it('says so after a moment, to everybody, and what to choose', async () => {
      const room = await Room.open({ state: ready({ microphone: opening, camera: opening }) });
      assert.notInclude(room.words, 'Your browser is asking');
      timers.pass(600);
      await room.prejoin.updateComplete;
      const words = 'Your browser is asking to use your microphone and camera. Choose Allow.';
      assert.include(room.words, words);
      assert.equal(room.spoken().at(-1), words);
      await room.show(ready({ microphone: microphoneOn, camera: opening }));
      assert.include(room.words, 'Your browser is asking to use your camera. Choose Allow.');
      await room.show(ready());
      assert.notInclude(room.words, 'Your browser is asking');
    });

    it('says nothing of a device that opens at once', async () => {
      const room = await Room.open({ state: ready({ microphone: opening }) });
      timers.pass(500);
      await room.show(ready());
      timers.pass(500);
      await room.prejoin.updateComplete;
      assert.deepEqual(room.spoken(), []);
    });

    /** A room in which the browser seems to ask for the microphone, and Join was pressed. */
    async function joiningRoom(features: { recorded?: boolean } = {}): Promise<Room> {
      const room = await Room.open({ state: ready({ microphone: opening, phase: preparing(features) }) });
      timers.pass(600);
      await room.prejoin.updateComplete;
      await room.press('Join');
      return room;
    }
    const hint = (room: Room): string => room.all('#hint')[0]!.textContent;
    const joinsThen = 'You’ll join as soon as your microphone is ready.';

    it('says what Join waits for, and offers to go on without', async () => {
      const room = await Room.open({ state: ready({ microphone: opening }) });
      timers.pass(600);
      await room.prejoin.updateComplete;
      assert.equal(hint(room), 'Answer your browser’s question first, or go on without a microphone.');
      room.button('Go on without a microphone')!.click();
      assert.deepEqual(room.asked, ['microphone', false]);
    });

    it('keeps a press on Join, says so, and joins once when the microphone is there', async () => {
      const room = await joiningRoom();
      await room.press('Join');
      assert.deepEqual(room.asked, []);
      assert.equal(room.spoken().at(-1), joinsThen);
      assert.equal(hint(room), joinsThen);
      assert.equal(room.join.getAttribute('aria-disabled'), 'true');
      await room.show(ready({ microphone: microphoneOn }));
      await room.show(ready({ microphone: microphoneOn, camera: opening }));
      assert.deepEqual(room.asked, ['join', undefined]);
    });

    for (const [kind, asked] of [
      ['audio', { microphone: opening }],
      ['video', { microphone: opening, camera: opening }],
    ] as const) {
      it(`says what the browser asks for where no button lies over it, on a phone and with ${kind}`, async () => {
        const room = await Room.open({ state: ready({ media: kind, ...asked }) });
        room.prejoin.style.inlineSize = '318px';
        timers.pass(600);
        await room.prejoin.updateComplete;
        const place = (selector: string): DOMRect =>
          room.prejoin.renderRoot.querySelector(selector)!.getBoundingClientRect();
        const [preview, question, buttons] = [place('.preview'), place('.nobody p'), place('.toggles')];
        assert.isAtLeast(question.top, preview.top);
        assert.isAtMost(question.bottom, buttons.top);
        assert.isAtMost(buttons.bottom, preview.bottom);
      });
    }

    it('leaves the focus where it is when Join was pressed by somebody who has agreed', async () => {
      const phase = preparing({ recorded: true }, true);
      const room = await Room.open({ state: ready({ microphone: opening, phase }) });
      timers.pass(600);
      await room.prejoin.updateComplete;
      room.join.focus();
      await room.press('Join');
      assert.equal(room.spoken().at(-1), joinsThen);
      assert.equal(focusedName(), 'Join');
    });

    it('joins without a microphone whoever pressed Join and then goes on without', async () => {
      const room = await joiningRoom();
      room.button('Go on without a microphone')!.click();
      await room.show(ready({ microphone: off }));
      assert.deepEqual(room.asked, ['microphone', false, 'join', undefined]);
    });

    it('forgets the press where the microphone fails: the customer sees why, and chooses anew', async () => {
      const room = await joiningRoom();
      await room.show(ready({ microphone: failed('media/denied') }));
      assert.equal(hint(room), 'Nobody sees or hears you until you join.');
      assert.equal(room.join.getAttribute('aria-disabled'), 'false');
      await room.show(ready({ microphone: microphoneOn }));
      assert.deepEqual(room.asked, []);
    });

    it('keeps no press of somebody who has not agreed to the recording', async () => {
      const room = await joiningRoom({ recorded: true });
      assert.equal(room.spoken().at(-1), 'To join, agree to the recording first.');
      await room.show(ready({ microphone: microphoneOn, phase: preparing({ recorded: true }, true) }));
      assert.deepEqual(room.asked, []);
    });

    it('joins while a device is only starting', async () => {
      const room = await Room.open({ state: ready({ microphone: opening, camera: opening }) });
      room.join.click();
      assert.deepEqual(room.asked, ['join', undefined]);
    });
  });

  describe('when something is withheld', () => {
    it('says once what both lack, with the steps for this browser, and tries both again', async () => {
      const room = await Room.open();
      await room.show(ready({ microphone: failed('media/denied'), camera: failed('media/denied') }));
      const words = 'Your browser doesn’t let this page use your microphone and camera yet.';
      assert.deepEqual(room.spoken(), [words]);
      assert.lengthOf(room.all('[part=problem]'), 1);
      assert.deepEqual(
        room.all('[part=steps] li').map(({ textContent }) => textContent),
        en.browserHelp.chrome,
      );
      await room.press('Try again');
      assert.deepEqual(room.asked, ['microphone', true, 'camera', true]);
    });

    it('tells every browser’s own way, and the system’s where the system is in the way', async () => {
      const room = await Room.open({ state: ready({ microphone: failed('media/denied') }) });
      for (const [browser, steps] of Object.entries(en.browserHelp)) {
        room.prejoin.browser = { browser: browser as 'chrome', system: 'mac', calls: true };
        await room.prejoin.updateComplete;
        assert.equal(room.all('[part=steps]')[0]!.innerText.trim().split('\n').length, steps.length);
        for (const step of steps) assert.include(room.words, step);
      }
      await room.show(ready({ camera: failed('media/denied-by-system') }));
      for (const step of en.systemHelp.mac) assert.include(room.words, step);
    });

    const cases = {
      'media/denied': 'Your browser doesn’t let this page use your microphone yet.',
      'media/denied-by-system': 'Your device doesn’t let the browser use your microphone yet.',
      'media/not-found': 'No microphone found. Plug one in, or join without.',
      'media/busy': 'Another app is using your microphone. Close that app, then try again.',
      'media/failed': 'We couldn’t start your microphone. Try again, or choose another one.',
      'connection/lost': 'We couldn’t start your microphone. Try again, or choose another one.',
    } as const;
    for (const [code, words] of Object.entries(cases)) {
      it(`has its own words, a way to try again, and a way on: ${code}`, async () => {
        const room = await Room.open({ state: ready({ microphone: failed(code as keyof typeof cases) }) });
        const again = room.button('Try again')!;
        assert.equal(again.getAttribute('aria-describedby'), 'microphone-problem');
        assert.equal(room.all('#microphone-problem')[0]!.textContent, words);
        assert.include(room.words, 'You’ll hear us, but we won’t hear you.');
        await room.press('Try again');
        await room.press('Join');
        assert.deepEqual(room.asked, ['microphone', true, 'join', undefined]);
      });
    }

    it('offers no new try where the page itself forbids it, and still a way on', async () => {
      const room = await Room.open({ state: ready({ microphone: failed('media/blocked-by-page') }) });
      assert.isUndefined(room.button('Try again'));
      assert.include(room.words, 'This page isn’t set up to use your microphone. You can join without.');
      await room.press('Join');
      assert.deepEqual(room.asked, ['join', undefined]);
    });

    it('ties the words about a busy device to its choice, from which another can be taken', async () => {
      const room = await Room.open({ state: ready({ camera: failed('media/busy') }) });
      assert.equal(room.choice('Camera')!.getAttribute('aria-describedby'), 'camera-problem');
      room.choose('Camera', 'Desk camera');
      assert.deepEqual(room.asked, ['device', { kind: 'camera', id: 'camera-2' }]);
    });

    it('asks for no camera in a voice call', async () => {
      const room = await Room.open({ state: ready({ media: 'audio', camera: failed('media/denied') }) });
      assert.lengthOf(room.all('[part=problem]'), 0);
    });

    it('keeps the focus when what was pressed goes', async () => {
      const room = await Room.open({ state: ready({ microphone: failed('media/denied') }) });
      await room.press('Try again');
      await room.show(ready({ microphone: opening }));
      assert.equal(focusedName(), 'Turn microphone off');
      assert.isTrue(focused()?.isConnected);
    });

    it('tries again by itself when the customer allows it in the settings, and only then', async () => {
      const real = navigator.permissions.query.bind(navigator.permissions);
      const statuses = new Map<string, EventTarget & { state: string }>();
      navigator.permissions.query = ({ name }) => {
        const status = Object.assign(new EventTarget(), { state: 'denied' });
        statuses.set(name, status);
        return Promise.resolve(status as unknown as PermissionStatus);
      };
      try {
        const room = await Room.open({ state: ready({ microphone: failed('media/denied') }) });
        await room.settle();
        const status = statuses.get('microphone')!;
        status.dispatchEvent(new Event('change'));
        assert.deepEqual(room.asked, []);
        status.state = 'granted';
        status.dispatchEvent(new Event('change'));
        assert.deepEqual(room.asked, ['microphone', true]);
        status.dispatchEvent(new Event('change'));
        assert.lengthOf(room.asked, 2);

        await room.show(ready({ microphone: microphoneOn, camera: failed('media/denied') }));
        await room.settle();
        room.prejoin.remove();
        const camera = statuses.get('camera')!;
        camera.state = 'granted';
        camera.dispatchEvent(new Event('change'));
        assert.lengthOf(room.asked, 2);
      } finally {
        navigator.permissions.query = real;
      }
    });
  });

  describe('when the call is recorded', () => {
    it('says so, and lets Join wait for the customer’s yes', async () => {
      const room = await Room.open({
        state: ready({ phase: { name: 'preparing', contact: undefined, consent: false } }),
      });
      await room.show(ready({ phase: preparing({ recorded: true }) }));
      assert.deepEqual(room.spoken(), ['This call is recorded.']);
      await room.press('Join');
      assert.deepEqual(room.asked, []);
      assert.equal(room.spoken().at(-1), 'To join, agree to the recording first.');
      const consent = room.all<HTMLInputElement>('[type=checkbox]')[0]!;
      assert.equal(focused(), consent);
      assert.equal(consent.labels![0]!.textContent.trim(), 'I agree to the recording.');
      consent.click();
      assert.deepEqual(room.asked, ['consent', true]);
      await room.show(ready({ phase: preparing({ recorded: true }, true) }));
      assert.equal(room.join.ariaDisabled, 'false');
      await room.press('Join');
      assert.deepEqual(room.asked, ['consent', true, 'join', undefined]);
    });
  });

  describe('where calls do not work', () => {
    const nowhere = { browser: 'other', system: 'other', calls: false } as const;

    it('says so plainly, offers the chat, and no call', async () => {
      const room = await Room.open({ browser: nowhere, chat: true });
      assert.include(room.words, 'Calls don’t work in this browser. Open this page in another one to call us.');
      assert.include(room.words, 'Chat works here.');
      assert.isUndefined(room.button('Join'));
      await room.press('Chat instead');
      await room.press('Cancel');
      assert.deepEqual(room.asked, ['chat', undefined, 'cancel', undefined]);
    });

    it('promises no chat where there is none', async () => {
      const room = await Room.open({ browser: nowhere });
      assert.notInclude(room.words, 'Chat');
      assert.isUndefined(room.button('Chat instead'));
    });

    it('leads out of an app’s own browser', async () => {
      const room = await Room.open({ browser: { browser: 'in-app-android', system: 'android', calls: false } });
      assert.include(room.words, 'Choose to open this page in Chrome.');
    });

    it('says of a page without encryption that it is the page, not the browser', async () => {
      const room = await Room.open({ state: ready({ microphone: failed('media/insecure') }) });
      assert.include(room.words, 'Calls don’t work on this page, because it isn’t secure.');
    });
  });

  it('fits 320 pixels, in every state and every language, without scrolling sideways', async () => {
    for (const { state, browser, chat } of Object.values(roomScenes)) {
      for (const strings of [en, ar]) {
        const room = await Room.open({ state, strings, chat: !!chat, ...(browser && { browser }) }, 'light', '320px');
        assert.isAtMost(room.prejoin.scrollWidth, room.prejoin.clientWidth);
        tidy();
      }
    }
  });

  it('has targets that a finger and a mouse can hit', async () => {
    const coarse = matchMedia('(pointer: coarse)').matches;
    const room = await Room.open({ state: ready({ camera: cameraOn, phase: preparing({ recorded: true }) }) });
    for (const target of room.all('button, select, .ways label, .check')) {
      const { width, height } = target.getBoundingClientRect();
      assert.isAtLeast(Math.min(width, height), coarse ? 44 : 32, target.outerHTML);
    }
  });
});
