import type { ChatStorage, Saved } from '../../../src/core/chat/ports.js';

/** What all tabs of a site keep together; the rest belongs to a tab. */
const shared: ReadonlySet<string> = new Set<keyof Saved>(['startKey', 'longMemory']);
const bulky: ReadonlySet<string> = new Set<keyof Saved>(['items', 'drafts']);

/** What a device keeps for a site. It may refuse, run full, or lose everything. */
export class Device {
  /** When something was last lost, or could not be kept. */
  lastTroubleAt = -Infinity;
  readonly pages = new Set<PageStorage>();
  /** Bytes of files, of all tabs. */
  readonly files = new Map<string, object>();
  #saved = new Map<string, Record<string, unknown>>();
  #trouble: 'blocked' | 'full' | undefined;

  /** Where nothing can be kept: everything, or what is bulky. */
  get trouble(): 'blocked' | 'full' | undefined {
    return this.#trouble;
  }
  set trouble(trouble: 'blocked' | 'full' | undefined) {
    if (this.#trouble === trouble) return;
    this.#trouble = trouble;
    if (trouble === 'blocked') this.lose();
    for (const page of this.pages) page.onTrouble();
  }

  saved(tab: string): Partial<Saved> {
    return { ...this.#saved.get(tab), ...this.#saved.get('') };
  }

  /** Snapshots are frozen, so that keeping one is keeping a copy of it. */
  keep(tab: string, fields: Partial<Saved>): void {
    if (this.#trouble === 'blocked') return;
    for (const name in fields) {
      const value = fields[name as keyof Saved];
      const place = shared.has(name) ? '' : tab;
      const kept = this.#saved.get(place) ?? {};
      // Deleting would make a slow object of it.
      kept[name] = this.#trouble === 'full' && bulky.has(name) ? undefined : value;
      this.#saved.set(place, kept);
    }
  }

  /** The tab is closed. */
  forget(tab: string): void {
    this.#saved.delete(tab);
  }

  lose(): void {
    this.files.clear();
    this.#saved.clear();
  }
}

/** The storage of one page on that device. What cannot be kept lasts as long as the page, and is kept once it can be. */
export class PageStorage implements ChatStorage {
  readonly #device: Device;
  readonly #tab: string;
  #given: Partial<Saved>;
  /** The key of a start as this page saved or loaded it last. */
  #intended: string | undefined;
  readonly #watchers = new Set<(keeps: boolean) => void>();
  readonly #files = new Map<string, object>();
  readonly #slowly: ((task: () => void) => void) | undefined;
  readonly #isAwake: () => boolean;

  /** @param slowly runs a task when what is kept has been read: at once, or later; undefined: at once */
  constructor(device: Device, tab: string, isAwake: () => boolean, slowly?: (task: () => void) => void) {
    this.#device = device;
    this.#tab = tab;
    this.#isAwake = isAwake;
    this.#slowly = slowly;
    this.#given = device.saved(tab);
    this.#forgetShared();
    device.pages.add(this);
  }

  /** The page is gone: it can keep nothing any more. */
  leave(): void {
    this.#device.pages.delete(this);
  }

  /** A page that sleeps writes nothing, and does when it wakes. */
  onTrouble(): void {
    if (!this.#isAwake()) return;
    if (!this.#device.trouble) {
      this.#device.keep(this.#tab, this.#given);
      this.#forgetShared();
    }
    for (const watcher of [...this.#watchers]) watcher(this.#device.trouble === undefined);
  }

  load(): Promise<Partial<Saved>> {
    const read = (): Partial<Saved> => {
      const { longMemory, startKey } = this.#device.trouble === 'blocked' ? this.#given : this.#device.saved(this.#tab);
      this.#intended = startKey;
      return { ...this.#given, longMemory, startKey };
    };
    const slowly = this.#slowly;
    return slowly ? new Promise((resolve) => slowly(() => resolve(read()))) : Promise.resolve(read());
  }

  save(given: Partial<Saved>): void {
    if (!this.#device.pages.has(this)) return;
    const fields = this.#ownIntent(given);
    const isKept = this.#device.trouble !== 'blocked';
    const own = this.#given as Record<string, unknown>;
    for (const name in fields) if (!isKept || !shared.has(name)) own[name] = fields[name as keyof Saved];
    this.#device.keep(this.#tab, fields);
  }

  /** A page forgets the intent it knows, and no other one. */
  #ownIntent(fields: Partial<Saved>): Partial<Saved> {
    if (!('startKey' in fields)) return fields;
    const { startKey: kept } = this.#device.saved(this.#tab);
    const { startKey, ...others } = fields;
    if (startKey === undefined && kept !== undefined && kept !== this.#intended) return others;
    this.#intended = startKey;
    return fields;
  }

  /** What all tabs keep together is looked up, unless it can be kept by this page alone. */
  #forgetShared(): void {
    this.#given = Object.fromEntries(Object.entries(this.#given).filter(([name]) => !shared.has(name)));
  }

  /** Nobody forgets anything before the day is over. */
  readonly forgotten = 0;

  clearTab(): void {}

  clear(): void {
    if (!this.#device.pages.has(this)) return;
    this.#given = {};
    this.#files.clear();
    this.#device.files.clear();
    this.#device.forget(this.#tab);
    this.#device.forget('');
  }

  watch(listener: (keeps: boolean) => void): () => void {
    this.#watchers.add(listener);
    listener(this.#device.trouble === undefined);
    return () => this.#watchers.delete(listener);
  }

  saveFile(localId: string, bytes: object): void {
    this.#files.set(localId, bytes);
    if (!this.#device.trouble && this.#device.pages.has(this)) this.#device.files.set(localId, bytes);
  }

  loadFile(localId: string): Promise<object | undefined> {
    return Promise.resolve(this.#files.get(localId) ?? this.#device.files.get(localId));
  }

  dropFile(localId: string): void {
    this.#files.delete(localId);
    if (this.#device.pages.has(this)) this.#device.files.delete(localId);
  }
}
