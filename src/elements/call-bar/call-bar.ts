import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';

import { initialCallState, type CallState } from '../../core/call/state.js';
import { en } from '../../i18n/call/en.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { icons } from '../call/icons.js';
import { contactOf } from '../call/people.js';
import { icon } from '../icon.js';
import { Intent, type CallAsk } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { styles } from './call-bar.styles.js';
import { digits, Tones } from './tones.js';

/**
 * @tagname deskbell-call-bar
 * @summary The controls of a running call, as far as this call and this browser have them.
 *
 * @slot devices - The menu of devices.
 * @fires {Intent} deskbell-ask - What the customer wants.
 * @csspart base - The row of buttons.
 * @csspart leave-button
 * @csspart keypad
 */
export class DeskbellCallBar extends LitElement {
  static override styles = [shared, styles];

  /** The call to control. */
  @property({ attribute: false }) state: CallState = initialCallState;
  @property({ attribute: false }) strings: CallStrings = en;
  /** Whether the customer sees themselves, where there is a picture. */
  @property({ attribute: false }) ownPicture = true;
  /** Whether the call fills the screen. */
  @property({ attribute: false }) full = false;

  @state() private open: 'keypad' | 'more' | undefined;
  @state() private pressed = '';

  #tones = new Tones();

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#outside);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.#outside);
    this.#tones.stop();
    this.open = undefined;
  }

  override render() {
    const { state, strings, open } = this;
    const { microphone, camera, muted, share, phase } = state;
    const features = contactOf(phase)?.features;
    const hears = microphone.name === 'on' || microphone.name === 'opening';
    const seen = camera.name === 'on' || camera.name === 'opening' || state.cameraWithheld;
    return html`<div class="root" dir=${strings.direction} lang=${strings.language} @keydown=${this.#escape}>
      ${open === 'keypad' ? this.#renderKeypad() : open === 'more' ? this.#renderMore() : nothing}
      <div part="base" class="bar" role="group" aria-label=${strings.controls}>
        ${
          hears
            ? this.#renderButton(
                muted ? strings.unmute : strings.mute,
                muted ? icons.microphoneOff : icons.microphone,
                ['mute', !muted],
                muted,
                'M',
              )
            : this.#renderButton(strings.turnMicrophone.on, icons.microphoneOff, ['microphone'], true, 'M')
        }
        ${
          features?.video
            ? this.#renderButton(
                strings.turnCamera[seen ? 'off' : 'on'],
                seen ? icons.camera : icons.cameraOff,
                ['camera', !seen],
                !seen,
                'V',
              )
            : nothing
        }
        ${
          share === 'forbidden'
            ? nothing
            : this.#renderButton(
                share === 'on' ? strings.stopSharing : strings.shareScreen,
                icons.screen,
                ['share', share !== 'on'],
                share === 'on',
              )
        }
        ${features?.dtmf ? this.#renderToggle('keypad', strings.keypad, icons.keypad) : nothing}
        <slot name="devices"></slot>
        ${this.#renderToggle('more', strings.more, icons.more)}
        <button
          type="button"
          part="leave-button"
          class="round leave"
          aria-label=${strings.leave}
          title=${strings.leave}
          @click=${() => this.#ask(['leave'])}
        >
          ${icon(icons.hangUp)}
        </button>
      </div>
    </div>`;
  }

  #renderButton(name: string, drawing: string, ask: CallAsk, on = false, key?: string) {
    return html`<button
      type="button"
      class="round ${on ? 'on' : ''}"
      aria-label=${name}
      title=${name}
      aria-keyshortcuts=${key ?? nothing}
      @click=${() => this.#ask(ask)}
    >
      ${icon(drawing)}
    </button>`;
  }

  #renderToggle(what: 'keypad' | 'more', name: string, drawing: string) {
    return html`<button
      type="button"
      class="round ${what}"
      aria-label=${name}
      title=${name}
      aria-expanded=${this.open === what}
      @click=${() => this.#toggle(what)}
    >
      ${icon(drawing)}
    </button>`;
  }

  #renderMore() {
    const { state, strings, ownPicture, full } = this;
    const { privacy, camera, devices, tiles } = state;
    const moving = tiles.some(({ kind }) => kind !== 'own');
    const items: readonly (readonly [shown: boolean, name: string, ask: CallAsk])[] = [
      [moving && canFloat(), strings.pictureInPicture, ['picture-in-picture']],
      [document.fullscreenEnabled, strings.fullScreen[full ? 'off' : 'on'], ['full-screen']],
      [
        camera.name === 'on' && devices.cameras.length > 1 && matchMedia('(pointer: coarse)').matches,
        strings.flipCamera,
        ['flip'],
      ],
      [
        privacy || camera.name === 'on' || state.share === 'on',
        strings.privacy[privacy ? 'off' : 'on'],
        ['privacy', !privacy],
      ],
      [
        tiles.some(({ kind }) => kind === 'own'),
        strings.ownPictureShown[ownPicture ? 'off' : 'on'],
        ['own-picture', !ownPicture],
      ],
    ];
    return html`<div class="card menu" role="group" aria-label=${strings.more}>
      ${items.map(([shown, name, ask]) =>
        shown
          ? html`<button
              type="button"
              @click=${() => {
                this.#close();
                this.#ask(ask);
              }}
            >
              ${name}
            </button>`
          : nothing,
      )}
    </div>`;
  }

  #renderKeypad() {
    const { strings } = this;
    return html`<div
      part="keypad"
      class="card keypad-card"
      role="group"
      aria-label=${strings.keypad}
      @keydown=${this.#digit}
    >
      <output aria-label=${strings.keysPressed} dir="ltr">${this.pressed.slice(-16)}</output>
      <div class="keys" dir="ltr">
        ${digits.map((digit) => html`<button type="button" @click=${() => this.#press(digit)}>${digit}</button>`)}
      </div>
    </div>`;
  }

  #toggle(what: 'keypad' | 'more'): void {
    this.open = this.open === what ? undefined : what;
    this.pressed = '';
    if (this.open) {
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.card button')?.focus());
    }
  }

  #close(): void {
    const what = this.open;
    this.open = undefined;
    if (what) this.renderRoot.querySelector<HTMLElement>(`button.${what}`)?.focus();
  }

  #ask(ask: CallAsk): void {
    this.dispatchEvent(new Intent('ask', ask));
  }

  #press(digit: string): void {
    this.pressed += digit;
    this.#tones.play(digit);
    this.#ask(['press', digit]);
  }

  #digit(event: KeyboardEvent) {
    if (!digits.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#press(event.key);
  }

  #escape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !this.open) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  }

  #outside = (event: Event): void => {
    if (this.open && !event.composedPath().includes(this)) this.open = undefined;
  };
}

/** Whether this browser can float a picture over other windows. */
const canFloat = (): boolean => 'documentPictureInPicture' in window || !!document.pictureInPictureEnabled;

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-call-bar': DeskbellCallBar;
  }
}
