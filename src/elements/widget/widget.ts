import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';

import { unreadCount } from '../../core/chat/selectors.js';
import type { Memory } from '../../core/chat/ports.js';
import type { ChatControl } from '../../core/chat/control.js';
import type { Phase } from '../../core/chat/state.js';
import { en } from '../../i18n/en.js';
import type { CallName, Strings } from '../../i18n/strings.js';
import { begin } from '../chat/begin.js';
import type { DeskbellChat } from '../chat/chat.js';
import { FocusReturn } from '../controllers/focus-return.js';
import { StoreController } from '../controllers/store-controller.js';
import { Viewport } from '../controllers/viewport.js';
import { ClosedEvent, OpenedEvent } from '../events.js';
import { contactLink } from '../launcher/contact-link.js';
import { shared } from '../styles/shared.styles.js';
import { tokens } from '../styles/tokens.styles.js';
import { noSessions } from './no-sessions.js';
import type { CallElements, CallSource, StringsSource } from './sources.js';
import { styles } from './widget.styles.js';

/**
 * @tagname deskbell-widget
 * @summary The launcher in the corner and the panel it opens. Closing the panel never ends the chat.
 *
 * @slot launcher - Replaces the launcher. Fires `deskbell-toggle` when pressed; is given `open`, `unread` and `label`.
 * @fires {OpenedEvent} deskbell-opened - The panel is open.
 * @fires {ClosedEvent} deskbell-closed - The panel is closed.
 * @fires {BeforeStartEvent} deskbell-before-start - A chat is about to start; can be vetoed.
 * @fires {ContactStartedEvent} deskbell-contact-started - The customer is connected.
 * @fires {ContactEndedEvent} deskbell-contact-ended - The chat is over.
 * @fires {MessageReceivedEvent} deskbell-message-received - Somebody else said something.
 * @fires {UnreadChangedEvent} deskbell-unread-changed - The number of unread messages changed.
 * @fires {FailedEvent} deskbell-failed - The chat could not be started or connected.
 * @csspart panel - The panel.
 * @cssprop --deskbell-color-accent - The one colour everything is derived from.
 * @cssprop --deskbell-font - The font; the page's own without it.
 * @cssprop --deskbell-radius - Roundness of the panel.
 * @cssprop --deskbell-z-index - Where launcher and panel stand above the page.
 */
export class DeskbellWidget extends LitElement {
  static override styles = [tokens, shared, styles];

  /** Where sessions come from. Set once, by whoever puts the elements and the adapters together. */
  static sessionSource = noSessions;
  /** Where words come from; English without it. */
  static stringsSource: StringsSource | undefined;
  /** Where calls come from; none without it. */
  static callSource: CallSource | undefined;

  /** Address of the site's token broker. */
  @property() broker = '';
  /** The panel is open. A page that sets it shows the panel; a chat starts with the first message, or `startChat()`. */
  @property({ type: Boolean, reflect: true, attribute: 'open' }) opened = false;
  /** BCP 47; without it the page's language, then the browser's. */
  @property() language = '';
  /** `light`, `dark`, or `auto` for the device's; without it, the page's own color scheme. */
  @property({ reflect: true }) theme: 'light' | 'dark' | 'auto' | undefined;
  /** The customer's name, as the agent sees it. */
  @property({ attribute: 'display-name' }) displayName: string | undefined;
  /** The corner: `end` (default) or `start` of the line, as the page reads. */
  @property({ reflect: true }) position: 'start' | 'end' = 'end';
  /** Which calls the chat offers: `voice`, `video`, or both with a space between; none without it. */
  @property() calls = '';
  /** Another way to the site, shown as a plain link where the chat fails: `https:`, `mailto:` or `tel:`. */
  @property() contact = '';
  /** A chat goes on where this customer's last one ended, also days later, where the broker keeps conversations. */
  @property({ type: Boolean }) continues = false;
  /**
   * How long a conversation is remembered: until the tab is closed (`tab`, default), until it ends, also when the browser
   * is closed (`device`), or until the page goes (`none`).
   */
  @property() memory: Memory | undefined;
  /** The chat shown. Made when first needed, unless the page brings one. */
  @property({ attribute: false }) session: ChatControl | undefined;
  /** The words, and with them the language and its direction. */
  @property({ attribute: false }) strings: Strings = en;
  /** Where the chat is in its life. For reading, and for styling by its attribute. */
  @property({ reflect: true }) phase: Phase['name'] = 'idle';

  /** What shows a call, once somebody wanted one. */
  @state() call: CallElements | undefined;
  /** The call on its way, or the one that could not be loaded. */
  @state() private ringing: 'loading' | 'failed' | undefined;

  @query('dialog') private dialog!: HTMLDialogElement | null;
  @query('deskbell-chat') private chat!: DeskbellChat | null;

  #store = new StoreController(this, () => this.session?.store);
  #viewport = new Viewport(this);
  #focus = new FocusReturn();
  #wordsAsked = 0;
  /** The words of the chat, with the calls that are offered. */
  #words = en;
  /** What the page was told last. */
  #toldOpened = false;

  /** Messages of others that the customer has not seen. */
  get unread(): number {
    const chat = this.#store.state;
    return chat ? unreadCount(chat) : 0;
  }

  /** Opens the panel, puts the focus in it, and starts a chat unless one is running. */
  open(): void {
    this.#show();
    if (!this.call?.element.running) this.startChat();
  }

