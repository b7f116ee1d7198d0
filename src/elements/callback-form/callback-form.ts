import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';

import type { Offer } from '../../core/wait/offers.js';
import { Intent } from '../intents.js';
import { ErrandForm } from '../wait/errand-form.js';
import { codeOf, hasCode, likelyRegion, regionOf, regions, toE164 } from './phone.js';
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
  /** Where the number is dialled from, unless it says otherwise. */
  @state() private region: string | undefined;
  /** The number brings its country's code along. */
  @state() private coded = false;

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
    const region = (this.region ??= likelyRegion(navigator.languages, strings.language));
    const code = codeOf(region);
    // As they were when the form was opened: a choice must not change under the customer's hand.
    this.#times ??= callTimes(Date.now(), strings);
    const named = regions
      .map(({ region, code }) => ({ region, code, name: this.#names?.of(region) ?? region }))
      .sort((one, other) => one.name.localeCompare(other.name, strings.language));
    return html`
      <div class="number">
        <div class="field">
          <label for="country">${strings.country}</label>
          <select id="country" @input=${this.#chosen}>
            ${named.map(
              (one) =>
                html`<option value=${one.region} .selected=${one.region === region}>
                  ${one.name} (&lrm;+${one.code})
                </option>`,
            )}
          </select>
        </div>
        ${this.renderField(
          'phone',
          strings.phone,
          html`<div class="tel" dir="ltr">
            ${this.coded ? nothing : html`<span aria-hidden="true">+${code}</span>`}
            <input
              id="phone"
              class="first ${this.coded ? '' : `code-${code.length}`}"
              type="tel"
              autocomplete="tel"
              required
              aria-invalid=${this.problems['phone'] ? 'true' : 'false'}
              aria-describedby="phone-wrong use"
              @input=${this.#typed}
            />
          </div>`,
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
        html`<textarea id="note" rows="1" maxlength="500" aria-describedby="note-wrong"></textarea>`,
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
    const number = toE164(this.field('phone').value, this.region ?? '');
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

  /** A number that brings its own country chooses it. One code may be that of several countries. */
  #typed() {
    this.mend('phone');
    const typed = this.field('phone').value;
    this.coded = hasCode(typed);
    const region = regionOf(typed);
    if (region && codeOf(region) !== codeOf(this.region ?? '')) this.region = region;
  }

  #chosen() {
    this.region = this.field('country').value;
    this.mend('phone');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-callback-form': DeskbellCallbackForm;
  }
}
