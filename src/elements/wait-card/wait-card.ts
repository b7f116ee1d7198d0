import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';

import { en } from '../../i18n/wait/en.js';
import type { WaitStrings } from '../../i18n/wait/strings.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { pieces } from '../wait/pieces.styles.js';
import { backWords, type Returned, type Waiting } from '../wait/words.js';
import { styles } from './wait-card.styles.js';

/** Places whose words are about as long as any other's. */
const likelyPlaces = [1, 2, 3, 88];

/**
 * @tagname deskbell-wait-card
 * @summary The place in line, and about how long it takes: as roughly as it is known, and without ever jumping.
 *
 * @fires {Intent} deskbell-leave-line - The customer waits no longer; asked once.
 * @csspart base - Everything.
 * @csspart place - The place.
 * @csspart range - About how long.
 */
export class DeskbellWaitCard extends LitElement {
  static override styles = [shared, pieces, styles];

  /** The wait. Nothing is shown without it. */
  @property({ attribute: false }) line: Waiting | undefined;
  /** The contact waits because another one broke off. */
  @property({ attribute: false }) returned: Returned | undefined;
  /** Name of whoever the customer had talked to. */
  @property({ attribute: false }) who: string | undefined;
  @property({ attribute: false }) strings: WaitStrings = en;

  @state() private confirming = false;

  override render() {
    const { confirming, line, returned, strings, who } = this;
    if (!line) return nothing;
    return html`<div part="base" class="card">
      ${returned ? html`<p class="back">${backWords(returned, line, who, strings)}</p>` : nothing}
      ${confirming ? this.#renderQuestion() : this.#renderPlace(line)}
    </div>`;
  }

  #renderPlace({ figures }: Waiting) {
    const { strings } = this;
    const { position, range, trend = 'steady', fresh = true } = figures ?? {};
    const known = position !== undefined || range !== undefined;
    const said = trend === 'steady' ? (range ? strings.basis : '') : strings.trend[trend];
    const detail = known ? (fresh ? said : strings.updating) : strings.noFigures;
    const { longer, shorter } = strings.trend;
    return html`<div class="place ${fresh ? '' : 'stale'}">
      <div class="first">
        <div class="figures">
          <p part="place" class="strong">
            ${position === undefined ? strings.waitingForSomeone : strings.place(position)}
          </p>
          ${[strings.waitingForSomeone, ...likelyPlaces.map(strings.place)].map(
            (words) => html`<p class="strong room" aria-hidden="true">${words}</p>`,
          )}
        </div>
        <button type="button" class="small text-button leave" @click=${this.#ask}>${strings.leaveLine}</button>
      </div>
      <div class="figures">
        <div>
          ${range ? html`<p part="range">${strings.range[range]}</p>` : nothing}
          ${detail ? html`<p class="small">${detail}</p>` : nothing}
        </div>
        ${[strings.basis, longer, shorter, strings.noFigures].map(
          (words) =>
            html`<div class="room" aria-hidden="true">
              <p>${strings.range['over-20']}</p>
              <p class="small">${words}</p>
            </div>`,
        )}
      </div>
    </div>`;
  }

  #renderQuestion() {
    const { strings } = this;
    return html`<div
      class="question"
      role="group"
      aria-labelledby="question"
      aria-describedby="detail"
      @keydown=${this.#key}
    >
      <h2 id="question">${strings.confirmLeave}</h2>
      <p id="detail" class="small">${strings.confirmLeaveDetail}</p>
      <div class="buttons">
        <button type="button" class="secondary" @click=${() => this.#answer(false)}>${strings.stayInLine}</button>
        <button type="button" class="primary" @click=${() => this.#answer(true)}>${strings.leaveLine}</button>
      </div>
    </div>`;
  }

  #ask() {
    this.confirming = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.secondary')?.focus());
  }

  #answer(leave: boolean): void {
    this.confirming = false;
    if (leave) this.dispatchEvent(new Intent('leave-line', undefined));
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.leave')?.focus());
  }

  #key(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#answer(false);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-wait-card': DeskbellWaitCard;
  }
}
