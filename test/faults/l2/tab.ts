import { en } from '../../../src/i18n/en.js';
import { after, haste, storyNow, wait } from '../l1/time.js';

/** A row of the conversation, as it can be read. */
export interface SeenRow {
  readonly text: string;
  readonly own: boolean;
  /** What stands under it. */
  readonly meta: string;
  readonly failed: boolean;
  /** A time stands under it: it was said, and received. */
  readonly timed: boolean;
}

/** What a look at a tab tells. */
export interface Glance {
  readonly phase: 'idle' | 'connecting' | 'live' | 'ended' | 'failed';
  /** It is said that the chat is being ended. */
  readonly leaving: boolean;
  readonly rows: readonly SeenRow[];
  /** What is said of the link, while anything is. */
  readonly news: string;
  /** Nothing is said of what a reload would lose. */
  readonly keeps: boolean;
  readonly typed: string;
}

const liveWords: readonly string[] = [en.inThisChat, en.automated, en.waitingForSomeone, en.ending];

/** Elements below `root` that match, through shadow roots, in document order. */
function deep(root: ParentNode, selector: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.matches(selector) ? [element] : []),
    ...(element.shadowRoot ? deep(element.shadowRoot, selector) : []),
  ]);
}

/** How long anything may take before a test says what it waited for, in milliseconds of the story. */
const patienceMs = 90_000;

/** How long a tab that wakes may take to learn from the others what has become of the chat, in milliseconds of the story. */
const wakesWithinMs = 1_000;

/** A tab of the customer's browser: a frame of the site's origin, used by what can be seen and pressed in it. */
export class Tab {
  readonly name: string;
  #frame = document.createElement('iframe');
  #watchers = new Set<() => void>();
  /** Hears of every change of what can be seen, and of the page's sockets. */
  onLook: (() => void) | undefined;
  /** The page the customer saw has just gone, or was closed. */
  onGone: (() => void) | undefined;
  /** When its page was there, milliseconds of the story. */
  loadedAt = storyNow();
  isFrozen = false;
  /** What it shows is what was, because it slept until just now. */
  isStale = false;
  /** What went wrong in pages that are gone. */
  #pastTrouble: string[] = [];

  private constructor(name: string) {
    this.name = name;
  }

