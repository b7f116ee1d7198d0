import type { CallConnectionEvent, Surface } from '../../core/call/ports.js';
import { showPicture } from '../browser/picture.js';
import { tileOf } from './normalise.js';
import type { AudioVideoController, VideoTileState } from './sdk.js';

interface Shown {
  readonly event: Extract<CallConnectionEvent, { type: 'tile' }>;
  readonly stream: MediaStream | null;
}

/**
 * The moving pictures of a meeting. Elements are filled here and not by the client, which would turn the customer's own
 * picture round by a style of its own and bind pictures before it knows whose they are.
 */
export class Tiles {
  readonly #controller: AudioVideoController;
  readonly #emit: (event: CallConnectionEvent) => void;
  readonly #tiles = new Map<string, Shown>();
  readonly #surfaces = new Map<string, Surface>();

  constructor(controller: AudioVideoController, emit: (event: CallConnectionEvent) => void) {
    this.#controller = controller;
    this.#emit = emit;
  }

  readonly changed = (state: VideoTileState): void => {
    if (state.tileId === null) return;
    const id = `${state.tileId}`;
    const event = tileOf(state);
    if (!event) return this.#forget(id);
    const known = this.#tiles.get(id);
    this.#tiles.set(id, { event, stream: state.boundVideoStream });
    if (known?.event.kind !== event.kind || known.event.attendeeId !== event.attendeeId) this.#emit(event);
    showPicture(state.boundVideoStream, this.#surfaces.get(id));
  };

  readonly removed = (tileId: number): void => this.#forget(`${tileId}`);

  /** After a break: everything there was is gone, except what has survived it. */
  tellAgain(): void {
    for (const { event } of this.#tiles.values()) this.#emit(event);
  }

  show(id: string, surface: Surface | undefined): void {
    const before = this.#surfaces.get(id);
    if (before !== surface) showPicture(undefined, before);
    if (surface) this.#surfaces.set(id, surface);
    else this.#surfaces.delete(id);
    const tile = this.#tiles.get(id);
    if (tile) showPicture(tile.stream, surface);
  }

  setPaused(id: string, paused: boolean): void {
    const { videoTileController } = this.#controller;
    if (paused) videoTileController.pauseVideoTile(Number(id));
    else videoTileController.unpauseVideoTile(Number(id));
  }

  stop(): void {
    for (const surface of this.#surfaces.values()) showPicture(undefined, surface);
    this.#surfaces.clear();
    this.#tiles.clear();
  }

  #forget(id: string): void {
    showPicture(undefined, this.#surfaces.get(id));
    if (this.#tiles.delete(id)) this.#emit({ type: 'tile-gone', tileId: id });
  }
}
