import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import type { CallControl } from '../../core/call/control.js';
import { en } from '../../i18n/call/en.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { icons } from '../call/icons.js';
import { clockTime, isInCall, liveSince } from '../call/people.js';
import { StoreController } from '../controllers/store-controller.js';
import { Ticker } from '../controllers/ticker.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { tokens } from '../styles/tokens.styles.js';
import { styles } from './call-pill.styles.js';

/**
 * @tagname deskbell-call-pill
 * @summary A running call in few pixels: how long, mute, leave, and the way to all of it. Nothing while there is no call.
 *
 * @fires {Intent} deskbell-show - The customer wants to see the call.
 * @fires {Intent} deskbell-leave - The customer wants to leave, which is to be asked once.
 * @csspart base
 */
export class DeskbellCallPill extends LitElement {
  static override styles = [tokens, shared, styles];

  /** The call. It belongs to whoever made it. */
  @property({ attribute: false }) session: CallControl | undefined;
  @property({ attribute: false }) strings: CallStrings = en;

  #store = new StoreController(this, () => this.session?.store);

  constructor() {
    super();
    new Ticker(this, () => !!this.#store.state && liveSince(this.#store.state.phase) !== undefined);
  }

  override render() {
    const { session, strings } = this;
    const call = this.#store.state;
    if (!session || !call || !isInCall(call.phase)) return nothing;
    const { phase, muted } = call;
    const since = liveSince(phase);
    const words =
      phase.name === 'live' || phase.name === 'ringing'
        ? since === undefined
          ? strings.ringing
          : clockTime(Date.now() - since, strings.language)
        : strings.reconnecting;
    const mute = muted ? strings.unmute : strings.mute;
    return html`<div
      part="base"
      class="root pill"
      role="group"
      aria-label=${strings.title}
      dir=${strings.direction}
      lang=${strings.language}
    >
      <button type="button" class="show" @click=${() => this.dispatchEvent(new Intent('show', undefined))}>
        <i class=${call.held || phase.name !== 'live' ? 'quiet-dot' : ''}></i>
        <span class="time">${call.held ? strings.held : words}</span>
        <span class="quiet">${strings.showCall}</span>
      </button>
      ${
        call.microphone.name === 'on'
          ? html`<button type="button" aria-label=${mute} title=${mute} @click=${() => session.setMuted(!muted)}>
              ${icon(muted ? icons.microphoneOff : icons.microphone)}
            </button>`
          : nothing
      }
      <button
        type="button"
        class="leave"
        aria-label=${strings.leave}
        title=${strings.leave}
        @click=${() => this.#leave(session)}
      >
        ${icon(icons.hangUp)}
      </button>
    </div>`;
  }

  /** Where an agent is there, the call itself asks once: it has the room for it. */
  #leave(session: CallControl): void {
    if (liveSince(session.store.state.phase) === undefined) void session.leave();
    else {
      this.dispatchEvent(new Intent('show', undefined));
      this.dispatchEvent(new Intent('leave', undefined));
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-call-pill': DeskbellCallPill;
  }
}
