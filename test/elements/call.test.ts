import { assert, expect } from '@open-wc/testing';

import { memoryPorts } from '../../src/adapters/memory/ports.js';
import { sampleMessage } from '../../src/adapters/memory/samples.js';
import { ChatSession } from '../../src/core/chat/session.js';
import type { CallState } from '../../src/core/call/state.js';
import type { DeskbellCall } from '../../src/elements/call/call.js';
import { DeskbellWidget } from '../../src/elements/define.js';
import { callElements } from '../../src/elements/define-call.js';
import { defineElements } from '../../src/elements/register.js';
import { ar } from '../../src/i18n/call/ar.js';
import { en } from '../../src/i18n/call/en.js';
import { callScenes } from '../gallery/call-scenes.js';
import { attendee, callContact, callState, inCall, off } from '../support/call-builders.js';
import { FakeCall } from '../support/fake-call.js';
import { focusedName, Onlooker, tidy } from './harness.js';

defineElements(callElements);

/** A customer with one `<deskbell-call>` in front of them. */
class CallPage extends Onlooker {
  readonly call: DeskbellCall;
  readonly fake: FakeCall;
  readonly facts: string[] = [];

  private constructor(call: DeskbellCall, fake: FakeCall) {
    super(call);
    this.call = call;
    this.fake = fake;
  }

  static async open(state: CallState): Promise<CallPage> {
    const fake = new FakeCall(state);
    const call = document.createElement('deskbell-call');
    const page = new CallPage(call, fake);
    call.session = fake.control;
    call.style.inlineSize = '720px';
    for (const name of ['before-start', 'call-started', 'call-ended', 'failed']) {
      call.addEventListener(`deskbell-${name}`, () => page.facts.push(name));
    }
    document.body.append(call);
    await page.settle();
    return page;
  }

  async set(fields: Partial<CallState>): Promise<void> {
    this.fake.set(fields);
    await this.settle();
  }

  get text(): string {
    return this.all('p, h2, bdi, button')
      .map(({ textContent }) => textContent?.trim())
      .join(' | ');
  }
}

