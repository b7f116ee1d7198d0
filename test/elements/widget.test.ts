import { assert, expect } from '@open-wc/testing';

import { memoryPorts, type MemoryPorts } from '../../src/adapters/memory/ports.js';
import { sampleMessage } from '../../src/adapters/memory/samples.js';
import { ChatSession } from '../../src/core/chat/session.js';
import { DeskbellWidget } from '../../src/elements/define.js';
import type { SessionRequest } from '../../src/elements/widget/sources.js';
import { ar } from '../../src/i18n/ar.js';
import { de } from '../../src/i18n/de.js';
import { en } from '../../src/i18n/en.js';
import { focusedName, Onlooker, tidy } from './harness.js';

const words = { en, de, ar };

/** A customer on a page that has the widget, with the other side in the tester's hands. */
class WidgetPage extends Onlooker {
  readonly widget: DeskbellWidget;
  readonly ports: MemoryPorts;
  readonly requests: SessionRequest[] = [];
  readonly facts: string[] = [];

  private constructor(widget: DeskbellWidget, ports: MemoryPorts) {
    super(widget);
    this.widget = widget;
    this.ports = ports;
  }

  static async open(attributes: Readonly<Record<string, string>> = {}): Promise<WidgetPage> {
    const ports = memoryPorts();
    const widget = document.createElement('deskbell-widget');
    const page = new WidgetPage(widget, ports);
    DeskbellWidget.sessionSource = (request) => {
      page.requests.push(request);
      return new ChatSession(ports, { displayName: request.displayName });
    };
    DeskbellWidget.stringsSource = async (element) =>
      words[((element as DeskbellWidget).language || 'en') as keyof typeof words];
    for (const [name, value] of Object.entries({ broker: '/broker', ...attributes })) widget.setAttribute(name, value);
    const names = [
      'opened',
      'closed',
      'before-start',
      'contact-started',
      'unread-changed',
      'failed',
      'close',
      'toggle',
    ];
    for (const name of names) {
      document.body.addEventListener(`deskbell-${name}`, ({ type, target }) => {
        if (target === widget) page.facts.push(type.replace('deskbell-', ''));
      });
    }
    document.body.append(widget);
    await page.settle();
    return page;
  }

  get launcher(): HTMLButtonElement {
    return this.all('deskbell-launcher')[0]!.shadowRoot!.querySelector('button')!;
  }

  get dialog(): HTMLDialogElement {
    return this.all<HTMLDialogElement>('dialog')[0]!;
  }

  async ring(): Promise<void> {
    this.launcher.focus();
    this.launcher.click();
    await this.settle();
  }

  override async settle(): Promise<void> {
    await this.ports.clock.settle();
    await super.settle();
    await this.ports.clock.settle();
    await super.settle();
  }
}

