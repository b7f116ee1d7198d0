import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import type { WaitControl } from '../../core/wait/control.js';
import type { Offer } from '../../core/wait/offers.js';
import type { Ending, WaitState } from '../../core/wait/state.js';
import { en } from '../../i18n/wait/en.js';
import type { WaitStrings } from '../../i18n/wait/strings.js';
import { Announcer } from '../controllers/announcer.js';
import { StoreController } from '../controllers/store-controller.js';
import { secondsUntil } from '../end-view/end-view.js';
import { Intent } from '../intents.js';
import type { DeskbellOffers } from '../offers/offers.js';
import { shared } from '../styles/shared.styles.js';
import type { RunningErrand } from './errand-form.js';
import { pieces } from './pieces.styles.js';
import { styles } from './wait.styles.js';
import { backWords, spokenWait, troubleWords } from './words.js';

/** What of waiting and endings is to be seen now. */
export type WaitView = 'none' | 'waiting' | 'form' | 'end' | 'full';

const hasForm = ({ name, ...errand }: WaitState['errand']): boolean =>
  name !== 'none' && 'offer' in errand && (errand.offer.kind === 'callback' || errand.offer.kind === 'message');

/** Which view a state calls for: what the customer is doing comes before what happens to them. */
export function viewOf({ full, line, ending, errand }: WaitState): WaitView {
  if (hasForm(errand)) return 'form';
  if (full.name !== 'none') return 'full';
  if (ending.name !== 'none' && ending.name !== 'returned') return 'end';
  return line.name === 'waiting' ? 'waiting' : 'none';
}

/**
 * @tagname deskbell-wait
 * @summary Waiting and endings of a contact: its place in line and what else there is, a form, or how it ended.
 * Stands in the foot of a chat, or in the middle of a call.
 *
 * @fires {Intent} deskbell-offer - Over to the other channel; or an article was opened.
 * @fires {Intent} deskbell-leave-line - The customer waits no longer.
 * @fires {Intent} deskbell-start-again - Begin a new contact, or try the same again.
 * @csspart base - Everything.
 */
export class DeskbellWait extends LitElement {
  static override styles = [shared, pieces, styles];

  /** Waiting and endings to show. Whoever made it keeps it. */
  @property({ attribute: false }) control: WaitControl | undefined;
  @property({ attribute: false }) strings: WaitStrings = en;
  /** What the contact is held by. */
  @property({ reflect: true }) channel: 'chat' | 'call' = 'chat';
  /** Name of whoever the customer talked to last. */
  @property({ attribute: false }) who: string | undefined;
  /** What is to be seen. For reading, and for styling by its attribute. */
  @property({ reflect: true }) view: WaitView = 'none';

