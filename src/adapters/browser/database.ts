import type { Clock } from '../../core/clock.js';

/** Changes whenever stores or keys change their meaning. A page with an older Deskbell keeps away from it then. */
const version = 1;
/**
 * How long a database may take to open, in milliseconds: one that is blocked never does. Only a tab that has text in it
 * waits, and would be without that text: a phone that is busy takes seconds.
 */
const openMs = 10_000;

const names = ['until', 'fields', 'files'] as const;

/**
 * What is there, keyed by lists. `until`: [owner, thing] → until when it is kept, milliseconds since 1970. `fields`:
 * [owner, thing, field] → value. `files`: [owner, name] → bytes, and until when.
 */
export type Stores = Readonly<Record<(typeof names)[number], IDBObjectStore>>;

/** What a transaction is for. Returns how to get at what was read, once it is complete. */
export type Task<Result> = (stores: Stores) => () => Result;

export interface Database {
  /**
   * Runs `task` in a transaction of its own, one after the other. Where the database is open it is committed before this
   * returns, so that a reload in the same moment loses nothing. Rejects when nothing could be read or written.
   */
  run<Result>(mode: IDBTransactionMode, task: Task<Result>): Promise<Result>;
}

/**
 * Opens the one database of all of a site's chats, at once. `factory` throws where the browser has it blocked. `onLost`:
 * it was closed or deleted under us, and opens again, perhaps empty, with the next task.
 */
export function openDatabase(clock: Clock, onLost: () => void, factory: () => IDBFactory): Database {
  let database: IDBDatabase | undefined;
  let opening: Promise<IDBDatabase> | undefined;
  const lose = (lost: IDBDatabase): void => {
    lost.close();
    if (database !== lost) return;
    database = opening = undefined;
    onLost();
  };
  const open = async (): Promise<IDBDatabase> => {
    const fresh = await connected(clock, factory);
    database = fresh;
    // Somebody deletes it, or brings a newer version: whoever stays in the way has them wait for ever.
    fresh.addEventListener('versionchange', () => lose(fresh));
    fresh.addEventListener('close', () => lose(fresh));
    return fresh;
  };
  opening = open();
  opening.catch(() => {}); // Whoever runs something is told.
  return {
    async run(mode, task) {
      const now = database;
      if (!now) {
        opening ??= open();
        return transact(await opening, mode, task);
      }
      try {
        return await transact(now, mode, task);
      } catch (error) {
        // Closed without a word, as WebKit does when its storage process is gone.
        if (error instanceof DOMException && error.name === 'InvalidStateError') lose(now);
        throw error;
      }
    },
  };
}

function connected(clock: Clock, factory: () => IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory().open('deskbell', version);
    let isLate = false;
    const stop = clock.after(openMs, () => {
      isLate = true;
      reject(new Error('blocked'));
    });
    request.onupgradeneeded = () => {
      for (const name of names) request.result.createObjectStore(name);
    };
    request.onerror = () => {
      stop();
      reject(request.error ?? new Error('blocked'));
    };
    request.onsuccess = () => {
      stop();
      if (isLate) request.result.close();
      else resolve(request.result);
    };
  });
}

function transact<Result>(database: IDBDatabase, mode: IDBTransactionMode, task: Task<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode);
    let failure: DOMException | null = null;
    transaction.onerror = ({ target }) => {
      failure = (target as IDBRequest).error;
    };
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    try {
      const store = (name: keyof Stores): IDBObjectStore => transaction.objectStore(name);
      const result = task({ until: store('until'), fields: store('fields'), files: store('files') });
      transaction.oncomplete = () => {
        // WebKit completes a transaction that was committed, whatever became of its requests.
        if (failure) reject(failure);
        else resolve(result());
      };
      // Engines would wait for the answers otherwise, and a page that goes meanwhile would take the changes with it.
      transaction.commit();
    } catch (error) {
      transaction.abort(); // All or nothing.
      throw error;
    }
  });
}
