import type { Memory } from '../../core/chat/ports.js';
import type { Clock } from '../../core/clock.js';
import type { Check } from '../../core/shape.js';

/** Changes whenever what is kept changes its meaning: anything older is forgotten. */
const version = 1;

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

export const browserStores = (): BrowserStores => ({
  session: available('sessionStorage'),
  local: available('localStorage'),
});

/** Where a page keeps things that wants a conversation remembered for so long. */
export const storesFor = (memory: Memory | undefined): BrowserStores =>
  memory === 'none' ? { session: undefined, local: undefined } : browserStores();

export interface FieldStorageOptions<Field extends string> {
  /** Stands before every key. */
  readonly prefix: string;
  readonly shape: Readonly<Record<Field, Check>>;
  readonly stores: BrowserStores;
  readonly clock: Clock;
  /** The fields the tabs of the site share; the others belong to the tab. */
  readonly shared: readonly Field[];
  /** The intent that was not answered yet, and how long it is remembered, in milliseconds. Where tabs share it, each page forgets its own. */
  readonly intent: { readonly field: Field; readonly ms: number };
  /** The field that is given up first where there is no room, and what is kept of it at all. */
  readonly bulky?: { readonly field: Field; readonly cut: (value: unknown) => unknown } | undefined;
}

export interface FieldStorage<Fields extends object> {
  /** Fields that could not be written, and last as long as the page. */
  readonly unwritten: ReadonlyMap<keyof Fields, unknown>;
  load(): Promise<Partial<Fields>>;
  /** The same at once. */
  read(): Partial<Fields>;
  save(fields: Partial<Fields>): void;
  clear(): void;
}

/**
 * What survives a reload, in the browser: a key per field. Storage that is blocked, full or spoilt is no error: what
 * cannot be written lasts as long as the page, what cannot be read was never there.
 */
export function fieldStorage<Fields extends object>({
  prefix,
  shape,
  stores,
  clock,
  shared,
  intent,
  bulky,
}: FieldStorageOptions<keyof Fields & string>): FieldStorage<Fields> {
  type Field = keyof Fields & string;
  const fields = Object.keys(shape) as Field[];
  /** What could not be written. */
  const unwritten = new Map<Field, unknown>();
  /** The intent as this page knows it: one that another tab has kept since is not this page's to forget. */
  let intended: unknown;
  const keyOf = (field: Field): string => prefix + field;
  const storeOf = (field: Field): Storage | undefined => (shared.includes(field) ? stores.local : stores.session);

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
  const write = (field: Field, given: unknown): boolean => {
    const value = field === bulky?.field ? bulky.cut(given) : given;
    const text = JSON.stringify({ version, at: clock.now(), value });
    if (put(field, text)) return true;
    if (bulky) remove(bulky.field);
    if (field !== bulky?.field && put(field, text)) return true;
    remove(field);
    return false;
  };

  const read = (field: Field): unknown => {
    try {
      const text = storeOf(field)?.getItem(keyOf(field));
      if (!text) return undefined;
      const { version: written, at, value } = JSON.parse(text) as { version: unknown; at: number; value: unknown };
      const stale = field === intent.field && !(Math.abs(clock.now() - at) < intent.ms);
      return written === version && !stale && shape[field](value) ? value : undefined;
    } catch {
      return undefined;
    }
  };

  /** Where the tabs share the intent: whether the one that is kept is another page's. */
  const isOthers = (): boolean => {
    const kept = shared.includes(intent.field) ? read(intent.field) : undefined;
    return kept !== undefined && kept !== intended;
  };

  const readAll = (): Partial<Fields> => {
    const saved = fields.map((field) => [field, unwritten.get(field) ?? read(field)] as const);
    return Object.fromEntries(saved.filter(([, value]) => value !== undefined)) as Partial<Fields>;
  };

  return {
    unwritten,
    load() {
      const all = readAll();
      intended = all[intent.field];
      return Promise.resolve(all);
    },
    read: readAll,
    save(changes) {
      for (const field of fields) {
        if (!Object.hasOwn(changes, field)) continue;
        const value = changes[field];
        unwritten.delete(field);
        if (field === intent.field) {
          if (value === undefined && isOthers()) continue;
          intended = value;
        }
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
