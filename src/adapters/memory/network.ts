import type { Network, NetworkChange } from '../chatjs/ports.js';

/** A network and a page that do what they are told. */
export class MemoryNetwork implements Network {
  online = true;
  visible = true;
  #listeners = new Set<(change: NetworkChange) => void>();

  /** How many are listening. Zero after everything was closed, or something leaks. */
  get watchers(): number {
    return this.#listeners.size;
  }

  watch(listener: (change: NetworkChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Something happens to the network or the page. */
  change(change: NetworkChange): void {
    if (change === 'online' || change === 'offline') this.online = change === 'online';
    else this.visible = change !== 'hidden' && change !== 'frozen';
    for (const listener of [...this.#listeners]) listener(change);
  }
}
