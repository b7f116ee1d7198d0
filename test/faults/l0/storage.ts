import type { ChatStorage, Saved } from '../../../src/core/chat/ports.js';

/** What a device keeps for a site. It may refuse, run full, or lose everything. */
export class Device {
  /** Where nothing can be kept: everything, or what is bulky. */
  trouble: 'blocked' | 'full' | undefined;
  /** When something was last lost, or could not be kept. */
  lastTroubleAt = -Infinity;
  saved: Partial<Saved> = {};

  /** Snapshots are frozen, so that keeping one is keeping a copy of it. */
  keep(fields: Partial<Saved>): void {
    if (this.trouble === 'blocked') return;
    const next: Record<string, unknown> = { ...this.saved };
    for (const [name, value] of Object.entries(fields)) {
      const tooMuch = this.trouble === 'full' && (name === 'items' || name === 'drafts');
      if (value === undefined || tooMuch) delete next[name];
      else next[name] = value;
    }
    this.saved = next;
  }
}

/** The storage of one page on that device, which can do nothing any more once the page is gone. */
export class PageStorage implements ChatStorage {
  readonly #device: Device;
  readonly #alive: () => boolean;

  constructor(device: Device, alive: () => boolean) {
    this.#device = device;
    this.#alive = alive;
  }

  load(): Promise<Partial<Saved>> {
    return Promise.resolve(this.#device.saved);
  }

  save(fields: Partial<Saved>): void {
    if (this.#alive()) this.#device.keep(fields);
  }

  clear(): void {
    if (this.#alive()) this.#device.saved = {};
  }
}