describe('<deskbell-widget>', () => {
  afterEach(() => {
    tidy();
    document.documentElement.removeAttribute('style');
  });

  it('has nothing for axe to find, closed and open, light and dark', async () => {
    const page = await WidgetPage.open();
    await expect(page.widget).to.be.accessible();
    await page.ring();
    for (const theme of ['light', 'dark'] as const) {
      page.widget.theme = theme;
      await page.settle();
      await expect(page.widget).to.be.accessible();
    }
  });

  it('asks nobody for anything until the customer opens it', async () => {
    const page = await WidgetPage.open();
    expect(page.requests).to.have.length(0);
    assert.deepEqual(page.facts, []);
    expect(page.dialog.open).to.be.false;
    expect(page.launcher.ariaLabel).to.match(/^Chat/);
  });

  it('opens, puts the focus in the box, and starts one chat', async () => {
    const page = await WidgetPage.open({ 'display-name': 'Ada', memory: 'device' });
    await page.ring();
    assert.deepEqual(page.requests, [{ broker: '/broker', displayName: 'Ada', memory: 'device', language: 'en' }]);
    expect(page.ports.broker.requests).to.have.length(1);
    assert.equal(focusedName(), 'Message');
    expect(page.widget.hasAttribute('open')).to.be.true;
    assert.equal(page.widget.getAttribute('phase'), 'live');
    assert.deepEqual(page.facts, ['before-start', 'opened', 'contact-started']);
    assert.equal(page.launcher.ariaExpanded, 'true');
  });

  it('closes on Escape, on its button and on the launcher; the chat goes on and the focus returns', async () => {
    const page = await WidgetPage.open();
    await page.ring();
    await page.key('Escape', {}, page.box);
    expect(page.dialog.open).to.be.false;
    assert.equal(focusedName(), page.launcher.ariaLabel);
    await page.ring();
    await page.press('Close chat');
    expect(page.dialog.open).to.be.false;
    assert.equal(focusedName(), page.launcher.ariaLabel);
    await page.ring();
    await page.ring();
    expect(page.dialog.open).to.be.false;
    assert.equal(page.ports.connection.endings, 0);
    expect(page.ports.broker.requests).to.have.length(1);
    assert.equal(page.widget.phase, 'live');
  });

  it('gives the focus back to the button on the page that opened it', async () => {
    const page = await WidgetPage.open();
    const help = document.createElement('button');
    help.textContent = 'Help';
    help.onclick = () => page.widget.open();
    document.body.append(help);
    help.focus();
    help.click();
    await page.settle();
    assert.equal(focusedName(), 'Message');
    page.widget.close();
    await page.settle();
    assert.equal(focusedName(), 'Help');
  });

  it('shows the panel by attribute without taking the focus or starting a chat', async () => {
    const page = await WidgetPage.open({ open: '' });
    expect(page.dialog.open).to.be.true;
    assert.equal(focusedName(), 'body');
    expect(page.ports.broker.requests).to.have.length(0);
    await page.write('Hello');
    await page.key('Enter', {}, page.box);
    expect(page.ports.broker.requests).to.have.length(1);
    assert.deepEqual(
      page.ports.connection.sent.map(({ text }) => text),
      ['Hello'],
    );
  });

  it('does not start where the page objects, and says so to nobody', async () => {
    const page = await WidgetPage.open();
    page.widget.addEventListener('deskbell-before-start', (event) => event.preventDefault(), { once: true });
    await page.ring();
    expect(page.dialog.open).to.be.true;
    expect(page.ports.broker.requests).to.have.length(0);
    assert.equal(page.widget.phase, 'idle');
  });

  it('counts what came while it was closed, for eyes and ears, until it is opened', async () => {
    const page = await WidgetPage.open();
    await page.ring();
    page.widget.close();
    await page.settle();
    page.ports.connection.say('Hello?');
    page.ports.connection.say('Still there?');
    await page.settle();
    assert.equal(page.widget.unread, 2);
    expect(page.launcher.ariaLabel).to.match(/^Chat.*2 unread messages/);
    assert.equal(page.all('deskbell-launcher')[0]!.getAttribute('unread'), '2');
    assert.equal(page.all('[role=status]')[0]!.textContent, '2 unread messages');
    await page.ring();
    assert.equal(page.widget.unread, 0);
    assert.equal(page.all('[role=status]')[0]!.textContent, '');
    expect(page.facts.filter((fact) => fact === 'unread-changed').length).to.be.at.least(2);
  });

  it('can be driven by the page: start, say something, end', async () => {
    const page = await WidgetPage.open();
    page.widget.sendMessage('Hello from the page');
    await page.settle();
    expect(page.dialog.open).to.be.false;
    assert.deepEqual(
      page.ports.connection.sent.map(({ text }) => text),
      ['Hello from the page'],
    );
    page.widget.startChat();
    await page.widget.endChat();
    await page.settle();
    expect(page.ports.broker.requests).to.have.length(1);
    assert.equal(page.widget.phase, 'ended');
  });

  it('tells the page when a chat could not start', async () => {
    const page = await WidgetPage.open();
    page.ports.broker.failNext('token/forbidden');
    await page.ring();
    expect(page.facts).to.include('failed');
    assert.equal(page.widget.getAttribute('phase'), 'failed');
    assert.notEqual(page.button('Try again'), undefined);
  });

  it('loses nothing when it is moved, removed and put back', async () => {
    const page = await WidgetPage.open();
    await page.ring();
    await page.write('half a sent');
    const aside = document.createElement('aside');
    document.body.append(aside);
    aside.append(page.widget);
    page.widget.remove();
    page.ports.connection.hear(sampleMessage('m-1', 'Hello?', Date.now()));
    await page.ports.clock.settle();
    document.body.append(page.widget);
    await page.settle();
    expect(page.dialog.open).to.be.true;
    assert.deepEqual(page.texts, ['Hello?']);
    assert.equal(page.box.value, 'half a sent');
    expect(page.ports.broker.requests).to.have.length(1);
  });

  it('changes its language while it runs', async () => {
    const page = await WidgetPage.open();
    await page.ring();
    page.widget.language = 'ar';
    await page.settle();
    assert.equal(page.box.ariaLabel ?? page.box.getAttribute('aria-label'), 'الرسالة');
    assert.equal(page.dialog.parentElement!.dir, 'rtl');
    page.widget.language = 'de';
    await page.settle();
    assert.equal(page.launcher.ariaLabel, 'Chat öffnen');
    assert.equal(page.widget.phase, 'live');
  });

  it('uses a launcher of the page, where there is one', async () => {
    const page = await WidgetPage.open();
    const own = document.createElement('deskbell-launcher');
    own.slot = 'launcher';
    page.widget.append(own);
    page.widget.requestUpdate();
    await page.settle();
    assert.equal(own.getAttribute('label'), 'Chat with us');
    own.shadowRoot!.querySelector('button')!.click();
    await page.settle();
    expect(own.hasAttribute('open')).to.be.true;
  });

  it('moves nothing on the page, opened or closed', async () => {
    const page = await WidgetPage.open();
    const text = document.createElement('p');
    text.textContent = 'The page itself';
    document.body.append(text);
    const { top, left } = text.getBoundingClientRect();
    await page.ring();
    expect(text.getBoundingClientRect()).to.include({ top, left });
    page.widget.close();
    await page.settle();
    expect(text.getBoundingClientRect()).to.include({ top, left });
  });

  describe('on a phone', () => {
    // The runner's own frame cannot be made narrow in every engine, so a frame of ours is.
    const real = Object.getOwnPropertyDescriptor(window, 'matchMedia')!;
    beforeEach(() => {
      window.matchMedia = (query) => {
        const list: MediaQueryList = (real.value as typeof matchMedia).call(window, query);
        if (query.includes('559.98px')) Object.defineProperty(list, 'matches', { value: true });
        return list;
      };
    });
    afterEach(() => {
      Object.defineProperty(window, 'matchMedia', real);
    });

    it('takes the screen for itself, and gives it back as it was', async () => {
      document.documentElement.style.overflow = 'clip';
      const page = await WidgetPage.open();
      await page.ring();
      expect(page.dialog.matches(':modal')).to.be.true;
      assert.equal(document.documentElement.style.overflow, 'hidden');
      page.dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
      await page.settle();
      expect(page.dialog.open).to.be.false;
      assert.equal(document.documentElement.style.overflow, 'clip');
    });

    it('gives the page back when it is removed while open, and takes it again when it is put back', async () => {
      const page = await WidgetPage.open();
      await page.ring();
      page.widget.remove();
      assert.equal(document.documentElement.style.overflow, '');
      document.body.append(page.widget);
      await page.settle();
      expect(page.dialog.matches(':modal')).to.be.true;
      assert.equal(document.documentElement.style.overflow, 'hidden');
    });
  });
});
