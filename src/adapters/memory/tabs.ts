import type { Clock } from '../../core/clock.js';
import type { PageChange, Tabs } from '../../core/tabs/ports.js';

export interface MemoryTabsOptions {
  /** A browser without locks and channels: every tab leads, and hears nobody. */
  readonly alone?: boolean;
  /** How long the next word, or the next lead, is on its way, in milliseconds. Without it, no time passes. */
  readonly latency?: () => number;
}

interface Request {
  readonly tab: MemoryTab;
  readonly onLead: () => void;
  readonly onLost: () => void;
}

/**
 * One browser, and a site's tabs in it, played by whoever holds this object: they can be hidden, frozen, thawed and killed.
 *
 * ```ts
 * const browser = new MemoryTabs(clock);
 * const [one, two] = [browser.add(), browser.add()];
 * ```
 */
export class MemoryTabs {
  #clock: Clock;
  #options: MemoryTabsOptions;
  #tabs: MemoryTab[] = [];
  #count = 0;
  #holder: Request | undefined;
  #queue: Request[] = [];

  constructor(clock: Clock, options: MemoryTabsOptions = {}) {
    this.#clock = clock;
    this.#options = options;
  }

  /** All tabs that were opened and not killed, oldest first. */
  get open(): readonly MemoryTab[] {
    return this.#tabs;
  }

  /** The tab that leads, as the browser knows it: it may be frozen, or not know yet. */
  get leader(): MemoryTab | undefined {
    return this.#holder?.tab;
  }

  /** How many ask to lead, and wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** A new tab, in front unless told otherwise. */
  add(visible = true): MemoryTab {
    const tab: MemoryTab = new MemoryTab(`tab-${++this.#count}`, this.#clock, visible, {
      isAlone: this.#options.alone === true,
      lead: (...how) => this.#lead(tab, ...how),
      say: (words) => this.#say(tab, words),
      gone: () => this.#gone(tab),
    });
    this.#tabs.push(tab);
    return tab;
  }

  #lead(tab: MemoryTab, seize: boolean, onLead: () => void, onLost: () => void): () => void {
    let isWanted = true;
    const request: Request = {
      tab,
      onLead: () => isWanted && onLead(),
      onLost: () => isWanted && onLost(),
    };
    if (this.#options.alone) this.#post(tab, request.onLead);
    else if (seize) {
      const lost = this.#holder;
      if (lost) this.#post(lost.tab, lost.onLost);
      this.#grant(request);
    } else {
      this.#queue.push(request);
      this.#next();
    }
    return () => {
      isWanted = false;
      this.#queue = this.#queue.filter((other) => other !== request);
      if (this.#holder === request) this.#holder = undefined;
      this.#next();
    };
  }

  #next(): void {
    const first = this.#holder ? undefined : this.#queue.shift();
    if (first) this.#grant(first);
  }

  #grant(request: Request): void {
    this.#holder = request;
    this.#post(request.tab, request.onLead);
  }

  #say(from: MemoryTab, words: unknown): void {
    const copy = structuredClone(words);
    if (this.#options.alone) return;
    for (const tab of this.#tabs) if (tab !== from) this.#post(tab, tab.hearing(copy));
  }

  #gone(tab: MemoryTab): void {
    this.#tabs = this.#tabs.filter((other) => other !== tab);
    this.#queue = this.#queue.filter((request) => request.tab !== tab);
    if (this.#holder?.tab === tab) this.#holder = undefined;
    this.#next();
  }

  #post(tab: MemoryTab, task: () => void): void {
    tab.post(this.#options.latency?.() ?? 0, task);
  }
}

interface Browser {
  readonly isAlone: boolean;
  readonly lead: (...how: Parameters<Tabs['lead']>) => () => void;
  readonly say: (words: unknown) => void;
  readonly gone: () => void;
}

/** One tab. `clock` and `answer` stand still while it is frozen, and for ever when it was killed: give them to its session. */
export class MemoryTab implements Tabs {
  readonly id: string;
  /** The browser's clock as this tab sees it: what becomes due while it is frozen comes when it is thawed. */
  readonly clock: Clock;
  #browserClock: Clock;
  #browser: Browser;
  #visible: boolean;
  #state: 'running' | 'frozen' | 'dead' = 'running';
  #wasTold = false;
  /** Counts when it is put aside and when it is back: what was said in between is not for it. */
  #absences = 0;
  #listeners = new Set<(words: unknown) => void>();
  #watchers = new Set<(change: PageChange) => void>();
  /** What is on its way to this tab, in order, and when it is there. */
  #inbox: { readonly due: number; readonly task: () => void }[] = [];
  /** What it does as soon as it is thawed. */
  #overdue: (() => void)[] = [];

