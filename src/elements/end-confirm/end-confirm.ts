import { html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';

import { en } from '../../i18n/en.js';
import type { Strings } from '../../i18n/strings.js';
import { ConfirmIntent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { styles } from './end-confirm.styles.js';

/**
 * @tagname deskbell-end-confirm
 * @summary Asks once whether the chat should end. Takes the focus; whoever shows it gives the focus back.
 *
 * @fires {ConfirmIntent} deskbell-confirm - The answer. Escape means no.
 */
export class DeskbellEndConfirm extends LitElement {
  static override styles = [shared, styles];

  @property({ attribute: false }) strings: Strings = en;

  protected override firstUpdated() {
    this.renderRoot.querySelector<HTMLButtonElement>('.secondary')?.focus();
  }

  override render() {
    const { strings } = this;
    return html`<div
      class="sheet"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="question"
      aria-describedby="detail"
      @keydown=${this.#key}
    >
      <h2 id="question">${strings.confirmEnd}</h2>
      <p id="detail">${strings.confirmEndDetail}</p>
      <div class="choices">
        <button type="button" class="secondary" @click=${() => this.#answer(false)}>${strings.keepChatting}</button>
        <button type="button" class="primary" @click=${() => this.#answer(true)}>${strings.endNow}</button>
      </div>
    </div>`;
  }

  #key(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#answer(false);
  }

  #answer(confirmed: boolean) {
    this.dispatchEvent(new ConfirmIntent(confirmed));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-end-confirm': DeskbellEndConfirm;
  }
}
