import { after, storyNow, wait } from '../l1/time.js';
import type { TabDeed } from './script.js';
import type { Stage } from './stage.js';
import type { Tab } from './tab.js';

/** More tabs of a site than this nobody has. */
const tabsAtMost = 8;
/** How long a page that is opened, or loaded again, may take to hear from the other tabs, in milliseconds of the story. */
const hearsWithinMs = 5_000;
/** How often it is looked whether it has, in milliseconds of the story. */
const looksEveryMs = 100;

/** What a customer does with the tabs of their browser, of which they look at one. */
export class Browsing {
  /** The one that is looked at. */
  tab: Tab;
  #stage: Stage;
  /** How pages of this browser are opened. */
  #options: Readonly<Record<string, string>>;
  /** By tab that sleeps: ends its sleep. */
  #asleep = new Map<Tab, () => void>();
  /** By tab whose page was just loaded again: resolves when the others have what was written there meanwhile. */
  #returning = new Map<Tab, Promise<void>>();

  constructor(stage: Stage, tab: Tab, options: Readonly<Record<string, string>>) {
    this.#stage = stage;
    this.tab = tab;
    this.#options = options;
  }

  /** Goes to another page of the site in the same tab, in a browser that is like this from now on. */
  go(options: Readonly<Record<string, string>>): Promise<void> {
    this.#options = { ...this.#options, ...options };
    return this.tab.go(this.#stage.address({ tab: this.tab.name, ...this.#options }));
  }

  /** Loads the page that is looked at again. */
  async reload(): Promise<void> {
    const { tab } = this;
    await tab.reload();
    this.#returning.set(tab, this.#returns(tab));
  }

  async #returns(tab: Tab): Promise<void> {
    const until = storyNow() + hearsWithinMs;
    const isBack = (): boolean => {
      const awake = this.#others(tab).filter((other) => goesOn(other) && !other.isFrozen);
      return tab.isOver || awake.length === 0 || awake.some((other) => isSame(other, tab));
    };
    while (!isBack() && storyNow() < until) await wait(looksEveryMs);
  }

  /** Does this. What cannot be done is not done. */
  async perform(deed: TabDeed): Promise<void> {
    switch (deed.do) {
      case 'new-tab':
        return this.#open();
      case 'next-tab':
        return this.#next();
      case 'lose-tab': {
        const tab = this.#which(deed.which);
        // A story makes nothing quick that a page does before it can tell the others anything.
        if (tab) await this.#returning.get(tab);
        // With the last one that is awake, and has come to hear of the chat, goes what only that one knows.
        if (!tab || !this.#others(tab).some((other) => !other.isFrozen && (goesOn(other) || !goesOn(tab)))) return;
        this.wake(tab);
        if (deed.how === 'crashed') tab.crash();
        else tab.close();
        if (tab === this.tab) this.#next();
        return;
      }
      case 'freeze':
        this.#freeze(this.#which(deed.which), deed.ms);
        return;
      case 'clock':
        return this.#stage.jump(deed.ms);
    }
  }

  /** All tabs are awake, and one is looked at. */
  settle(): void {
    for (const tab of [...this.#asleep.keys()]) this.wake(tab);
    if (this.tab.window.document.visibilityState !== 'visible') this.tab.shows(true);
  }

  async #open(): Promise<void> {
    const stage = this.#stage;
    // A tab that is opened while all others sleep can know nothing of their chat, and would begin another one.
    if (stage.there.length >= tabsAtMost || stage.there.every(({ isFrozen }) => isFrozen)) return;
    const tab = await stage.tab(this.#options);
    if (tab.isOpen) throw new Error(`The panel in ${tab.name} opened by itself.`);
    this.#lookAt(tab);
    // In a tab beside a chat that goes on, opening the panel begins nothing.
    if (!this.#others(tab).some(goesOn)) return;
    const told = stage.nextTold();
    await tab.openPanel();
    const others = this.#others(tab).filter(({ isFrozen }) => !isFrozen);
    await tab.until('chat of the other tabs', () => others.some((other) => other.isOver || isSame(other, tab)));
    // All that wait for an answer look the same. Without this one, a tab that is lost now would take the chat with it.
    await Promise.race([told, wait(hearsWithinMs)]);
  }

  /** Looks at the tab that comes next in the row. */
  #next(): void {
    const { there } = this.#stage;
    const place = there.indexOf(this.tab);
    const next = there[(place + 1) % there.length];
    if (next && next !== this.tab) this.#lookAt(next);
  }

  #lookAt(tab: Tab): void {
    if (!this.tab.isOver) this.tab.shows(false);
    this.tab = tab;
    this.wake(tab);
    tab.shows(true);
  }

  #freeze(tab: Tab | undefined, ms: number): void {
    if (!tab || this.#asleep.has(tab)) return;
    tab.freeze();
    const wake = after(ms, () => this.wake(tab));
    this.#asleep.set(tab, wake);
    const awake = this.#others(tab).find((other) => !this.#asleep.has(other));
    if (tab === this.tab && awake) this.#lookAt(awake);
  }

  /** Ends the sleep of a tab, if it sleeps. */
  wake(tab: Tab): void {
    const stop = this.#asleep.get(tab);
    if (!stop) return;
    stop();
    this.#asleep.delete(tab);
    if (tab.isOver) return;
    tab.thaw();
    if (tab === this.tab) tab.shows(true);
  }

  #which(which: 'connected' | 'seen'): Tab | undefined {
    return which === 'seen' ? this.tab : this.#stage.there.find(({ window }) => window.openSockets > 0);
  }

  #others(tab: Tab): readonly Tab[] {
    return this.#stage.there.filter((other) => other !== tab);
  }
}

/** Whether there is a chat to be seen, and it is not over. */
const goesOn = ({ glance }: Tab): boolean =>
  glance !== undefined && glance.phase !== 'ended' && glance.phase !== 'idle';

/** Whether both show the same chat. */
const isSame = (one: Tab, other: Tab): boolean =>
  one.glance?.phase === other.glance?.phase && one.texts.join('\n') === other.texts.join('\n');
