import { browserChance } from '../../../src/adapters/browser/chance.js';
import { browserTabs } from '../../../src/adapters/browser/tabs.js';
import type * as TabsFile from '../../../src/adapters/browser/tabs.js';
import type { PageChange, Tabs } from '../../../src/core/tabs/ports.js';
import { same } from '../../contracts/contract.js';
import { tabsContract } from '../../contracts/tabs.js';
import { openPage, type OtherPage } from '../../support/frames.js';

const file = '/build/src/adapters/browser/tabs.js';
/** Some tests take this page's own away. */
const { locks } = navigator;
let broker = '';
let tests = 0;
beforeEach(() => {
  broker = `https://broker.example/${++tests}`;
});

const tab = (alone = false): Tabs => browserTabs(broker, browserChance, alone);

/** A tab's page that was opened before, with its own copy of the code. */
async function tabIn(page: OtherPage): Promise<Tabs> {
  const { browserTabs: make } = await page.import<typeof TabsFile>(file);
  return make(broker, browserChance);
}

/**
 * Resolves when what these pages said and asked for so far has arrived. Locks and channels answer each page in turn, and
 * what one page lets go of reaches the next one by two of them.
 */
async function passIn(pages: readonly (Window & typeof globalThis)[]): Promise<void> {
  for (let round = 0; round < 4; round++) {
    for (const page of pages) await (page === window ? locks : page.navigator.locks).query();
    for (const speaker of pages) {
      const from = new speaker.BroadcastChannel('deskbell:test');
      const heard = pages.map((listener) => {
        const to = new listener.BroadcastChannel('deskbell:test');
        return new Promise((resolve) => to.addEventListener('message', resolve, { once: true })).then(() => to.close());
      });
      from.postMessage(undefined);
      await Promise.all(heard);
      from.close();
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const pass = (): Promise<void> => passIn([window]);

/** Plays what a browser does to a page. */
function change(to: PageChange, page: Window & typeof globalThis = window): void {
  const { document, Event: PageEvent, PageTransitionEvent: Transition } = page;
  if (to === 'hidden' || to === 'visible') {
    Object.defineProperty(document, 'visibilityState', { value: to, configurable: true });
    document.dispatchEvent(new PageEvent('visibilitychange'));
  } else page.dispatchEvent(new Transition(to === 'left' ? 'pagehide' : 'pageshow', { persisted: true }));
}

describe('The tabs of a browser, in one page', () => {
  for (const { title, run } of tabsContract) {
    it(title, () => run({ tabs: [tab(), tab(), tab()], change, pass }));
  }
});

describe('The tabs of a browser, in pages of their own', () => {
  let pages: OtherPage[] = [];
  before(async () => {
    pages = await Promise.all([openPage(), openPage(), openPage()]);
  });
  after(() => pages.forEach((page) => page.close()));

  for (const { title, run } of tabsContract) {
    it(title, async () => {
      const [a, b, c] = await Promise.all(pages.map(tabIn));
      if (!a || !b || !c) throw new Error('no pages');
      const windows = pages.map((page) => page.window);
      await run({ tabs: [a, b, c], change: (to) => change(to, windows[0]), pass: () => passIn(windows) });
    });
  }
});

describe('A tab that leads', () => {
  it('is followed at once by the next one when its page is gone', async () => {
    const page = await openPage();
    const gone = await tabIn(page);
    await new Promise<void>((resolve) => gone.lead(false, resolve, () => {}));
    const next = new Promise<number>((resolve) =>
      tab().lead(
        false,
        () => resolve(performance.now()),
        () => {},
      ),
    );
    await pass();
    const from = performance.now();
    page.close();
    same((await next) - from < 1_000, true);
  });

  it('is followed by another one when its page is reloaded, and may lead again after it', async () => {
    const page = await openPage();
    const before = await tabIn(page);
    await new Promise<void>((resolve) => before.lead(false, resolve, () => {}));
    const reloaded = page.reload();
    const letGo = await new Promise<() => void>((resolve) => {
      const stop = tab().lead(
        false,
        () => resolve(() => stop()),
        () => {},
      );
    });
    await reloaded;
    const again = await tabIn(page);
    const leads = new Promise<void>((resolve) => again.lead(false, resolve, () => {}));
    letGo();
    await leads;
    page.close();
  });

  it('hears nobody while its page is put aside, and everybody after that', async () => {
    const [here, there] = [tab(), tab()];
    const heard: unknown[] = [];
    const told: PageChange[] = [];
    const stops = [here.listen((words) => heard.push(words)), here.watch((what) => told.push(what))];
    change('left');
    document.dispatchEvent(new Event('freeze'));
    there.say('lost');
    await pass();
    document.dispatchEvent(new Event('resume'));
    change('returned');
    there.say('heard');
    await pass();
    same([heard, told], [['heard'], ['left', 'returned']]);
    for (const stop of stops) stop();
  });

  it('may say a last word while its page goes', async () => {
    const page = await openPage();
    const [here, there] = [tab(), await tabIn(page)];
    const heard: unknown[] = [];
    const stops = [
      there.listen((words) => heard.push(words)),
      here.listen(() => {}),
      here.watch((what) => what === 'left' && here.say('bye')),
    ];
    change('left');
    await pass();
    change('returned');
    for (const stop of stops) stop();
    page.close();
    same(heard, ['bye']);
  });
});

describe('A tab that is alone', () => {
  async function alone(made: Tabs, other = tab()): Promise<void> {
    const told: string[] = [];
    const heard: unknown[] = [];
    const stop = made.listen((words) => heard.push(words));
    const release = await new Promise<() => void>((resolve) => {
      const held = other.lead(
        false,
        () => resolve(() => held()),
        () => {},
      );
    });
    const letGo = made.lead(
      false,
      () => told.push('leads'),
      () => told.push('lost'),
    );
    other.say('hello');
    await pass();
    same([told, heard, made.isAlone], [['leads'], [], true]);
    for (const each of [stop, letGo, release]) each();
  }

  /** Puts a value in the place of one of the browser's for as long as `task` runs. */
  async function instead(owner: object, name: string, property: PropertyDescriptor, task: () => Promise<void>) {
    const original = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { ...property, configurable: true });
    try {
      await task();
    } finally {
      delete (owner as Record<string, unknown>)[name];
      if (original) Object.defineProperty(owner, name, original);
    }
  }

  it('leads and hears nobody, because the page wants it so', () => alone(tab(true)));

  it('leads and hears nobody where there are no locks', async () => {
    const other = tab();
    await instead(navigator, 'locks', { value: undefined }, () => alone(tab(), other));
  });

  it('leads and hears nobody where locks may not be looked at', async () => {
    const other = tab();
    const get = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    await instead(navigator, 'locks', { get }, async () => {
      const made = tab();
      const told: string[] = [];
      made.lead(
        false,
        () => told.push('leads'),
        () => told.push('lost'),
      );
      await Promise.resolve();
      same(told, ['leads']);
    });
    other.lead(
      false,
      () => {},
      () => {},
    )();
  });

  it('leads and hears nobody where locks are refused, at once or a moment later', async () => {
    const error = new DOMException('no', 'SecurityError');
    for (const request of [
      () => Promise.reject(error),
      (): never => {
        throw error;
      },
    ]) {
      const other = tab();
      const refusing = { request, query: () => locks.query() };
      let made: Tabs | undefined;
      await instead(navigator, 'locks', { value: refusing }, async () => {
        made = tab();
        await Promise.resolve();
      });
      if (made) await alone(made, other);
    }
  });

  it('leads and hears nobody where there is no channel', async () => {
    const other = tab();
    const letGo = await new Promise<() => void>((resolve) => {
      const held = other.lead(
        false,
        () => resolve(() => held()),
        () => {},
      );
    });
    const told: string[] = [];
    const channel = globalThis.BroadcastChannel;
    const BroadcastChannel = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    await instead(globalThis, 'BroadcastChannel', { value: BroadcastChannel, writable: true }, async () => {
      const made = tab();
      made.say('nobody hears it');
      const stop = made.listen(() => {});
      made.lead(
        false,
        () => told.push('leads'),
        () => told.push('lost'),
      );
      await Promise.resolve();
      stop();
    });
    same([told, globalThis.BroadcastChannel === channel], [['leads'], true]);
    letGo();
  });
});
