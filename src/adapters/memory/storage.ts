import type { ChatStorage, Saved } from '../../core/chat/ports.js';

/** Storage that lasts as long as this object: give it to two sessions in a row to play a reload. */
export class MemoryStorage implements ChatStorage {
  #saved: Partial<Saved>;
  #site: { forgotten: number };
  #begunAfter: number;
  #files = new Map<string, object>();
  #keeps = true;
  #watchers = new Set<(keeps: boolean) => void>();

  /** @param site what all tabs of a site know: give the same to the storages of several */
  constructor(saved: Partial<Saved> = {}, site = { forgotten: 0 }) {
    this.#saved = structuredClone(saved);
    this.#site = site;
    this.#begunAfter = site.forgotten;
  }

  get forgotten(): number {
    return Math.max(this.#site.forgotten, this.#begunAfter);
  }

  /** What is kept right now. */
  get saved(): Partial<Saved> {
    return this.#saved;
  }

  /** Of which files the bytes are kept right now. */
  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** How many are watching. Zero after everything was closed, or something leaks. */
  get watchers(): number {
    return this.#watchers.size;
  }

  /** Whether what is given is found again after a reload. Set to false to play a browser that keeps nothing. */
  get keeps(): boolean {
    return this.#keeps;
  }
  set keeps(keeps: boolean) {
    if (keeps === this.#keeps) return;
    this.#keeps = keeps;
    for (const watcher of [...this.#watchers]) watcher(keeps);
  }

  /** As what a page loads that was opened now. */
  load(): Promise<Partial<Saved>> {
    if (this.#begunAfter < this.forgotten) this.clearTab(this.forgotten);
    return Promise.resolve(structuredClone(this.#saved));
  }

  save(fields: Partial<Saved>): void {
    const next = { ...this.#saved, ...structuredClone(fields) };
    this.#saved = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  }

  clear(often = this.forgotten + 1): void {
    this.#site.forgotten = often;
    this.clearTab(often);
  }

  clearTab(often: number): void {
    this.#begunAfter = often;
    this.#saved = {};
    this.#files.clear();
  }

  watch(listener: (keeps: boolean) => void): () => void {
    this.#watchers.add(listener);
    listener(this.#keeps);
    return () => {
      this.#watchers.delete(listener);
    };
  }

  saveFile(localId: string, bytes: object): void {
    this.#files.set(localId, bytes);
  }

  loadFile(localId: string): Promise<object | undefined> {
    return Promise.resolve(this.#files.get(localId));
  }

  dropFile(localId: string): void {
    this.#files.delete(localId);
  }
}
