import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';

import type { Link } from '../../core/chat/state.js';
import { en } from '../../i18n/en.js';
import type { Strings } from '../../i18n/strings.js';
import { Intent, SpeakIntent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { styles } from './link-banner.styles.js';

/** A link that is back sooner than this was never mentioned, in milliseconds. */
const blipMs = 1_500;
/** How long the good news stays, in milliseconds. */
const backMs = 3_000;

/**
 * @tagname deskbell-link-banner
 * @summary Says when messages do not get through, and when they do again.
 *
 * @fires {Intent} deskbell-check - The customer wants to try now.
 * @fires {SpeakIntent} deskbell-speak - The news, for those who cannot see it.
 */
export class DeskbellLinkBanner extends LitElement {
  static override styles = [shared, styles];

  /** The link, while there is a chat to be linked to. */
  @property({ attribute: false }) link: Link | undefined;
  @property({ attribute: false }) strings: Strings = en;

  @state() private news: Exclude<Link, 'up'> | 'back' | undefined;

  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#follow();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('link')) this.#follow();
  }

  override render() {
    const { news, strings } = this;
    if (!news) return nothing;
    return html`<div class=${news}>
      <span>${strings[news]}</span>
      ${news === 'back' ? nothing : html`<button type="button" @click=${this.#check}>${strings.tryNow}</button>`}
    </div>`;
  }

  #follow(): void {
    const { link } = this;
    clearTimeout(this.#timer);
    const told = this.news === 'offline' || this.news === 'reconnecting';
    if (link && link !== 'up') {
      if (told) this.#tell(link);
      else this.#timer = setTimeout(() => this.#tell(link), blipMs);
    } else if (link && told) {
      this.#tell('back');
    } else if (this.news !== 'back') {
      this.news = undefined;
    }
    if (this.news === 'back') this.#timer = setTimeout(() => (this.news = undefined), backMs);
  }

  #tell(news: NonNullable<typeof this.news>): void {
    if (news === this.news) return;
    this.news = news;
    this.dispatchEvent(new SpeakIntent(this.strings[news]));
  }

  #check() {
    this.dispatchEvent(new Intent('deskbell-check'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-link-banner': DeskbellLinkBanner;
  }
}
