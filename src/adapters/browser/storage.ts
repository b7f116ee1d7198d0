import type { ChatStorage, Memory, Saved } from '../../core/chat/ports.js';
import type { Item } from '../../core/chat/state.js';
import type { Chance, Clock } from '../../core/clock.js';
import { browserStores, fieldStorage, type BrowserStores, type FieldStorage } from './field-storage.js';
import { cut, secrets, shared, tail, text, type Field, type Fields } from './kept-fields.js';
import { KeptFiles } from './kept-files.js';
import { savedShape } from './saved-shape.js';
import { isNumber, isString, shape } from '../../core/shape.js';
import { agreedDatabases, openVault, type Kept, type Vault } from './vault.js';

export interface ChatStorageOptions {
  /** Absolute address of the site's token broker. */
  readonly broker: string;
  readonly memory?: Memory | undefined;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'newId'>;
  readonly stores?: BrowserStores | undefined;
  /** The browser's databases. Throws where they are blocked. */
  readonly databases?: (() => IDBFactory) | undefined;
}

/** How long an intent that was never answered is remembered, in milliseconds: as long as its contact could be joined. */
const startKeyMs = 5 * 60_000;
/** How long text is kept after its last change, in milliseconds: a chat lasts 25 hours, and 7 days at most. */
const textMs = 25 * 3_600_000;
const deviceMs = 7 * 24 * 3_600_000;
/** Of the tab, where it has nothing. */
const nothing = Object.fromEntries([...text, ...secrets, 'conversation', 'ahead'].map((field) => [field, undefined]));
/** Name of the conversation that is the device's. Those of tabs have random ones. */
const device = 'device';

/** What is kept beside the fields, to find them again. */
interface Pointers {
  /** Of the tab: name of its conversation in the database. */
  readonly conversation: string | undefined;
  /** Of the tab: what the database had not confirmed when the last page went; null for what was forgotten. */
  readonly ahead: Ahead | undefined;
  /** Of the site: a conversation lives, in a tab or on the device. */
  readonly lives: string | undefined;
  /** Of the site: how often everything was forgotten. It stays: a tab that sleeps has not heard of it. */
  readonly forgotten: number | undefined;
  /** Of the tab: how often it was by the time of what is kept here. */
  readonly keptAfter: number | undefined;
}

interface Ahead {
  readonly home: string;
  readonly at: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * What survives a reload of a chat. Tokens are in the tab's own storage and text is in the database; with `memory` of
 * `device`, a running conversation is there with all it has. The text is in the tab's own storage too until the database
 * has confirmed once that it keeps something, and from the moment on in which it fails. Of the site are the intent to
 * start a chat, what a customer goes on with days later, where the site wants that, and the word that a conversation
 * lives.
 */
export class BrowserStorage implements ChatStorage {
  #options: ChatStorageOptions;
  #near: FieldStorage<Saved & Pointers>;
  #stores: BrowserStores;
  /** Undefined where there is no database, or none that works. */
  #vault: Vault | undefined;
  /** Name of the conversation in the database that has the text. Undefined: it is in the tab's storage. */
  #home: string | undefined;
  /** What this page knows to be kept. */
  #current: Fields = new Map();
  /** What the database is still to confirm. */
  #unconfirmed: Fields = new Map();
  /** The tab's storage has copies of what is in the database now. */
  #copies = false;
  /** Name of the tab's conversation in the database, once it has one. */
  #own: string | undefined;
  #files = new KeptFiles(() => this.#tell());
  #watchers = new Set<(keeps: boolean) => void>();
  #told = true;
  #flushes = false;
  #cleaned = false;
  /** Once this page knows all that its conversation has. */
  #hasRead = false;
  /** How often the database was lost since it last kept something. */
  #losses = 0;
  /** Grows whenever what is on its way into the database does not count any more. */
  #age = 0;
  #stopWatchingPage: (() => void) | undefined;

