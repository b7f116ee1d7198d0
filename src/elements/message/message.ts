import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import type { Content, Draft, Message } from '../../core/chat/state.js';
import { en } from '../../i18n/en.js';
import { Formats } from '../../i18n/formats.js';
import type { Strings } from '../../i18n/strings.js';
import { DraftIntent, type DraftVerb } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { linkify } from './links.js';
import { styles } from './message.styles.js';
import { initials, isEmojiOnly, languageOf } from './text.js';

/**
 * @tagname deskbell-message
 * @summary One message, or a draft on its way to become one: the same element stays from the one to the other.
 *
 * @csspart bubble - What was said.
 * @csspart avatar - The speaker's initials.
 * @csspart time - When it was said.
 */
export class DeskbellMessage extends LitElement {
  static override styles = [shared, styles];

  /** What to show. */
  @property({ attribute: false }) entry: Message | Draft | undefined;
  /** The speaker's name. */
  @property({ attribute: false }) name = '';
  /** Written by the customer. */
  @property({ type: Boolean }) own = false;
  /** Opens a group of messages by one speaker in one minute. */
  @property({ type: Boolean }) first = false;
  /** Closes such a group. */
  @property({ type: Boolean }) last = false;
  /** The newest message of the customer's: it says that it was sent. */
  @property({ attribute: false }) newest = false;
  /** Came in while the customer could see it come: it moves into place, once. */
  @property({ attribute: false }) fresh = false;
  /** The chat is over: what was not sent can be kept, not sent again. */
  @property({ attribute: false }) over = false;
  @property({ attribute: false }) strings: Strings = en;
  @property({ attribute: false }) formats = new Formats(en.language);

  protected override firstUpdated() {
    if (!this.fresh || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.animate({ opacity: [0, 1], translate: ['0 8px', '0'] }, { duration: 160, easing: 'ease-out' });
  }

  override render() {
    const { entry } = this;
    if (!entry) return nothing;
    return html`${this.#renderSpeaker()}${this.#renderBubble(
      'content' in entry ? entry.content : { kind: 'text', text: entry.text },
    )}${'state' in entry ? this.#renderDraftState(entry) : this.last ? this.#renderTime(entry) : nothing}`;
  }

  #renderSpeaker() {
    if (this.own || !this.first) return html`<span class="quiet">${this.own ? this.strings.you : this.name}</span>`;
    return html`<span part="avatar" class="avatar" aria-hidden="true">${initials(this.name)}</span
      ><span class="name" dir="auto">${this.name}</span>`;
  }

  #renderBubble({ kind, text }: Content) {
    const said = text ?? this.strings.unsupported;
    const look = kind === 'text' ? (isEmojiOnly(said) ? 'emoji' : '') : 'unsupported';
    return html`<div part="bubble" class="bubble ${look}" dir="auto" lang=${languageOf(said, this.strings.language)}>
      ${linkify(said).map((piece) =>
        typeof piece === 'string'
          ? piece
          : html`<a href=${piece.href} target="_blank" rel="noopener noreferrer">${piece.href}</a>`,
      )}
    </div>`;
  }

  #renderTime({ at }: Message) {
    const { formats, strings } = this;
    return html`<div class="meta">
      <time part="time" datetime=${new Date(at).toISOString()} title=${formats.full(at)}
        ><span class="short">${formats.time(at)}</span><span class="full">${formats.full(at)}</span></time
      >${this.newest ? ` · ${strings.sent}` : nothing}
    </div>`;
  }

  #renderDraftState({ localId, state }: Draft) {
    const { strings } = this;
    if (state.name === 'failed') {
      const lasting = this.over || state.code === 'message/ended';
      const retry = !lasting && state.code !== 'message/too-long' && state.code !== 'message/rejected';
      const verbs: readonly (DraftVerb | false)[] = [retry && 'retry', !lasting && 'edit', 'copy', 'delete'];
      return html`<div class="meta failed">
        <div>${strings.errors[state.code]}</div>
        ${verbs.map(
          (verb) =>
            verb &&
            html`<button type="button" @click=${() => this.dispatchEvent(new DraftIntent(verb, localId))}>
              ${strings[verb]}
            </button>`,
        )}
      </div>`;
    }
    if (!this.last) return nothing;
    const words = { sending: strings.sending, waiting: strings.waiting, unknown: strings.checking }[state.name];
    return html`<div class="meta"><span class=${state.name === 'unknown' ? '' : 'soon'}>${words}</span></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-message': DeskbellMessage;
  }
}
