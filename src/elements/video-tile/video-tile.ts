import { html, LitElement } from 'lit';
import { property, query, state } from 'lit/decorators.js';

import type { Tile } from '../../core/call/state.js';
import { styles } from './video-tile.styles.js';

/** Shows a tile in an element, or nowhere: `CallControl.show`. */
export type ShowTile = (tileId: string, surface: HTMLVideoElement | undefined) => void;

/** What pages and tests call the picture of each kind. */
const parts: Readonly<Record<Tile['kind'], string>> = {
  own: 'self-video',
  camera: 'remote-video',
  share: 'share-video',
};

/**
 * @tagname deskbell-video-tile
 * @summary A moving picture of a call, for as long as this element is in a document.
 *
 * @csspart remote-video - The picture of somebody else.
 * @csspart self-video - The customer's own.
 * @csspart share-video - A shared screen.
 */
export class DeskbellVideoTile extends LitElement {
  static override styles = styles;

  /** The tile to show. */
  @property({ attribute: false }) tile: Tile | undefined;
  /** Where pictures come from. */
  @property({ attribute: false }) show: ShowTile | undefined;
  /** Name of the picture. */
  @property() label = '';
  /** Shows all of it rather than filling the place: for screens. */
  @property({ type: Boolean }) whole = false;

  @state() private mirrored = false;
  @query('video') private video!: HTMLVideoElement | null;

  /** Takes the picture back from where it is shown now. */
  #takeBack: (() => void) | undefined;
  #shown: string | undefined;

  override connectedCallback() {
    super.connectedCallback();
    this.#attach();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#detach();
  }

  override render() {
    const { tile, label, mirrored, whole } = this;
    if (!tile) return html``;
    return html`<video
      part=${parts[tile.kind]}
      class="${whole ? 'whole' : ''} ${mirrored ? 'mirrored' : ''}"
      aria-label=${label}
      autoplay
      playsinline
      .muted=${true}
      @loadedmetadata=${this.#look}
      @resize=${this.#look}
    ></video>`;
  }

  protected override updated() {
    this.#attach();
  }

  /** Shows the picture anew, after it was shown elsewhere. */
  refresh(): void {
    this.#detach();
    this.#attach();
  }

  #attach(): void {
    const { show, tile, video } = this;
    if (!this.isConnected || this.#shown === tile?.id) return;
    this.#detach();
    if (!show || !tile || !video) return;
    this.#shown = tile.id;
    show(tile.id, video);
    this.#takeBack = () => show(tile.id, undefined);
    this.#look();
  }

  #detach(): void {
    this.#takeBack?.();
    this.#takeBack = this.#shown = undefined;
  }

  /** People know themselves from mirrors; what the camera at a phone's back sees is nobody's mirror. */
  #look() {
    const source = this.video?.srcObject;
    const track = source instanceof MediaStream ? source.getVideoTracks()[0] : undefined;
    this.mirrored = this.tile?.kind === 'own' && track?.getSettings().facingMode !== 'environment';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-video-tile': DeskbellVideoTile;
  }
}