  constructor(options: ChatStorageOptions) {
    const { broker, clock, memory, stores = browserStores(), databases = agreedDatabases } = options;
    this.#options = options;
    this.#stores = memory === 'none' ? { session: undefined, local: undefined } : stores;
    this.#near = fieldStorage<Saved & Pointers>({
      prefix: `deskbell:${broker}:`,
      shape: {
        ...savedShape,
        conversation: isString,
        ahead: shape({ home: isString, at: isNumber, fields: shape({}) }),
        lives: isString,
        forgotten: isNumber,
        keptAfter: isNumber,
      },
      stores: this.#stores,
      clock,
      shared: [...shared, 'lives', 'forgotten'],
      intent: { field: 'startKey', ms: startKeyMs },
      bulky: { field: 'items', cut: (items) => tail(items as Item[]) },
    });
    const { forgotten = 0, keptAfter = 0 } = this.#near.read();
    if (keptAfter < forgotten) this.#leaveBehind(forgotten);
    this.#home = this.#last;
    if (memory !== 'none') this.#vault = openVault(broker, clock, () => this.#lose(), databases);
    this.#told = this.#keeps;
  }

  async load(): Promise<Partial<Saved>> {
    const vault = this.#vault;
    const home = this.#home;
    if (vault && home !== undefined) {
      const age = this.#age;
      const kept = await vault.read(home).catch(() => 'unreadable' as const);
      // What the last page was just about to write is at hand all the same.
      if (age === this.#age) this.#take(kept === 'unreadable' ? undefined : kept, home);
      if (age === this.#age && kept === 'unreadable') this.#fall();
    }
    if (!this.#cleaned) void vault?.dropStale().catch(() => {}); // The next page does.
    this.#cleaned = true;
    this.#hasRead = true;
    this.#takeNear();
    const { startKey, longMemory } = await this.#near.load();
    const all = Object.entries({ ...Object.fromEntries(this.#current), startKey, longMemory });
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  }

  save(changes: Partial<Saved>): void {
    const far = this.#far();
    for (const field of Object.keys(changes) as Field[]) {
      const change = { [field]: changes[field] };
      if (!far.includes(field)) this.#near.save(change);
      if (!shared.includes(field)) this.#set(field, changes[field]);
    }
    if ('ticket' in changes || 'unwanted' in changes) this.#near.save({ lives: this.#lives });
    this.#tell();
  }

  get forgotten(): number {
    const { forgotten = 0, keptAfter = 0 } = this.#near.read();
    return Math.max(forgotten, keptAfter);
  }

  clear(often = this.forgotten + 1): void {
    this.#near.clear();
    this.#forget(this.#stores.local, 'deskbell:');
    void this.#vault?.dropAll().catch(() => {}); // Nothing points to it any more, and it goes stale.
    this.#near.save({ forgotten: often });
    this.clearTab(often);
  }

  clearTab(often: number): void {
    this.#age++;
    this.#own = undefined;
    this.#copies = false;
    this.#current.clear();
    this.#unconfirmed.clear();
    this.#files.forget();
    this.#stopWatching();
    this.#forget(this.#stores.session, 'deskbell:');
    this.#leaveBehind(often);
    // One that somebody has begun since is found, not written over.
    this.#home = this.#last;
    this.#hasRead &&= this.#home === undefined;
    this.#tell();
  }

  /**
   * Another tab goes on with the conversation, and a browser's "Duplicate" gives two tabs the same one: what is kept from
   * now on is this tab's own.
   */
  part(): void {
    if (this.#home === undefined || this.#home === device) return;
    this.#age++;
    this.#home = this.#own = undefined;
    this.#copies = false;
    this.#unconfirmed.clear();
    this.#stopWatching();
    this.#near.save({ conversation: undefined, ahead: undefined });
  }

  watch(listener: (keeps: boolean) => void): () => void {
    this.#watchers.add(listener);
    listener(this.#told);
    return () => {
      this.#watchers.delete(listener);
    };
  }

  saveFile(localId: string, bytes: object): void {
    this.#files.save(this.#vault, localId, bytes, this.#until());
  }

  loadFile(localId: string): Promise<object | undefined> {
    return this.#files.load(this.#vault, localId);
  }

  dropFile(localId: string): void {
    this.#files.drop(this.#vault, localId);
  }

  /** Also what others keep about this chat: how its page looked, why it ended. */
  #forget(store: Storage | undefined, ...names: readonly string[]): void {
    const prefixes = ['deskbell:wait:chat:', ...names].map((name) => `${name}${this.#options.broker}:`);
    forget(store, (key) => prefixes.some((prefix) => key.startsWith(prefix)));
  }

  /** What the tab has is from before everything was forgotten. How its page looks, and what was just typed there, is not. */
  #leaveBehind(forgotten: number): void {
    this.#forget(this.#stores.session);
    this.#near.save({ ...nothing, keptAfter: forgotten });
  }

  /** Name of the conversation this tab had last. */
  get #last(): string | undefined {
    const { lives, conversation } = this.#near.read();
    return this.#options.memory === 'device' && lives === device ? device : conversation;
  }

  /** The fields that are in the database and nowhere else. */
  #far(home = this.#home): readonly Field[] {
    if (home === undefined) return [];
    return home === device ? [...text, ...secrets] : text;
  }

  #until(home = this.#home): number {
    const ms = home === device || this.#options.memory === 'device' ? deviceMs : textMs;
    return this.#options.clock.now() + ms;
  }

  /** The word that a conversation lives, or that one is to be stopped: the next page goes on with either. */
  get #lives(): string | undefined {
    if (!this.#current.get('ticket') && !this.#current.get('unwanted')) return undefined;
    return this.#home === device ? device : 'tab';
  }

  get #keeps(): boolean {
    const { unwritten } = this.#near;
    const isLost = [...text, ...secrets, 'conversation' as const].some((field) => unwritten.has(field));
    return (this.#stores.session !== undefined || this.#home === device) && !isLost && this.#files.areKept;
  }

  #tell(): void {
    const keeps = this.#keeps;
    if (keeps === this.#told) return;
    this.#told = keeps;
    for (const watcher of [...this.#watchers]) watcher(keeps);
  }

  #set(field: Field, value: unknown): void {
    this.#current.set(field, value);
    if (!this.#vault) return;
    this.#unconfirmed.set(field, value);
    this.#stopWatchingPage ??= onLeaving(() => this.#keepAhead());
    if (this.#flushes) return;
    this.#flushes = true;
    // One transaction for all that changes in a task, and still within it.
    queueMicrotask(() => this.#flush());
  }

  /** Writes what has changed into the database; all of it where it goes to another place. */
  #flush(): void {
    this.#flushes = false;
    const vault = this.#vault;
    if (!vault || this.#unconfirmed.size === 0) return;
    const [from, to] = [this.#home, this.#wanted()];
    if (from !== to) this.#takeNear();
    const far = this.#far(to);
    const changes = from === to ? this.#unconfirmed : this.#current;
    const sent: Fields = new Map([...changes].filter(([field]) => far.includes(field)));
    this.#unconfirmed = new Map(sent);
    // A database that worked is believed at once; the first time, it has to confirm.
    if (from !== undefined && from !== to) this.#move(to);
    const age = this.#age;
    vault.write(to, cut(sent), this.#until(to), from === to ? undefined : from).then(
      () => {
        if (age === this.#age) this.#confirm(sent, from === undefined ? to : this.#home);
      },
      () => {
        if (age === this.#age) this.#fall();
      },
    );
  }

  /** Where the text belongs now. */
  #wanted(): string {
    const { chance, memory } = this.#options;
    // What is not read yet is not to be taken along.
    if (this.#home !== undefined && !this.#hasRead) return this.#home;
    if (memory === 'device' && this.#current.get('ticket') && this.#stores.local) return device;
    if (this.#home !== undefined && this.#home !== device) return this.#home;
    return (this.#own ??= chance.newId());
  }

  #move(to: string): void {
    this.#home = to;
    this.#own = to === device ? undefined : to;
    this.#copies = true;
    const isDevice = to === device;
    this.#near.save({ conversation: isDevice ? undefined : to, lives: this.#lives });
    if (!isDevice) this.#near.save(Object.fromEntries(secrets.map((field) => [field, this.#current.get(field)])));
  }

  #confirm(sent: Fields, home = this.#home): void {
    this.#losses = 0;
    if (home !== undefined && home !== this.#home) this.#move(home);
    for (const [field, value] of sent) {
      if (this.#unconfirmed.get(field) === value) this.#unconfirmed.delete(field);
    }
    if (this.#copies) this.#near.save(Object.fromEntries(this.#far().map((field) => [field, undefined])));
    this.#copies = false;
    if (this.#unconfirmed.size === 0) {
      this.#stopWatching();
      this.#near.save({ ahead: undefined });
    }
    this.#tell();
  }

  /** The page may be going: what the database does not confirm any more goes with the tab. */
  #keepAhead(): void {
    const home = this.#home;
    if (home === undefined || this.#unconfirmed.size === 0) return;
    const fields = Object.fromEntries([...cut(this.#unconfirmed)].map(([field, value]) => [field, value ?? null]));
    this.#near.save({ ahead: { home, at: this.#options.clock.now(), fields } });
  }

  /** Takes what the database has, and what was on its way into it. */
  #take(kept: Kept | undefined, home: string): void {
    const valid = (field: Field, value: unknown): unknown => (savedShape[field](value) ? value : undefined);
    const far = this.#far(home);
    for (const field of far) {
      if (!this.#unconfirmed.has(field)) this.#current.set(field, valid(field, kept?.fields[field]));
    }
    const { ahead } = this.#near.read();
    // Another tab may have gone on with the conversation since.
    if (ahead?.home !== home || (kept && kept.until > ahead.at + this.#until(home) - this.#options.clock.now())) return;
    for (const field of far) {
      const value = ahead.fields[field];
      if (value !== undefined && !this.#unconfirmed.has(field)) this.#set(field, valid(field, value));
    }
  }

  #takeNear(): void {
    const near = this.#near.read();
    const far = this.#far();
    for (const field of [...text, ...secrets]) if (!far.includes(field)) this.#current.set(field, near[field]);
  }

  /** One that is lost again before it kept anything is not worth more tries. */
  #lose(): void {
    if (++this.#losses > 1) this.#fall();
    else this.#retreat();
  }

  /** The database may have lost what it had: the tab's storage has it all until it is written anew. */
  #retreat(): void {
    this.#age++;
    const far = this.#far();
    this.#home = this.#own = undefined;
    this.#near.save({ conversation: undefined, ahead: undefined });
    if (this.#lives) this.#near.save({ lives: this.#lives });
    for (const field of far) this.#near.save({ [field]: this.#current.get(field) });
    for (const field of far) if (this.#current.get(field) !== undefined) this.#set(field, this.#current.get(field));
    this.#tell();
  }

  /** The database does not work, or has no room: done without for as long as the page lives. */
  #fall(): void {
    this.#vault = undefined;
    this.#unconfirmed.clear();
    this.#stopWatching();
    this.#retreat();
  }

  #stopWatching(): void {
    this.#stopWatchingPage?.();
    this.#stopWatchingPage = undefined;
  }
}

/** Removes the keys that `match`, where a store can be looked through. */
function forget(store: Storage | undefined, match: (key: string) => boolean): void {
  try {
    for (const key of Object.keys(store ?? {}).filter(match)) store?.removeItem(key);
  } catch {
    // It could not be read either.
  }
}

/** Calls `listener` when the page may be going. Returns its own stop. */
function onLeaving(listener: () => void): () => void {
  window.addEventListener('pagehide', listener);
  return () => window.removeEventListener('pagehide', listener);
}
