import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';

import type { ChatControl } from '../../core/chat/control.js';
import { canWrite, features, headerPerson, named } from '../../core/chat/selectors.js';
import type { ChatState, Person } from '../../core/chat/state.js';
import { en } from '../../i18n/en.js';
import type { Strings } from '../../i18n/strings.js';
import type { DeskbellComposer } from '../composer/composer.js';
import { Announcer } from '../controllers/announcer.js';
import { LinkNews } from '../controllers/link-news.js';
import { StoreController } from '../controllers/store-controller.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { initials } from '../message/text.js';
import { shared } from '../styles/shared.styles.js';
import { tokens } from '../styles/tokens.styles.js';
import { begin } from './begin.js';
import { canEnd, renderConfirm, renderNext, statusOf } from './pieces.js';
import { styles } from './chat.styles.js';
import { factsBetween, heardLive } from './facts.js';

const phone = 'M7 4 5 6c0 7 6 13 13 13l2-2-4-4-2 2c-2-1-4-3-5-5l2-2z';
const camera = 'M3 7h11v10H3zm11 4 6-3v8l-6-3';

/**
 * @tagname deskbell-chat
 * @summary A whole conversation: who is there, what was said, and where to write. Inline on a page, or in a panel.
 *
 * @slot next - What comes next, above the box: in the place of the card that says why a chat is over or could not start.
 * @attr {light|dark|auto} theme - `auto` is the device's; without it, the page's own color scheme.
 * @fires {BeforeStartEvent} deskbell-before-start - The customer starts a chat; can be vetoed.
 * @fires {ContactStartedEvent} deskbell-contact-started - The customer is connected.
 * @fires {ContactEndedEvent} deskbell-contact-ended - The chat is over.
 * @fires {MessageReceivedEvent} deskbell-message-received - Somebody else said something.
 * @fires {UnreadChangedEvent} deskbell-unread-changed - The number of unread messages changed.
 * @fires {FailedEvent} deskbell-failed - The chat could not be started or connected.
 * @fires {Intent} deskbell-close - The customer wants the panel out of the way.
 * @csspart base - Everything.
 */
export class DeskbellChat extends LitElement {
  static override styles = [tokens, shared, styles];

  /** The chat to show. It belongs to whoever made it: moving or removing this element loses nothing. */
  @property({ attribute: false }) session: ChatControl | undefined;
  /** The words, and with them the language and its direction. */
  @property({ attribute: false }) strings: Strings = en;
  /** Offers to close the panel around this element. */
  @property({ type: Boolean }) closable = false;
  /** Whether the customer can see this element. */
  @property({ attribute: false }) active = true;

  /** The call beside this chat: then none is offered. A press on `data-deskbell-call` is the widget's to hear. */
  @property({ attribute: false }) calling: 'loading' | 'failed' | 'on' | undefined;

  @state() private confirming = false;

  @query('deskbell-composer') private composer!: DeskbellComposer | null;

