import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import { initialCallState, type CallState, type DeviceKind } from '../../core/call/state.js';
import { en } from '../../i18n/call/en.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { fields, styles } from './device-menu.styles.js';
import { choices, renderDeviceSelect } from './device-select.js';

const every: readonly DeviceKind[] = ['microphone', 'camera', 'speaker'];

/**
 * @tagname deskbell-device-menu
 * @summary Chooses microphone, camera and speaker, and what is done to picture and sound. A button with a pop-up, or inline.
 *
 * @attr {boolean} inline - Without the button: everything is on the page.
 * @fires {Intent} deskbell-device - Use this device.
 * @fires {Intent} deskbell-background - Blur the background, or no longer.
 * @fires {Intent} deskbell-voice-focus - Reduce noise, or no longer.
 * @csspart menu-button - Opens the menu.
 * @csspart menu - What the button opens.
 * @csspart select - Each choice of a device.
 */
export class DeskbellDeviceMenu extends LitElement {
  static override styles = [shared, fields, styles];

  @property({ attribute: false }) state: CallState = initialCallState;
  @property({ attribute: false }) strings: CallStrings = en;
  /** Which kinds of devices are asked about. */
  @property({ attribute: false }) kinds: readonly DeviceKind[] = every;
  @property({ type: Boolean, reflect: true }) inline = false;

  @state() private opened = false;

  /** The focus is in what closes. */
  #returns = false;

  @query('button') private button!: HTMLButtonElement | null;
  @query('[popover]') private menu!: HTMLElement | null;

  /** Puts the focus on the first choice, or on the button that leads to it. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>(this.inline ? 'select, input' : 'button')?.focus(options);
  }

  override render() {
    const { strings } = this;
    if (this.inline) return this.#renderFields();
    return html`<button
        part="menu-button"
        type="button"
        class="round"
        popovertarget="menu"
        aria-label=${strings.devices}
        aria-haspopup="dialog"
        aria-expanded=${this.opened}
      >
        ${icon('M4 7h9m5 0h2M4 17h3m5 0h8M13 4.5v5h3v-5zM7 14.5v5h3v-5z')}
      </button>
      <div
        id="menu"
        part="menu"
        popover="auto"
        role="dialog"
        aria-label=${strings.devices}
        dir=${strings.direction}
        @beforetoggle=${this.#place}
        @toggle=${this.#toggled}
        @keydown=${this.#key}
      >
        ${this.opened ? this.#renderFields() : nothing}
      </div>`;
  }

  #renderFields(): TemplateResult {
    const { state, strings } = this;
    const kinds = this.kinds.filter((kind) => choices(state, kind).length > 0);
    return html`<div class="fields">
      ${kinds.map(
        (kind) =>
          html`<div class="field">
            ${renderDeviceSelect(state, kind, strings, (id) => this.dispatchEvent(new Intent('device', { kind, id })))}
          </div>`,
      )}
      ${this.kinds.includes('camera') ? this.#renderExtra('background', state.background, strings.blur) : nothing}
      ${
        this.kinds.includes('microphone')
          ? this.#renderExtra('voice-focus', state.voiceFocus, strings.lessNoise)
          : nothing
      }
    </div>`;
  }

  #renderExtra(name: 'background' | 'voice-focus', extra: CallState['background'], label: string) {
    if (extra === 'unavailable') return nothing;
    const on = extra !== 'off';
    const change = ({ target }: Event): void => {
      this.dispatchEvent(new Intent(name, (target as HTMLInputElement).checked));
    };
    return html`<label class="check">
      <input type="checkbox" .checked=${live(on)} aria-busy=${extra === 'opening'} @change=${change} />
      ${label}
    </label>`;
  }

  /** Beside the button, where there is room: above it, else below. The top layer knows no neighbours. */
  #place(event: ToggleEvent) {
    this.#returns = event.newState === 'closed' && !!this.menu?.contains(this.shadowRoot?.activeElement ?? null);
    if (event.newState !== 'open' || !this.button || !this.menu) return;
    const { top, bottom, left, right } = this.button.getBoundingClientRect();
    const { style } = this.menu;
    const above = top > innerHeight - bottom;
    style.setProperty(above ? 'bottom' : 'top', `${above ? innerHeight - top + 8 : bottom + 8}px`);
    style.setProperty(above ? 'top' : 'bottom', 'auto');
    const toTheRight = left + right < innerWidth;
    const width = Math.min(320, innerWidth - 24);
    const x = toTheRight ? Math.min(left, innerWidth - width - 12) : Math.max(right - width, 12);
    style.setProperty('left', `${x}px`);
  }

  /** Escape closes this and nothing around it. */
  #key(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.menu?.hidePopover();
  }

  #toggled(event: ToggleEvent) {
    this.opened = event.newState === 'open';
    if (this.#returns) this.button?.focus();
    if (this.opened)
      void this.updateComplete.then(() => this.menu?.querySelector<HTMLElement>('select, input')?.focus());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-device-menu': DeskbellDeviceMenu;
  }
}
