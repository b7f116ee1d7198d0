import { assert, expect } from '@open-wc/testing';

import type { CallbackForm } from '../../src/core/wait/control.js';
import type { EndClass, NextStep } from '../../src/core/wait/ports.js';
import type { WaitState } from '../../src/core/wait/state.js';
import { waitElements, type DeskbellEndView, type DeskbellWait } from '../../src/elements/define-wait.js';
import { defineElements } from '../../src/elements/register.js';
import { ar } from '../../src/i18n/wait/ar.js';
import { de } from '../../src/i18n/wait/de.js';
import { en } from '../../src/i18n/wait/en.js';
import type { WaitStrings } from '../../src/i18n/wait/strings.js';
import { waitScenes } from '../gallery/wait-scenes.js';
import { FakeWait } from '../support/fake-wait.js';
import { putThemed } from '../support/themed.js';
import {
  article,
  callback,
  callInstead,
  figures,
  known,
  message,
  offers,
  reachable,
  returns,
  waiting,
} from '../support/wait-builders.js';
import { focused, focusedName, Onlooker, tidy } from './harness.js';

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
    // As tall as it is, as in the foot of a chat.
    wait.style.alignSelf = 'end';
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

  describe('the place in line', () => {
    it('is called as each language counts', () => {
      const places = [1, 2, 6, 7, 11, 21, 22, 103].map(en.place);
      assert.deepEqual(places, [
        'You’re next',
        'You’re second in line',
        'You’re sixth in line',
        'You’re 7th in line',
        'You’re 11th in line',
        'You’re 21st in line',
        'You’re 22nd in line',
        'You’re 103rd in line',
      ]);
      assert.deepEqual([1, 3, 12].map(de.place), [
        'Sie sind als Nächstes dran',
        'Sie sind an dritter Stelle',
        'Sie sind an 12. Stelle',
      ]);
      assert.match(ar.place(12), /12|١٢/);
    });

    it('is spoken when something matters has changed, and only then', async () => {
      const page = await WaitPage.open({ line: waiting() });
      assert.deepEqual(page.spoken(), []);
      await page.set({ line: waiting({ figures: figures({ position: 2 }) }) });
      assert.deepEqual(page.spoken(), []);
      await page.set({ line: waiting({ figures: figures({ position: 2, range: '1-2' }), news: 1 }) });
      assert.deepEqual(page.spoken(), ['You’re second in line. About 1–2 minutes.']);
      await page.set({ line: waiting({ figures: figures({ position: 2, trend: 'longer' }), news: 1 }) });
      assert.lengthOf(page.spoken(), 1);
      await page.set({ line: waiting({ figures: figures({ position: 2, trend: 'longer' }), news: 2 }) });
      assert.equal(
        page.spoken().at(-1),
        'You’re second in line. About 2–5 minutes. This is taking longer than we thought.',
      );
    });

    it('is given up after one question, and Escape means no', async () => {
      const page = await WaitPage.open({ line: waiting() });
      await page.press('Leave the line');
      assert.equal(focusedName(), 'Stay in line');
      assert.include(page.words, 'Your place goes to the next person.');
      await page.key('Escape');
      assert.equal(focusedName(), 'Leave the line');
      assert.deepEqual(page.asked, []);
      await page.press('Leave the line');
      await page.press('Leave the line');
      assert.deepEqual(page.asked, ['leave-line', undefined]);
    });

    it('is told as it is after a way back: at the front, kept, or lost', async () => {
      const back = (placeKept: boolean, why: 'agent-network' | 'system' = 'agent-network') =>
        ({ name: 'returned', contactId: 'c-2', why, placeKept }) as const;
      const first = waiting({ figures: figures({ position: 1, range: 'under-1' }) });
      const page = await WaitPage.open({}, { who: 'Ana' });
      await page.set({ line: first, ending: back(true) });
      const front = 'Ana’s connection was lost. You’re back at the front of the line.';
      assert.include(page.words, front);
      assert.include(page.spoken(), front);
      await page.set({ line: waiting(), ending: back(true) });
      assert.include(page.words, 'You’re back in line, and the time you waited counts.');
      await page.set({ line: first, ending: back(false, 'system') });
      assert.include(page.words, 'Your conversation was cut off on our side. You’re back in line.');
      assert.notInclude(page.words, 'front');
    });
  });

  describe('the offers', () => {
    it('say what taking them means, and lead there', async () => {
      const page = await WaitPage.open({ line: waiting({ offers }) });
      for (const words of [
        'You can keep your place in line.',
        'Answers in about 2 minutes',
        'Answers in under a minute',
      ]) {
        assert.include(page.words, words);
      }
      page.all('[data-offer="queue returns"]')[0]!.click();
      await page.settle();
      assert.deepEqual(page.fake.asked, ['choose queue returns']);
      assert.include(page.words, 'Taking you over. You keep your place until it works.');
      assert.include(page.spoken(), 'Taking you over. You keep your place until it works.');
      await page.set({ errand: { name: 'failed', offer: returns, code: 'token/busy' } });
      assert.include(page.words, 'That didn’t work. You still have your place.');
      page.all('[data-offer=call]')[0]!.click();
      assert.deepEqual(page.asked, ['offer', callInstead]);
    });

    it('open an article beside the page, without a way back into it', async () => {
      const page = await WaitPage.open({ line: waiting({ offers }) });
      const link = page.all<HTMLAnchorElement>('a')[0]!;
      assert.deepEqual([link.getAttribute('href'), link.target, link.rel], ['/help/parcel', '_blank', 'noopener']);
      assert.include(link.textContent, 'Opens in a new tab');
      link.addEventListener('click', (event) => event.preventDefault());
      link.click();
      assert.deepEqual(page.asked, ['offer', article]);
    });

    it('are declined one by one, and the focus goes on to the next', async () => {
      const page = await WaitPage.open({ line: waiting({ offers: [callback, returns, message] }) });
      await page.press('Don’t show “Go to Returns”');
      assert.deepEqual(page.fake.asked, ['decline queue returns']);
      assert.include(focusedName(), 'Leave a message');
      await page.press('Don’t show “Leave a message”');
      assert.include(focusedName(), 'Get a call back');
    });

    it('are all declined by waiting on, which is always in sight', async () => {
      const page = await WaitPage.open({ line: waiting({ offers }) });
      const keep = page.button('Keep waiting')!.getBoundingClientRect();
      const { bottom } = page.all('[part=base]')[0]!.getBoundingClientRect();
      assert.isBelow(keep.bottom, bottom);
      await page.press('Keep waiting');
      assert.deepEqual(page.fake.asked, ['decline-all']);
      assert.lengthOf(page.all('[data-offer]'), 0);
      assert.include(page.words, 'You’re third in line');
    });

    it('are all reached with the keyboard, in the order they are seen', async () => {
      const page = await WaitPage.open({ line: waiting({ offers }) });
      const stops = page.all('button, a').filter((element) => element.tabIndex === 0);
      assert.lengthOf(stops, 2 + 2 * offers.length);
      const tops = stops.map((element) => element.getBoundingClientRect().bottom);
      assert.deepEqual(
        tops.map((top, index) => index === 0 || top >= tops[index - 1]! - 30),
        tops.map(() => true),
      );
    });
  });

  describe('the form of a callback', () => {
    const open = async (fields: Partial<WaitState> = {}): Promise<WaitPage> => {
      const page = await WaitPage.open({ line: waiting({ offers }), ...fields });
      await page.press(page.all('[data-offer=callback]')[0]!.textContent.trim());
      return page;
    };
    const type = async (page: WaitPage, id: string, text: string): Promise<void> => {
      const field = page.all<HTMLInputElement>(`#${id}`)[0]!;
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      await page.settle();
    };

    it('takes the focus when it opens, and gives it back when Escape closes it', async () => {
      const page = await open();
      assert.equal(focused()?.id, 'phone');
      assert.include(page.words, 'You’re third in line · About 2–5 minutes');
      await page.key('Escape');
      assert.deepEqual(page.fake.asked, ['choose callback', 'put-away']);
      assert.include(focusedName(), 'Get a call back');
    });

    it('sends what was typed: the number as the world dials it, when, about what, and whether to wait on', async () => {
      const page = await open();
      const country = page.all<HTMLSelectElement>('#country')[0]!;
      country.value = 'DE';
      country.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await type(page, 'phone', '030 901820');
      await type(page, 'note', '  A broken bowl ');
      const now = Date.now();
      page.all<HTMLSelectElement>('#when')[0]!.value = '1';
      page.all<HTMLFormElement>('form')[0]!.requestSubmit();
      const [verb, json] = page.fake.asked.at(-1)!.split(/ (.*)/s) as [string, string];
      const sent = JSON.parse(json) as CallbackForm;
      assert.equal(verb, 'callback');
      assert.deepEqual({ ...sent, inMs: 0 }, { phone: '+4930901820', inMs: 0, note: 'A broken bowl', waitOn: true });
      assert.approximately(sent.inMs, 3_600_000, 60_000 + Date.now() - now);
    });

    it('says at the field what is wrong with a number, and takes it back once it is mended', async () => {
      const page = await open();
      await type(page, 'phone', '12ab');
      page.all<HTMLFormElement>('form')[0]!.requestSubmit();
      await page.settle();
      const phone = page.all<HTMLInputElement>('#phone')[0]!;
      assert.deepEqual(page.fake.asked, ['choose callback']);
      assert.equal(focused(), phone);
      assert.equal(phone.getAttribute('aria-invalid'), 'true');
      const described = phone.getAttribute('aria-describedby')!.split(' ');
      const words = described.map((id) => page.all(`#${id}`)[0]!.textContent.trim());
      assert.deepEqual(words, [en.phoneProblems.letters, en.phoneUse]);
      await type(page, 'phone', '12');
      assert.equal(phone.getAttribute('aria-invalid'), 'false');
      assert.notInclude(page.words, en.phoneProblems.letters);
    });

    it('follows a number that brings its own country', async () => {
      const page = await open();
      await type(page, 'phone', '+43 1 58858');
      assert.equal(page.all<HTMLSelectElement>('#country')[0]!.value, 'AT');
      await type(page, 'phone', '0041 44 668 18 00');
      assert.equal(page.all<HTMLSelectElement>('#country')[0]!.value, 'CH');
      page.all<HTMLFormElement>('form')[0]!.requestSubmit();
      assert.include(page.fake.asked.at(-1), '"phone":"+41446681800"');
    });

    it('keeps what was typed while it is sent and after it failed, and says so', async () => {
      const page = await open();
      await type(page, 'phone', '+4930901820');
      await page.set({ errand: { name: 'sending', offer: callback } });
      assert.equal(page.all<HTMLInputElement>('#phone')[0]!.value, '+4930901820');
      const asked = page.fake.asked.length;
      page.all<HTMLFormElement>('form')[0]!.requestSubmit();
      assert.lengthOf(page.fake.asked, asked);
      await page.set({ errand: { name: 'failed', offer: callback, code: 'token/network' } });
      assert.equal(page.all('[role=alert]')[0]!.textContent, en.trouble.unreachable);
      assert.equal(page.all<HTMLInputElement>('#phone')[0]!.value, '+4930901820');
      assert.isDefined(page.button('Try again'));
    });

    it('ends with a reference to keep, and what became of the place', async () => {
      const page = await open();
      const receipt = { reference: 'DB-7Q4-K2M', kind: 'task', leftQueue: true } as const;
      await page.set({ errand: { name: 'done', offer: callback, receipt } });
      assert.equal(focusedName(), 'We’ll call you.');
      assert.include(page.words, 'DB-7Q4-K2M');
      assert.include(page.words, 'You’ve left the line.');
      await page.set({ errand: { name: 'done', offer: callback, receipt: { ...receipt, leftQueue: false } } });
      assert.include(page.words, 'You’re still in line.');
      await page.press('Done');
      assert.equal(page.fake.asked.at(-1), 'put-away');
    });

    it('promises no place that is not kept', async () => {
      const offer = { kind: 'callback', keepsPlace: false } as const;
      const page = await WaitPage.open({ line: waiting({ offers: [offer] }), errand: { name: 'open', offer } });
      assert.lengthOf(page.all('#wait-on'), 0);
      assert.include(page.words, 'You leave the line once we have your number.');
    });
  });

  describe('the form of a message', () => {
    it('says what is missing at each field, and sends what is there', async () => {
      const page = await WaitPage.open({});
      await page.set({ errand: { name: 'open', offer: message } });
      assert.equal(focused()?.id, 'name');
      const form = page.all<HTMLFormElement>('form')[0]!;
      form.requestSubmit();
      await page.settle();
      assert.equal(focused()?.id, 'email');
      assert.include(page.words, en.emailProblem);
      assert.include(page.words, en.textMissing);
      for (const [id, text] of Object.entries({ name: 'Ada', email: ' ada@shop.example ', text: 'Where is it?' })) {
        page.all<HTMLInputElement>(`#${id}`)[0]!.value = text;
      }
      form.requestSubmit();
      assert.equal(page.fake.asked.at(-1), 'message {"name":"Ada","email":"ada@shop.example","text":"Where is it?"}');
    });

    it('lets the browser fill in what it knows', async () => {
      const page = await WaitPage.open({ errand: { name: 'open', offer: message } });
      assert.equal(page.all<HTMLInputElement>('#name')[0]!.autocomplete, 'name');
      assert.equal(page.all<HTMLInputElement>('#email')[0]!.autocomplete, 'email');
      await page.set({ errand: { name: 'open', offer: callback } });
      assert.equal(page.all<HTMLInputElement>('#phone')[0]!.autocomplete, 'tel');
    });
  });

  describe('the end', () => {
    const steps: Readonly<Record<NextStep, (words: WaitStrings) => string>> = {
      requeue: ({ goBack }) => goBack,
      continue: ({ goOn }) => goOn,
      start: ({ start }) => start.chat,
      again: ({ again }) => again,
      goodbye: ({ start }) => start.chat,
    };
    const classes = Object.keys(en.ended) as EndClass[];

    for (const strings of [en, de, ar]) {
      it(`has words and a way on for every reason and every next step: ${strings.language}`, async () => {
        const page = await WaitPage.open({ ending: known() }, { strings });
        for (const why of classes) {
          for (const [next, name] of Object.entries(steps) as [NextStep, (words: WaitStrings) => string][]) {
            page.fake.set({ ending: known({ why, next }) });
            await page.wait.updateComplete;
            const view = page.all<DeskbellEndView>('deskbell-end-view')[0]!;
            await view.updateComplete;
            const text = view.shadowRoot!.textContent;
            assert.include(text, strings.ended[why]);
            assert.include(text, strings.next[next]);
            const [first] = page.all<HTMLButtonElement>('button');
            assert.equal(first!.textContent.trim(), name(strings));
            assert.equal(first!.classList.contains('primary'), next !== 'goodbye');
          }
        }
        assert.equal(new Set(classes.map((why) => strings.ended[why])).size, classes.length);
      });
    }

    it('leads where its next step says', async () => {
      const page = await WaitPage.open({
        ending: known({ why: 'agent-network', next: 'requeue' }),
        hours: reachable(),
      });
      await page.press('Get back in line');
      await page.press('Start a new chat');
      await page.press('Get a call back');
      await page.set({ errand: { name: 'none' }, ending: known({ next: 'continue' }) });
      await page.press('Go on with it');
      await page.set({ ending: known({ why: 'not-put-through', next: 'again' }) });
      await page.press('Try again');
      assert.deepEqual(page.fake.asked, ['go-back', 'choose callback', 'go-back']);
      assert.deepEqual(page.asked, ['start-again', 'start', 'start-again', 'again']);
    });

    it('counts down to the way back for the eyes, says it once, and stops when asked', async () => {
      const page = await WaitPage.open({});
      await page.set({
        ending: { name: 'pausing', contactId: 'c-1', why: 'agent-network', until: Date.now() + 5_000 },
      });
      const said = `${en.ended['agent-network']} Back in line in 5 seconds`;
      assert.deepEqual(page.spoken(), [said]);
      const count = page.all('.count')[0]!;
      assert.equal(count.ariaHidden, 'true');
      assert.equal(count.textContent, 'Back in line in 5 seconds');
      const view = page.all<DeskbellEndView>('deskbell-end-view')[0]!;
      view.ending = { name: 'pausing', contactId: 'c-1', why: 'agent-network', until: Date.now() + 1_000 };
      await view.updateComplete;
      assert.equal(count.textContent, 'Back in line in 1 second');
      assert.deepEqual(page.spoken(), [said]);
      await page.press('No, thank you');
      await page.press('Go back now');
      assert.deepEqual(page.fake.asked, ['stay-away', 'go-back']);
    });

    it('asks for patience without moving, says what failed, and lets it be tried again', async () => {
      const returning = { name: 'returning', contactId: 'c-1', why: 'agent-network' } as const;
      const page = await WaitPage.open({ ending: { ...returning, patience: false } });
      const { height } = page.wait.getBoundingClientRect();
      await page.set({ ending: { ...returning, patience: true } });
      assert.equal(page.wait.getBoundingClientRect().height, height);
      assert.deepEqual(page.spoken(), [en.patience]);
      await page.set({ ending: known({ next: 'requeue', failed: 'token/network' }) });
      assert.include(page.words, `${en.backFailed} ${en.trouble.unreachable}`);
      assert.equal(page.spoken().at(-1), `${en.backFailed} ${en.trouble.unreachable}`);
      await page.press('Try again');
      assert.deepEqual(page.fake.asked, ['go-back']);
    });

    it('asks how it was by names, and thanks', async () => {
      const page = await WaitPage.open({ ending: known({ rating: 'wanted' }) });
      const answers = page.all<HTMLInputElement>('[type=radio]');
      assert.deepEqual(
        answers.map(({ labels }) => labels![0]!.textContent.trim()),
        ['Very bad', 'Bad', 'All right', 'Good', 'Very good'],
      );
      const form = page.all<HTMLFormElement>('form')[0]!;
      form.requestSubmit();
      assert.deepEqual(page.fake.asked, []);
      answers[3]!.click();
      await page.settle();
      page.all<HTMLTextAreaElement>('#comment')[0]!.value = 'Quick';
      await page.press('Send');
      assert.deepEqual(page.fake.asked, ['rate 4 Quick']);
      await page.set({ ending: known({ rating: 'failed' }) });
      assert.isTrue(page.all<HTMLInputElement>('[type=radio]')[3]!.checked);
      assert.include(page.words, en.ratingFailed);
      await page.set({ ending: known({ rating: 'given' }) });
      assert.include(page.words, 'Thank you.');
      assert.include(page.spoken(), 'Thank you.');
      assert.equal(focusedName(), 'Start a new chat');
    });

    it('tells what the site allows to be told, roughly', async () => {
      const page = await WaitPage.open({
        ending: known({
          figures: { durationSeconds: 660, firstResponseSeconds: 40, qualityIssues: ['jitter', 'packet-loss'] },
        }),
      });
      assert.include(page.words, 'It lasted about 11 minutes. You had a first answer within a minute.');
      assert.include(page.words, en.soundAdvice);
    });
  });

  it('takes no room while there is nothing to say', async () => {
    const page = await WaitPage.open({});
    assert.equal(page.wait.view, 'none');
    assert.equal(page.wait.getBoundingClientRect().height, 0);
  });

  it('fits 320 pixels and half a panel, in every state and every language, without scrolling sideways', async () => {
    for (const make of Object.values(waitScenes)) {
      for (const strings of [en, de, ar]) {
        const page = await WaitPage.open(make(), { strings }, 'light', '296px');
        const base = page.all('[part=base]')[0]!;
        assert.isAtMost(base.scrollWidth, base.clientWidth);
        if (page.wait.view === 'waiting') assert.isAtMost(base.offsetHeight, 306);
        tidy();
      }
    }
  }).timeout(30_000);

  it('has targets that a finger and a mouse can hit, and fields that do not make a phone zoom', async () => {
    const coarse = matchMedia('(pointer: coarse)').matches;
    for (const make of Object.values(waitScenes)) {
      const page = await WaitPage.open(make());
      for (const target of page.all('button, a.row, input:not([type=radio], [type=checkbox]), select, .check')) {
        if (!target.checkVisibility()) continue;
        const { width, height } = target.getBoundingClientRect();
        assert.isAtLeast(Math.min(width, height), coarse ? 44 : 32, target.outerHTML);
      }
      tidy();
    }
  });
});
