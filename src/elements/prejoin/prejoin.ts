import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import type { Surface } from '../../core/call/ports.js';
import { initialCallState, type CallMedia, type CallState, type DeviceKind } from '../../core/call/state.js';
import { en } from '../../i18n/call/en.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { browserHint, type BrowserHint } from '../browser-hint.js';
import { icons } from '../call/icons.js';
import { Announcer } from '../controllers/announcer.js';
import { fields } from '../device-menu/device-menu.styles.js';
import { choices, renderDeviceSelect } from '../device-menu/device-select.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { initials } from '../message/text.js';
import { shared } from '../styles/shared.styles.js';
import { Asking } from './asking.js';
import { LevelMeter } from './level-meter.js';
import { styles } from './prejoin.styles.js';
import {
  isOfDevice,
  obstacle,
  problemsOf,
  renderProblem,
  renderSteps,
  sentenceOf,
  type Captured,
  type Problem,
} from './problems.js';

/**
 * @tagname deskbell-prejoin
 * @summary The room before a call: how one looks and sounds, with which devices, and what to do when one is withheld.
 * It sends nothing and opens nothing by itself: state in, intents out.
 *
 * @fires {Intent} deskbell-join - Join with what the room has.
 * @fires {Intent} deskbell-cancel - Leave the room.
 * @fires {Intent} deskbell-media - Talk with a picture, or without.
 * @fires {Intent} deskbell-microphone - Open the microphone (again), or only listen.
 * @fires {Intent} deskbell-camera - Open the camera (again), or go without.
 * @fires {Intent} deskbell-device - Use this device.
 * @fires {Intent} deskbell-consent - The customer agrees to the recording, or no longer.
 * @fires {Intent} deskbell-chat - Chat instead.
 * @csspart base - Everything.
 * @csspart preview - The frame around the customer's own picture.
 * @csspart self-video - The customer's own picture.
 * @csspart level - Loudness of the microphone.
 * @csspart select - Each choice of a device.
 * @csspart problem - What is wrong with a device, and what to do.
 * @csspart steps - The way out of it, step by step.
 * @csspart notice - That the call is recorded.
 * @csspart join-button - Joins.
 * @csspart cancel-button - Leaves the room.
 */
export class DeskbellPrejoin extends LitElement {
  static override styles = [shared, fields, styles];

  @property({ attribute: false }) state: CallState = initialCallState;
  @property({ attribute: false }) strings: CallStrings = en;
  /** For the words of help, and whether calls work here at all. */
  @property({ attribute: false }) browser: BrowserHint = browserHint();
  /** The customer's name, for the place of their picture. */
  @property({ attribute: false }) customer = '';
  /** Whether the customer may choose a picture. */
  @property({ attribute: false }) video = true;
  /** Whether a chat is there to fall back on. */
  @property({ attribute: false }) chat = false;
  /** Shows the camera in a `<video>`; undefined takes it away. */
  @property({ attribute: false }) preview: (surface: Surface | undefined) => void = () => {};
  /** Hears the microphone's loudness, 0–1. Returns its own stop. */
  @property({ attribute: false }) watchLevel: (listener: (level: number) => void) => () => void = () => () => {};
  /** Plays a short sound on the chosen speaker; resolves when it was played. */
  @property({ attribute: false }) testSpeaker: () => Promise<void> = () => Promise.resolve();

  @state() private speaker: 'untested' | 'testing' | 'tested' = 'untested';

  @query('video') private picture!: HTMLVideoElement | null;

  #announcer = new Announcer((): Element | null => this.renderRoot.querySelector('.polite'));
  #asking = new Asking(this, (kind) => this.#ask(kind, true));
  #said = '';
  #shown: HTMLVideoElement | null = null;
  #hadFocus = false;
  /** Join was pressed before the microphone was there. */
  #joinsThen = false;

  /** Puts the focus where the customer goes on. */
  override focus(options?: FocusOptions): void {
    const place = this.renderRoot.querySelector<HTMLElement>('.primary') ?? this.renderRoot.querySelector('button');
    place?.focus(options);
  }

