import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';

import type { Offer } from '../../core/wait/offers.js';
import type { Errand } from '../../core/wait/state.js';
import { en } from '../../i18n/wait/en.js';
import type { WaitStrings } from '../../i18n/wait/strings.js';
import { Announcer } from '../controllers/announcer.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { form, pieces } from './pieces.styles.js';
import { renderReceipt } from './receipt.js';
import { done } from './receipt.styles.js';
import { troubleWords } from './words.js';

export type RunningErrand = Exclude<Errand, { readonly name: 'none' }>;

/** What is wrong, by the id of the field it is about. */
type Problems = Readonly<Record<string, string | undefined>>;

/**
 * What a form of an errand has in common with the other one: it is opened with the focus in it, closed by Escape, sent
 * by Enter, says what is wrong at the field it is about, and keeps what was typed until it has arrived.
 */
export abstract class ErrandForm extends LitElement {
  static override styles = [shared, pieces, form, done];

  @property({ attribute: false }) errand: RunningErrand | undefined;
  /** There is a place in line. */
  @property({ attribute: false }) waiting = false;
  @property({ attribute: false }) strings: WaitStrings = en;

  /** What is wrong, by field, since the customer last tried to send it. */
  @state() protected problems: Problems = {};

  #announcer = new Announcer((): Element | null => this.renderRoot.querySelector('.polite'));

  /** Puts the focus into the first field, or on what came of it. */
  override focus(options?: FocusOptions): void {
    const { errand } = this;
    const place = errand?.name === 'done' ? 'h2' : '.first';
    this.renderRoot.querySelector<HTMLElement>(place)?.focus(options);
  }

  override render() {
    const { errand, strings } = this;
    if (!errand) return nothing;
    return html`<div part="base" @keydown=${this.#key}>
      ${
        errand.name === 'done'
          ? renderReceipt(errand.receipt, this.doneWords(), strings, this.waiting, {
              copy: (text) => void this.#copy(text),
              away: () => this.#putAway(),
            })
          : html`<form
              novalidate
              aria-labelledby="title"
              aria-busy=${errand.name === 'sending'}
              @submit=${this.#submit}
            >
              <h2 id="title">${this.titleWords()}</h2>
              ${this.renderFields(errand.offer)}
              <div class="send">
                ${
                  errand.name === 'failed'
                    ? html`<p class="small wrong" role="alert">${troubleWords(errand.code, strings)}</p>`
                    : nothing
                }
                <div class="buttons">
                  <button type="button" class="secondary" @click=${this.#putAway}>${strings.close}</button>
                  <button type="submit" class="primary" aria-disabled=${errand.name === 'sending'}>
                    ${
                      errand.name === 'sending'
                        ? strings.sending
                        : errand.name === 'failed'
                          ? strings.tryAgain
                          : this.sendWords()
                    }
                  </button>
                </div>
              </div>
            </form>`
      }
      <div class="quiet polite" aria-live="polite"></div>
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('errand');
    if (!changed.has('errand') || before?.name === this.errand?.name) return;
    // The button that was pressed is gone with the form.
    if (this.errand?.name === 'done' && before) this.focus();
    if (this.errand?.name === 'sending') this.#announcer.say(this.strings.sending);
  }

  protected abstract titleWords(): string;
  protected abstract sendWords(): string;
  protected abstract doneWords(): string;
  protected abstract renderFields(offer: Offer): TemplateResult;
  /** What is wrong, or the intent to send what was typed. */
  protected abstract read(): { readonly problems: Problems } | Event;

  /** A labelled field, with what is wrong with it below. */
  protected renderField(id: string, name: string, input: TemplateResult, optional = false): TemplateResult {
    const problem = this.problems[id];
    return html`<div class="field">
      <label for=${id}
        >${name}${optional ? html` <span class="small">(${this.strings.optional})</span>` : nothing}</label
      >
      ${input}
      <p id="${id}-wrong" class="small wrong" ?hidden=${!problem}>${problem}</p>
    </div>`;
  }

  protected field(id: string): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`) as HTMLInputElement;
  }

  /** What is wrong goes away as soon as somebody mends it. */
  protected mend(id: string): void {
    if (this.problems[id]) this.problems = { ...this.problems, [id]: undefined };
  }

  #submit(event: SubmitEvent) {
    event.preventDefault();
    if (this.errand?.name === 'sending') return;
    const result = this.read();
    if (result instanceof Event) {
      this.problems = {};
      this.dispatchEvent(result);
      return;
    }
    this.problems = result.problems;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  }

  #key(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.#putAway();
  }

  #putAway() {
    this.dispatchEvent(new Intent('put-away', undefined));
  }

  async #copy(text: string): Promise<void> {
    const { strings } = this;
    try {
      await navigator.clipboard.writeText(text);
      this.#announcer.say(strings.copied);
    } catch {
      this.#announcer.say(strings.copyFailed);
    }
  }
}