describe('<deskbell-call>', () => {
  afterEach(tidy);

  for (const [name, make] of Object.entries(callScenes)) {
    it(`has nothing for axe to find: ${name}, light and dark, in both directions`, async () => {
      const page = await CallPage.open(make());
      for (const [theme, strings] of [
        ['light', en],
        ['dark', ar],
      ] as const) {
        page.call.setAttribute('theme', theme);
        page.call.strings = strings;
        await page.settle();
        await expect(page.call).to.be.accessible();
      }
    }).timeout(20_000);
  }

  it('asks the page before it opens the room, and keeps quiet where the page objects', async () => {
    const page = await CallPage.open(callState());
    await page.press('Start video call');
    assert.deepEqual(page.fake.asked, ['prepare video']);
    page.call.addEventListener('deskbell-before-start', (event) => event.preventDefault());
    await page.press('Start voice call');
    assert.deepEqual(page.fake.asked, ['prepare video']);
    assert.deepEqual(page.facts, ['before-start', 'before-start']);
  });

  it('leaves at once while nobody is there, and after one question when somebody is', async () => {
    const page = await CallPage.open(callScenes['ringing']!());
    await page.press('Leave call');
    assert.deepEqual(page.fake.asked, ['leave']);
    await page.set(inCall());
    await page.press('Leave call');
    assert.deepEqual(page.fake.asked, ['leave']);
    assert.equal(focusedName(), 'Stay in call');
    await page.key('Escape');
    assert.equal(page.all('[role=alertdialog]').length, 0);
    await page.press('Leave call');
    assert.isTrue(page.all('deskbell-call-bar')[0]!.inert);
    page.all('[role=alertdialog] .primary')[0]!.click();
    assert.deepEqual(page.fake.asked, ['leave', 'leave']);
  });

  it('shows the pictures of the others and the customer, and gives them back when it goes', async () => {
    const page = await CallPage.open(inCall());
    assert.deepEqual([...page.fake.shown.keys()].sort(), ['t-agent', 't-own']);
    assert.equal(page.all('video[part=remote-video]').length, 1);
    assert.equal(page.all('video[part=self-video]').length, 1);
    page.call.remove();
    assert.equal(page.fake.shown.size, 0);
    document.body.append(page.call);
    await page.settle();
    assert.equal(page.fake.shown.size, 2);
  });

  it('plays the sound in no document, so that moving or removing it cuts nothing', async () => {
    const page = await CallPage.open(inCall());
    const sound = page.fake.heardOn;
    assert.instanceOf(sound, HTMLAudioElement);
    page.call.remove();
    document.body.append(page.call);
    await page.settle();
    assert.isTrue(page.fake.heardOn === sound);
    assert.isFalse(sound.isConnected);
  });

  it('mutes and turns the camera off by button and by key', async () => {
    const page = await CallPage.open(inCall());
    await page.press('Mute');
    await page.press('Turn camera off');
    const on = page.button('Mute')!;
    on.focus();
    await page.key('m', {}, on);
    await page.key('V', {}, on);
    await page.key('m', { ctrlKey: true }, on);
    assert.deepEqual(page.fake.asked, ['setMuted true', 'setCamera false', 'setMuted true', 'setCamera false']);
    assert.equal(on.getAttribute('aria-keyshortcuts'), 'M');
    await page.set({ muted: true });
    assert.notEqual(page.button('Unmute'), undefined);
  });

  it('offers a camera, a screen and keys only where the call has them', async () => {
    const page = await CallPage.open(callScenes['voice-only']!());
    for (const name of ['Turn camera on', 'Turn camera off', 'Share screen', 'Keypad']) {
      assert.equal(page.button(name), undefined, name);
    }
  });

  it('presses keys by pointer and by keyboard', async () => {
    const page = await CallPage.open(inCall());
    await page.press('Keypad');
    await page.press('5');
    await page.key('#', {}, page.button('5'));
    assert.deepEqual(page.fake.asked, ['press 5', 'press #']);
    assert.equal(page.all('output')[0]!.textContent, '5#');
    await page.key('Escape', {}, page.button('5'));
    assert.equal(focusedName(), 'Keypad');
  });

  it('moves the own picture from corner to corner by arrow keys', async () => {
    const page = await CallPage.open(inCall());
    const own = (): HTMLElement => page.all('[part=own]')[0]!;
    const before = own().getBoundingClientRect();
    await page.key('ArrowUp', {}, own());
    await page.key('ArrowLeft', {}, own());
    const after = own().getBoundingClientRect();
    expect(after.top).to.be.below(before.top);
    expect(after.left).to.be.below(before.left);
  });

  it('says once who came, that somebody is muted or held, and that the connection is lost and back', async () => {
    const page = await CallPage.open(callScenes['ringing']!());
    const live = inCall();
    await page.set({ phase: live.phase, attendees: live.attendees, tiles: live.tiles });
    await page.set({ muted: true });
    await page.set({ held: true });
    await page.set({ held: false });
    assert.deepEqual(page.spoken().slice(-4), [
      'Ines joined the call',
      'You’re muted',
      'You’re on hold. Stay in the call. We’ll be back with you.',
      'You’re no longer on hold',
    ]);
    await page.set({ phase: { name: 'reconnecting', contact: callContact(), liveSince: 0 } });
    assert.deepEqual(page.spoken('urgent').slice(-1), ['Connection lost. Getting you back…']);
    await page.set({ phase: live.phase });
    assert.deepEqual(page.spoken().slice(-1), ['You’re back in the call.']);
  });

  it('tells the page when a call began and how it ended', async () => {
    const page = await CallPage.open(callState({ phase: { name: 'connecting', contact: callContact() } }));
    await page.set({ phase: { name: 'ringing', contact: callContact(), since: 0 } });
    await page.set({ phase: { name: 'live', contact: callContact(), since: 0 } });
    await page.set({ phase: { name: 'ended', contactId: 'c-call', by: 'agent', lastedMs: 65_000 } });
    assert.deepEqual(page.facts, ['call-started', 'call-ended']);
    expect(page.text).to.contain('It lasted 1:05.');
  });

  it('goes back into a call that may still be alive, and brings one here from another tab', async () => {
    const page = await CallPage.open(callScenes['lost']!());
    await page.press('Back into the call');
    await page.set(callScenes['elsewhere']!());
    await page.press('Bring the call here');
    assert.deepEqual(page.fake.asked, ['retry', 'takeOver']);
  });

  it('plays blocked sound from a tap', async () => {
    const page = await CallPage.open(inCall({ soundBlocked: true }));
    await page.press('Tap to hear');
    assert.deepEqual(page.fake.asked, ['resumeSound']);
  });
});

