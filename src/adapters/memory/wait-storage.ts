import type { SavedWait, WaitStorage } from '../../core/wait/ports.js';

/** Storage that lasts as long as this object: give it to two sessions in a row to play a reload. */
export class MemoryWaitStorage implements WaitStorage {
  #saved: Partial<SavedWait>;

  constructor(saved: Partial<SavedWait> = {}) {
    this.#saved = structuredClone(saved);
  }

  /** What is kept right now. */
  get saved(): Partial<SavedWait> {
    return this.#saved;
  }

  load(): Promise<Partial<SavedWait>> {
    return Promise.resolve(structuredClone(this.#saved));
  }

  save(fields: Partial<SavedWait>): void {
    const next = { ...this.#saved, ...structuredClone(fields) };
    this.#saved = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  }
}
