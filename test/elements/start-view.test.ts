import { assert, expect } from '@open-wc/testing';

import type { Availability } from '../../src/core/wait/ports.js';
import { hoursElements, type DeskbellStartView } from '../../src/elements/define-hours.js';
import { defineElements } from '../../src/elements/register.js';
import { ar } from '../../src/i18n/hours/ar.js';
import { de } from '../../src/i18n/hours/de.js';
import { en } from '../../src/i18n/hours/en.js';
import { hoursScenes } from '../gallery/wait-scenes.js';
import { putThemed } from '../support/themed.js';
import { availability, way } from '../support/wait-builders.js';
import { focusedName, Onlooker, tidy } from './harness.js';

defineElements(hoursElements);

/** A customer before a contact. */
class Start extends Onlooker {
  readonly view: DeskbellStartView;
  readonly chosen: unknown[] = [];

  private constructor(view: DeskbellStartView) {
    super(view);
    this.view = view;
    view.addEventListener('deskbell-way', (event) => this.chosen.push(event.detail));
  }

  static async open(
    answer: Availability,
    strings = en,
    { theme = 'light', inlineSize = '392px' }: { theme?: string; inlineSize?: string } = {},
  ): Promise<Start> {
    const view = document.createElement('deskbell-start-view');
    const now = Date.now();
    Object.assign(view, { hours: { name: 'known', availability: answer, at: now }, now, strings });
    const { direction, language } = strings;
    await putThemed(view, { theme, inlineSize, direction, language });
    const page = new Start(view);
    await page.settle();
    return page;
  }

  get words(): string {
    return this.all('[part=base]')[0]!.innerText;
  }

  get names(): string[] {
    return this.all('button b').map(({ textContent }) => textContent);
  }
}

describe('<deskbell-start-view>', () => {
  afterEach(tidy);

  for (const [name, make] of Object.entries(hoursScenes)) {
    it(`has nothing for axe to find: ${name}, light and dark, in both directions`, async () => {
      for (const [theme, strings] of [
        ['light', en],
        ['dark', ar],
      ] as const) {
        const page = await Start.open(make(), strings, { theme });
        await expect(page.view).to.be.accessible();
        tidy();
      }
    });
  }

  it('says that it is open and how long one waits, and needs no menu for a single way', async () => {
    const page = await Start.open(hoursScenes['open']!());
    assert.match(page.words, /Open (until|now)/);
    assert.include(page.words, 'Usually about 4 minutes');
    assert.deepEqual(page.names, ['Chat']);
    page.view.focus();
    assert.include(focusedName(), 'Chat');
    page.all('button')[0]!.click();
    assert.deepEqual(page.chosen, [{ way: 'chat', topic: undefined }]);
  });

  it('offers what is possible while it is closed', async () => {
    const page = await Start.open(hoursScenes['closed']!());
    assert.match(page.words, /Closed\. Opens/);
    assert.deepEqual(page.names, ['Call me back', 'Leave a message']);
    for (const button of page.all('button')) button.click();
    assert.deepEqual(page.chosen, [
      { way: 'callback', topic: undefined },
      { way: 'message', topic: undefined },
    ]);
    const link = page.all<HTMLAnchorElement>('a')[0]!;
    assert.deepEqual([link.getAttribute('href'), link.target, link.rel], ['/help/parcel', '_blank', 'noopener']);
    assert.include(link.textContent, 'opens in a new tab');
  });

  it('lets the customer choose a topic by its figures, and goes there', async () => {
    const page = await Start.open(hoursScenes['topics']!());
    const [order, returning, repair] = page.all<HTMLInputElement>('[type=radio]');
    assert.isTrue(order!.checked);
    assert.match(returning!.labels![0]!.innerText, /A return\s+Usually under a minute/);
    returning!.click();
    await page.settle();
    assert.deepEqual(page.names, ['Chat', 'Call me back']);
    page.all('button')[0]!.click();
    assert.deepEqual(page.chosen, [{ way: 'chat', topic: 'returns' }]);
    repair!.click();
    await page.settle();
    assert.deepEqual(page.names, ['Call me back']);
    const other = page.all<HTMLInputElement>('[type=radio]')[3]!;
    other.click();
    await page.settle();
    page.all('button')[0]!.click();
    assert.deepEqual(page.chosen.at(-1), { way: 'chat', topic: undefined });
  });

  it('shows a way that is shut beside one that is open, and lets nobody press it', async () => {
    const page = await Start.open(hoursScenes['call-shut']!());
    assert.include(page.words, 'Busier than usual.');
    assert.match(page.all('.shut')[0]!.innerText, /Call\s+Closed\. Opens/);
    assert.deepEqual(page.names, ['Chat', 'Leave a message']);
  });

  it('says so when nothing is possible at all', async () => {
    const page = await Start.open(hoursScenes['nothing']!());
    assert.include(page.words, en.nothing);
    assert.include(page.words, 'Where is my parcel?');
  });

  it('says that a choice did not load, and lets it be made again', async () => {
    const page = await Start.open(hoursScenes['call-shut']!());
    assert.equal(page.all('[role=alert]').length, 0);
    page.view.failed = true;
    await page.settle();
    assert.equal(page.all('[role=alert]')[0]!.innerText, en.notLoaded);
    page.all('button')[0]!.click();
    assert.equal(page.chosen.length, 1);
    await expect(page.view).to.be.accessible();
  });

  it('says nothing of what nobody knows', async () => {
    const page = await Start.open(availability({ general: { label: undefined, chat: way(), call: undefined } }));
    assert.equal(page.words.replace(/\s+/g, ' ').trim(), 'Open now Chat');
  });

  it('fits 320 pixels in every language, with targets that can be hit', async () => {
    for (const make of Object.values(hoursScenes)) {
      for (const strings of [en, de, ar]) {
        const page = await Start.open(make(), strings, { inlineSize: '288px' });
        assert.isAtMost(page.view.scrollWidth, page.view.clientWidth);
        for (const target of page.all('button, label')) {
          assert.isAtLeast(target.getBoundingClientRect().height, 44, target.outerHTML);
        }
        tidy();
      }
    }
  });
});
