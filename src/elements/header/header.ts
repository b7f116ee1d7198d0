import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import { en } from '../../i18n/en.js';
import type { Strings } from '../../i18n/strings.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { initials } from '../message/text.js';
import { shared } from '../styles/shared.styles.js';
import { styles } from './header.styles.js';

/** A bell on a counter. */
const bell = 'M4 17h16M5.5 17a6.5 6.5 0 0 1 13 0M12 10.5V8m-2 0h4M3 20h18';

/**
 * @tagname deskbell-header
 * @summary Whom the customer talks to, and the ways out.
 *
 * @fires {Intent} deskbell-end - The customer wants to end the chat.
 * @fires {Intent} deskbell-close - The customer wants the panel out of the way.
 * @csspart title - The name.
 */
export class DeskbellHeader extends LitElement {
  static override styles = [shared, styles];

  /** Name of whoever the customer talks to, once there is somebody. */
  @property({ attribute: false }) name: string | undefined;
  /** What is going on, in a few words. */
  @property({ attribute: false }) status = '';
  /** Whether there is a chat to end. */
  @property({ attribute: false }) endable = false;
  /** Whether there is a panel to close. */
  @property({ attribute: false }) closable = false;
  @property({ attribute: false }) strings: Strings = en;

  /** Puts the focus back on End chat. Returns whether there was one. */
  focusEnd(): boolean {
    const end = this.renderRoot.querySelector<HTMLElement>('.end');
    end?.focus();
    return end !== null;
  }

  override render() {
    const { name, strings } = this;
    return html`
      <span class="avatar" aria-hidden="true">${name ? initials(name) : icon(bell)}</span>
      <div class="who">
        <h2 part="title" dir="auto">${name ?? strings.title}</h2>
        <p>${this.status}</p>
      </div>
      ${
        this.endable ? html`<button type="button" class="end" @click=${this.#end}>${strings.endChat}</button>` : nothing
      }
      ${
        this.closable
          ? html`<button type="button" class="close" aria-label=${strings.closeChat} @click=${this.#close}>
              ${icon('M6 9l6 6 6-6')}
            </button>`
          : nothing
      }
    `;
  }

  #end() {
    this.dispatchEvent(new Intent('deskbell-end'));
  }

  #close() {
    this.dispatchEvent(new Intent('deskbell-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-header': DeskbellHeader;
  }
}
