import type { ChatStorage, Saved } from '../../core/chat/ports.js';
import type { Item } from '../../core/chat/state.js';
import type { Clock } from '../../core/clock.js';
import { savedShape } from './saved-shape.js';

/** Changes whenever what is kept changes its meaning: anything older is forgotten. */
const version = 1;
/** How long an intent that was never answered is remembered, in milliseconds: as long as its contact could be joined. */
const startKeyMs = 5 * 60_000;
/** The tail of the conversation that is kept: the service has the rest. */
const itemsAtMost = 200;
/** The same in characters of JSON. The page may need the rest of the few megabytes it has. */
const charactersAtMost = 200_000;

type Field = keyof Saved;

export interface BrowserStores {
  /** Kept per tab. */
  readonly session: Storage | undefined;
  /** Shared by the tabs of the site. */
  readonly local: Storage | undefined;
}

/** Browsers with storage blocked throw as soon as it is looked at. */
function available(name: 'sessionStorage' | 'localStorage'): Storage | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

const browserStores = (): BrowserStores => ({ session: available('sessionStorage'), local: available('localStorage') });

const fields = Object.keys(savedShape) as Field[];

/**
 * What survives a reload, in the browser: a key per field under `deskbell:` and the broker's address. The conversation
 * belongs to the tab, the intent to start one to the site. Storage that is blocked, full or spoilt is no error: what
 * cannot be written lasts as long as the page, what cannot be read was never there.
 */
export function browserStorage(broker: string, clock: Clock, stores: BrowserStores = browserStores()): ChatStorage {
  /** What could not be written. */
  const unwritten = new Map<Field, unknown>();
  const keyOf = (field: Field): string => `deskbell:${broker}:${field}`;
  const storeOf = (field: Field): Storage | undefined => (field === 'startKey' ? stores.local : stores.session);

  const remove = (field: Field): void => {
    try {
      storeOf(field)?.removeItem(keyOf(field));
    } catch {
      // It could not be read either.
    }
  };

  const put = (field: Field, text: string): boolean => {
    try {
      storeOf(field)?.setItem(keyOf(field), text);
      return storeOf(field) !== undefined;
    } catch {
      return false;
    }
  };

  /** Returns whether it is written. What the customer wrote comes before what the service can tell again. */
  const write = (field: Field, value: unknown): boolean => {
    const text = JSON.stringify({ version, at: clock.now(), value: field === 'items' ? tail(value as Item[]) : value });
    if (put(field, text)) return true;
    remove('items');
    if (field !== 'items' && put(field, text)) return true;
    remove(field);
    return false;
  };

  const read = (field: Field): unknown => {
    try {
      const text = storeOf(field)?.getItem(keyOf(field));
      if (!text) return undefined;
      const { version: written, at, value } = JSON.parse(text) as { version: unknown; at: number; value: unknown };
      const stale = field === 'startKey' && !(Math.abs(clock.now() - at) < startKeyMs);
      return written === version && !stale && savedShape[field](value) ? value : undefined;
    } catch {
      return undefined;
    }
  };

  return {
    load() {
      const saved = fields.map((field) => [field, unwritten.get(field) ?? read(field)] as const);
      return Promise.resolve(Object.fromEntries(saved.filter(([, value]) => value !== undefined)));
    },
    save(changes) {
      for (const field of fields) {
        if (!Object.hasOwn(changes, field)) continue;
        const value = changes[field];
        unwritten.delete(field);
        if (value === undefined) remove(field);
        else if (!write(field, value)) unwritten.set(field, value);
      }
    },
    clear() {
      unwritten.clear();
      for (const field of fields) remove(field);
    },
  };
}

/** The newest items, as many as are kept. */
function tail(items: readonly Item[]): readonly Item[] {
  let newest = items.slice(-itemsAtMost);
  while (newest.length > 0 && JSON.stringify(newest).length > charactersAtMost) {
    newest = newest.slice(Math.ceil(newest.length / 2));
  }
  return newest;
}