  /** Closes the panel. The chat goes on; the focus returns to where it came from. */
  close(): void {
    const inside = this.dialog?.matches(':focus-within');
    this.opened = false;
    if (inside) void this.updateComplete.then(() => this.#focus.giveBack(this.#launcher));
  }

  /** Opens or closes the panel. */
  toggle(): void {
    if (this.opened) this.close();
    else this.open();
  }

  /** Starts a chat, or goes on with the one that is there. The panel stays as it is. */
  startChat(): void {
    begin(this, this.ensureSession());
  }

  /**
   * Opens the panel with the room before a call, or with the call that is running; without a kind, with the one this tab
   * was in before it was reloaded. The code of calls is loaded for it; where that fails, the customer is told, and can go
   * on in the chat.
   */
  async startCall(kind?: CallName): Promise<void> {
    const { broker, displayName, strings } = this;
    this.#show();
    if (this.ringing === 'loading') return;
    this.ringing = 'loading';
    try {
      this.call ??= await DeskbellWidget.callSource?.({
        widget: this,
        broker,
        displayName,
        language: strings.language,
        chatHandle: () => this.session?.handle,
      });
      this.ringing = undefined;
      await this.updateComplete;
      if (kind) this.call?.element.start(kind === 'voice' ? 'audio' : kind);
    } catch {
      this.ringing = 'failed';
    }
  }

  /** Ends the chat without asking. The panel stays as it is. */
  async endChat(): Promise<void> {
    await this.session?.end();
  }

  /** Says something in the customer's name, and starts a chat for it if none is running. */
  sendMessage(text: string): void {
    this.ensureSession().send(text);
    this.startChat();
  }

  /** The chat shown, made when there is none yet. Starts nothing. */
  ensureSession(): ChatControl {
    const { broker, displayName, memory, strings } = this;
    return (this.session ??= DeskbellWidget.sessionSource({
      broker,
      displayName,
      memory,
      language: strings.language,
    }));
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('language')) void this.#askForWords();
    if (changed.has('strings') || changed.has('calls') || changed.has('contact')) {
      this.#words = { ...this.strings, calls: this.calls, contact: contactLink(this.contact) };
    }
    if (this.opened) this.ensureSession();
    this.phase = this.#store.state?.phase.name ?? 'idle';
  }

  override render() {
    const { call, opened, session, strings, unread } = this;
    return html`
      <div class="root" dir=${strings.direction} lang=${strings.language}>
        <dialog
          part="panel"
          tabindex="-1"
          aria-label=${strings.title}
          @cancel=${this.#dismiss}
          @keydown=${this.#key}
          @deskbell-close=${this.close}
          @click=${this.#press}
        >
          ${call?.element}
          ${
            session
              ? html`<deskbell-chat
                  closable
                  .active=${opened && !call?.element.covers}
                  .calling=${call?.element.running ? 'on' : this.ringing}
                  .session=${session}
                  .strings=${this.#words}
                ></deskbell-chat>`
              : nothing
          }
        </dialog>
        <p class="quiet" role="status">${!opened && unread ? strings.unread(unread) : ''}</p>
      </div>
      <slot name="launcher" @deskbell-toggle=${this.toggle}
        ><deskbell-launcher position=${this.position}></deskbell-launcher
      ></slot>
      ${call?.pill}
    `;
  }

  protected override updated() {
    this.#fit();
    const { opened, strings, unread } = this;
    const launcher = this.#launcher;
    launcher?.toggleAttribute('open', opened);
    launcher?.setAttribute('unread', `${unread}`);
    launcher?.setAttribute('label', strings.launcher(unread));
    if (opened !== this.#toldOpened) this.dispatchEvent(opened ? new OpenedEvent() : new ClosedEvent());
    this.#toldOpened = opened;
  }

  override connectedCallback() {
    super.connectedCallback();
    // A browser forgets that a dialog was modal when it leaves the document.
    if (this.hasUpdated) this.#fit();
  }

  get #launcher(): HTMLElement | null {
    return this.querySelector<HTMLElement>('[slot=launcher]') ?? this.renderRoot.querySelector('deskbell-launcher');
  }

  #show(): void {
    if (this.opened) return;
    this.#focus.remember();
    this.opened = true;
    void this.updateComplete.then(() => this.#enter());
  }

  /** Only the newest answer counts: languages may arrive in another order than they were asked for. */
  async #askForWords(): Promise<void> {
    const asked = ++this.#wordsAsked;
    const words = await DeskbellWidget.stringsSource?.(this);
    if (words && asked === this.#wordsAsked) this.strings = words;
  }

  /** Shows or hides the panel: beside the page where there is room, else above it and alone. */
  #fit(): void {
    const { dialog, opened } = this;
    const full = this.#viewport.full;
    if (!dialog || !this.isConnected) return;
    if (dialog.open && (!opened || full !== dialog.matches(':modal'))) dialog.close();
    // `show()` would take the focus, also from a page that opens the panel by attribute.
    if (opened && !dialog.open) {
      if (full) dialog.showModal();
      else dialog.setAttribute('open', '');
    }
    this.#viewport.cover(opened && full);
  }

  #enter(): void {
    // On a touch screen the box would bring up the keyboard over the conversation.
    if (matchMedia('(pointer: coarse)').matches) this.dialog?.focus();
    else void this.chat?.updateComplete.then(() => this.chat?.focus());
  }

  #dismiss(event: Event) {
    event.preventDefault();
    this.close();
  }

  /** A button or an invitation that starts a call, wherever in the chat it is. */
  #press(event: Event) {
    for (const target of event.composedPath()) {
      if (target === this.dialog) return;
      const kind = (target as HTMLElement).dataset?.['deskbellCall'];
      if (!kind) continue;
      event.preventDefault();
      void this.startCall(kind as CallName);
    }
  }

  #key(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) this.#dismiss(event);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-widget': DeskbellWidget;
  }
}
