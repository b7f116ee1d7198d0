import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import { offerId, type Offer } from '../../core/wait/offers.js';
import type { Full } from '../../core/wait/state.js';
import { en } from '../../i18n/wait/en.js';
import type { WaitStrings } from '../../i18n/wait/strings.js';
import { Ticker } from '../controllers/ticker.js';
import { secondsUntil } from '../end-view/end-view.js';
import { styles } from '../end-view/end-view.styles.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { pieces } from '../wait/pieces.styles.js';
import { offerName } from '../wait/words.js';

/**
 * @tagname deskbell-full-view
 * @summary The service is full: when it is tried again, and what else can be done. State in, intents out.
 *
 * @fires {Intent} deskbell-try - Now; or not by itself.
 * @fires {Intent} deskbell-offer - Reach somebody another way.
 * @csspart base - Everything.
 */
export class DeskbellFullView extends LitElement {
  static override styles = [shared, pieces, styles];

  /** Nothing is shown without it. */
  @property({ attribute: false }) full: Full | undefined;
  /** Other ways to reach somebody. */
  @property({ attribute: false }) offers: readonly Offer[] = [];
  @property({ attribute: false }) strings: WaitStrings = en;

  constructor() {
    super();
    new Ticker(this, () => this.#until !== undefined);
  }

  /** Puts the focus on the next step. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.primary')?.focus(options);
  }

  override render() {
    const { full, offers, strings } = this;
    const until = this.#until;
    if (!full || full.name === 'none') return nothing;
    const trying = full.name === 'trying';
    const count = trying ? strings.tryingNow : until === undefined ? nothing : strings.tryingIn(secondsUntil(until));
    return html`<div part="base" class="end">
      <p class="strong">${strings.full}</p>
      <p class="count" aria-hidden="true">${count}</p>
      <div class="buttons">
        ${
          until === undefined
            ? nothing
            : html`<button type="button" class="secondary" @click=${() => this.#try(false)}>
                ${strings.stopTrying}
              </button>`
        }
        <button type="button" class="primary" aria-disabled=${trying} @click=${() => this.#try(true)}>
          ${strings.tryNow}
        </button>
        ${offers.map(
          (offer) =>
            html`<button
              type="button"
              class="secondary"
              data-offer=${offerId(offer)}
              @click=${() => this.dispatchEvent(new Intent('offer', offer))}
            >
              ${offerName(offer, strings)}
            </button>`,
        )}
      </div>
    </div>`;
  }

  get #until(): number | undefined {
    return this.full?.name === 'resting' ? this.full.until : undefined;
  }

  #try(now: boolean): void {
    if (this.full?.name === 'resting') this.dispatchEvent(new Intent('try', now));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-full-view': DeskbellFullView;
  }
}
