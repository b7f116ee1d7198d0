import { html, nothing, type TemplateResult } from 'lit';

import type { Receipt } from '../../core/wait/ports.js';
import type { WaitStrings } from '../../i18n/wait/strings.js';
import { icon } from '../icon.js';

/** It is done: what happens now, and the reference to name it by. `waiting`: there was a place in line. */
export function renderReceipt(
  receipt: Receipt | undefined,
  done: string,
  strings: WaitStrings,
  waiting: boolean,
  { copy, away }: { readonly copy: (text: string) => void; readonly away: () => void },
): TemplateResult {
  const line = receipt?.leftQueue ? strings.leftLine : waiting ? strings.stillInLine : '';
  return html`<div class="done">
    <h2 tabindex="-1">${icon('m5 12.5 4.5 4.5L19 7')}${receipt?.kind === 'voice' ? strings.callbackNow : done}</h2>
    ${line ? html`<p>${line}</p>` : nothing}
    ${
      receipt?.reference
        ? html`<p class="small reference">
            <span>${strings.reference} <b dir="ltr">${receipt.reference}</b></span>
            <button type="button" class="text-button" @click=${() => copy(receipt.reference)}>${strings.copy}</button>
          </p>`
        : nothing
    }
    <button type="button" class="secondary" @click=${away}>${strings.done}</button>
  </div>`;
}
