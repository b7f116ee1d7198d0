import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';

import type { CallControl } from '../../core/call/control.js';
import type { Surface } from '../../core/call/ports.js';
import type { CallMedia, CallPhase, CallState } from '../../core/call/state.js';
import { en } from '../../i18n/call/en.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { BeforeCallEvent } from '../call-events.js';
import { renderConfirm } from '../chat/pieces.js';
import { Announcer } from '../controllers/announcer.js';
import { StoreController } from '../controllers/store-controller.js';
import { Ticker } from '../controllers/ticker.js';
import { icon } from '../icon.js';
import { Intent, type CallAsk } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { tokens } from '../styles/tokens.styles.js';
import { styles } from './call.styles.js';
import { factsBetween, saidBetween } from './facts.js';
import { icons } from './icons.js';
import { InWidget } from './in-widget.js';
import { bannersOf, renderBanner, renderConnecting, renderNotice, renderOver, renderStart } from './pieces.js';
import { clockTime, contactOf, isInCall, isRunning, liveSince, nameOf, othersIn } from './people.js';
import { PictureInPicture } from './picture-in-picture.js';

/** How long a notice without anything to do stays, in milliseconds. */
const noticeMs = 10_000;
/** How many lines may lie over the stage. */
const mostBanners = 2;

/**
 * @tagname deskbell-call
 * @summary A whole call: the room before it, who is in it, its controls, and what comes after it.
 *
 * @attr {light|dark|auto} theme - `auto` is the device's; without it, the page's own color scheme.
 * @slot next - Where the customer stands while it rings, and why it ended: in the place of what the call says by itself.
 * @fires {BeforeCallEvent} deskbell-before-start - The customer starts a call; can be vetoed.
 * @fires {CallStartedEvent} deskbell-call-started - The customer is in the call.
 * @fires {CallEndedEvent} deskbell-call-ended - The call is over.
 * @fires {FailedEvent} deskbell-failed - The call could not be started, or was lost.
 * @fires {Intent} deskbell-close - The customer wants the panel out of the way.
 * @fires {Intent} deskbell-chat - The customer wants to chat.
 * @csspart base - Everything.
 * @csspart remote-video - The picture of somebody else.
 * @csspart self-video - The customer's own, before the call and in it.
 * @csspart share-video - A shared screen.
 */
export class DeskbellCall extends LitElement {
  static override styles = [tokens, shared, styles];

  /** The call to show. It belongs to whoever made it: moving or removing this element loses nothing. */
  @property({ attribute: false }) session: CallControl | undefined;
  /** The words, and with them the language and its direction. */
  @property({ attribute: false }) strings: CallStrings = en;
  /** What the start view offers: `voice`, `video`, or both with a space between. */
  @property() calls = 'video voice';
  /** Offers to close the panel around this element. */
  @property({ type: Boolean }) closable = false;
  /** There is a chat to go on with: offered where calls cannot work, and after a call. */
  @property({ type: Boolean }) chat = false;
  /** Nothing else of the panel around is in sight: the chat neither. Set by the panel. */
  @property({ attribute: false }) covers = false;
  /** Only a line, beside something else: how long, mute, leave, and the way back. Set by the panel. */
  @property({ type: Boolean, reflect: true }) strip = false;
  /** The chat is out of sight, with this many unread messages; undefined where it is in sight. */
  @property({ attribute: false }) chatUnread: number | undefined;
  /** The customer's name, for the place of their picture. */
  @property({ attribute: 'display-name' }) displayName: string | undefined;
  /** Where the call is in its life. For reading, and for styling by its attribute. */
  @property({ reflect: true }) phase: CallPhase['name'] = 'idle';

  @state() private confirming = false;
  @state() private ownPicture = true;
  @state() private full = false;
  /** Key of the newest notice that was put away. */
  @state() private putAway = 0;

  @query('.base') private base!: HTMLElement | null;

