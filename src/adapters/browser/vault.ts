import type { Clock } from '../../core/clock.js';
import { openDatabase, type Stores } from './database.js';

/** The longest something is kept, in milliseconds. What says longer was written by a wrong clock. */
const longestMs = 8 * 24 * 3_600_000;

export interface Kept {
  readonly until: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The bytes of a file. `blob`: what they were made of, where they were a Blob and are not any more. */
export interface KeptFile {
  readonly until: number;
  readonly bytes: object;
  readonly blob?: { readonly type: string; readonly name: string | undefined };
}

/** What one owner keeps in the browser's database: things of a few fields each, until a time. */
export interface Vault {
  /** A thing as it was last written; undefined when it is not there or stale. Rejects when it cannot be read. */
  read(thing: string): Promise<Kept | undefined>;
  /**
   * Replaces the named fields; `undefined` forgets one. `until`: milliseconds since 1970. `instead` forgets another thing
   * in the same moment. Rejects when nothing of it was written.
   */
  write(thing: string, fields: ReadonlyMap<string, unknown>, until: number, instead?: string): Promise<void>;
  readFile(name: string): Promise<KeptFile | undefined>;
  /** Rejects where an engine has no way to write such bytes. */
  writeFile(name: string, file: KeptFile): Promise<void>;
  dropFile(name: string): Promise<void>;
  /** Forgets everything of this owner. */
  dropAll(): Promise<void>;
  /** Forgets what is stale, whoever owned it. */
  dropStale(): Promise<void>;
}

/** Everything that begins with `start`: in the order of keys, a list comes after every text. */
const under = (...start: string[]): IDBKeyRange => IDBKeyRange.bound(start, [...start, []]);

/** Opens the vault of `owner`. `onLost`: what was in it may be gone; it can be written to again. */
export function openVault(owner: string, clock: Clock, onLost: () => void, databases: () => IDBFactory): Vault {
  const database = openDatabase(clock, onLost, databases);
  const isStale = (until: unknown): boolean =>
    typeof until !== 'number' || until <= clock.now() || until > clock.now() + longestMs;
  const drop = (stores: Stores, range: IDBKeyRange): void => {
    for (const store of Object.values(stores)) store.delete(range);
  };
  const nothing = (): void => {};

  return {
    read: (thing) =>
      database.run('readonly', ({ until, fields }) => {
        const [end, keys, values] = [
          until.get([owner, thing]),
          fields.getAllKeys(under(owner, thing)),
          fields.getAll(under(owner, thing)),
        ];
        return () => {
          const found: Record<string, unknown> = {};
          for (const [index, key] of keys.result.entries()) {
            found[(key as string[])[2] ?? ''] = values.result[index] as unknown;
          }
          return isStale(end.result) ? undefined : { until: end.result as number, fields: found };
        };
      }),
    write: (thing, changes, end, instead) =>
      database.run('readwrite', (stores) => {
        if (instead !== undefined) drop(stores, under(owner, instead));
        stores.until.put(end, [owner, thing]);
        for (const [field, value] of changes) {
          if (value === undefined) stores.fields.delete([owner, thing, field]);
          else stores.fields.put(value, [owner, thing, field]);
        }
        return nothing;
      }),
    readFile: (name) =>
      database.run('readonly', ({ files }) => {
        const found = files.get([owner, name]);
        return () => found.result as KeptFile | undefined;
      }),
    // By itself: in a private window WebKit cannot write a Blob, and where anything else is asked for in the same
    // transaction, the whole database stands still for ever (seen in WebKit 26).
    writeFile: (name, file) =>
      database.run('readwrite', ({ files }) => {
        files.put(file, [owner, name]);
        return nothing;
      }),
    dropFile: (name) =>
      database.run('readwrite', ({ files }) => {
        files.delete([owner, name]);
        return nothing;
      }),
    dropAll: () =>
      database.run('readwrite', (stores) => {
        drop(stores, under(owner));
        return nothing;
      }),
    async dropStale() {
      const stale = await database.run('readonly', ({ until, files }) => {
        const [things, ends, names, kept] = [until.getAllKeys(), until.getAll(), files.getAllKeys(), files.getAll()];
        return () =>
          [
            ...things.result.filter((_, index) => isStale(ends.result[index])),
            ...names.result.filter((_, index) => isStale((kept.result[index] as KeptFile).until)),
          ] as string[][];
      });
      if (stale.length === 0) return;
      await database.run('readwrite', (stores) => {
        for (const key of stale) drop(stores, under(...key));
        return nothing;
      });
    },
  };
}

/**
 * Where tabs agree on one that writes. Without locks (a page without https), two tabs with the same conversation, as a
 * browser's "Duplicate" makes them, would write over each other's words.
 */
export const agreedDatabases = (): IDBFactory => {
  if (!(navigator as Partial<Navigator>).locks) throw new Error('alone');
  return indexedDB;
};