  /** Opens a page of the site. Resolves when its launcher is there. `width`: that of the window, in pixels. */
  static async open(address: string, { name = 'tab', width = 1_000 } = {}): Promise<Tab> {
    const tab = new Tab(name);
    // One above the other, as tabs are: what is not in the window gets no time to draw.
    const place = { position: 'fixed', inset: '0 auto auto 0', width: `${width}px`, height: '720px', border: '0' };
    Object.assign(tab.#frame.style, place);
    tab.#frame.src = address;
    document.body.append(tab.#frame);
    await tab.#ready();
    return tab;
  }

  get window(): Window {
    const { contentWindow } = this.#frame;
    if (!contentWindow) throw new Error(`${this.name} is closed.`);
    return contentWindow;
  }

  get isOver(): boolean {
    return !this.#frame.isConnected;
  }

  get trouble(): readonly string[] {
    return [...this.#pastTrouble, ...(this.#frame.contentWindow?.trouble ?? [])];
  }

  /** Closed by the customer. */
  close(): void {
    this.#gone();
    this.#frame.remove();
  }

  /** Gone without a word. */
  crash(): void {
    this.window.crashes = true;
    this.close();
  }

  async reload(): Promise<void> {
    this.#gone();
    this.window.location.reload();
    await this.#loaded();
    await this.#ready();
  }

  /** Goes on to another page of the site. */
  async go(address: string): Promise<void> {
    this.#gone();
    this.window.location.assign(address);
    await this.#loaded();
    await this.#ready();
  }

  #gone(): void {
    this.onGone?.();
    this.#pastTrouble = [...this.trouble];
  }

  /** The browser says this of the network. */
  says(online: boolean): void {
    Object.defineProperty(this.window.navigator, 'onLine', { get: () => online, configurable: true });
    this.window.dispatchEvent(new Event(online ? 'online' : 'offline'));
  }

  /** Somebody looks at this tab, or does not. */
  shows(visible: boolean): void {
    const { document } = this.window;
    Object.defineProperty(document, 'visibilityState', {
      get: () => (visible ? 'visible' : 'hidden'),
      configurable: true,
    });
    Object.defineProperty(document, 'hidden', { get: () => !visible, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }

  /**
   * The page is told that it is put to sleep, until it is thawed. Nothing can stop its timers here: that it stands still
   * when it really does is told in `test/e2e/tabs`.
   */
  freeze(): void {
    this.shows(false);
    this.isFrozen = this.isStale = true;
    this.window.document.dispatchEvent(new (this.#own('Event'))('freeze'));
    this.onGone?.();
  }

  thaw(): void {
    this.isFrozen = false;
    this.window.document.dispatchEvent(new (this.#own('Event'))('resume'));
    after(wakesWithinMs, () => {
      this.isStale = this.isFrozen;
      this.onLook?.();
    });
  }

  /** Opens the panel. Resolves when it can be typed into. */
  async openPanel(): Promise<void> {
    this.all('deskbell-launcher').at(-1)?.shadowRoot?.querySelector<HTMLElement>('button')?.click();
    await this.until('a box to write in', () => this.box);
  }

  type(text: string): void {
    const { box } = this;
    if (!box) throw new Error(`${this.name}: there is no box to write in.`);
    box.focus();
    box.value = text;
    box.dispatchEvent(new (this.#own('InputEvent'))('input', { bubbles: true, composed: true }));
  }

  /** Writes and presses Enter. */
  send(text: string): void {
    this.type(text);
    const key = { key: 'Enter', bubbles: true, composed: true, cancelable: true };
    this.box?.dispatchEvent(new (this.#own('KeyboardEvent'))('keydown', key));
  }

  press(name: string): void {
    const button = this.button(name);
    if (!button) throw new Error(`${this.name}: there is no button "${name}".`);
    button.click();
  }

  button(name: string): HTMLElement | undefined {
    return this.all('button').find(
      (one) => (one.getAttribute('aria-label') ?? one.textContent.trim()) === name && !one.closest('[inert]'),
    );
  }

  get box(): HTMLTextAreaElement | undefined {
    return this.all('textarea')[0] as HTMLTextAreaElement | undefined;
  }

  /** The number on the launcher. */
  get unread(): number {
    const launcher = this.all('deskbell-launcher').at(-1);
    return Number(launcher?.getAttribute('unread') ?? 0);
  }

  get isOpen(): boolean {
    return this.all('dialog')[0]?.hasAttribute('open') ?? false;
  }

  get rows(): readonly SeenRow[] {
    return rowsIn(this.#chat?.querySelector('deskbell-transcript')?.shadowRoot);
  }

  /** Where the chat is shown, once it is. */
  get #chat(): ShadowRoot | undefined {
    const widget = this.window.document.querySelector('deskbell-widget');
    return widget?.shadowRoot?.querySelector('deskbell-chat')?.shadowRoot ?? undefined;
  }

  /** Undefined: the page has no chat to look at yet. */
  get glance(): Glance | undefined {
    const chat = this.#chat;
    const status = chat?.querySelector('.who p')?.textContent.trim();
    if (!chat || status === undefined) return undefined;
    return {
      phase: chat.querySelector('div.card.ended')
        ? 'ended'
        : chat.querySelector('div.card.failed')
          ? 'failed'
          : status === en.connecting
            ? 'connecting'
            : liveWords.includes(status)
              ? 'live'
              : 'idle',
      leaving: status === en.ending,
      rows: this.rows,
      news: chat.querySelector('.news span')?.textContent ?? '',
      keeps: ![...chat.querySelectorAll('.foot > p')].some((one) => one.textContent === en.errors['not-kept']),
      typed: chat.querySelector('deskbell-composer')?.shadowRoot?.querySelector('textarea')?.value ?? '',
    };
  }

  get texts(): readonly string[] {
    return this.rows.map(({ text }) => text);
  }

  /** Lines between the messages. */
  get lines(): readonly string[] {
    return this.all('.line').map(({ textContent }) => textContent.trim());
  }

  /** What is said of the link, while anything is. */
  get news(): string {
    return this.all('.news span')[0]?.textContent ?? '';
  }

  /** Everything that can be read in the chat. */
  get words(): string {
    const chat = this.#chat;
    return (chat ? deep(chat, '*') : [])
      .filter(({ childElementCount, localName }) => childElementCount === 0 && localName !== 'style')
      .map(({ textContent }) => textContent.trim())
      .filter(Boolean)
      .join(' | ');
  }

  /** The newest own message is there, and said to be sent. */
  isSent(text: string): boolean {
    const { rows } = this;
    const place = rows.findLastIndex((one) => one.text === text);
    return place >= 0 && saysOf(rows, place) === 'sent';
  }

  all(selector: string): HTMLElement[] {
    return deep(this.window.document, selector);
  }

  /** Resolves to what `find` finds, now or after any change of what can be seen. */
  until<Found>(what: string, find: () => Found | undefined | false | null, ms = patienceMs): Promise<Found> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined || found === false || found === null) return;
        end();
        resolve(found);
      };
      const end = (): void => {
        this.#watchers.delete(look);
        stop();
      };
      const stop = after(ms, () => {
        end();
        reject(new Error(`${this.name}: no ${what}, but: ${this.words}; ${this.trouble.join('; ')}`));
      });
      this.#watchers.add(look);
      look();
    });
  }

  /** Resolves when a message of exactly this text stands there. */
  sees(text: string): Promise<unknown> {
    return this.until(`"${text}"`, () => this.texts.includes(text));
  }

  /** Resolves when something says it was sent. */
  sent(text: string): Promise<unknown> {
    return this.until(`"${text}" that is sent`, () => this.isSent(text));
  }

  /** Waits so many milliseconds of the story. */
  wait(ms: number): Promise<void> {
    return wait(ms);
  }

  #own<Name extends 'Event' | 'InputEvent' | 'KeyboardEvent' | 'MutationObserver'>(
    name: Name,
  ): (typeof globalThis)[Name] {
    return (this.window as unknown as typeof globalThis)[name];
  }

  #loaded(): Promise<void> {
    return new Promise((resolve) => this.#frame.addEventListener('load', () => resolve(), { once: true }));
  }

  async #ready(): Promise<void> {
    if (this.window.location.href === 'about:blank') await this.#loaded();
    this.#watch();
    await this.until('launcher', () => this.all('deskbell-launcher')[0]);
    this.loadedAt = storyNow();
    this.window.onSockets = () => this.onLook?.();
    this.onLook?.();
  }

  /** Tells everybody who waits of every change of this page. */
  #watch(): void {
    const { document } = this.window;
    const watched = new WeakSet<Node>();
    const all = { childList: true, subtree: true, attributes: true, characterData: true };
    const observer = new (this.#own('MutationObserver'))(() => look());
    const watch = (root: Document | ShadowRoot): void => {
      if (!watched.has(root)) observer.observe(root, all);
      watched.add(root);
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) watch(shadowRoot);
    };
    const look = (): void => {
      watch(document);
      this.onLook?.();
      for (const watcher of [...this.#watchers]) watcher();
    };
    look();
  }
}

function rowsIn(transcript: ShadowRoot | null | undefined): readonly SeenRow[] {
  return [...(transcript?.querySelectorAll('.message') ?? [])].map((row) => {
    const meta = row.querySelector('.meta');
    return {
      text: row.querySelector('.bubble')?.textContent ?? '',
      own: row.classList.contains('own'),
      meta: meta?.textContent.replace(/\s+/g, ' ').trim() ?? '',
      failed: meta?.classList.contains('danger') ?? false,
      timed: row.querySelector('time') !== null,
    };
  });
}

/**
 * What is said of a row. Only the last one of a group has words under it, and drafts come last: one without words was
 * sent if the last one was; if that is under way, nothing is said of it.
 */
export function saysOf(rows: readonly SeenRow[], place: number): 'sent' | 'pending' | 'failed' | 'nothing' {
  const last = rows.slice(place).find(({ meta }) => meta !== '');
  if (!last) return 'nothing';
  const isItself = last === rows[place];
  if (last.failed) return isItself ? 'failed' : 'nothing';
  if (last.timed) return 'sent';
  return isItself ? 'pending' : 'nothing';
}

export { haste, storyNow };