  constructor() {
    super();
    new LevelMeter(this, () => this.watchLevel);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#shown) this.preview(undefined);
    this.#shown = null;
    this.#joinsThen = false;
  }

  override render() {
    const hindered = obstacle(this.state, this.browser);
    return html`<div part="base" class="room">
      ${hindered ? this.#renderObstacle(hindered) : this.#renderRoom()}
      <div class="quiet polite" aria-live="polite"></div>
    </div>`;
  }

  protected override willUpdate(): void {
    this.#hadFocus = !!this.shadowRoot?.activeElement;
  }

  protected override updated(changed: PropertyValues): void {
    if (this.isConnected && this.picture !== this.#shown) {
      this.#shown = this.picture;
      this.preview(this.picture ?? undefined);
    }
    // What was pressed may have gone with its reason; the focus must not be lost with it.
    if (this.#hadFocus && !this.shadowRoot?.activeElement) {
      (this.renderRoot.querySelector<HTMLElement>('.toggle') ?? this).focus();
    }
    const { asks } = this;
    if (asks && asks !== this.#said) this.#announcer.say(asks);
    this.#said = asks;
    if (changed.has('state')) this.#announce(changed.get('state') as CallState | undefined);
    this.#joinInTime();
  }

  #renderRoom() {
    const { state } = this;
    return html`
      ${this.#offersVideo ? this.#renderWays() : nothing} ${this.#renderPreview()}
      <div class="fields">
        ${this.#renderField('microphone')} ${state.media === 'video' ? this.#renderField('camera') : nothing}
        ${this.#renderSpeaker()}
      </div>
      ${this.#renderFoot()}
    `;
  }

  /** No calls here: why, and what else there is. */
  #renderObstacle(code: ReturnType<typeof obstacle> & string) {
    const { browser, strings } = this;
    const inside = code === 'media/unsupported' && browser.browser.startsWith('in-app');
    return html`<div class="obstacle">
      <span class="avatar" aria-hidden="true">${icon(icons.cameraOff)}</span>
      <p>${strings.errors[code as 'media/unsupported']} ${this.chat ? strings.chatWorks : ''}</p>
      ${inside ? renderSteps(strings.browserHelp[browser.browser]) : nothing}
      <div class="buttons">
        <button part="cancel-button" type="button" class="secondary" @click=${() => this.#ask('cancel', undefined)}>
          ${strings.cancel}
        </button>
        ${
          this.chat
            ? html`<button type="button" class="primary" @click=${() => this.#ask('chat', undefined)}>
                ${strings.chatInstead}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  #renderWays() {
    const { state, strings } = this;
    const way = (media: CallMedia) =>
      html`<label>
        <input
          type="radio"
          name="way"
          .checked=${live(state.media === media)}
          @change=${() => this.#ask('media', media)}
        />${strings.ways[media]}
      </label>`;
    return html`<fieldset class="ways" part="ways">
      <legend class="quiet">${strings.howToTalk}</legend>
      ${way('audio')}${way('video')}
    </fieldset>`;
  }

