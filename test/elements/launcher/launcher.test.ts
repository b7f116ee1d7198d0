import { contactLink } from '../../../src/elements/launcher/contact-link.js';
import { executeServerCommand, sendKeys } from '@web/test-runner-commands';
import { assert, expect, fixture, html } from '@open-wc/testing';
import { defineLauncher, type DeskbellLauncher } from '../../../src/elements/launcher/launcher.js';

/** WebKitGTK's driver knows no keys. */
const hasKeys = !/AppleWebKit(?!.*Chrome)/.test(navigator.userAgent);

const inside = <Tag extends keyof HTMLElementTagNameMap>(launcher: Element, tag: Tag): HTMLElementTagNameMap[Tag] =>
  launcher.shadowRoot!.querySelector(tag)!;

const mount = (): Promise<DeskbellLauncher> => fixture(html`<deskbell-launcher></deskbell-launcher>`);

before(() => defineLauncher());

describe('The launcher', () => {
  it('is a button called Chat until somebody gives it a better name', async () => {
    const launcher = await mount();
    assert.equal(inside(launcher, 'button').ariaLabel, 'Chat');
    launcher.setAttribute('label', 'Chat, 3 unread messages');
    assert.equal(inside(launcher, 'button').ariaLabel, 'Chat, 3 unread messages');
    assert.equal(inside(launcher, 'button').ariaExpanded, 'false');
    launcher.toggleAttribute('open', true);
    assert.equal(inside(launcher, 'button').ariaExpanded, 'true');
  });

  it('says that it was pressed, to whoever holds it and nobody further out', async () => {
    const launcher = await mount();
    const heard: Event[] = [];
    launcher.parentElement!.addEventListener('deskbell-toggle', (event) => heard.push(event));
    inside(launcher, 'button').click();
    assert.equal(heard.length, 1);
    assert.equal(heard[0]!.composed, false);
  });

  it('can be reached and pressed by keyboard', async () => {
    const launcher = await mount();
    let pressed = 0;
    launcher.addEventListener('deskbell-toggle', () => pressed++);
    launcher.focus();
    assert.equal(launcher.shadowRoot!.activeElement, inside(launcher, 'button'));
    assert.equal(inside(launcher, 'button').tabIndex, 0);
    if (!hasKeys) return; // What has the focus is a button of the browser's own: the keys are the browser's business.
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: ' ' });
    assert.equal(pressed, 2);
  });

  it('shows how many messages are unread, up to 99, and none while the panel is open', async () => {
    const launcher = await mount();
    const badge = (): string | null => inside(launcher, 'b').textContent;
    assert.equal(badge(), '');
    for (const [unread, shown] of [
      ['3', '3'],
      ['99', '99'],
      ['100', '99+'],
      ['0', ''],
      ['nonsense', ''],
    ] as const) {
      launcher.setAttribute('unread', unread);
      assert.equal(badge(), shown);
    }
    launcher.setAttribute('unread', '3');
    launcher.toggleAttribute('open', true);
    assert.equal(badge(), '');
    assert.equal(inside(launcher, 'b').ariaHidden, 'true');
  });

  it('tells in words beside the button what went wrong, aloud and as part of the button’s description', async () => {
    const launcher = await mount();
    const note = inside(launcher, 'p');
    assert.equal(getComputedStyle(note).display, 'none');
    launcher.tell('The chat didn’t load.');
    assert.equal(note.textContent, 'The chat didn’t load.');
    assert.equal(getComputedStyle(note).display, 'block');
    assert.equal(note.role, 'alert');
    assert.equal(inside(launcher, 'button').getAttribute('aria-describedby'), note.id);
    launcher.tell();
    assert.equal(getComputedStyle(note).display, 'none');
  });

  it('is a 56 pixel circle, 20 pixels from its corner, and takes no room on the page', async () => {
    const launcher = await mount();
    const { bottom, height, right, width } = launcher.getBoundingClientRect();
    const { clientHeight, clientWidth } = document.documentElement;
    assert.deepEqual([width, height], [56, 56]);
    assert.deepEqual([clientWidth - right, clientHeight - bottom], [20, 20]);
    assert.equal(launcher.parentElement!.getBoundingClientRect().height, 0);
    launcher.setAttribute('position', 'start');
    assert.equal(launcher.getBoundingClientRect().left, 20);
    launcher.parentElement!.dir = 'rtl';
    assert.equal(clientWidth - launcher.getBoundingClientRect().right, 20);
  });

  for (const accent of ['#1a6b5a', '#0b57d0', '#ffd400', '#f2f2f2', '#111111', '#e0245e']) {
    it(`keeps its drawing at 3:1 on ${accent}`, async () => {
      const launcher = await mount();
      launcher.style.setProperty('--deskbell-color-accent', accent);
      const { backgroundColor, color } = getComputedStyle(inside(launcher, 'button'));
      assert.isAtLeast(contrast(backgroundColor, color), 3);
    });
  }

  it('passes axe, alone, with a note and with unread messages, light, dark and in forced colours', async () => {
    const launcher = await mount();
    launcher.setAttribute('label', 'Chat, 3 unread messages');
    launcher.setAttribute('unread', '3');
    launcher.tell('The chat didn’t load. Try again.', contactLink('mailto:help@shop.example'));
    for (const features of [
      [{ name: 'prefers-color-scheme', value: 'light' }],
      [{ name: 'prefers-color-scheme', value: 'dark' }],
      [{ name: 'forced-colors', value: 'active' }],
      [],
    ]) {
      await executeServerCommand('devtools', { method: 'Emulation.setEmulatedMedia', params: { features } });
      await expect(launcher).to.be.accessible();
    }
  });
});

/** Contrast of two CSS colours (WCAG 2.2), by painting them. */
function contrast(...colours: readonly [string, string]): number {
  const context = document.createElement('canvas').getContext('2d')!;
  const [darker, lighter] = colours
    .map((colour) => {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((channel) => {
        const part = channel / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    })
    .sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

describe('A plain way to the site', () => {
  it('is a link to a page, a mailbox or a phone', () => {
    for (const address of [
      'https://shop.example/help',
      'http://shop.example',
      'mailto:help@shop.example',
      'tel:+4930',
    ]) {
      const link = contactLink(address);
      assert.instanceOf(link, HTMLAnchorElement);
      assert.equal(link.textContent, address);
    }
  });

  it('is nothing else, whatever a page says', () => {
    for (const address of [undefined, '', '/help', 'javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x']) {
      assert.equal(contactLink(address), '');
    }
  });
});