  #announcer = new Announcer((): Element | null => this.renderRoot.querySelector('.polite'));
  #store = new StoreController(
    this,
    () => this.control?.store,
    (now, before) => this.#changed(now, before),
  );

  /** Puts the focus where the customer goes on. */
  override focus(options?: FocusOptions): void {
    const place = 'deskbell-callback-form, deskbell-message-form, deskbell-end-view, deskbell-full-view';
    const inside = this.renderRoot.querySelector<HTMLElement>(place);
    if (inside) inside.focus(options);
    else this.#offers?.focusOn(undefined);
  }

  override render() {
    const { strings } = this;
    const wait = this.#store.state;
    return html`<div
        part="base"
        class="base"
        dir=${strings.direction}
        lang=${strings.language}
        role="group"
        aria-label=${strings.title}
        ?hidden=${!wait || viewOf(wait) === 'none'}
        @deskbell-offer=${this.#take}
        @deskbell-decline=${({ detail }: Intent<'decline'>) => this.control?.decline(detail)}
        @deskbell-decline-all=${() => this.control?.declineAll()}
        @deskbell-leave-line=${() => this.dispatchEvent(new Intent('leave-line', undefined))}
        @deskbell-put-away=${() => this.control?.putAway()}
        @deskbell-callback=${({ detail }: Intent<'callback'>) => this.control?.sendCallback(detail)}
        @deskbell-message=${({ detail }: Intent<'message'>) => this.control?.sendMessage(detail)}
        @deskbell-go-back=${({ detail }: Intent<'go-back'>) =>
          detail ? this.control?.goBack() : this.control?.stayAway()}
        @deskbell-try=${({ detail }: Intent<'try'>) => (detail ? this.control?.tryNow() : this.control?.stopTrying())}
        @deskbell-start-again=${({ detail }: Intent<'start-again'>) =>
          this.dispatchEvent(new Intent('start-again', detail))}
        @deskbell-rate=${({ detail }: Intent<'rate'>) => this.control?.rate(detail.score, detail.comment || undefined)}
      >
        ${wait ? this.#renderView(wait) : nothing}
      </div>
      <div class="quiet polite" aria-live="polite"></div>`;
  }

  protected override willUpdate(): void {
    const wait = this.#store.state;
    this.view = wait ? viewOf(wait) : 'none';
  }

  #renderView(wait: WaitState) {
    switch (viewOf(wait)) {
      case 'form':
        return this.#renderForm(wait, wait.errand as RunningErrand);
      case 'end':
        return html`<deskbell-end-view
          .ending=${wait.ending}
          .channel=${this.channel}
          .offers=${otherWays(wait)}
          .strings=${this.strings}
        ></deskbell-end-view>`;
      case 'full':
        return html`<deskbell-full-view
          .full=${wait.full}
          .offers=${otherWays(wait)}
          .strings=${this.strings}
        ></deskbell-full-view>`;
      case 'waiting':
        return this.#renderWait(wait);
      case 'none':
        return nothing;
    }
  }

  #renderForm({ line }: WaitState, errand: RunningErrand) {
    const { strings } = this;
    const waiting = line.name === 'waiting';
    const position = waiting ? line.figures?.position : undefined;
    const range = waiting ? line.figures?.range : undefined;
    const place = [position && strings.place(position), range && strings.range[range]].filter(Boolean).join(' · ');
    return html`
      ${waiting && errand.name !== 'done' ? html`<p class="small still">${place || strings.waitingForSomeone}</p>` : nothing}
      ${
        errand.offer.kind === 'message'
          ? html`<deskbell-message-form
              .errand=${errand}
              .waiting=${waiting}
              .strings=${strings}
            ></deskbell-message-form>`
          : html`<deskbell-callback-form
              .errand=${errand}
              .waiting=${waiting}
              .strings=${strings}
            ></deskbell-callback-form>`
      }
    `;
  }

  #renderWait({ line, ending, errand }: WaitState) {
    if (line.name !== 'waiting') return nothing;
    const { strings, who } = this;
    const going = errand.name === 'sending';
    return html`
      <deskbell-wait-card
        .line=${line}
        .returned=${ending.name === 'returned' ? ending : undefined}
        .who=${who}
        .strings=${strings}
      ></deskbell-wait-card>
      ${going ? html`<p class="over">${strings.goingOver}</p>` : nothing}
      ${errand.name === 'failed' ? html`<p class="over wrong">${overFailed(errand.code, strings)}</p>` : nothing}
      <deskbell-offers ?inert=${going} .offers=${line.offers} .strings=${strings}></deskbell-offers>
    `;
  }

  get #offers(): DeskbellOffers | null {
    return this.renderRoot.querySelector('deskbell-offers');
  }

  /** Forms and other queues are a matter of waiting; channels and articles are for whoever is around. */
  #take({ detail }: Intent<'offer'>) {
    if (detail.kind === 'callback' || detail.kind === 'message' || detail.kind === 'queue')
      this.control?.choose(detail);
    else this.dispatchEvent(new Intent('offer', detail));
  }

  /** Says what is new to those who cannot see it, and moves the focus with the view that had it. */
  #changed(now: WaitState, before: WaitState): void {
    for (const words of newsBetween(now, before, this.who, this.strings)) this.#announcer.say(words);
    const opened = viewOf(now) === 'form' && viewOf(before) !== 'form';
    const closed = viewOf(now) !== 'form' && viewOf(before) === 'form';
    if (!opened && !this.matches(':focus-within')) return;
    const offer = closed && 'offer' in before.errand ? before.errand.offer : undefined;
    void this.#settled().then(() => {
      if (opened) this.focus();
      else if (this.matches(':focus-within')) return;
      else if (offer && this.#offers) this.#offers.focusOn(offer);
      else this.focus();
    });
  }

  /** Everything inside is drawn as well. */
  async #settled(): Promise<void> {
    await this.updateComplete;
    for (const element of this.renderRoot.querySelectorAll<LitElement>('.base > *')) await element.updateComplete;
  }
}

