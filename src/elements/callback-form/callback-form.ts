import { html, nothing, type TemplateResult } from 'lit';

import type { Offer } from '../../core/wait/offers.js';
import { Intent } from '../intents.js';
import { ErrandForm } from '../wait/errand-form.js';
import { likelyRegion, regionOf, regions, toE164 } from './phone.js';
import { callTimes, type CallTime } from './times.js';

/**
 * @tagname deskbell-callback-form
 * @summary Asks for a call: which number, when, and about what. State in, intents out; what was typed stays.
 *
 * @fires {Intent} deskbell-callback - Send it.
 * @fires {Intent} deskbell-put-away - Close it, or put away what came of it.
 * @csspart base - Everything.
 */
export class DeskbellCallbackForm extends ErrandForm {
  #times: readonly CallTime[] | undefined;
  #names: Intl.DisplayNames | undefined;

  protected override titleWords(): string {
    return this.strings.callbackTitle;
  }

  protected override sendWords(): string {
    return this.strings.callMe;
  }

  protected override doneWords(): string {
    return this.strings.callbackDone;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('strings')) return;
    this.#names = new Intl.DisplayNames(this.strings.language, { type: 'region' });
    this.#times = undefined;
  }

  protected override renderFields(offer: Offer): TemplateResult {
    const { strings } = this;
    const likely = likelyRegion(navigator.languages, strings.language);
    // As they were when the form was opened: a choice must not change under the customer's hand.
    this.#times ??= callTimes(Date.now(), strings);
    const named = regions
      .map(({ region, code }) => ({ region, code, name: this.#names?.of(region) ?? region }))
      .sort((one, other) => one.name.localeCompare(other.name, strings.language));
    return html`
      <div class="number">
        <div class="field">
          <label for="country">${strings.country}</label>
          <select id="country" autocomplete="tel-country-code">
            ${named.map(
              ({ region, code, name }) =>
                html`<option value=${region} ?selected=${region === likely}>${name} (‎+${code})</option>`,
            )}
          </select>
        </div>
        ${this.renderField(
          'phone',
          strings.phone,
          html`<input
            id="phone"
            class="first"
            type="tel"
            dir="ltr"
            autocomplete="tel"
            required
            aria-invalid=${this.problems['phone'] ? 'true' : 'false'}
            aria-describedby="phone-wrong use"
            @input=${this.#typed}
          />`,
        )}
      </div>
      <div class="field">
        <label for="when">${strings.when}</label>
        <select id="when">
          ${this.#times.map(({ name }, index) => html`<option value=${index}>${name}</option>`)}
        </select>
      </div>
      ${this.renderField(
        'note',
        strings.note,
        html`<textarea id="note" rows="2" maxlength="500" aria-describedby="note-wrong"></textarea>`,
        true,
      )}
      ${
        this.waiting && offer.kind === 'callback' && offer.keepsPlace
          ? html`<label class="check"><input id="wait-on" type="checkbox" checked />${strings.waitOn}</label>`
          : nothing
      }
      <p id="use" class="small">
        ${strings.phoneUse}
        ${this.waiting && offer.kind === 'callback' && !offer.keepsPlace ? strings.leavesLine : nothing}
      </p>
    `;
  }

  protected override read() {
    const { strings } = this;
    const number = toE164(this.field('phone').value, this.field('country').value);
    if ('problem' in number) return { problems: { phone: strings.phoneProblems[number.problem] } };
    const at = this.#times?.[Number(this.field('when').value)]?.at;
    const waitOn = this.renderRoot.querySelector<HTMLInputElement>('#wait-on');
    return new Intent('callback', {
      phone: number.phone,
      inMs: at === undefined ? 0 : Math.max(0, at - Date.now()),
      note: this.field('note').value.trim(),
      waitOn: waitOn?.checked ?? false,
    });
  }

  /** A number that brings its own country chooses it. */
  #typed() {
    this.mend('phone');
    const region = regionOf(this.field('phone').value);
    const country = this.field('country');
    const code = (wanted: string): string | undefined => regions.find((known) => known.region === wanted)?.code;
    // One code may be that of several countries.
    if (region && code(region) !== code(country.value)) country.value = region;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-callback-form': DeskbellCallbackForm;
  }
}
