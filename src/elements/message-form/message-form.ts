import { html, type TemplateResult } from 'lit';

import { Intent } from '../intents.js';
import { ErrandForm } from '../wait/errand-form.js';

/** As far as a form can tell: something, an at sign, and a name with a dot. */
const address = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/**
 * @tagname deskbell-message-form
 * @summary Leaves a message that somebody answers later. State in, intents out; what was typed stays.
 *
 * @fires {Intent} deskbell-message - Send it.
 * @fires {Intent} deskbell-put-away - Close it, or put away what came of it.
 * @csspart base - Everything.
 */
export class DeskbellMessageForm extends ErrandForm {
  protected override titleWords(): string {
    return this.strings.messageTitle;
  }

  protected override sendWords(): string {
    return this.strings.send;
  }

  protected override doneWords(): string {
    return this.strings.messageDone;
  }

  protected override renderFields(): TemplateResult {
    const { problems, strings } = this;
    return html`
      ${this.renderField(
        'name',
        strings.name,
        html`<input id="name" class="first" autocomplete="name" maxlength="256" aria-describedby="name-wrong" />`,
        true,
      )}
      ${this.renderField(
        'email',
        strings.email,
        html`<input
          id="email"
          type="email"
          dir="ltr"
          autocomplete="email"
          required
          maxlength="254"
          aria-invalid=${problems['email'] ? 'true' : 'false'}
          aria-describedby="email-wrong use"
          @input=${() => this.mend('email')}
        />`,
      )}
      ${this.renderField(
        'text',
        strings.text,
        html`<textarea
          id="text"
          rows="3"
          required
          maxlength="4000"
          aria-invalid=${problems['text'] ? 'true' : 'false'}
          aria-describedby="text-wrong"
          @input=${() => this.mend('text')}
        ></textarea>`,
      )}
      <p id="use" class="small">${strings.emailUse}</p>
    `;
  }

  protected override read() {
    const { strings } = this;
    const [name, email, text] = (['name', 'email', 'text'] as const).map((id) => this.field(id).value.trim());
    const problems = {
      ...(address.test(email ?? '') ? {} : { email: strings.emailProblem }),
      ...(text ? {} : { text: strings.textMissing }),
    };
    if (Object.keys(problems).length) return { problems };
    return new Intent('message', { name: name ?? '', email: email ?? '', text: text ?? '' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-message-form': DeskbellMessageForm;
  }
}
