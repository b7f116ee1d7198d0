import type { PageChange, Tabs } from '../../../src/core/tabs/ports.js';
import { settle, type Owner, type Timeline } from './timeline.js';

interface Request {
  readonly page: TabsOfPage;
  readonly onLead: () => void;
  readonly onLost: () => void;
}

/**
 * What a browser offers between the tabs of a site: one lock that has a queue and can be stolen, and a channel. A page
 * that is frozen keeps its lock and hears later; one that is gone has lost it.
 */
export class Browser {
  readonly line: Timeline;
  /** A browser without locks and channels: every tab leads. */
  readonly alone: boolean;
  /** How long a word or the lock is on its way, in milliseconds. */
  readonly latency: () => number;
  readonly #pages = new Set<TabsOfPage>();
  #holder: Request | undefined;
  #queue: Request[] = [];

  constructor(line: Timeline, alone: boolean, latency: () => number) {
    this.line = line;
    this.alone = alone;
    this.latency = latency;
  }

  /** Locks that are held or waited for, and pages that listen. */
  get left(): number {
    let listeners = 0;
    for (const page of this.#pages) listeners += page.listening;
    return listeners + this.#queue.length + (this.#holder ? 1 : 0);
  }

  add(page: TabsOfPage): void {
    this.#pages.add(page);
  }

  remove(page: TabsOfPage): void {
    this.#pages.delete(page);
    this.#queue = this.#queue.filter((request) => request.page !== page);
    if (this.#holder?.page === page) this.#holder = undefined;
    this.#next();
  }

  lead(request: Request, seize: boolean): () => void {
    let isWanted = true;
    const held: Request = {
      page: request.page,
      onLead: () => isWanted && request.onLead(),
      onLost: () => isWanted && request.onLost(),
    };
    if (this.alone) held.page.post(held.onLead);
    else if (seize) {
      const lost = this.#holder;
      if (lost) lost.page.post(lost.onLost);
      this.#holder = held;
      held.page.post(held.onLead);
    } else {
      this.#queue.push(held);
      this.#next();
    }
    return () => {
      isWanted = false;
      this.#queue = this.#queue.filter((other) => other !== held);
      if (this.#holder === held) this.#holder = undefined;
      this.#next();
    };
  }

  say(from: TabsOfPage, words: unknown): void {
    if (this.alone) return;
    for (const page of this.#pages) if (page !== from) page.post(() => page.hear(words));
  }

  #next(): void {
    const first = this.#holder ? undefined : this.#queue.shift();
    if (!first) return;
    this.#holder = first;
    first.page.post(first.onLead);
  }
}

/** The port of one page. Snapshots are frozen, so that a word is told as it is: nobody can change it on its way. */
export class TabsOfPage implements Tabs {
  readonly id: string;
  readonly #browser: Browser;
  readonly #page: Owner & { readonly visible: boolean };
  readonly #listeners = new Set<(words: unknown) => void>();
  readonly #watchers = new Set<(change: PageChange) => void>();
  /** The earliest time for the next thing to arrive: a channel keeps its order. */
  #notBefore = 0;

  constructor(browser: Browser, id: string, page: Owner & { readonly visible: boolean }) {
    this.id = id;
    this.#browser = browser;
    this.#page = page;
    browser.add(this);
  }

  get visible(): boolean {
    return this.#page.visible;
  }

  get isAlone(): boolean {
    return this.#browser.alone;
  }

  get listening(): number {
    return this.#listeners.size + this.#watchers.size;
  }

  lead(seize: boolean, onLead: () => void, onLost: () => void): () => void {
    return this.#browser.lead({ page: this, onLead, onLost }, seize);
  }

  say(words: unknown): void {
    if (this.#page.state === 'running') this.#browser.say(this, words);
  }

  listen(listener: (words: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(listener: (change: PageChange) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  tell(change: PageChange): void {
    for (const watcher of [...this.#watchers]) watcher(change);
    settle();
  }

  hear(words: unknown): void {
    for (const listener of [...this.#listeners]) listener(words);
  }

  /** The page is gone. */
  leave(): void {
    this.#browser.remove(this);
  }

  /** Runs `task` in this page, after all that was sent to it before. */
  post(task: () => void): void {
    const { line, latency } = this.#browser;
    this.#notBefore = Math.max(this.#notBefore, line.now + latency());
    line.after(this.#notBefore - line.now, task, this.#page);
  }
}