  /**
   * Plays the call's sound. In no document, so that nothing that happens to this element, to a panel around it or to the
   * page's own boxes can cut it.
   */
  #audio: HTMLAudioElement | undefined;
  #heard: CallControl | undefined;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  #announcer = new Announcer((urgent): Element | null => this.renderRoot.querySelector(urgent ? '.urgent' : '.polite'));
  #store = new StoreController(
    this,
    () => this.session?.store,
    (now, before) => this.#changed(now, before),
  );
  #picture = new PictureInPicture(
    () => this.strings,
    (ask) => this.#ask(ask),
  );
  #show = (tileId: string, surface: Surface | undefined): void => this.session?.show(tileId, surface);

  constructor() {
    super();
    new InWidget(this);
    new Ticker(this, () => !!this.#store.state && liveSince(this.#store.state.phase) !== undefined);
  }

  /** Whether there is something of a call going on, the room before it included. */
  get running(): boolean {
    const call = this.session?.store.state;
    return !!call && isRunning(call.phase);
  }

  /** Opens the room before a call, unless the page objects or a call is there: then that is shown. */
  start(media: CallMedia): void {
    const { session } = this;
    if (!session) return;
    if (!isRunning(session.store.state.phase) && this.dispatchEvent(new BeforeCallEvent(media))) {
      void session.prepare(media);
    }
    void this.updateComplete.then(() => this.focus());
  }

  /** Leaves the call: at once while nobody is there, else after one question. */
  askToLeave(): void {
    const call = this.session?.store.state;
    if (call && isInCall(call.phase) && (liveSince(call.phase) !== undefined || othersIn(call).length)) {
      this.confirming = true;
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.veil button')?.focus());
    } else void this.session?.leave();
  }

  /** Puts the focus where the customer goes on. */
  override focus(options?: FocusOptions): void {
    const place = this.renderRoot.querySelector<HTMLElement>('deskbell-prejoin, .next button, .body');
    place?.focus(options);
  }

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('fullscreenchange', this.#screenChanged);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('fullscreenchange', this.#screenChanged);
    clearTimeout(this.#noticeTimer);
    this.#picture.close();
    // Moved, it is back at once. Taken out, nobody could leave the room before the call any more, and its lights were on.
    setTimeout(() => {
      const { session } = this;
      if (!this.isConnected && session?.store.state.phase.name === 'preparing') void session.cancel();
    });
  }

  protected override willUpdate() {
    const call = this.#store.state;
    this.phase = call?.phase.name ?? 'idle';
    if (this.session && this.session !== this.#heard) {
      this.#heard = this.session;
      this.#audio ??= document.createElement('audio');
      this.session.sound(this.#audio);
    }
  }

  override render() {
    const { confirming, strings } = this;
    const call = this.#store.state;
    if (!call) return nothing;
    if (this.strip && !confirming) return this.#renderStrip();
    return html`
      <div
        part="base"
        class="root base"
        dir=${strings.direction}
        lang=${strings.language}
        role="region"
        aria-label=${strings.title}
        @keydown=${this.#key}
        @deskbell-ask=${({ detail }: Intent<'ask'>) => this.#ask(detail)}
        @deskbell-microphone=${({ detail }: Intent<'microphone'>) =>
          detail ? this.session?.openMicrophone() : this.session?.closeMicrophone()}
        @deskbell-camera=${({ detail }: Intent<'camera'>) => this.session?.setCamera(detail)}
        @deskbell-device=${this.#useDevice}
        @deskbell-background=${({ detail }: Intent<'background'>) => this.session?.setBackground(detail)}
        @deskbell-voice-focus=${({ detail }: Intent<'voice-focus'>) => this.session?.setVoiceFocus(detail)}
      >
        ${this.#needsHeader(call) ? this.#renderHeader(call) : nothing}
        <div class="body" tabindex="-1" ?inert=${confirming}>${this.#renderBody(call)}</div>
        ${
          isInCall(call.phase)
            ? html`<deskbell-call-bar
                ?inert=${confirming}
                .state=${call}
                .strings=${strings}
                .ownPicture=${this.ownPicture}
                .full=${this.full}
                ><deskbell-device-menu slot="devices" .state=${call} .strings=${strings}></deskbell-device-menu
              ></deskbell-call-bar>`
            : nothing
        }
        ${
          confirming
            ? renderConfirm(
                {
                  confirmEnd: strings.confirmLeave,
                  confirmEndDetail: strings.confirmLeaveDetail,
                  keepChatting: strings.stay,
                  endChat: strings.leave,
                },
                (confirmed) => this.#answer(confirmed),
              )
            : nothing
        }
        <div class="quiet polite" aria-live="polite"></div>
        <div class="quiet urgent" aria-live="assertive"></div>
      </div>
    `;
  }

  #renderStrip() {
    const { session, strings } = this;
    return html`<div class="root strip" dir=${strings.direction} lang=${strings.language}>
      <deskbell-call-pill
        .session=${session}
        .strings=${strings}
        @deskbell-show=${() => this.dispatchEvent(new Intent('show', undefined))}
        @deskbell-leave=${() => this.askToLeave()}
      ></deskbell-call-pill>
      <div class="quiet polite" aria-live="polite"></div>
      <div class="quiet urgent" aria-live="assertive"></div>
    </div>`;
  }

  #renderHeader(call: CallState) {
    const { strings, chatUnread } = this;
    const { phase } = call;
    const [first] = othersIn(call);
    const since = liveSince(phase);
    const title = first
      ? nameOf(first, strings)
      : phase.name === 'preparing'
        ? strings.room[call.media]
        : strings.title;
    return html`<div class="header" part="header" ?inert=${this.confirming}>
      <div class="who">
        <h2><bdi>${title}</bdi></h2>
        <p class="small">${this.#status(call)}</p>
      </div>
      ${
        since === undefined
          ? nothing
          : html`<time
              class="time"
              part="time"
              role="timer"
              aria-label=${strings.duration}
              datetime=${`PT${Math.max(0, Math.floor((Date.now() - since) / 1000))}S`}
              >${clockTime(Date.now() - since, strings.language)}</time
            >`
      }
      ${
        chatUnread === undefined
          ? nothing
          : html`<button
              type="button"
              class="to-chat"
              aria-label=${strings.showChat(chatUnread)}
              @click=${this.#toChat}
            >
              ${icon(icons.chat)}${chatUnread ? html`<b aria-hidden="true">${chatUnread}</b>` : nothing}
            </button>`
      }
      ${
        this.closable
          ? html`<button
              type="button"
              aria-label=${strings.minimise}
              @click=${() => this.dispatchEvent(new Intent('close', undefined))}
            >
              ${icon(icons.down)}
            </button>`
          : nothing
      }
    </div>`;
  }

  /** The room has a title of its own. */
  #needsHeader({ phase }: CallState): boolean {
    return phase.name !== 'preparing' || this.closable || this.chatUnread !== undefined;
  }

  #status({ phase, held, attendees }: CallState): string {
    const { strings } = this;
    if (phase.name === 'requesting' || phase.name === 'connecting') return strings.connecting;
    if (phase.name === 'ringing') return strings.ringing;
    if (phase.name === 'failed') return strings.notConnected;
    if (phase.name !== 'live') return '';
    if (held) return strings.held;
    const more = attendees.filter(({ role }) => role !== 'own').slice(1);
    return more.length ? more.map((one) => nameOf(one, strings)).join(', ') : strings.inCall;
  }

  #renderBody(call: CallState) {
    const { session, strings } = this;
    const { phase } = call;
    if (phase.name === 'idle') return renderStart(strings, this.#offered, (media) => this.start(media));
    if (phase.name === 'preparing') return this.#renderRoom(call);
    if (phase.name === 'requesting' || phase.name === 'connecting') {
      return renderConnecting(strings, () => void session?.leave());
    }
    if (phase.name === 'ended' || phase.name === 'failed') {
      const attended = this.querySelector(':scope > [slot=next]');
      return html`<slot name="next"
          >${renderOver(phase, strings, {
            again: () => this.start(call.media),
            retry: () => void session?.retry(),
            takeOver: () => void session?.takeOver(),
            chat: this.chat ? this.#toChat : undefined,
          })}</slot
        >${
          attended && this.chat
            ? html`<button type="button" class="secondary back" @click=${this.#toChat}>${strings.backToChat}</button>`
            : nothing
        }`;
    }
    const away = phase.name === 'reconnecting' || phase.name === 'rejoining';
    return html`<deskbell-call-stage
        exportparts="remote-video, self-video, share-video, own, name"
        class=${away ? 'away' : ''}
        .state=${call}
        .strings=${strings}
        .show=${this.#show}
        .ownPicture=${this.ownPicture}
      ></deskbell-call-stage>
      ${
        away
          ? html`<div class="lost"><p class="strong">${strings[phase.name]}</p></div>`
          : html`<div class="banners">${this.#renderBanners(call)}</div>`
      }${phase.name === 'ringing' ? html`<div class="line"><slot name="next"></slot></div>` : nothing}`;
  }

  #renderRoom(call: CallState) {
    const { session, strings } = this;
    const contact = contactOf(call.phase);
    return html`<deskbell-prejoin
      exportparts="preview, self-video, level, problem, notice, join-button, cancel-button"
      .state=${call}
      .strings=${strings}
      .customer=${this.displayName ?? ''}
      .video=${contact ? contact.features.video : this.#offered.includes('video')}
      .chat=${this.chat}
      .preview=${(surface: Surface | undefined) => session?.showPreview(surface)}
      .watchLevel=${(listener: (level: number) => void) => session?.watchLevel(listener) ?? (() => {})}
      .testSpeaker=${() => session?.testSpeaker() ?? Promise.resolve()}
      @deskbell-join=${() => session?.join()}
      @deskbell-cancel=${() => session?.cancel()}
      @deskbell-media=${({ detail }: Intent<'media'>) => session?.prepare(detail)}
      @deskbell-consent=${({ detail }: Intent<'consent'>) => session?.setConsent(detail)}
      @deskbell-chat=${this.#chatInstead}
    ></deskbell-prejoin>`;
  }

  #renderBanners(call: CallState) {
    const { strings } = this;
    const ask = (what: CallAsk): void => this.#ask(what);
    const { notice } = call;
    const told = notice && notice.key > this.putAway && notice.what !== 'camera-off-weak' ? notice : undefined;
    const banners = bannersOf(call, strings).slice(0, told ? mostBanners - 1 : mostBanners);
    return html`${banners.map((banner) => renderBanner(banner, ask))}
    ${
      told
        ? renderNotice(
            call,
            strings,
            ask,
            () => this.#use(told),
            () => (this.putAway = told.key),
          )
        : nothing
    }`;
  }

  get #offered(): readonly CallMedia[] {
    const wanted = this.calls.split(/\s+/);
    return wanted.flatMap((name) => (name === 'video' ? ['video'] : name === 'voice' ? ['audio'] : []));
  }

  /** Says what is new to those who cannot see it, and tells the page. */
  #changed(now: CallState, before: CallState): void {
    for (const { text, urgent } of saidBetween(now, before, this.strings)) this.#announcer.say(text, urgent);
    if (!isInCall(now.phase)) this.confirming = false;
    if (now.notice && now.notice !== before.notice) this.#keepNotice(now.notice.key);
    if (now.phase.name !== before.phase.name && this.matches(':focus-within')) this.#keepFocus();
    this.#picture.follow(this.session, now);
    for (const fact of factsBetween(now, before)) this.dispatchEvent(fact);
  }

  #keepNotice(key: number): void {
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => (this.putAway = Math.max(this.putAway, key)), noticeMs);
  }

  /** What has the focus may be about to go; the focus must not be lost with it. */
  #keepFocus(): void {
    void this.updateComplete.then(() => {
      if (!this.matches(':focus-within')) this.focus();
    });
  }

  #ask([verb, value]: CallAsk): void {
    const { session } = this;
    if (!session) return;
    if (verb === 'mute') session.setMuted(value);
    else if (verb === 'camera') void session.setCamera(value);
    else if (verb === 'share') {
      if (value) void session.startShare();
      else session.stopShare();
    } else if (verb === 'privacy') void session.setPrivacy(value);
    else if (verb === 'own-picture') this.ownPicture = value;
    else if (verb === 'press') session.press(value);
    else if (verb === 'microphone') void session.openMicrophone();
    else if (verb === 'flip') void session.flipCamera();
    else if (verb === 'sound') void session.resumeSound();
    else if (verb === 'full-screen') this.#fill();
    else if (verb === 'picture-in-picture') void this.#picture.open(session, this);
    else this.askToLeave();
  }

  #useDevice({ detail: { kind, id } }: Intent<'device'>) {
    const { session } = this;
    if (kind === 'microphone') void session?.chooseMicrophone(id);
    else if (kind === 'camera') void session?.chooseCamera(id);
    else void session?.chooseSpeaker(id);
  }

  /** Chooses the device that was found. */
  #use({ what, deviceId = '' }: NonNullable<CallState['notice']>): void {
    const kind = what.startsWith('microphone') ? 'microphone' : what.startsWith('camera') ? 'camera' : 'speaker';
    this.#useDevice(new Intent('device', { kind, id: deviceId }));
  }

  #answer(confirmed: boolean): void {
    this.confirming = false;
    if (confirmed) void this.session?.leave();
    void this.updateComplete.then(() => this.focus());
  }

  #fill(): void {
    const done = document.fullscreenElement ? document.exitFullscreen() : this.base?.requestFullscreen();
    // Refused by the page's frame or the browser: everything stays as it is.
    done?.catch(() => {});
  }

  #screenChanged = (): void => {
    this.full =
      (this.getRootNode() as Document | ShadowRoot).fullscreenElement === this || !!this.shadowRoot?.fullscreenElement;
  };

  #toChat = (): void => {
    this.dispatchEvent(new Intent('chat', undefined));
  };

  #chatInstead() {
    void this.session?.cancel();
    this.#toChat();
  }

  /** M and V, unless somebody writes. */
  #key(event: KeyboardEvent) {
    const call = this.#store.state;
    const origin = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !call || !isInCall(call.phase))
      return;
    if (origin instanceof HTMLElement && origin.matches('input, textarea, select')) return;
    const key = event.key.toLowerCase();
    if (key === 'm' && call.microphone.name === 'on') this.#ask(['mute', !call.muted]);
    else if (key === 'v' && contactOf(call.phase)?.features.video) this.#ask(['camera', call.camera.name === 'off']);
    else return;
    event.preventDefault();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-call': DeskbellCall;
  }
}
