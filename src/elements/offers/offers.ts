import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import { offerId, type Offer, type OfferKind } from '../../core/wait/offers.js';
import { en } from '../../i18n/wait/en.js';
import type { WaitStrings } from '../../i18n/wait/strings.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { pieces } from '../wait/pieces.styles.js';
import { offerDetail, offerName } from '../wait/words.js';
import { styles } from './offers.styles.js';

const icons: Readonly<Record<OfferKind, string>> = {
  callback: 'M7 4 5 6c0 7 6 13 13 13l2-2-4-4-2 2c-2-1-4-3-5-5l2-2zm13 0-6 6m0-5v5h5',
  queue:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6m-5.5 8a5.5 5.5 0 0 1 11 0M16 5.5a3 3 0 0 1 0 5.5m2 3.5a5.5 5.5 0 0 1 2.5 4.5',
  chat: 'M4 5h16v11h-9l-5 4v-4H4z',
  call: 'M7 4 5 6c0 7 6 13 13 13l2-2-4-4-2 2c-2-1-4-3-5-5l2-2z',
  article: 'M6 3h8l4 4v14H6zm3 8h6m-6 4h6',
  message: 'M3 6h18v12H3zm0 1 9 7 9-7',
};
const cross = 'm7 7 10 10m0-10L7 17';

/**
 * @tagname deskbell-offers
 * @summary What else there is than waiting: each can be taken or taken away, and waiting on is always one of them.
 *
 * @fires {Intent} deskbell-offer - Take it. Of an article, the link has opened it already.
 * @fires {Intent} deskbell-decline - Not this one, for good.
 * @fires {Intent} deskbell-decline-all - Keep waiting: none of them.
 * @csspart base - Everything.
 */
export class DeskbellOffers extends LitElement {
  static override styles = [shared, pieces, styles];

  @property({ attribute: false }) offers: readonly Offer[] = [];
  /** There is a place in line to be kept, lost, or waited on in. */
  @property({ attribute: false }) waiting = true;
  @property({ attribute: false }) strings: WaitStrings = en;

  /** Puts the focus on this offer, or where the customer goes on without it. */
  focusOn(offer: Offer | undefined): void {
    const rows = this.renderRoot.querySelectorAll<HTMLElement>('[data-offer]');
    const row = [...rows].find(({ dataset }) => offer && dataset['offer'] === offerId(offer));
    (row ?? this.renderRoot.querySelector<HTMLElement>('.keep') ?? rows[0])?.focus();
  }

  override render() {
    const { offers, strings, waiting } = this;
    if (!offers.length) return nothing;
    return html`<div part="base" class="offers" role="group" aria-label=${strings.offers}>
      ${
        waiting
          ? html`<div class="head">
              <p class="small" aria-hidden="true">${strings.offers}</p>
              <button
                type="button"
                class="small text-button keep"
                @click=${() => this.dispatchEvent(new Intent('decline-all', undefined))}
              >
                ${strings.keepWaiting}
              </button>
            </div>`
          : nothing
      }
      <ul>
        ${repeat(offers, offerId, (offer) => this.#renderOffer(offer))}
      </ul>
    </div>`;
  }

  #renderOffer(offer: Offer) {
    const { strings, waiting } = this;
    const name = offerName(offer, strings);
    const detail = offerDetail(offer, strings, waiting);
    const words = html`${icon(icons[offer.kind])}<span
        ><span class="name">${name}</span> ${detail ? html`<span class="small">${detail}</span>` : nothing}</span
      >`;
    const take = (): unknown => this.dispatchEvent(new Intent('offer', offer));
    return html`<li>
      ${
        offer.kind === 'article'
          ? html`<a
              class="row"
              data-offer=${offerId(offer)}
              href=${offer.url}
              target="_blank"
              rel="noopener"
              @click=${take}
              >${words}</a
            >`
          : html`<button type="button" class="row" data-offer=${offerId(offer)} @click=${take}>${words}</button>`
      }
      ${
        waiting
          ? html`<button
              type="button"
              class="not"
              aria-label=${strings.notThis(name)}
              @click=${() => this.#decline(offer)}
            >
              ${icon(cross)}
            </button>`
          : nothing
      }
    </li>`;
  }

  /** The button that was pressed is about to go: the focus moves on to what is there next. */
  #decline(offer: Offer) {
    const { offers } = this;
    const at = offers.indexOf(offer);
    this.dispatchEvent(new Intent('decline', offer));
    void this.updateComplete.then(() => this.focusOn(offers[at + 1] ?? offers[at - 1]));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-offers': DeskbellOffers;
  }
}
