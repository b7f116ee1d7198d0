import { assert, expect } from '@open-wc/testing';

import { defineElements } from '../../src/elements/define.js';
import { DeskbellDeviceMenu } from '../../src/elements/device-menu/device-menu.js';
import type { Intent } from '../../src/elements/intents.js';
import { devices, noDevices, ready } from '../support/call-builders.js';
import { putThemed } from '../support/themed.js';
import { focused, focusedName, Onlooker, tidy } from './harness.js';

defineElements({ 'deskbell-device-menu': DeskbellDeviceMenu });

const extras = { background: 'off', voiceFocus: 'off' } as const;

/** A customer with the menu of devices. */
class Menu extends Onlooker {
  readonly menu: DeskbellDeviceMenu;
  readonly asked: unknown[] = [];

  private constructor(menu: DeskbellDeviceMenu) {
    super(menu);
    this.menu = menu;
    for (const name of ['device', 'background', 'voice-focus'] as const) {
      menu.addEventListener(`deskbell-${name}`, (event) => this.asked.push(name, (event as Intent<'device'>).detail));
    }
  }

  static async open(fields: Partial<DeskbellDeviceMenu> = {}): Promise<Menu> {
    const element = document.createElement('deskbell-device-menu');
    const menu = new Menu(element);
    Object.assign(element, { state: ready(extras), ...fields });
    await putThemed(element);
    await menu.settle();
    return menu;
  }

  get popup(): HTMLElement {
    return this.all('[popover]')[0]!;
  }

  get labels(): string[] {
    return this.all('label').map(({ textContent }) => textContent.trim());
  }

  /** Opens the pop-up, and waits until it says that it is open. */
  async pop(): Promise<void> {
    const toggled = new Promise((resolve) => this.popup.addEventListener('toggle', resolve, { once: true }));
    await this.press('Devices');
    await toggled;
    await this.settle();
  }
}

describe('<deskbell-device-menu>', () => {
  afterEach(tidy);

  it('has nothing for axe to find, closed, open and inline', async () => {
    const menu = await Menu.open();
    await expect(menu.menu).to.be.accessible();
    await menu.pop();
    await expect(menu.menu).to.be.accessible();
    tidy();
    await expect((await Menu.open({ inline: true })).menu).to.be.accessible();
  });

  it('opens at a press, says that it is open, and has the focus on the first choice', async () => {
    const menu = await Menu.open();
    const button = menu.button('Devices')!;
    assert.equal(button.ariaExpanded, 'false');
    await menu.pop();
    assert.isTrue(menu.popup.matches(':popover-open'));
    assert.equal(button.ariaExpanded, 'true');
    assert.equal(focused(), menu.all('select')[0]);
    assert.deepEqual(menu.labels, ['Microphone', 'Camera', 'Speaker', 'Blur my background', 'Reduce noise around me']);
  });

  it('closes on Escape, alone, and gives the focus back to its button', async () => {
    const menu = await Menu.open();
    let heard = 0;
    menu.menu.addEventListener('keydown', () => heard++);
    await menu.pop();
    const toggled = new Promise((resolve) => menu.popup.addEventListener('toggle', resolve, { once: true }));
    const escape = await menu.key('Escape');
    await toggled;
    await menu.settle();
    assert.isFalse(menu.popup.matches(':popover-open'));
    assert.isTrue(escape.defaultPrevented);
    assert.equal(heard, 0);
    assert.equal(focusedName(), 'Devices');
    assert.equal(menu.button('Devices')!.ariaExpanded, 'false');
  });

  it('stays on the screen, beside its button', async () => {
    const menu = await Menu.open();
    menu.menu.style.position = 'fixed';
    for (const corner of ['0 auto auto 0', '0 0 auto auto', 'auto 0 0 auto', 'auto auto 0 0']) {
      menu.menu.style.inset = corner;
      await menu.pop();
      const { top, left, right, bottom } = menu.popup.getBoundingClientRect();
      assert.isAtLeast(Math.min(top, left), 0, corner);
      assert.isAtMost(right, innerWidth, corner);
      assert.isAtMost(bottom, innerHeight, corner);
      const toggled = new Promise((resolve) => menu.popup.addEventListener('toggle', resolve, { once: true }));
      menu.popup.hidePopover();
      await toggled;
    }
  });

  it('asks for the device that was chosen', async () => {
    const menu = await Menu.open({ inline: true });
    const choice = menu.all<HTMLSelectElement>('select')[1]!;
    choice.value = 'camera-2';
    choice.dispatchEvent(new InputEvent('input', { bubbles: true }));
    assert.deepEqual(menu.asked, ['device', { kind: 'camera', id: 'camera-2' }]);
  });

  it('shows only what there is to choose', async () => {
    const menu = await Menu.open({ inline: true, kinds: ['microphone', 'speaker'] });
    assert.deepEqual(menu.labels, ['Microphone', 'Speaker', 'Reduce noise around me']);
    menu.menu.state = ready({ ...extras, devices: { ...devices, speakers: [] }, voiceFocus: 'unavailable' });
    await menu.settle();
    assert.deepEqual(menu.labels, ['Microphone']);
    menu.menu.state = ready({ devices: noDevices, background: 'unavailable', voiceFocus: 'unavailable' });
    await menu.settle();
    assert.deepEqual(menu.labels, []);
  });

  it('turns the extras on and off, and shows what they are', async () => {
    const menu = await Menu.open({ inline: true, state: ready({ background: 'off', voiceFocus: 'on' }) });
    const [blur, noise] = menu.all<HTMLInputElement>('[type=checkbox]');
    assert.deepEqual([blur!.checked, noise!.checked], [false, true]);
    blur!.click();
    noise!.click();
    assert.deepEqual(menu.asked, ['background', true, 'voice-focus', false]);
    menu.menu.state = ready({ background: 'off', voiceFocus: 'on' });
    await menu.settle();
    assert.deepEqual([blur!.checked, noise!.checked], [false, true], 'neither could be changed');
    menu.menu.state = ready({ background: 'opening', voiceFocus: 'off' });
    await menu.settle();
    assert.deepEqual([blur!.checked, noise!.checked], [true, false]);
    assert.equal(blur!.getAttribute('aria-busy'), 'true');
  });
});
