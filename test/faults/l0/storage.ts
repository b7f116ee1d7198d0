import type { ChatStorage, Saved } from '../../../src/core/chat/ports.js';

/** What a device keeps for a site. It may refuse, run full, or lose everything. */
export class Device {
  /** When something was last lost, or could not be kept. */
  lastTroubleAt = -Infinity;
  saved: Partial<Saved> = {};
  readonly pages = new Set<PageStorage>();
  #trouble: 'blocked' | 'full' | undefined;

  /** Where nothing can be kept: everything, or what is bulky. */
  get trouble(): 'blocked' | 'full' | undefined {
    return this.#trouble;
  }
  set trouble(trouble: 'blocked' | 'full' | undefined) {
    if (this.#trouble === trouble) return;
    this.#trouble = trouble;
    if (trouble === 'blocked') this.saved = {};
    for (const page of this.pages) page.onTrouble();
  }

  /** Snapshots are frozen, so that keeping one is keeping a copy of it. */
  keep(fields: Partial<Saved>): void {
    if (this.#trouble === 'blocked') return;
    const next: Record<string, unknown> = { ...this.saved };
    for (const [name, value] of Object.entries(fields)) {
      const tooMuch = this.#trouble === 'full' && (name === 'items' || name === 'drafts');
      if (value === undefined || tooMuch) delete next[name];
      else next[name] = value;
    }
    this.saved = next;
  }
}

/** The storage of one page on that device. What cannot be kept lasts as long as the page, and is kept once it can be. */
export class PageStorage implements ChatStorage {
  readonly #device: Device;
  readonly #given: Partial<Saved>;
  readonly #watchers = new Set<(keeps: boolean) => void>();

  constructor(device: Device) {
    this.#device = device;
    this.#given = { ...device.saved };
    device.pages.add(this);
  }

  /** The page is gone: it can keep nothing any more. */
  leave(): void {
    this.#device.pages.delete(this);
  }

  onTrouble(): void {
    if (!this.#device.trouble) this.#device.keep(this.#given);
    for (const watcher of [...this.#watchers]) watcher(this.#device.trouble === undefined);
  }

  load(): Promise<Partial<Saved>> {
    return Promise.resolve({ ...this.#given });
  }

  save(fields: Partial<Saved>): void {
    if (!this.#device.pages.has(this)) return;
    Object.assign(this.#given, fields);
    this.#device.keep(fields);
  }

  clear(): void {
    if (!this.#device.pages.has(this)) return;
    for (const name of Object.keys(this.#given)) delete (this.#given as Record<string, unknown>)[name];
    this.#device.saved = {};
  }

  watch(listener: (keeps: boolean) => void): () => void {
    this.#watchers.add(listener);
    listener(this.#device.trouble === undefined);
    return () => this.#watchers.delete(listener);
  }

  saveFile(): void {}

  loadFile(): Promise<object | undefined> {
    return Promise.resolve(undefined);
  }

  dropFile(): void {}
}
