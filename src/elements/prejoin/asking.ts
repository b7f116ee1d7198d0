import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { CallState } from '../../core/call/state.js';
import { watchPermission } from './permission-watch.js';
import type { Captured } from './problems.js';

/** A device that opens faster than this asks nobody. Milliseconds. */
const asksAfter = 600;
const kinds: readonly Captured[] = ['microphone', 'camera'];

type Host = ReactiveControllerHost & { readonly state: CallState; readonly isConnected: boolean };

/** Notices when the browser asks the customer for a device, and when they allow in its settings what they had denied. */
export class Asking implements ReactiveController {
  /** What the browser seems to be asking for. */
  about: readonly Captured[] = [];

  #host: Host;
  #allowed: (kind: Captured) => void;
  #timers = new Map<Captured, ReturnType<typeof setTimeout>>();
  #watches = new Map<Captured, () => void>();

  constructor(host: Host, allowed: (kind: Captured) => void) {
    this.#host = host;
    this.#allowed = allowed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    // An update may come after the host was removed.
    if (this.#host.isConnected) for (const kind of kinds) this.#follow(kind);
  }

  hostDisconnected(): void {
    for (const kind of kinds) {
      this.#forget(kind);
      this.#unwatch(kind);
    }
  }

  #follow(kind: Captured): void {
    const capturing = this.#host.state[kind];
    if (capturing.name !== 'failed' || capturing.code !== 'media/denied') this.#unwatch(kind);
    else if (!this.#watches.has(kind)) {
      this.#watches.set(
        kind,
        watchPermission(kind, () => this.#allowed(kind)),
      );
    }
    if (capturing.name !== 'opening') this.#forget(kind);
    else if (!this.#timers.has(kind)) {
      this.#timers.set(
        kind,
        setTimeout(() => this.#asks(kind), asksAfter),
      );
    }
  }

  #asks(kind: Captured): void {
    this.about = [...this.about, kind];
    this.#host.requestUpdate();
  }

  #forget(kind: Captured): void {
    clearTimeout(this.#timers.get(kind));
    this.#timers.delete(kind);
    this.about = this.about.filter((other) => other !== kind);
  }

  #unwatch(kind: Captured): void {
    this.#watches.get(kind)?.();
    this.#watches.delete(kind);
  }
}