  #renderPreview() {
    const { state, strings } = this;
    const seen = state.media === 'video' && state.camera.name === 'on';
    const low = !seen && (state.media === 'audio' || problemsOf(state).length > 0);
    return html`<div class="preview ${low ? 'low' : ''}" part="preview">
      ${
        seen
          ? html`<video
              part="self-video"
              aria-label=${strings.ownPicture}
              autoplay
              muted
              playsinline
              disablepictureinpicture
            ></video>`
          : html`<div class="nobody">
              <span class="avatar" aria-hidden="true">
                ${this.customer ? initials(this.customer) : icon(icons.person)}
              </span>
              ${
                this.asks
                  ? html`<p>${this.asks}</p>`
                  : state.media === 'video' && state.camera.name === 'off'
                    ? html`<p class="small">${strings.cameraIsOff}</p>`
                    : nothing
              }
            </div>`
      }
      <div class="toggles">
        ${this.#renderToggle('microphone', strings.turnMicrophone)}
        ${state.media === 'video' ? this.#renderToggle('camera', strings.turnCamera) : nothing}
      </div>
    </div>`;
  }

  #renderToggle(kind: Captured, names: Readonly<Record<'on' | 'off', string>>) {
    const capturing = this.state[kind].name;
    const on = capturing === 'on' || capturing === 'opening';
    return html`<button
      type="button"
      class="toggle ${on ? '' : 'off'}"
      aria-label=${names[on ? 'off' : 'on']}
      aria-busy=${capturing === 'opening'}
      @click=${() => this.#ask(kind, !on)}
    >
      ${icon(icons[on ? kind : (`${kind}Off` as const)])}
    </button>`;
  }

  /** One device: which, what is wrong with it, and what that means for the call. */
  #renderField(kind: Captured) {
    const { state, strings } = this;
    const { name } = state[kind];
    const problem = problemsOf(state).find(({ about }) => about === kind || about === 'both');
    if (problem?.about === 'both') {
      return kind === 'microphone'
        ? html`<div class="field">
            ${this.#renderProblem(problem)}
            <p class="small">${strings.onlyListen}</p>
          </div>`
        : nothing;
    }
    // Another one may work where this one is taken or broken.
    const choosable = name === 'on' || name === 'opening' || (problem && isOfDevice(problem));
    const asks = this.#asking.about.includes(kind);
    if (asks && kind === 'camera') return nothing;
    return html`<div class="field">
      ${choosable && !asks ? this.#renderSelect(kind, problem) : html`<p class="label">${strings.deviceKinds[kind]}</p>`}
      ${this.#renderProblem(problem)} ${this.#renderMeans(kind, asks)}
    </div>`;
  }

  /** What the call has of this device. */
  #renderMeans(kind: Captured, asks: boolean) {
    const { state, strings } = this;
    const { name } = state[kind];
    if (kind === 'camera') return name === 'off' ? html`<p class="small">${strings.noPicture}</p>` : nothing;
    if (asks) {
      return html`<button type="button" class="secondary" @click=${() => this.#ask('microphone', false)}>
        ${strings.withoutMicrophone}
      </button>`;
    }
    if (name === 'off' || name === 'failed') return html`<p class="small">${strings.onlyListen}</p>`;
    return html`<div
      part="level"
      class="level"
      role="meter"
      aria-label=${strings.level}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
    ></div>`;
  }

  #renderSelect(kind: DeviceKind, problem?: Problem) {
    const { state, strings } = this;
    if (choices(state, kind).length === 0) return html`<p class="label">${strings.deviceKinds[kind]}</p>`;
    const choose = (id: string): void => this.#ask('device', { kind, id });
    return renderDeviceSelect(state, kind, strings, choose, problem ? `${problem.about}-problem` : '');
  }

  #renderProblem(problem: Problem | undefined) {
    if (!problem) return nothing;
    return renderProblem(problem, this.strings, this.browser, () => {
      if (problem.about !== 'camera') this.#ask('microphone', true);
      if (problem.about !== 'microphone') this.#ask('camera', true);
    });
  }

  #renderSpeaker() {
    const { speaker, strings } = this;
    return html`<div class="field speaker">
      ${this.#renderSelect('speaker')}
      <button type="button" class="secondary" aria-disabled=${speaker === 'testing'} @click=${this.#testSpeaker}>
        ${speaker === 'testing' ? strings.testingSpeaker : strings.testSpeaker}
      </button>
      ${speaker === 'tested' ? html`<p class="small">${strings.heardNothing}</p>` : nothing}
    </div>`;
  }

  #renderFoot() {
    const { strings } = this;
    const { phase } = this.state;
    return html`<div class="foot">
      ${
        this.#recorded
          ? html`<div class="notice" part="notice">
              <p>${strings.recorded}</p>
              <label class="check">
                <input
                  type="checkbox"
                  .checked=${live(phase.name === 'preparing' && phase.consent)}
                  @change=${({ target }: Event) => this.#ask('consent', (target as HTMLInputElement).checked)}
                />
                ${strings.agree}
              </label>
            </div>`
          : nothing
      }
      <p id="hint" class="small">${this.#waitsFor() || strings.nothingSentYet}</p>
      <div class="buttons">
        <button part="cancel-button" type="button" class="secondary" @click=${() => this.#ask('cancel', undefined)}>
          ${strings.cancel}
        </button>
        <button
          part="join-button"
          type="button"
          class="primary"
          aria-disabled=${phase.name === 'requesting' || this.#joinsThen || this.#mustAgree}
          aria-describedby="hint"
          @click=${this.#join}
        >
          ${strings.join}
        </button>
      </div>
    </div>`;
  }

  /** What the browser seems to be asking; empty while it asks nothing. */
  private get asks(): string {
    const [one, other] = this.#asking.about;
    return one ? this.strings.asking[other ? 'both' : one] : '';
  }

  get #offersVideo(): boolean {
    const { phase } = this.state;
    return this.video && !('contact' in phase && phase.contact && !phase.contact.features.video);
  }

  get #recorded(): boolean {
    const { phase } = this.state;
    return phase.name === 'preparing' && !!phase.contact?.features.recorded;
  }

  get #mustAgree(): boolean {
    const { phase } = this.state;
    return this.#recorded && phase.name === 'preparing' && !phase.consent;
  }

  /** Why the customer does not join at once; empty when they do. */
  #waitsFor(): string {
    const { strings } = this;
    if (this.#mustAgree) return strings.agreeFirst;
    if (this.#joinsThen) return strings.joinsThen;
    return this.#asking.about.includes('microphone') ? strings.answerFirst : '';
  }

  #join() {
    const { phase } = this.state;
    // Whether the browser asks or the microphone is slow, nobody knows: the press counts either way.
    this.#joinsThen = this.#asking.about.includes('microphone') && !this.#mustAgree;
    this.requestUpdate();
    const why = this.#waitsFor();
    if (why) {
      this.#announcer.say(why);
      if (this.#mustAgree) this.renderRoot.querySelector<HTMLElement>('.notice input')?.focus();
    } else if (phase.name !== 'requesting') this.#ask('join', undefined);
  }

  /** What was pressed is done once the microphone is there, or is not wanted. That it fails is for the customer to see. */
  #joinInTime(): void {
    const { name } = this.state.microphone;
    if (!this.#joinsThen || name === 'opening') return;
    this.#joinsThen = false;
    this.requestUpdate();
    if (name !== 'failed') this.#join();
  }

  async #testSpeaker(): Promise<void> {
    if (this.speaker === 'testing') return;
    this.speaker = 'testing';
    this.#announcer.say(this.strings.testingSpeaker);
    try {
      await this.testSpeaker();
    } finally {
      this.speaker = 'tested';
      this.#announcer.say(this.strings.heardNothing);
    }
  }

  /** Says what is new to those who cannot see it. */
  #announce(before: CallState | undefined): void {
    const { state, strings } = this;
    const was = before ? problemsOf(before) : [];
    for (const problem of problemsOf(state)) {
      if (!was.some(({ about, code }) => about === problem.about && code === problem.code)) {
        this.#announcer.say(sentenceOf(problem, strings));
      }
    }
    const recorded = before?.phase.name === 'preparing' && before.phase.contact?.features.recorded;
    if (this.#recorded && !recorded) this.#announcer.say(strings.recorded);
  }

  #ask<Name extends 'join' | 'cancel' | 'chat' | 'media' | 'consent' | 'device' | Captured>(
    name: Name,
    detail: Intent<Name>['detail'],
  ): void {
    this.dispatchEvent(new Intent(name, detail));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-prejoin': DeskbellPrejoin;
  }
}
