import { BrowserElement } from './element.js';
import { launcherStyles } from './launcher.styles.js';

// Line drawings on a 24 by 24 grid.
const bubble = 'M4 5h16v11h-9l-5 4v-4H4z';
const wayBack = 'm6 9 6 6 6-6';

/**
 * The round button in the corner. The same element serves the script tag, before anything else is loaded, and the
 * widget, which takes it over where it stands: so no Lit, attributes in, one event out, and it never moves the page.
 *
 * @tagname deskbell-launcher
 * @summary Opens and closes the chat.
 * @attr label - Accessible name, unread messages included: "Chat, 3 unread messages".
 * @attr open - The panel is open.
 * @attr busy - The panel is on its way.
 * @attr unread - How many messages nobody has read; none without it.
 * @attr position - Corner: `end` (default) or `start`, as the page reads.
 * @fires deskbell-toggle - The customer pressed it. Bubbles, not composed.
 * @cssprop --deskbell-color-accent
 * @cssprop --deskbell-color-on-accent
 * @cssprop --deskbell-font
 * @cssprop --deskbell-z-index
 * @csspart button
 */
export class DeskbellLauncher extends BrowserElement {
  static get observedAttributes(): readonly string[] {
    return ['label', 'unread', 'open'];
  }
  #button = document.createElement('button');
  #badge = document.createElement('b');
  #note = document.createElement('p');
  #drawing = drawn('path');

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    const svg = drawn('svg');
    sheet.replaceSync(launcherStyles);
    root.adoptedStyleSheets = [sheet];
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.append(this.#drawing);
    svg.ariaHidden = this.#badge.ariaHidden = 'true';
    this.#note.role = 'alert';
    this.#button.setAttribute('aria-describedby', (this.#note.id = 'note'));
    this.#button.part = 'button';
    this.#button.append(svg);
    this.#button.onclick = () => this.dispatchEvent(new Event('deskbell-toggle', { bubbles: true }));
    root.append(this.#button, this.#badge, this.#note);
    this.attributeChangedCallback();
  }

  attributeChangedCallback(): void {
    const open = this.hasAttribute('open');
    const unread = +(this.getAttribute('unread') as string);
    this.#button.ariaLabel = this.getAttribute('label') ?? 'Chat';
    this.#button.ariaExpanded = `${open}`;
    this.#drawing.setAttribute('d', open ? wayBack : bubble);
    this.#badge.textContent = open || !(unread > 0) ? '' : unread > 99 ? '99+' : `${unread}`;
  }

  /** What has to be seen and heard beside the button, such as why the chat did not load; nothing: no longer. */
  tell(...news: readonly (string | Node)[]): void {
    this.#note.replaceChildren(...news);
  }
}

const drawn = (tag: string): Element => document.createElementNS('http://www.w3.org/2000/svg', tag);

/** Registers the launcher, unless another copy of Deskbell on this page already did. */
export function defineLauncher(): void {
  if (!customElements.get('deskbell-launcher')) customElements.define('deskbell-launcher', DeskbellLauncher);
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-launcher': DeskbellLauncher;
  }
  interface HTMLElementEventMap {
    'deskbell-toggle': Event;
  }
}