describe('A call in the widget', () => {
  afterEach(() => {
    tidy();
    document.documentElement.removeAttribute('style');
    DeskbellWidget.callSource = undefined;
  });

  async function open(fake: FakeCall, fails = false) {
    const ports = memoryPorts();
    DeskbellWidget.sessionSource = () => new ChatSession(ports, {});
    DeskbellWidget.callSource = async () => {
      if (fails) throw new Error('not to be had');
      const session = fake.control;
      const element = Object.assign(document.createElement('deskbell-call'), { session });
      const pill = Object.assign(document.createElement('deskbell-call-pill'), { session });
      return { element, pill };
    };
    const widget = document.createElement('deskbell-widget');
    widget.broker = '/broker';
    widget.calls = 'voice video';
    document.body.append(widget);
    const page = new Onlooker(widget);
    await page.settle();
    widget.open();
    await page.settle();
    await ports.clock.settle();
    await page.settle();
    return { page, widget, ports };
  }

  it('starts from the header, and the header gives way while it runs', async () => {
    const fake = new FakeCall(callState());
    const { page } = await open(fake);
    await page.press('Start voice call');
    await page.settle();
    assert.deepEqual(fake.asked, ['prepare audio']);
    fake.set(inCall());
    await page.settle();
    assert.equal(page.button('Start voice call'), undefined);
    assert.equal(page.all('deskbell-call')[0]!.hidden, false);
  });

  it('starts from an invitation that ends in #deskbell-video-call, and from no other link', async () => {
    const fake = new FakeCall(callState());
    const { page, ports } = await open(fake);
    ports.connection.hear(
      sampleMessage('m-1', 'See https://shop.example/a or https://shop.example/#deskbell-video-call', 1_000),
    );
    await ports.clock.settle();
    ports.connection.say('https://shop.example/#deskbell-video-call');
    await ports.clock.settle();
    await page.settle();
    const invitation = page.all<HTMLAnchorElement>('a').find(({ textContent }) => textContent === 'Start video call')!;
    const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
    invitation.dispatchEvent(click);
    await page.settle();
    assert.isTrue(click.defaultPrevented);
    assert.deepEqual(fake.asked, ['prepare video']);
  });

  it('says that a call could not be loaded, and offers it again', async () => {
    const { page } = await open(new FakeCall(callState()), true);
    await page.press('Start video call');
    await page.settle();
    expect(page.all('[role=alert]').map(({ textContent }) => textContent)).to.include(
      'The call didn’t load. Try again, or chat on.',
    );
    assert.notEqual(page.button('Start video call'), undefined);
  });

  it('goes on when the panel is closed: the pill shows it, and the launcher is named for it', async () => {
    const fake = new FakeCall(callState());
    const { page, widget } = await open(fake);
    await page.press('Start voice call');
    fake.set(inCall({ camera: off, attendees: [attendee('a-me', { role: 'own' }), attendee('a', { role: 'agent' })] }));
    await page.settle();
    widget.close();
    await page.settle();
    const pill = page.all('deskbell-call-pill')[0]!;
    assert.isTrue(pill.checkVisibility());
    assert.equal(page.all('deskbell-launcher')[0]!.getAttribute('label'), 'Chat with us, in a call');
    pill.shadowRoot!.querySelector<HTMLElement>('.show')!.click();
    await page.settle();
    assert.isTrue(widget.opened);
    assert.notInclude(fake.asked, 'leave');
  });
});