/** Why going over to another queue came to nothing. */
const overFailed = (code: Parameters<typeof troubleWords>[0], strings: WaitStrings): string =>
  `${strings.overFailed} ${troubleWords(code, strings)}`;

/** Ways to reach somebody that an end leaves open. */
function otherWays({ hours }: WaitState): readonly Offer[] {
  if (hours.name !== 'known') return [];
  const { callback, message } = hours.availability;
  return [
    ...(callback ? [{ kind: 'callback', keepsPlace: false } as const] : []),
    ...(message ? [{ kind: 'message', by: 'task' } as const] : []),
  ];
}

/** What somebody who cannot see has to hear of the step from one state to the next. */
function newsBetween(
  { full, line, ending, errand }: WaitState,
  before: WaitState,
  who: string | undefined,
  strings: WaitStrings,
): readonly string[] {
  const news: string[] = [];
  // Once: what counts down is for the eyes.
  if (full.name === 'resting' && before.full.name === 'none') {
    const when = full.until === undefined ? '' : strings.tryingIn(secondsUntil(full.until));
    news.push(`${strings.full} ${when}`.trim());
  }
  if (ending !== before.ending) news.push(...endNews(ending, before.ending, strings));
  if (ending.name === 'returned' && before.ending.name !== 'returned') {
    news.push(backWords(ending, line, who, strings));
  }
  if (line.name === 'waiting') {
    const { line: was } = before;
    const heard = was.name === 'waiting' && was.contactId === line.contactId ? was.news : 0;
    if (line.news > heard) news.push(spokenWait(line, strings));
  }
  if (errand.name !== before.errand.name && 'offer' in errand && errand.offer.kind === 'queue') {
    if (errand.name === 'sending') news.push(strings.goingOver);
    if (errand.name === 'failed') news.push(overFailed(errand.code, strings));
  }
  return news;
}

function endNews(ending: Ending, before: Ending, strings: WaitStrings): readonly string[] {
  const { ended, next, patience, returning, thanks, backIn, backFailed } = strings;
  const same = ending.name === before.name;
  switch (ending.name) {
    case 'known': {
      const was = before.name === 'known' ? before : undefined;
      if (ending.failed && ending.failed !== was?.failed)
        return [`${backFailed} ${troubleWords(ending.failed, strings)}`];
      if (ending.rating === 'given' && was && was.rating !== 'given') return [thanks];
      return same ? [] : [`${ended[ending.why]} ${next[ending.next]}`.trim()];
    }
    case 'pausing':
      // Once: what counts down is for the eyes.
      return same ? [] : [`${ended[ending.why]} ${backIn(secondsUntil(ending.until))}`];
    case 'returning':
      if (!same) return [returning];
      return ending.patience && !(before.name === 'returning' && before.patience) ? [patience] : [];
    case 'none':
    case 'asking':
    case 'returned':
      return [];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-wait': DeskbellWait;
  }
}
