/**
 * Frames of one page play tabs of several browsers at the same time. What browsers keep apart is kept apart by a prefix:
 * by `browser` what all tabs of a site share, by `tab` the rest.
 */
export function keepApart(browser: string, tab: string): void {
  const [shared, own] = [`${browser}/`, `${browser}/${tab}/`];
  const place = (name: 'localStorage' | 'sessionStorage', prefix: string): void =>
    void Object.defineProperty(window, name, { value: partOf(window[name], prefix), configurable: true });
  place('localStorage', shared);
  place('sessionStorage', own);

  prefixFirst(IDBFactory.prototype, 'open', shared);
  prefixFirst(IDBFactory.prototype, 'deleteDatabase', shared);
  prefixFirst(LockManager.prototype, 'request', shared);

  const Channel = BroadcastChannel;
  Object.assign(window, {
    BroadcastChannel: class extends Channel {
      constructor(name: string) {
        super(shared + name);
      }
    },
  });
}

/** From now on the name that is the first argument of this method gets a prefix. */
function prefixFirst(prototype: object, method: string, prefix: string): void {
  const methods = prototype as Record<string, (name: string, ...rest: readonly unknown[]) => unknown>;
  const native = methods[method];
  methods[method] = function (this: unknown, name, ...rest) {
    return native?.call(this, prefix + name, ...rest);
  };
}

/** What a storage has under this prefix, as a storage. */
function partOf(whole: Storage, prefix: string): Storage {
  const keys = (): string[] =>
    Object.keys(whole).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  const part: Storage = {
    getItem: (key) => whole.getItem(prefix + key),
    setItem: (key, value) => whole.setItem(prefix + key, value),
    removeItem: (key) => whole.removeItem(prefix + key),
    clear() {
      for (const key of keys()) part.removeItem(key);
    },
    key: (index) => keys()[index] ?? null,
    get length() {
      return keys().length;
    },
  };
  return new Proxy(part, {
    ownKeys: keys,
    getOwnPropertyDescriptor: (_, key) => ({
      value: part.getItem(String(key)),
      enumerable: true,
      configurable: true,
      writable: true,
    }),
  });
}

/** Forgets what this browser has kept. */
export async function forget(browser: string): Promise<void> {
  for (const storage of [localStorage, sessionStorage]) partOf(storage, `${browser}/`).clear();
  for (const { name = '' } of await indexedDB.databases()) {
    if (name.startsWith(`${browser}/`)) indexedDB.deleteDatabase(name);
  }
}

/** Resolves when a tab of this browser has asked for all there is, from now on, and another one has told it. */
export function nextTold(browser: string, broker: string): Promise<void> {
  const channel = new BroadcastChannel(`${browser}/deskbell:${broker}`);
  const asking = new Set<string>();
  return new Promise((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<{ readonly type: string; readonly from: string }>) => {
      const { from, type } = data;
      if (type === 'hello') asking.add(from);
      // A tab that asked, heard nobody and leads now tells it, too, to whoever may be there by then.
      if (type !== 'whole' || [...asking].every((one) => one === from)) return;
      channel.close();
      resolve();
    };
  });
}

/** Locks that somebody in this browser holds. */
export async function heldLocks(browser: string): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name = '' }) => name.startsWith(`${browser}/`)).length;
}
