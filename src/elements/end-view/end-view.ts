import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import { offerId, type Offer } from '../../core/wait/offers.js';
import type { EndFigures, NextStep } from '../../core/wait/ports.js';
import type { Ending } from '../../core/wait/state.js';
import { en } from '../../i18n/wait/en.js';
import type { WaitStrings } from '../../i18n/wait/strings.js';
import { Ticker } from '../controllers/ticker.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { form, pieces } from '../wait/pieces.styles.js';
import { offerName, troubleWords } from '../wait/words.js';
import { styles } from './end-view.styles.js';
import { rating } from './rating.styles.js';
import { renderRating } from './rating.js';

export type Ended = Exclude<Ending, { readonly name: 'none' | 'returned' }>;

/** What is known of what is over. */
type Over = Pick<KnownEnd, 'next' | 'rating'> & Partial<Pick<KnownEnd, 'failed' | 'figures'>>;
type KnownEnd = Extract<Ending, { readonly name: 'known' }>;

/**
 * @tagname deskbell-end-view
 * @summary How a contact ended, what can come next, and what the customer thought. State in, intents out.
 *
 * @fires {Intent} deskbell-go-back - Back in line, or on with the same conversation: now, or not by itself.
 * @fires {Intent} deskbell-start-again - Begin a new one, or try the same again.
 * @fires {Intent} deskbell-offer - Reach somebody another way.
 * @fires {Intent} deskbell-rate - What the customer thought.
 * @csspart base - Everything.
 */
export class DeskbellEndView extends LitElement {
  static override styles = [shared, pieces, form, styles, rating];

  /** The end. Nothing is shown without it. */
  @property({ attribute: false }) ending: Ended | undefined;
  @property({ attribute: false }) channel: 'chat' | 'call' = 'chat';
  /** Other ways to reach somebody from here. */
  @property({ attribute: false }) offers: readonly Offer[] = [];
  @property({ attribute: false }) strings: WaitStrings = en;

  constructor() {
    super();
    new Ticker(this, () => this.ending?.name === 'pausing');
  }

  /** Puts the focus on the next step. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.primary, button')?.focus(options);
  }

  override render() {
    const { ending } = this;
    if (!ending) return nothing;
    return html`<div part="base" class="end">${this.#renderEnding(ending)}</div>`;
  }

  #renderEnding(ending: Ended) {
    const { strings } = this;
    switch (ending.name) {
      case 'asking':
        // As what will stand here, so that little moves, and a press that is under way still meets its button.
        return this.#renderOver(strings.justOver, { next: 'goodbye', rating: 'none' });
      case 'pausing':
        return html`<p class="strong">${strings.ended[ending.why]}</p>
          <p class="count" aria-hidden="true">${strings.backIn(secondsUntil(ending.until))}</p>
          <div class="buttons">
            <button type="button" class="secondary" @click=${() => this.#goBack(false)}>${strings.stayAway}</button>
            <button type="button" class="primary" @click=${() => this.#goBack(true)}>${strings.goBackNow}</button>
          </div>`;
      case 'returning':
        return html`<p class="strong busy">${strings.returning}</p>
          <p class="small patience">${ending.patience ? strings.patience : nothing}</p>
          <div class="buttons">
            <button type="button" class="secondary" @click=${() => this.#goBack(false)}>${strings.stayAway}</button>
          </div>`;
      case 'known':
        return this.#renderOver(strings.ended[ending.why], ending);
    }
  }

  #renderOver(words: string, { failed, figures, next, rating }: Over) {
    const { strings } = this;
    return html`
      <div>
        <p class="strong">${words}</p>
        ${
          failed
            ? html`<p class="wrong">${strings.backFailed} ${troubleWords(failed, strings)}</p>`
            : strings.next[next]
              ? html`<p>${strings.next[next]}</p>`
              : nothing
        }
        ${figures ? this.#renderFigures(figures) : nothing}
      </div>
      <div class="buttons">${this.#renderNext(next, failed !== undefined)} ${this.#renderOffers()}</div>
      ${renderRating(rating, strings, (score, comment) => this.#rate(score, comment))}
    `;
  }

  /** What the site allows to be said of what is over. */
  #renderFigures({ durationSeconds, firstResponseSeconds, qualityIssues }: EndFigures) {
    const { strings } = this;
    const roughly = (seconds: number, short: string, words: (minutes: number) => string): string =>
      seconds < 60 ? short : words(Math.round(seconds / 60));
    const said = [
      durationSeconds !== undefined && roughly(durationSeconds, strings.lastedShort, strings.lasted),
      firstResponseSeconds !== undefined &&
        roughly(firstResponseSeconds, strings.firstResponseShort, strings.firstResponse),
      qualityIssues.length > 0 && strings.soundAdvice,
    ].filter((words) => words !== false);
    return said.length ? html`<p class="small figures">${said.join(' ')}</p>` : nothing;
  }

  /** The next step first, and a new start beside it where that is something else. */
  #renderNext(next: NextStep, failed: boolean) {
    const { strings } = this;
    switch (next) {
      case 'requeue':
        return html`<button type="button" class="primary" @click=${() => this.#goBack(true)}>
            ${failed ? strings.again : strings.goBack}</button
          >${this.#renderStart('secondary')}`;
      case 'continue':
        return html`<button type="button" class="primary" @click=${() => this.#goBack(true)}>
            ${failed ? strings.again : strings.goOn}</button
          >${this.#renderStart('secondary')}`;
      case 'again':
        return html`<button type="button" class="primary" @click=${() => this.#startAgain('again')}>
          ${strings.again}
        </button>`;
      case 'start':
        return this.#renderStart('primary');
      case 'goodbye':
        return this.#renderStart('secondary');
    }
  }

  #renderStart(look: 'primary' | 'secondary') {
    return html`<button type="button" class=${look} @click=${() => this.#startAgain('start')}>
      ${this.strings.start[this.channel]}
    </button>`;
  }

  #renderOffers() {
    return this.offers.map(
      (offer) =>
        html`<button
          type="button"
          class="secondary"
          data-offer=${offerId(offer)}
          @click=${() => this.dispatchEvent(new Intent('offer', offer))}
        >
          ${offerName(offer, this.strings)}
        </button>`,
    );
  }

  #goBack(now: boolean): void {
    this.dispatchEvent(new Intent('go-back', now));
  }

  #startAgain(step: Intent<'start-again'>['detail']): void {
    this.dispatchEvent(new Intent('start-again', step));
  }

  #rate(score: number, comment: string): void {
    this.dispatchEvent(new Intent('rate', { score, comment }));
  }
}

/** Whole seconds until then, by this device's clock. */
export const secondsUntil = (at: number): number => Math.max(0, Math.ceil((at - Date.now()) / 1000));

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-end-view': DeskbellEndView;
  }
}