  #announcer = new Announcer((urgent): Element | null => this.renderRoot.querySelector(urgent ? '.urgent' : '.polite'));
  #store = new StoreController(
    this,
    () => this.session?.store,
    (now, before) => this.#changed(now, before),
  );
  #link = new LinkNews(
    this,
    () => (this.#store.state?.phase.name === 'live' ? this.#store.state.phase.link : undefined),
    (news) => this.#announcer.say(this.strings[news]),
  );

  /** Puts the focus where the customer goes on: into the box, or on the next step. */
  override focus(options?: FocusOptions): void {
    (this.composer ?? this.renderRoot.querySelector<HTMLElement>('.foot button'))?.focus(options);
  }

  override render() {
    const { confirming, strings } = this;
    const chat = this.#store.state;
    if (!chat) return nothing;
    return html`
      <div part="base" class="root base" dir=${strings.direction} lang=${strings.language}>
        ${this.#renderHeader(chat)}
        <div class="body" ?inert=${confirming}>
          <deskbell-transcript
            .state=${chat}
            .active=${this.active}
            .strings=${strings}
            @deskbell-read=${() => this.session?.markRead()}
            @deskbell-earlier=${() => this.session?.loadEarlier()}
            @deskbell-draft=${this.#draft}
          ></deskbell-transcript>
          ${this.#renderNews()}
        </div>
        <div class="foot" ?inert=${confirming}>
          ${this.calling === 'failed' ? html`<p class="card failed" role="alert">${strings.callFailed}</p>` : nothing}
          <slot name="next"> ${renderNext(chat, strings, () => this.#begin())} </slot>
          ${chat.keeps ? nothing : html`<p class="small">${strings.errors['not-kept']}</p>`}
          ${canWrite(chat) ? this.#renderComposer(chat) : nothing}
        </div>
        ${confirming ? renderConfirm(strings, (confirmed) => this.#answer(confirmed)) : nothing}
        <div class="quiet polite" aria-live="polite"></div>
        <div class="quiet urgent" aria-live="assertive"></div>
      </div>
    `;
  }

  #renderHeader(chat: ChatState) {
    const { calling, strings } = this;
    const { phase } = chat;
    const person = headerPerson(chat);
    const name = person && this.#nameOf(chat, person);
    return html`<div class="header" part="header" ?inert=${this.confirming}>
      <span class="avatar" aria-hidden="true">
        ${name ? initials(name) : icon('M4 17h16M5.5 17a6.5 6.5 0 0 1 13 0M12 10.5V8m-2 0h4M3 20h18')}
      </span>
      <div class="who">
        <h2><bdi>${name ?? strings.title}</bdi></h2>
        <p class="small">${calling === 'loading' ? strings.connecting : statusOf(phase, person, strings)}</p>
      </div>
      ${Object.entries(strings.callNames).map(([kind, name]) =>
        calling !== 'on' && strings.calls?.includes(kind)
          ? html`<button type="button" data-deskbell-call=${kind} aria-label=${name}>
              ${icon(kind === 'voice' ? phone : camera)}
            </button>`
          : nothing,
      )}
      ${
        canEnd(phase)
          ? html`<button type="button" class="small end" @click=${this.#askToEnd}>${strings.endChat}</button>`
          : nothing
      }
      ${
        this.closable
          ? html`<button type="button" aria-label=${strings.closeChat} @click=${this.#close}>
              ${icon('m6 9 6 6 6-6')}
            </button>`
          : nothing
      }
    </div>`;
  }

  #renderNews() {
    const { news } = this.#link;
    if (!news) return nothing;
    return html`<div class="small card news ${news}">
      <span>${this.strings[news]}</span>
      ${
        news === 'back'
          ? nothing
          : html`<button type="button" class="strong" @click=${() => this.session?.check()}>
              ${this.strings.tryNow}
            </button>`
      }
    </div>`;
  }

  #renderComposer(chat: ChatState) {
    return html`<deskbell-composer
      .text=${chat.typed}
      .maxBytes=${features(chat)?.maxMessageBytes ?? 16_384}
      .strings=${this.strings}
      @deskbell-note=${({ detail }: Intent<'note'>) => this.session?.note(detail)}
      @deskbell-submit=${this.#submit}
      @deskbell-warn=${({ detail }: Intent<'warn'>) => this.#announcer.say(detail, true)}
    ></deskbell-composer>`;
  }

  #nameOf(chat: ChatState, person: Person): string {
    return named(chat, person).name || this.strings.roles[person.role];
  }

  /** Says what is new to those who cannot see it, and tells the page. */
  #changed(now: ChatState, before: ChatState): void {
    const { strings } = this;
    const { phase } = now;
    const heard = heardLive(now, before);
    for (const { content, from } of heard) {
      this.#announcer.say(strings.said(this.#nameOf(now, from), content.text ?? strings.unsupported));
    }
    for (const { localId, state } of now.drafts) {
      const was = before.drafts.find((draft) => draft.localId === localId)?.state.name;
      if (state.name === 'failed' && was && was !== 'failed') this.#announcer.say(strings.errors[state.code], true);
    }
    if (phase.name === 'failed' && before.phase !== phase) this.#announcer.say(strings.errors[phase.code], true);
    if (phase.name === 'ended' && before.phase.name !== 'ended') {
      this.#announcer.say(strings.ended);
      this.confirming = false;
    }
    if (phase.name !== before.phase.name && this.matches(':focus-within')) this.#keepFocus();
    for (const fact of factsBetween(now, before, heard)) this.dispatchEvent(fact);
  }

  #begin() {
    if (this.session) begin(this, this.session);
  }

  /** What has the focus may be about to go; the focus must not be lost with it. */
  #keepFocus(): void {
    void this.updateComplete.then(() => {
      if (!this.matches(':focus-within')) this.focus();
    });
  }

  #submit({ detail }: Intent<'submit'>) {
    const { session } = this;
    session?.note('');
    session?.send(detail);
    if (session) begin(this, session);
  }

  #draft({ detail: { verb, localId } }: Intent<'draft'>) {
    const { session } = this;
    if (!session) return;
    const { drafts, typed } = session.store.state;
    if (verb === 'copy') void this.#copy(drafts.find((draft) => draft.localId === localId)?.text ?? '');
    else if (verb === 'retry') session.retryDraft(localId);
    else {
      const text = session.discardDraft(localId);
      if (verb === 'edit') session.note(typed.trim() ? `${text}\n${typed}` : text);
    }
    if (verb !== 'copy') this.focus();
  }

  async #copy(text: string): Promise<void> {
    const { strings } = this;
    try {
      await navigator.clipboard.writeText(text);
      this.#announcer.say(strings.copied);
    } catch {
      this.#announcer.say(strings.copyFailed, true);
    }
  }

  #close() {
    this.dispatchEvent(new Intent('close', undefined));
  }

  #askToEnd() {
    this.confirming = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.veil button')?.focus());
  }

  #answer(confirmed: boolean): void {
    this.confirming = false;
    if (confirmed) void this.session?.end();
    void this.updateComplete.then(() => {
      const end = this.renderRoot.querySelector<HTMLElement>('.end');
      if (end) end.focus();
      else this.focus();
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-chat': DeskbellChat;
  }
}
