import type { CallStorage, SavedCall } from '../../core/call/ports.js';

/** Storage that lasts as long as this object: give it to two sessions in a row to play a reload. */
export class MemoryCallStorage implements CallStorage {
  #saved: Partial<SavedCall>;

  constructor(saved: Partial<SavedCall> = {}) {
    this.#saved = structuredClone(saved);
  }

  /** What is kept right now. */
  get saved(): Partial<SavedCall> {
    return this.#saved;
  }

  load(): Promise<Partial<SavedCall>> {
    return Promise.resolve(structuredClone(this.#saved));
  }

  save(fields: Partial<SavedCall>): void {
    const next = { ...this.#saved, ...structuredClone(fields) };
    this.#saved = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  }

  clear(): void {
    this.#saved = {};
  }
}
