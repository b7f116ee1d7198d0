import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';

import type { Topic, Way } from '../../core/wait/ports.js';
import type { HoursStrings, WayName } from '../../i18n/hours/strings.js';
import { en } from '../../i18n/hours/en.js';
import { inLanguage } from '../../i18n/words.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { bestWay, openWords, waitWords, type KnownHours } from './hours-line.js';
import { styles } from './start-view.styles.js';

type Choice = readonly [alias: string, topic: Topic];

const noWay: Topic = { label: undefined, chat: undefined, call: undefined };

const icons: Readonly<Record<WayName, string>> = {
  chat: 'M4 5h16v11h-9l-5 4v-4H4z',
  call: 'M7 4 5 6c0 7 6 13 13 13l2-2-4-4-2 2c-2-1-4-3-5-5l2-2z',
  callback: 'M7 4 5 6c0 7 6 13 13 13l2-2-4-4-2 2c-2-1-4-3-5-5l2-2zm13 0-6 6m0-5v5h5',
  message: 'M3 6h18v12H3zm0 1 9 7 9-7',
};

/**
 * @tagname deskbell-start-view
 * @summary Before a contact: what is open, how long one waits, and what can be done now. State in, intents out.
 *
 * @fires {Intent} deskbell-way - The customer chose how to reach somebody, and about what.
 * @csspart base - Everything.
 * @csspart hours - Whether it is open.
 */
export class DeskbellStartView extends LitElement {
  static override styles = [shared, styles];

  /** What is open, and when that was said. Nothing is shown without it. */
  @property({ attribute: false }) hours: KnownHours | undefined;
  /** Milliseconds since 1970. */
  @property({ attribute: false }) now = Date.now();
  @property({ attribute: false }) strings: HoursStrings = en;

  /** What the customer chose could not be loaded: they are told, and can choose again. */
  @property({ type: Boolean }) failed = false;

  /** Alias of the chosen topic; undefined until one is chosen, empty for none of them. */
  @state() private chosen: string | undefined;

  /** Puts the focus where the customer goes on. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>(':checked, button')?.focus(options);
  }

  /** Alias of what it is about now; undefined for nothing in particular. */
  get topic(): string | undefined {
    return this.#topicNow[0] || undefined;
  }

  override render() {
    const { hours, strings } = this;
    if (!hours) return nothing;
    const { articles } = hours.availability;
    const choices = this.#choices;
    const [alias, topic] = this.#topicNow;
    return html`<div part="base" role="group" aria-label=${strings.title}>
      ${choices.length > 1 ? this.#renderTopics(choices, alias) : nothing} ${this.#renderHours(topic)}
      ${this.#renderWays(alias, topic)}
      ${this.failed ? html`<p role="alert" class="danger">${strings.notLoaded}</p>` : nothing}
      ${
        articles.length
          ? html`<div class="articles">
              <h2 id="articles">${strings.articles}</h2>
              <ul aria-labelledby="articles">
                ${articles.map(
                  ({ title, url }) =>
                    html`<li>
                      <a href=${url} target="_blank" rel="noopener"
                        >${inLanguage(title, strings.language)}<span class="quiet"> (${strings.newTab})</span></a
                      >
                    </li>`,
                )}
              </ul>
            </div>`
          : nothing
      }
    </div>`;
  }

  get #choices(): readonly Choice[] {
    const { general = noWay, topics = {} } = this.hours?.availability ?? {};
    const choices: Choice[] = Object.entries(topics);
    return choices.length && bestWay(general) ? [...choices, ['', general]] : choices;
  }

  get #topicNow(): Choice {
    const choices = this.#choices;
    const general = this.hours?.availability.general ?? noWay;
    return choices.find(([name]) => name === this.chosen) ?? choices[0] ?? ['', general];
  }

  #renderTopics(choices: readonly Choice[], chosen: string) {
    const { strings } = this;
    return html`<fieldset>
      <legend>${strings.topics}</legend>
      ${choices.map(([alias, topic]) => {
        const way = bestWay(topic);
        return html`<label>
          <input
            type="radio"
            name="topic"
            .checked=${alias === chosen}
            @change=${() => {
              this.chosen = alias;
            }}
          />
          <span>
            ${alias ? inLanguage(topic.label, strings.language) || alias : strings.otherTopic}
            ${way ? html`<span class="small">${waitWords(way, strings) || this.#openWords(way)}</span>` : nothing}
          </span>
        </label>`;
      })}
    </fieldset>`;
  }

  /** Whether it is open, and what that means for whoever comes now. */
  #renderHours(topic: Topic) {
    const way = bestWay(topic);
    if (!way) return nothing;
    return html`<p part="hours" class="hours ${way.open ? 'open' : ''}">
      <span>${this.#openWords(way)}${way.open && way.congested ? html`. ${this.strings.busy}` : nothing}</span>
    </p>`;
  }

  #renderWays(alias: string, topic: Topic) {
    const { hours, strings } = this;
    const { callback = false, message = false } = hours?.availability ?? {};
    const best = bestWay(topic);
    const ways: (readonly [name: WayName, detail: string, open: boolean])[] = (['chat', 'call'] as const).flatMap(
      (name) => {
        const way = topic[name];
        // What all are closed until stands above.
        if (!way || (!way.open && !best?.open)) return [];
        return [[name, way.open ? waitWords(way, strings) : this.#openWords(way), way.open] as const];
      },
    );
    if (callback) ways.push(['callback', strings.wayDetail.callback, true]);
    if (message) ways.push(['message', strings.wayDetail.message, true]);
    if (!ways.length) return best ? nothing : html`<p>${strings.nothing}</p>`;
    return html`<ul aria-label=${ways.length > 1 ? strings.ways : nothing}>
      ${ways.map(([name, detail, open], index) => {
        const words = html`${icon(icons[name])}<span
            ><b>${strings.way[name]}</b> ${detail && html`<span class="small">${detail}</span>`}</span
          >`;
        return html`<li>
          ${
            open
              ? html`<button
                  type="button"
                  class=${index ? 'secondary' : 'primary'}
                  @click=${() => this.dispatchEvent(new Intent('way', { way: name, topic: alias || undefined }))}
                >
                  ${words}
                </button>`
              : html`<p class="shut">${words}</p>`
          }
        </li>`;
      })}
    </ul>`;
  }

  #openWords(way: Way): string {
    return this.hours ? openWords(way, this.hours.at, this.now, this.strings) : '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-start-view': DeskbellStartView;
  }
}
