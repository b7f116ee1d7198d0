import { expect } from '@open-wc/testing';

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
    expect(page.facts).to.deep.equal([]);
    expect(page.dialog.open).to.be.false;
    expect(page.launcher.ariaLabel).to.match(/^Chat/);
  });

  it('opens, puts the focus in the box, and starts one chat', async () => {
    const page = await WidgetPage.open({ 'display-name': 'Ada' });
    await page.ring();
    expect(page.requests).to.deep.equal([{ broker: '/broker', displayName: 'Ada', language: 'en' }]);
    expect(page.ports.broker.requests).to.have.length(1);
    expect(focusedName()).to.equal('Message');
    expect(page.widget.hasAttribute('open')).to.be.true;
    expect(page.widget.getAttribute('phase')).to.equal('live');
    expect(page.facts).to.deep.equal(['before-start', 'opened', 'contact-started']);
    expect(page.launcher.ariaExpanded).to.equal('true');
  });

  it('closes on Escape, on its button and on the launcher; the chat goes on and the focus returns', async () => {
    const page = await WidgetPage.open();
    await page.ring();
    await page.key('Escape', {}, page.box);
    expect(page.dialog.open).to.be.false;
    expect(focusedName()).to.equal(page.launcher.ariaLabel);
    await page.ring();
    await page.press('Close chat');
    expect(page.dialog.open).to.be.false;
    expect(focusedName()).to.equal(page.launcher.ariaLabel);
    await page.ring();
    await page.ring();
    expect(page.dialog.open).to.be.false;
    expect(page.ports.connection.endings).to.equal(0);
    expect(page.ports.broker.requests).to.have.length(1);
    expect(page.widget.phase).to.equal('live');
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
    expect(focusedName()).to.equal('Message');
    page.widget.close();
    await page.settle();
    expect(focusedName()).to.equal('Help');
  });

  it('shows the panel by attribute without taking the focus or starting a chat', async () => {
    const page = await WidgetPage.open({ open: '' });
    expect(page.dialog.open).to.be.true;
    expect(focusedName()).to.equal('body');
    expect(page.ports.broker.requests).to.have.length(0);
    await page.write('Hello');
    await page.key('Enter', {}, page.box);
    expect(page.ports.broker.requests).to.have.length(1);
    expect(page.ports.connection.sent.map(({ text }) => text)).to.deep.equal(['Hello']);
  });

  it('does not start where the page objects, and says so to nobody', async () => {
    const page = await WidgetPage.open();
    page.widget.addEventListener('deskbell-before-start', (event) => event.preventDefault(), { once: true });
    await page.ring();
    expect(page.dialog.open).to.be.true;
    expect(page.ports.broker.requests).to.have.length(0);
    expect(page.widget.phase).to.equal('idle');
  });

  it('counts what came while it was closed, for eyes and ears, until it is opened', async () => {
    const page = await WidgetPage.open();
    await page.ring();
    page.widget.close();
    await page.settle();
    page.ports.connection.say('Hello?');
    page.ports.connection.say('Still there?');
    await page.settle();
    expect(page.widget.unread).to.equal(2);
    expect(page.launcher.ariaLabel).to.match(/^Chat.*2 unread messages/);
    expect(page.all('deskbell-launcher')[0]!.getAttribute('unread')).to.equal('2');
    expect(page.all('[role=status]')[0]!.textContent).to.equal('2 unread messages');
    await page.ring();
    expect(page.widget.unread).to.equal(0);
    expect(page.all('[role=status]')[0]!.textContent).to.equal('');
    expect(page.facts.filter((fact) => fact === 'unread-changed').length).to.be.at.least(2);
  });

  it('can be driven by the page: start, say something, end', async () => {
    const page = await WidgetPage.open();
    page.widget.sendMessage('Hello from the page');
    await page.settle();
    expect(page.dialog.open).to.be.false;
    expect(page.ports.connection.sent.map(({ text }) => text)).to.deep.equal(['Hello from the page']);
    page.widget.startChat();
    await page.widget.endChat();
    await page.settle();
    expect(page.ports.broker.requests).to.have.length(1);
    expect(page.widget.phase).to.equal('ended');
  });

  it('tells the page when a chat could not start', async () => {
    const page = await WidgetPage.open();
    page.ports.broker.failNext('token/forbidden');
    await page.ring();
    expect(page.facts).to.include('failed');
    expect(page.widget.getAttribute('phase')).to.equal('failed');
    expect(page.button('Try again')).not.to.equal(undefined);
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
    expect(page.texts).to.deep.equal(['Hello?']);
    expect(page.box.value).to.equal('half a sent');
    expect(page.ports.broker.requests).to.have.length(1);
  });

  it('changes its language while it runs', async () => {
    const page = await WidgetPage.open();
    await page.ring();
    page.widget.language = 'ar';
    await page.settle();
    expect(page.box.ariaLabel ?? page.box.getAttribute('aria-label')).to.equal('الرسالة');
    expect(page.dialog.parentElement!.dir).to.equal('rtl');
    page.widget.language = 'de';
    await page.settle();
    expect(page.launcher.ariaLabel).to.equal('Chat öffnen');
    expect(page.widget.phase).to.equal('live');
  });

  it('uses a launcher of the page, where there is one', async () => {
    const page = await WidgetPage.open();
    const own = document.createElement('deskbell-launcher');
    own.slot = 'launcher';
    page.widget.append(own);
    page.widget.requestUpdate();
    await page.settle();
    expect(own.getAttribute('label')).to.equal('Chat with us');
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
      expect(document.documentElement.style.overflow).to.equal('hidden');
      page.dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
      await page.settle();
      expect(page.dialog.open).to.be.false;
      expect(document.documentElement.style.overflow).to.equal('clip');
    });

    it('gives the page back when it is removed while open, and takes it again when it is put back', async () => {
      const page = await WidgetPage.open();
      await page.ring();
      page.widget.remove();
      expect(document.documentElement.style.overflow).to.equal('');
      document.body.append(page.widget);
      await page.settle();
      expect(page.dialog.matches(':modal')).to.be.true;
      expect(document.documentElement.style.overflow).to.equal('hidden');
    });
  });
});
