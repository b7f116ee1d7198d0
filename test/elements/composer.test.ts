import { assert, expect } from '@open-wc/testing';

import { defineAll, type DeskbellComposer } from '../../src/elements/define.js';
import type { Intent } from '../../src/elements/intents.js';
import { tidy } from './harness.js';

defineAll();

/** A customer in front of the box, and nothing around it. */
class Writer {
  readonly composer: DeskbellComposer;
  readonly sent: string[] = [];
  readonly warnings: string[] = [];

  constructor() {
    this.composer = document.createElement('deskbell-composer');
    this.composer.addEventListener('deskbell-submit', ({ detail }: Intent<'submit'>) => this.sent.push(detail));
    this.composer.addEventListener('deskbell-warn', ({ detail }: Intent<'warn'>) => this.warnings.push(detail));
    document.body.append(this.composer);
  }

  get box(): HTMLTextAreaElement {
    return this.composer.shadowRoot!.querySelector('textarea')!;
  }

  get hint(): string {
    return this.composer.shadowRoot!.querySelector('#hint')?.textContent ?? '';
  }

  async write(text: string): Promise<this> {
    await this.composer.updateComplete;
    this.box.value = text;
    this.box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await this.composer.updateComplete;
    return this;
  }

  async key(key: string, more: KeyboardEventInit = {}): Promise<KeyboardEvent> {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    this.box.dispatchEvent(event);
    await this.composer.updateComplete;
    return event;
  }
}

describe('<deskbell-composer>', () => {
  afterEach(tidy);

  it('has nothing for axe to find, empty, written in and too long', async () => {
    const writer = await new Writer().write('');
    await expect(writer.composer).to.be.accessible();
    await writer.write('Hello');
    await expect(writer.composer).to.be.accessible();
    writer.composer.maxBytes = 3;
    await writer.composer.updateComplete;
    await expect(writer.composer).to.be.accessible();
  });

  it('sends on Enter, trimmed, and is empty and focused afterwards', async () => {
    const writer = await new Writer().write('  Hello  ');
    writer.composer.focus();
    const event = await writer.key('Enter');
    expect(event.defaultPrevented).to.be.true;
    assert.deepEqual(writer.sent, ['Hello']);
    assert.equal(writer.box.value, '');
    assert.equal(writer.composer.shadowRoot!.activeElement?.localName, 'textarea');
  });

  it('sends on the button, which does not take the focus', async () => {
    const writer = await new Writer().write('Hello');
    const button = writer.composer.shadowRoot!.querySelector('button')!;
    assert.equal(button.getAttribute('aria-label'), 'Send');
    const press = new PointerEvent('pointerdown', { bubbles: true, cancelable: true });
    button.dispatchEvent(press);
    expect(press.defaultPrevented).to.be.true;
    button.click();
    assert.deepEqual(writer.sent, ['Hello']);
  });

  it('is empty afterwards also where a keyboard writes and presses Enter in one go', async () => {
    const writer = await new Writer().write('');
    const all = ['One', 'Two'].map(async (text) => {
      writer.box.value = text;
      writer.box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await writer.key('Enter');
    });
    await Promise.all(all);
    assert.deepEqual(writer.sent, ['One', 'Two']);
    assert.equal(writer.box.value, '');
  });

  it('breaks the line on Shift and Enter', async () => {
    const writer = await new Writer().write('Hello');
    const event = await writer.key('Enter', { shiftKey: true });
    expect(event.defaultPrevented).to.be.false;
    assert.deepEqual(writer.sent, []);
  });

  it('never sends while an input method composes', async () => {
    const writer = await new Writer().write('にほん');
    await writer.key('Enter', { isComposing: true });
    await writer.key('Enter', { keyCode: 229 });
    assert.deepEqual(writer.sent, []);
    await writer.key('Enter');
    assert.deepEqual(writer.sent, ['にほん']);
  });

  it('sends nothing blank, and says so on the button', async () => {
    const writer = await new Writer().write(' \n\t ');
    await writer.key('Enter');
    assert.deepEqual(writer.sent, []);
    const button = writer.composer.shadowRoot!.querySelector('button')!;
    assert.equal(button.getAttribute('aria-disabled'), 'true');
    await writer.write('x');
    assert.equal(button.getAttribute('aria-disabled'), 'false');
  });

  it('grows with the text, to six lines', async () => {
    const writer = await new Writer().write('one');
    writer.composer.style.font = '15px/22px sans-serif';
    await writer.write('one more');
    const one = writer.box.clientHeight;
    await writer.write('one\ntwo\nthree');
    const three = writer.box.clientHeight;
    await writer.write('1\n2\n3\n4\n5\n6');
    const six = writer.box.clientHeight;
    await writer.write('1\n2\n3\n4\n5\n6\n7\n8');
    expect(three - one).to.be.closeTo(44, 2);
    expect(six - one).to.be.closeTo(110, 2);
    assert.equal(writer.box.clientHeight, six);
  });

  it('counts what is left in the last fifth, in bytes, as characters of this kind', async () => {
    const writer = new Writer();
    writer.composer.maxBytes = 100;
    await writer.write('a'.repeat(79));
    assert.equal(writer.hint, '');
    await writer.write('a'.repeat(80));
    assert.equal(writer.hint, 'Characters left: about 20');
    await writer.write('é'.repeat(45));
    assert.equal(writer.hint, 'Characters left: about 5');
    await writer.write('a'.repeat(100));
    assert.equal(writer.hint, 'Characters left: about 0');
  });

  it('explains why a text is too long, also to those who press Send, and keeps it', async () => {
    const writer = new Writer();
    writer.composer.maxBytes = 100;
    await writer.write('é'.repeat(60));
    const words = 'Characters too many: about 10. Shorten it, or send it in two parts.';
    assert.equal(writer.hint, words);
    assert.equal(writer.box.getAttribute('aria-invalid'), 'true');
    await writer.key('Enter');
    assert.deepEqual(writer.sent, []);
    assert.deepEqual(writer.warnings, [words]);
    expect(writer.box.value).to.have.length(60);
  });

  it('writes in the direction of what is written', async () => {
    const writer = await new Writer().write('مرحبا');
    assert.equal(getComputedStyle(writer.box).direction, 'rtl');
    await writer.write('Hello');
    assert.equal(getComputedStyle(writer.box).direction, 'ltr');
  });
});
