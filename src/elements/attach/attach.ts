import { html, LitElement, nothing } from 'lit';
import { property, query } from 'lit/decorators.js';

import { en } from '../../i18n/files/en.js';
import type { FilesStrings } from '../../i18n/files/strings.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';

const clip = 'm20 11.5-8.2 8.2a5 5 0 0 1-7.1-7.1l8.3-8.3a3.4 3.4 0 0 1 4.8 4.8l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6';

/**
 * @tagname deskbell-attach
 * @summary The button beside the box that lets the customer choose files, and what shows that they can be dropped.
 *
 * It has no root of its own: it wears what the chat wears.
 *
 * @fires {Intent} deskbell-files - Send these.
 * @csspart attach-button - The button.
 */
export class DeskbellAttach extends LitElement {
  /** Files are held over the panel. */
  @property({ attribute: false }) dropping = false;
  /** What the picker offers: `.csv,.doc,…`. */
  @property({ attribute: false }) accept = '';
  @property({ attribute: false }) strings: FilesStrings = en;

  @query('input') private input!: HTMLInputElement | null;

  protected override createRenderRoot(): this {
    return this;
  }

  override render() {
    const { accept, dropping, strings } = this;
    return html`<button
        part="attach-button"
        type="button"
        lang=${strings.language}
        aria-label=${strings.attach}
        title=${strings.attach}
        @click=${() => this.input?.click()}
      >
        ${icon(clip)}
      </button>
      <input type="file" multiple hidden accept=${accept} @change=${this.#choose} />
      ${
        dropping
          ? html`<p class="drop strong" dir=${strings.direction} lang=${strings.language}>${strings.drop}</p>`
          : nothing
      }`;
  }

  #choose() {
    const { input } = this;
    this.dispatchEvent(new Intent('files', [...(input?.files ?? [])]));
    // The same file may be chosen once more.
    if (input) input.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-attach': DeskbellAttach;
  }
}
