import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import { initialCallState, type Attendee, type CallState, type Tile } from '../../core/call/state.js';
import { en } from '../../i18n/call/en.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { icons } from '../call/icons.js';
import { nameOf, othersIn } from '../call/people.js';
import { icon } from '../icon.js';
import { initials } from '../message/text.js';
import { shared } from '../styles/shared.styles.js';
import type { ShowTile } from '../video-tile/video-tile.js';
import { OwnPicture } from './own-picture.js';
import { styles } from './call-stage.styles.js';

/** As many people as a meeting shows at once. */
const seats = 6;
const zooms = [1, 1.5, 2, 3] as const;

/**
 * @tagname deskbell-call-stage
 * @summary Who is in the call: pictures or initials, a shared screen, and the customer's own picture.
 *
 * @csspart own - The customer's own picture, to be moved.
 * @csspart remote-video - The picture of somebody else.
 * @csspart self-video - The customer's own.
 * @csspart share-video - A shared screen.
 * @csspart name - Whose picture it is.
 */
export class DeskbellCallStage extends LitElement {
  static override styles = [shared, styles];

  /** The call to show. */
  @property({ attribute: false }) state: CallState = initialCallState;
  @property({ attribute: false }) strings: CallStrings = en;
  /** Where pictures come from. */
  @property({ attribute: false }) show: ShowTile | undefined;
  /** Whether the customer wants to see themselves. */
  @property({ attribute: false }) ownPicture = true;

  @state() private zoom = 0;

  #own = new OwnPicture(this);

  override render() {
    const { state, strings } = this;
    const others = othersIn(state);
    const share = state.tiles.find(
      ({ kind, attendeeId }) => kind === 'share' && others.some(({ id }) => id === attendeeId),
    );
    const own = state.tiles.find(({ kind }) => kind === 'own');
    return html`<div class="stage ${share ? 'with-share' : ''}" dir=${strings.direction} lang=${strings.language}>
      ${share ? this.#renderShare(share, others) : nothing}
      ${others.length ? this.#renderPeople(others) : this.#renderNobody()}
      ${own && this.ownPicture ? this.#renderOwn(own) : nothing} ${this.#renderCaptions()}
    </div>`;
  }

  #renderNobody() {
    const { strings } = this;
    return html`<div class="nobody">
      <span class="avatar bell" aria-hidden="true">${icon(icons.bell)}</span>
      <h2>${strings.ringing}</h2>
      <p>${strings.ringingDetail}</p>
    </div>`;
  }

  #renderPeople(others: readonly Attendee[]) {
    const seated = others.slice(0, seats);
    return html`<ul class="people" data-count=${seated.length}>
      ${repeat(
        seated,
        ({ id }) => id,
        (attendee) => this.#renderPerson(attendee),
      )}
    </ul>`;
  }

  #renderPerson(attendee: Attendee) {
    const { state, strings, show } = this;
    const name = nameOf(attendee, strings);
    const tile = state.tiles.find(({ kind, attendeeId }) => kind === 'camera' && attendeeId === attendee.id);
    const speaks = state.speaking.includes(attendee.id);
    return html`<li class="person ${tile ? 'seen' : 'heard'} ${speaks ? 'speaks' : ''}">
      ${
        tile
          ? html`<deskbell-video-tile
              exportparts="remote-video"
              .tile=${tile}
              .show=${show}
              .label=${name}
            ></deskbell-video-tile>`
          : html`<span class="avatar" aria-hidden="true">${initials(name)}</span>`
      }
      <span part="name" class="name">
        ${attendee.muted ? icon(icons.microphoneOff) : nothing}
        <bdi>${name}</bdi>
        ${attendee.muted ? html`<span class="quiet">${strings.isMuted('')}</span>` : nothing}
      </span>
    </li>`;
  }

  #renderShare(tile: Tile, others: readonly Attendee[]) {
    const { strings, zoom } = this;
    const name = strings.shares(
      nameOf(
        others.find(({ id }) => id === tile.attendeeId),
        strings,
      ),
    );
    return html`<section class="share" aria-label=${name}>
      <div class="scroll" tabindex="0" role="group" aria-label=${name}>
        <deskbell-video-tile
          class="zoom-${zoom}"
          exportparts="share-video"
          whole
          .tile=${tile}
          .show=${this.show}
          .label=${name}
        ></deskbell-video-tile>
      </div>
      <div class="tools">
        <button type="button" aria-label=${strings.zoomOut} ?disabled=${zoom === 0} @click=${() => this.zoom--}>
          ${icon(icons.minus)}
        </button>
        <span class="small" aria-live="polite">${zooms[zoom]}×</span>
        <button
          type="button"
          aria-label=${strings.zoomIn}
          ?disabled=${zoom === zooms.length - 1}
          @click=${() => this.zoom++}
        >
          ${icon(icons.plus)}
        </button>
      </div>
    </section>`;
  }

  #renderOwn(tile: Tile) {
    const { strings } = this;
    const { corner, take, move, drop, key } = this.#own;
    return html`<div
      part="own"
      class="own ${corner.block} at-${corner.inline}"
      tabindex="0"
      role="group"
      aria-label=${strings.movePicture}
      @pointerdown=${take}
      @pointermove=${move}
      @pointerup=${drop}
      @pointercancel=${drop}
      @keydown=${key}
    >
      <deskbell-video-tile
        exportparts="self-video"
        .tile=${tile}
        .show=${this.show}
        .label=${strings.ownPicture}
      ></deskbell-video-tile>
      ${
        this.state.muted
          ? html`<span class="name">${icon(icons.microphoneOff)}<span class="quiet">${strings.muted}</span></span>`
          : nothing
      }
    </div>`;
  }

  #renderCaptions() {
    const { state, strings } = this;
    if (!state.captions.length) return nothing;
    return html`<div class="captions" role="log" aria-live="off" aria-label=${strings.captions} tabindex="0">
      ${repeat(
        state.captions.slice(-3),
        ({ id }) => id,
        ({ attendeeId, text }) =>
          html`<p dir="auto">
            <b
              ><bdi
                >${nameOf(
                  state.attendees.find(({ id }) => id === attendeeId),
                  strings,
                )}</bdi
              ></b
            >
            ${text}
          </p>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-call-stage': DeskbellCallStage;
  }
}
