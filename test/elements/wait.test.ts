import { assert, expect } from '@open-wc/testing';

import type { WaitState } from '../../src/core/wait/state.js';
import { waitElements, type DeskbellWait } from '../../src/elements/define-wait.js';
import { defineElements } from '../../src/elements/register.js';
import { ar } from '../../src/i18n/wait/ar.js';
import { de } from '../../src/i18n/wait/de.js';
import { en } from '../../src/i18n/wait/en.js';
import { waitScenes } from '../gallery/wait-scenes.js';
import { FakeWait } from '../support/fake-wait.js';
import { putThemed } from '../support/themed.js';
import { figures, waiting } from '../support/wait-builders.js';
import { Onlooker, tidy } from './harness.js';

defineElements(waitElements);

/** A customer who waits, or whose contact is over, with one `<deskbell-wait>` in front of them. */
class WaitPage extends Onlooker {
  readonly wait: DeskbellWait;
  readonly fake: FakeWait;
  /** What the element asks of whoever is around: names, each followed by what went with it. */
  readonly asked: unknown[] = [];

  private constructor(wait: DeskbellWait, fake: FakeWait) {
    super(wait);
    this.wait = wait;
    this.fake = fake;
    for (const name of ['offer', 'leave-line', 'start-again'] as const) {
      wait.addEventListener(`deskbell-${name}`, (event) => this.asked.push(name, (event as CustomEvent).detail));
    }
  }

  static async open(
    state: Partial<WaitState> = {},
    fields: Partial<DeskbellWait> = {},
    theme = 'light',
    inlineSize = '392px',
  ): Promise<WaitPage> {
    const fake = new FakeWait(state);
    const wait = document.createElement('deskbell-wait');
    const page = new WaitPage(wait, fake);
    Object.assign(wait, { control: fake.control, ...fields });
    const { direction, language } = fields.strings ?? en;
    await putThemed(wait, { theme, direction, language, inlineSize });
    await page.settle();
    return page;
  }

  async set(fields: Partial<WaitState>): Promise<void> {
    this.fake.set(fields);
    await this.settle();
  }

  /** Everything that can be read. */
  get words(): string {
    return this.all('p, h2, button, a, legend, label')
      .filter((element) => !element.closest('.quiet') && element.checkVisibility())
      .map(({ innerText }) => innerText.trim())
      .join('\n');
  }
}

describe('<deskbell-wait>', () => {
  afterEach(tidy);

  for (const [name, make] of Object.entries(waitScenes)) {
    it(`has nothing for axe to find: ${name}, light and dark, in both directions`, async () => {
      for (const [theme, strings] of [
        ['light', en],
        ['dark', ar],
      ] as const) {
        const page = await WaitPage.open(make(), { strings }, theme);
        await expect(page.wait).to.be.accessible();
        tidy();
      }
    }).timeout(20_000);
  }

  it('shows the place, about how long, and what that stands on', async () => {
    const page = await WaitPage.open({ line: waiting() });
    assert.include(page.words, 'You’re third in line');
    assert.include(page.words, 'About 2–5 minutes');
    assert.include(page.words, 'Going by the last few minutes.');
    await page.set({ line: waiting({ figures: figures({ trend: 'longer', range: 'over-20' }) }) });
    assert.include(page.words, 'More than 20 minutes');
    assert.include(page.words, 'This is taking longer than we thought.');
    await page.set({ line: waiting({ figures: figures({ fresh: false }) }) });
    assert.include(page.words, 'Updating…');
    await page.set({ line: waiting({ figures: undefined }) });
    assert.include(page.words, 'Waiting for someone');
    assert.notInclude(page.words, 'minutes');
  });

  it('never moves when figures come, change or go', async () => {
    for (const strings of [en, de, ar]) {
      const page = await WaitPage.open({ line: waiting({ figures: undefined }) }, { strings });
      const { height } = page.wait.getBoundingClientRect();
      for (const fields of [
        figures(),
        figures({ position: undefined }),
        figures({ range: undefined }),
        figures({ range: 'over-20', trend: 'longer' }),
        figures({ range: 'under-1', trend: 'shorter', position: 1 }),
        figures({ fresh: false, position: 130 }),
      ]) {
        await page.set({ line: waiting({ figures: fields }) });
        assert.equal(page.wait.getBoundingClientRect().height, height, JSON.stringify(fields));
      }
      tidy();
    }
  });
});
