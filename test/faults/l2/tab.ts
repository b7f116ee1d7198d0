import { en } from '../../../src/i18n/en.js';
import { haste } from '../l1/time.js';

/** A row of the conversation, as it can be read. */
export interface SeenRow {
  readonly text: string;
  readonly own: boolean;
  /** What stands under it. */
  readonly meta: string;
  readonly failed: boolean;
}

/** Elements below `root` that match, through shadow roots, in document order. */
function deep(root: ParentNode, selector: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.matches(selector) ? [element] : []),
    ...(element.shadowRoot ? deep(element.shadowRoot, selector) : []),
  ]);
}

/** How long anything may take before a test says what it waited for, in real milliseconds. */
const patienceMs = 8_000;

/** A tab of the customer's browser: a frame of the site's origin, used by what can be seen and pressed in it. */
export class Tab {
  readonly name: string;
  #frame = document.createElement('iframe');

  private constructor(name: string) {
    this.name = name;
  }

  /** Opens a page of the site. Resolves when its launcher is there. `width`: that of the window, in pixels. */
  static async open(address: string, { name = 'tab', width = 1_000 } = {}): Promise<Tab> {
    const tab = new Tab(name);
    Object.assign(tab.#frame.style, { width: `${width}px`, height: '720px', border: '0' });
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

  /** Closed by the customer. */
  close(): void {
    this.#frame.remove();
  }

  /** Gone without a word. */
  crash(): void {
    this.window.crashes = true;
    this.#frame.remove();
  }

  async reload(): Promise<void> {
    this.window.location.reload();
    await this.#loaded();
    await this.#ready();
  }

  /** Goes on to another page of the site. */
  async go(address: string): Promise<void> {
    this.window.location.assign(address);
    await this.#loaded();
    await this.#ready();
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

  get isOpen(): boolean {
    return this.all('dialog')[0]?.hasAttribute('open') ?? false;
  }

  get rows(): readonly SeenRow[] {
    return this.all('.message').map((row) => {
      const meta = row.querySelector('.meta');
      return {
        text: row.querySelector('.bubble')?.textContent ?? '',
        own: row.classList.contains('own'),
        meta: meta?.textContent.replace(/\s+/g, ' ').trim() ?? '',
        failed: meta?.classList.contains('danger') ?? false,
      };
    });
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
    return this.all('deskbell-chat *, [slot=next] *')
      .filter(({ childElementCount }) => childElementCount === 0)
      .map(({ textContent }) => textContent.trim())
      .join(' | ');
  }

  /** The newest own message is there, and said to be sent. */
  isSent(text: string): boolean {
    const row = this.rows.findLast((one) => one.text === text);
    return row !== undefined && !row.failed && !isPending(row.meta);
  }

  all(selector: string): HTMLElement[] {
    return deep(this.window.document, selector);
  }

  /** Resolves to what `find` finds, now or after any change of what can be seen. */
  until<Found>(what: string, find: () => Found | undefined | false | null): Promise<Found> {
    const { window } = this;
    return new Promise((resolve, reject) => {
      const watched = new WeakSet<Node>();
      const observer = new (this.#own('MutationObserver'))(() => look());
      const watch = (root: Document | ShadowRoot): void => {
        if (!watched.has(root)) {
          const all = { childList: true, subtree: true, attributes: true, characterData: true };
          observer.observe(root, all);
          watched.add(root);
        }
        for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) watch(shadowRoot);
      };
      const end = (): void => {
        observer.disconnect();
        clearTimeout(late);
      };
      const late = setTimeout(() => {
        end();
        reject(new Error(`${this.name}: no ${what}, but: ${this.words}; ${window.trouble.join('; ')}`));
      }, patienceMs);
      const look = (): void => {
        watch(window.document);
        const found = find();
        if (found === undefined || found === false || found === null) return;
        end();
        resolve(found);
      };
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

  /** Waits so many milliseconds of the tab's time. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.window.setTimeout(resolve, ms));
  }

  #own<Name extends 'InputEvent' | 'KeyboardEvent' | 'MutationObserver'>(name: Name): (typeof globalThis)[Name] {
    return (this.window as unknown as typeof globalThis)[name];
  }

  #loaded(): Promise<void> {
    return new Promise((resolve) => this.#frame.addEventListener('load', () => resolve(), { once: true }));
  }

  async #ready(): Promise<void> {
    if (this.window.location.href === 'about:blank') await this.#loaded();
    await this.until('launcher', () => this.all('deskbell-launcher')[0]);
  }
}

/** Whether these words say that a message is on its way. */
export const isPending = (meta: string): boolean =>
  [en.sending, en.waiting, en.checking].some((one) => meta.includes(one));

export { haste };
