import type { ChatStorage, Saved } from '../../core/chat/ports.js';

/** Storage that lasts as long as this object: give it to two sessions in a row to play a reload. */
export class MemoryStorage implements ChatStorage {
  #saved: Partial<Saved>;

  constructor(saved: Partial<Saved> = {}) {
    this.#saved = structuredClone(saved);
  }

  /** What is kept right now. */
  get saved(): Partial<Saved> {
    return this.#saved;
  }

  load(): Promise<Partial<Saved>> {
    return Promise.resolve(structuredClone(this.#saved));
  }

  save(fields: Partial<Saved>): void {
    const next = { ...this.#saved, ...structuredClone(fields) };
    this.#saved = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  }

  clear(): void {
    this.#saved = {};
  }
}
