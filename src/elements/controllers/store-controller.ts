import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { Store } from '../../core/store.js';

type Readable<S> = Pick<Store<S, never>, 'state' | 'subscribe'>;

/**
 * Re-renders its host when the store moves on, while the host is in a document. `onChange` hears every step, and
 * after a time away one step that spans it.
 */
export class StoreController<S> implements ReactiveController {
  #host: ReactiveControllerHost;
  #store: () => Readable<S> | undefined;
  #onChange: (state: S, previous: S) => void;
  #watched: Readable<S> | undefined;
  #seen: S | undefined;
  #stop: (() => void) | undefined;

  constructor(
    host: ReactiveControllerHost,
    store: () => Readable<S> | undefined,
    onChange: (state: S, previous: S) => void = () => {},
  ) {
    this.#host = host;
    this.#store = store;
    this.#onChange = onChange;
    host.addController(this);
  }

  /** The store's state now. */
  get state(): S | undefined {
    return this.#store()?.state;
  }

  hostConnected(): void {
    this.#follow();
  }

  hostUpdate(): void {
    if (this.#stop) this.#follow();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Follows whichever store the host holds now. */
  #follow(): void {
    const store = this.#store();
    if (this.#stop && store === this.#watched) return;
    this.#stop?.();
    if (store !== this.#watched) this.#seen = store?.state;
    this.#watched = store;
    const stop = store?.subscribe((state) => this.#step(state));
    this.#stop = () => stop?.();
    if (store) this.#step(store.state);
  }

  #step(state: S): void {
    const previous = this.#seen;
    this.#seen = state;
    if (previous === undefined || previous === state) return;
    this.#host.requestUpdate();
    this.#onChange(state, previous);
  }
}
