import { fixtureCleanup } from '@open-wc/testing';

import { memoryPorts, type MemoryPorts } from '../../src/adapters/memory/ports.js';
import { ChatSession } from '../../src/core/chat/session.js';
import type { Item } from '../../src/core/chat/state.js';
import { defineAll, type DeskbellChat } from '../../src/elements/define.js';
import { en } from '../../src/i18n/en.js';
import type { Strings } from '../../src/i18n/strings.js';

defineAll();

/** Elements below `root` that match, through shadow roots, in document order. */
export function deep<T extends Element = HTMLElement>(root: ParentNode, selector: string): T[] {
  return [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.matches(selector) ? [element as T] : []),
    ...(element.shadowRoot ? deep<T>(element.shadowRoot, selector) : []),
  ]);
}

/** What has the focus, looked for through shadow roots. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** How somebody would call what has the focus. Compared by name: a report about two elements would never end. */
export const focusedName = (): string => nameOf(focused());

const nameOf = (element: Element | null | undefined): string =>
  (element?.ariaLabel ?? element?.textContent ?? '').trim() || (element?.localName ?? '');

/** The next painted frame, with the scroll and resize notices that come with it. */
export async function frame(): Promise<void> {
  for (let count = 0; count < 2; count++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Removes what a test put on the page. */
export function tidy(): void {
  fixtureCleanup();
  document.body.replaceChildren();
}

/** What somebody can see and do in whatever holds a chat. */
export class Onlooker {
  readonly root: HTMLElement;

  constructor(root: HTMLElement) {
    this.root = root;
  }

  get log(): HTMLElement {
    return this.all('[role=log]')[0]!;
  }

  get box(): HTMLTextAreaElement {
    return this.all<HTMLTextAreaElement>('textarea')[0]!;
  }

  get messages(): HTMLElement[] {
    return this.all('.message');
  }

  /** What the bubbles say, from the top. */
  get texts(): string[] {
    return this.all('.bubble').map(({ textContent }) => textContent ?? '');
  }

  /** Everything in the transcript that is not a message. */
  get lines(): string[] {
    return this.all('.line').map(({ textContent }) => textContent?.trim() ?? '');
  }

  /** What was said to those who cannot see, politely or urgently. */
  spoken(manner: 'polite' | 'urgent' = 'polite'): string[] {
    return this.all(`.${manner} p`).map(({ textContent }) => textContent ?? '');
  }

  all<T extends Element = HTMLElement>(selector: string): T[] {
    return deep<T>(this.root.shadowRoot ?? this.root, selector);
  }

  /** The button somebody would call by this name. */
  button(name: string): HTMLButtonElement | undefined {
    return this.all<HTMLButtonElement>('button').find(
      (button) => nameOf(button) === name && !button.closest('[inert]'),
    );
  }

  async press(name: string): Promise<void> {
    const button = this.button(name);
    if (!button) throw new Error(`There is no button named ${name}.`);
    button.focus();
    button.click();
    await this.settle();
  }

  async write(text: string): Promise<void> {
    this.box.focus();
    this.box.value = text;
    this.box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await this.settle();
  }

  async key(key: string, more: KeyboardEventInit = {}, on: Element = focused() ?? this.box): Promise<KeyboardEvent> {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more });
    on.dispatchEvent(event);
    await this.settle();
    return event;
  }

  async send(text: string): Promise<void> {
    await this.write(text);
    await this.key('Enter', {}, this.box);
  }

  /** Scrolls so that the end is `distance` pixels away. */
  async scroll(distance: number): Promise<void> {
    this.log.scrollTop = -distance;
    this.log.dispatchEvent(new Event('scroll'));
    await this.settle();
  }

  /** Waits until nothing more happens without somebody doing something. */
  async settle(): Promise<void> {
    await frame();
    for (const element of this.all<HTMLElement & { updateComplete?: Promise<unknown> }>('*')) {
      await element.updateComplete;
      for (const animation of element.getAnimations()) {
        if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
      }
    }
    await frame();
  }
}

/** A customer with one `<deskbell-chat>` in front of them, and the other side in the tester's hands. */
export class ChatPage extends Onlooker {
  readonly chat: DeskbellChat;
  readonly ports: MemoryPorts;
  readonly session: ChatSession;

  private constructor(chat: DeskbellChat, ports: MemoryPorts, session: ChatSession) {
    super(chat);
    this.chat = chat;
    this.ports = ports;
    this.session = session;
  }

  /** Puts a chat on the page, not started. */
  static async open({
    strings = en,
    ports = memoryPorts(),
  }: { strings?: Strings; ports?: MemoryPorts } = {}): Promise<ChatPage> {
    const session = new ChatSession(ports, { displayName: 'Ada' });
    const chat = document.createElement('deskbell-chat');
    chat.strings = strings;
    chat.session = session;
    chat.style.inlineSize = '392px';
    chat.style.blockSize = '600px';
    document.body.append(chat);
    const page = new ChatPage(chat, ports, session);
    await page.settle();
    return page;
  }

  /** Puts a connected chat on the page, with this much said already. */
  static async live(items: readonly Item[] = [], strings: Strings = en): Promise<ChatPage> {
    const page = await ChatPage.open({ strings });
    page.ports.connection.hear(...items);
    await page.session.start();
    await page.settle();
    return page;
  }

  get agent(): MemoryPorts['connection'] {
    return this.ports.connection;
  }

  override async settle(): Promise<void> {
    await this.ports.clock.settle();
    await super.settle();
  }
}

/** Time that passes only when told to, in place of the page's own timers. */
export class FrozenTimers {
  #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  #now = 0;
  #count = 0;
  #waiting = new Map<number, { due: number; task: () => void }>();

  constructor() {
    Object.assign(globalThis, {
      setTimeout: (task: () => void, ms = 0) => {
        this.#waiting.set(++this.#count, { due: this.#now + ms, task });
        return this.#count;
      },
      clearTimeout: (id: number) => this.#waiting.delete(id),
    });
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const [id, { due, task }] of this.#waiting) {
      if (due > this.#now) continue;
      this.#waiting.delete(id);
      task();
    }
  }

  thaw(): void {
    Object.assign(globalThis, this.#real);
  }
}
