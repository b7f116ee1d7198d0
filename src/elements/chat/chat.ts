import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';

import { canWrite, features, headerPerson, named, unreadCount } from '../../core/chat/selectors.js';
import type { ChatSession } from '../../core/chat/session.js';
import type { ChatState } from '../../core/chat/state.js';
import type { ErrorCode } from '../../core/errors.js';
import { en } from '../../i18n/en.js';
import { Formats } from '../../i18n/formats.js';
import type { Strings } from '../../i18n/strings.js';
import type { DeskbellComposer } from '../composer/composer.js';
import { Announcer } from '../controllers/announcer.js';
import { StoreController } from '../controllers/store-controller.js';
import type { DeskbellHeader } from '../header/header.js';
import type { ConfirmIntent, DraftIntent, SpeakIntent, TextIntent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { tokens } from '../styles/tokens.styles.js';
import { begin } from './begin.js';
import { styles } from './chat.styles.js';
import { factsBetween, heardLive } from './facts.js';

/** Failures after which there is nothing to go on with, only a new chat to begin. */
const spent: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'token/expired',
  'token/not-found',
  'token/start-again',
  'connection/refused',
  'connection/expired',
]);

/**
 * @tagname deskbell-chat
 * @summary A whole conversation: who is there, what was said, and where to write. Inline on a page, or in a panel.
 *
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
  @property({ attribute: false }) session: ChatSession | undefined;
  /** The words, and with them the language and its direction. */
  @property({ attribute: false }) strings: Strings = en;
  /** `light`, `dark`, or `auto` for the device's; without it, the page's own color scheme. */
  @property({ reflect: true }) theme: 'light' | 'dark' | 'auto' | undefined;
  /** Offers to close the panel around this element. */
  @property({ type: Boolean }) closable = false;
  /** Whether the customer can see this element. */
  @property({ attribute: false }) active = true;

  @state() private confirming = false;

  @query('deskbell-composer') private composer!: DeskbellComposer | null;
  @query('deskbell-header') private header!: DeskbellHeader | null;

  #formats = new Formats(en.language);
  #announcer = new Announcer((urgent) => this.renderRoot.querySelector(urgent ? '.urgent' : '.polite'));
  #store = new StoreController(
    this,
    () => this.session?.store,
    (now, before) => this.#changed(now, before),
  );

  /** Puts the focus where the customer goes on: into the box, or on the next step. */
  override focus(options?: FocusOptions): void {
    const target = this.composer ?? this.renderRoot.querySelector<HTMLElement>('.ended button');
    target?.focus(options);
  }

  protected override willUpdate() {
    if (this.#formats.language !== this.strings.language) this.#formats = new Formats(this.strings.language);
  }

  override render() {
    const { confirming, strings } = this;
    const chat = this.#store.state;
    if (!chat) return nothing;
    const { phase } = chat;
    const person = headerPerson(chat);
    return html`
      <div part="base" class="base" dir=${strings.direction} lang=${strings.language}>
        <deskbell-header
          ?inert=${confirming}
          .name=${person && (person.name || strings.roles[person.role])}
          .status=${this.#status(chat, person?.role)}
          .endable=${'contact' in phase || phase.name === 'requesting'}
          .closable=${this.closable}
          .strings=${strings}
          @deskbell-end=${this.#askToEnd}
        ></deskbell-header>
        <div class="body" ?inert=${confirming}>
          <deskbell-transcript
            .items=${chat.items}
            .drafts=${chat.drafts}
            .earlier=${chat.earlier}
            .typing=${chat.typing}
            .names=${chat.names}
            .readTo=${chat.readTo}
            .unread=${unreadCount(chat)}
            .synced=${chat.synced}
            .active=${this.active}
            .over=${!canWrite(chat)}
            .hint=${phase.name === 'live' || phase.name === 'failed' ? '' : strings.writeAlready}
            .strings=${strings}
            .formats=${this.#formats}
            @deskbell-read=${this.#read}
            @deskbell-load-earlier=${this.#loadEarlier}
            @deskbell-draft=${this.#draft}
          ></deskbell-transcript>
          <deskbell-link-banner
            .link=${phase.name === 'live' ? phase.link : undefined}
            .strings=${strings}
            @deskbell-check=${this.#check}
            @deskbell-speak=${this.#speak}
          ></deskbell-link-banner>
        </div>
        <div class="foot" ?inert=${confirming}>
          ${phase.name === 'failed' ? this.#renderFailed(phase.code) : nothing}
          ${canWrite(chat) ? this.#renderComposer(chat) : this.#renderEnded()}
        </div>
        ${
          confirming
            ? html`<deskbell-end-confirm .strings=${strings} @deskbell-confirm=${this.#confirm}></deskbell-end-confirm>`
            : nothing
        }
        <div class="quiet polite" aria-live="polite"></div>
        <div class="quiet urgent" aria-live="assertive"></div>
      </div>
    `;
  }

  #renderComposer(chat: ChatState) {
    return html`<deskbell-composer
      .text=${chat.typed}
      .maxBytes=${features(chat)?.maxMessageBytes ?? 16_384}
      .strings=${this.strings}
      @deskbell-note=${this.#note}
      @deskbell-submit=${this.#submit}
      @deskbell-speak=${this.#speak}
    ></deskbell-composer>`;
  }

  #renderFailed(code: ErrorCode) {
    const { strings } = this;
    return html`<div class="card failed">
      <p>${strings.errors[code]}</p>
      <button type="button" class="primary" @click=${this.#begin}>
        ${spent.has(code) ? strings.startAgain : strings.tryAgain}
      </button>
    </div>`;
  }

  #renderEnded() {
    const { strings } = this;
    return html`<div class="card ended">
      <p>${strings.ended}</p>
      <button type="button" class="primary" @click=${this.#begin}>${strings.startAgain}</button>
    </div>`;
  }

  #status({ phase }: ChatState, role: string | undefined): string {
    const { strings } = this;
    if (phase.name === 'requesting' || phase.name === 'connecting') return strings.connecting;
    if (phase.name !== 'live') return '';
    if (phase.leaving) return strings.ending;
    return !role ? strings.waitingForSomeone : role === 'bot' ? strings.automated : strings.inThisChat;
  }

  #changed(now: ChatState, before: ChatState): void {
    const { strings } = this;
    for (const { content, from } of heardLive(now, before)) {
      const name = named(now, from).name || strings.roles[from.role];
      this.#announcer.say(strings.said(name, content.text ?? strings.unsupported));
    }
    for (const draft of now.drafts) {
      const known = before.drafts.find(({ localId }) => localId === draft.localId);
      if (draft.state.name === 'failed' && known?.state.name !== 'failed') {
        this.#announcer.say(strings.errors[draft.state.code], true);
      }
    }
    if (now.phase.name !== before.phase.name) this.#entered(now);
    for (const fact of factsBetween(now, before)) this.dispatchEvent(fact);
  }

  #entered({ phase }: ChatState): void {
    if (phase.name === 'failed') this.#announcer.say(this.strings.errors[phase.code], true);
    if (phase.name !== 'ended') return;
    this.#announcer.say(this.strings.ended);
    this.confirming = false;
    // The box is about to go; the focus in it must not be lost with it.
    if (this.renderRoot.querySelector(':focus-within')) void this.updateComplete.then(() => this.focus());
  }

  #begin() {
    if (this.session) begin(this, this.session);
    void this.updateComplete.then(() => this.focus());
  }

  #note({ text }: TextIntent) {
    this.session?.note(text);
  }

  #submit({ text }: TextIntent) {
    const { session } = this;
    if (!session) return;
    session.note('');
    session.send(text);
    begin(this, session);
  }

  #read() {
    this.session?.markRead();
  }

  #loadEarlier() {
    void this.session?.loadEarlier();
  }

  #check() {
    this.session?.check();
  }

  #speak({ text, urgent }: SpeakIntent) {
    this.#announcer.say(text, urgent);
  }

  #draft({ verb, localId }: DraftIntent) {
    const { session } = this;
    const draft = session?.store.state.drafts.find((known) => known.localId === localId);
    if (!session || !draft) return;
    if (verb === 'copy') {
      void this.#copy(draft.text);
      return;
    }
    if (verb === 'retry') session.retryDraft(localId);
    else {
      const text = session.discardDraft(localId);
      const { typed } = session.store.state;
      if (verb === 'edit') session.note(typed.trim() ? `${text}\n${typed}` : text);
    }
    this.focus();
  }

  async #copy(text: string): Promise<void> {
    const { strings } = this;
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    this.#announcer.say(copied ? strings.copied : strings.copyFailed, !copied);
  }

  #askToEnd() {
    this.confirming = true;
  }

  #confirm({ confirmed }: ConfirmIntent) {
    this.confirming = false;
    if (confirmed) void this.session?.end();
    void this.updateComplete.then(() => this.header?.focusEnd() || this.focus());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-chat': DeskbellChat;
  }
}