  constructor(id: string, clock: Clock, visible: boolean, browser: Browser) {
    this.id = id;
    this.#browserClock = clock;
    this.#browser = browser;
    this.#visible = visible;
    this.clock = {
      now: () => clock.now(),
      after: (ms, task) => {
        let isStopped = false;
        const stop = clock.after(ms, () => this.#whenRunning(() => isStopped || task()));
        return () => {
          isStopped = true;
          stop();
        };
      },
    };
  }

  get state(): 'running' | 'frozen' | 'dead' {
    return this.#state;
  }

  get isAlone(): boolean {
    return this.#browser.isAlone;
  }

  /** How many listen and watch. Zero after everything was closed, or something leaks. */
  get listeners(): number {
    return this.#listeners.size + this.#watchers.size;
  }

  /** What `promise` settles with, told to this tab while it runs. */
  answer<Answer>(promise: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => this.#whenRunning(() => resolve(value)),
        (error: unknown) => this.#whenRunning(() => reject(error)),
      );
    });
  }

  // What becomes of it.

  hide(): void {
    this.#see(false);
  }

  show(): void {
    this.#see(true);
  }

  /** Nothing in it runs any more. `told`: it hears of that before, as of a page that is put aside; a hung one does not. */
  freeze(told = true): void {
    if (this.#state !== 'running') return;
    this.#wasTold = told;
    if (told) {
      this.#tell('left');
      this.#absences++;
    }
    this.#state = 'frozen';
  }

  thaw(): void {
    if (this.#state !== 'frozen') return;
    this.#state = 'running';
    if (this.#wasTold) {
      this.#absences++;
      this.#tell('returned');
    }
    for (const task of this.#overdue.splice(0)) this.#whenRunning(task);
    this.#hurry();
  }

  /** Closed, crashed or thrown away: nothing in it ever runs again, and nobody is told. */
  kill(): void {
    if (this.#state === 'dead') return;
    this.#state = 'dead';
    this.#browser.gone();
  }

  // What its page does (the port).

  get visible(): boolean {
    return this.#visible;
  }

  lead(seize: boolean, onLead: () => void, onLost: () => void): () => void {
    return this.#state === 'dead' ? () => {} : this.#browser.lead(seize, onLead, onLost);
  }

  say(words: unknown): void {
    if (this.#state === 'running') this.#browser.say(words);
  }

  listen(listener: (words: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  watch(listener: (change: PageChange) => void): () => void {
    this.#watchers.add(listener);
    return () => {
      this.#watchers.delete(listener);
    };
  }

  // What reaches it.

  hear(words: unknown): void {
    for (const listener of [...this.#listeners]) listener(words);
  }

  /** What becomes of words that are said now: a page that is put aside before it has heard them never does. */
  hearing(words: unknown): () => void {
    const absences = this.#absences;
    return () => {
      if (absences === this.#absences) this.hear(structuredClone(words));
    };
  }

  /** Runs `task` in this tab after `ms` milliseconds, after all that was posted before. */
  post(ms: number, task: () => void): void {
    const last = this.#inbox[this.#inbox.length - 1];
    const now = this.#browserClock.now();
    const due = Math.max(now + ms, last?.due ?? 0);
    this.#inbox.push({ due, task });
    if (due > now) this.#browserClock.after(due - now, () => this.#open());
    else queueMicrotask(() => this.#open());
  }

  /** Takes the next thing that has arrived, and runs it. */
  #open(): void {
    const [next] = this.#inbox;
    if (this.#state !== 'running' || !next || next.due > this.#browserClock.now()) return;
    this.#inbox.shift();
    next.task();
  }

  /** Whatever arrived while it was frozen. */
  #hurry(): void {
    for (const { due } of this.#inbox) if (due <= this.#browserClock.now()) queueMicrotask(() => this.#open());
  }

  #whenRunning(task: () => void): void {
    if (this.#state === 'running') task();
    else if (this.#state === 'frozen') this.#overdue.push(task);
  }

  #see(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    if (this.#state === 'running') this.#tell(visible ? 'visible' : 'hidden');
  }

  #tell(change: PageChange): void {
    for (const watcher of [...this.#watchers]) watcher(change);
  }
}
