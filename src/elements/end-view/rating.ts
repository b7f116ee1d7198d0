import { html, nothing, type TemplateResult } from 'lit';

import type { Rating } from '../../core/wait/state.js';
import type { WaitStrings } from '../../i18n/wait/strings.js';
import { icon } from '../icon.js';

/** Faces from sad to glad, by their mouths. */
const mouths = ['M8 17q4-5 8 0', 'M8 16q4-2 8 0', 'M8 15.5h8', 'M8 14.5q4 3 8 0', 'M7.5 14q4.5 5.5 9 0'];

/** What the customer thought: five answers by name, and a word if they like. */
export function renderRating(
  rating: Rating,
  strings: WaitStrings,
  rate: (score: number, comment: string) => void,
): TemplateResult | typeof nothing {
  if (rating === 'none') return nothing;
  if (rating === 'given') return html`<p class="thanks">${strings.thanks}</p>`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const comment = given.get('comment');
    const score = Number(given.get('score'));
    if (score && rating !== 'sending') rate(score, typeof comment === 'string' ? comment.trim() : '');
  };
  return html`<form class="rating" novalidate aria-busy=${rating === 'sending'} @submit=${submit}>
    <fieldset>
      <legend>${strings.rating}</legend>
      <div class="faces">
        ${strings.scores.map(
          (name, index) =>
            html`<label>
              <input type="radio" name="score" value=${index + 1} />
              ${icon(`M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9 9.5v.5m6-.5v.5${mouths[index] ?? ''}`)}
              <span class="small">${name}</span>
            </label>`,
        )}
      </div>
    </fieldset>
    <div class="more">
      <label for="comment">${strings.comment} <span class="small">(${strings.optional})</span></label>
      <textarea id="comment" name="comment" rows="2" maxlength="1000"></textarea>
      <button type="submit" class="secondary" aria-disabled=${rating === 'sending'}>
        ${rating === 'sending' ? strings.sending : strings.sendRating}
      </button>
    </div>
    ${rating === 'failed' ? html`<p class="wrong" role="alert">${strings.ratingFailed}</p>` : nothing}
  </form>`;
}
