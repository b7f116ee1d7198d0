import { html, LitElement, nothing } from 'lit';
import { property, query } from 'lit/decorators.js';

import { en } from '../../i18n/en.js';
import type { Strings } from '../../i18n/strings.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { styles } from './composer.styles.js';

const encoder = new TextEncoder();

/**
 * @tagname deskbell-composer
 * @summary Where the customer writes. It knows nothing of chats: text in, text out.
 *
 * @slot attach - A button before the text, for what is no text.
 * @fires {Intent} deskbell-note - What stands in the box has changed.
 * @fires {Intent} deskbell-submit - The customer sends it.
 * @fires {Intent} deskbell-warn - Why it cannot be sent.
 * @csspart base - The form.
 * @csspart input - The text area.
 * @csspart send-button - The send button.
 */
export class DeskbellComposer extends LitElement {
  static override styles = [shared, styles];
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  /** What stands in the box. */
  @property({ attribute: false }) text = '';
  /** UTF-8 bytes one message may have. */
  @property({ attribute: false }) maxBytes = 16_384;
  @property({ attribute: false }) strings: Strings = en;

  @query('textarea') private input!: HTMLTextAreaElement;

  override render() {
    const { strings, text } = this;
    const left = this.#left();
    const hint = left < 0 ? strings.charactersTooMany(-left) : left < Infinity ? strings.charactersLeft(left) : '';
    return html`<form part="base" @submit=${this.#submit}>
      <div class="box">
        <slot name="attach"></slot>
        <textarea
          part="input"
          rows="1"
          dir=${text ? 'auto' : nothing}
          enterkeyhint="send"
          aria-label=${strings.message}
          aria-describedby="hint"
          aria-invalid=${left < 0}
          placeholder=${strings.placeholder}
          @input=${this.#input}
          @keydown=${this.#key}
        ></textarea>
        <button
          part="send-button"
          class="primary send"
          aria-label=${strings.send}
          aria-disabled=${left < 0 || text.trim() === ''}
          @pointerdown=${this.#keepFocus}
        >
          ${icon('M12 19V5m-6 6 6-6 6 6')}
        </button>
      </div>
      ${hint ? html`<p id="hint" class="small ${left < 0 ? 'danger' : ''}">${hint}</p>` : nothing}
    </form>`;
  }

  protected override updated() {
    const { input } = this;
    // Not by the template: what is written and sent before anything is drawn would stay in the box.
    input.value = this.text;
    if (CSS.supports('field-sizing', 'content')) return;
    input.style.blockSize = '0';
    input.style.blockSize = `${input.scrollHeight}px`;
  }

  /** About how many characters of this text's kind still fit; negative beyond, Infinity while there is no need to count. */
  #left(): number {
    const bytes = encoder.encode(this.text).length;
    const left = this.maxBytes - bytes;
    if (left > this.maxBytes / 5) return Infinity;
    const characters = (left * this.text.length) / bytes;
    return left < 0 ? Math.floor(characters) : Math.ceil(characters);
  }

  #input(event: Event) {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.dispatchEvent(new Intent('note', this.text));
  }

  #key(event: KeyboardEvent) {
    // While an input method composes, Enter chooses a word. Safari says so only by the key code.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    this.#submit(event);
  }

  #submit(event: Event) {
    event.preventDefault();
    const { text } = this;
    const left = this.#left();
    if (left < 0) this.dispatchEvent(new Intent('warn', this.strings.charactersTooMany(-left)));
    if (left < 0 || text.trim() === '') return;
    this.text = '';
    this.dispatchEvent(new Intent('submit', text.trim()));
  }

  /** The keyboard of a phone stays open. */
  #keepFocus(event: Event) {
    event.preventDefault();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-composer': DeskbellComposer;
  }
}
