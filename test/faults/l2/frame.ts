// What a page of the site runs before anything of ours is there, in a frame that plays a tab. Its address says how:
// `broker` and `clock` are addresses, `browser` and `tab` names, `storage` is what keeping anything comes to,
// `life` how long a socket lives, and `skew` how far the device's clock is ahead.
import { shareTime, shortenTime, storyNow, watchSockets, type Time } from '../l1/time.js';
import { keepApart } from './apart.js';

declare global {
  interface Window {
    /** What went wrong in this page and nobody caught. */
    trouble: string[];
    /** Set: the page dies without a word to anybody. */
    crashes?: boolean;
    /** Of the page around the tabs: its time. */
    storyTime?: Time;
    /** Of the page around the tabs: how far the clock of each browser has jumped, in milliseconds. */
    clockJumps?: Map<string, number>;
    /** Called after each change of how many sockets of this page are open. */
    onSockets?: (open: number) => void;
    openSockets: number;
    /** The waits of this page's timers that are still to run, in milliseconds. */
    pendingTimers: () => readonly number[];
  }
}

const options = new URLSearchParams(location.search);
const option = (name: string): string => options.get(name) ?? '';
window.trouble = [];
window.addEventListener('error', ({ message }) => {
  // No error: what was measured changed once more while it was drawn, and is measured again with the next picture.
  if (!/^ResizeObserver loop/.test(message)) window.trouble.push(message);
});
window.addEventListener('unhandledrejection', ({ reason }) => window.trouble.push(`unhandled: ${String(reason)}`));
const { error } = console;
console.error = (...words) => {
  window.trouble.push(`console: ${words.map(String).join(' ')}`);
  error.apply(console, words);
};
for (const type of ['pagehide', 'beforeunload', 'unload', 'visibilitychange', 'freeze']) {
  for (const target of [window, document]) {
    target.addEventListener(type, (event) => window.crashes && event.stopImmediatePropagation(), { capture: true });
  }
}
// Whoever looks at a tab uses it, whichever frame has the focus.
document.hasFocus = () => document.visibilityState === 'visible';

keepApart(option('browser'), option('tab'));
const refuse = (name: string): never => {
  throw new DOMException('Not here.', name);
};
switch (option('storage')) {
  case 'blocked':
    for (const name of ['sessionStorage', 'localStorage', 'indexedDB']) {
      Object.defineProperty(window, name, { get: () => refuse('SecurityError') });
    }
    break;
  case 'full':
    Storage.prototype.setItem = () => refuse('QuotaExceededError');
    IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => refuse('QuotaExceededError');
    break;
  case 'corrupt':
    await spoil();
}

/** Makes nonsense of everything that was kept. */
async function spoil(): Promise<void> {
  for (const storage of [sessionStorage, localStorage]) {
    for (const key of Object.keys(storage)) storage.setItem(key, '{"a":[');
  }
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('No database.'));
    });
  const database = await settled(indexedDB.open('deskbell'));
  for (const name of database.objectStoreNames) {
    const store = database.transaction(name, 'readwrite').objectStore(name);
    for (const key of await settled(store.getAllKeys())) await settled(store.put('nonsense', key));
  }
  database.close();
}

if (!parent.storyTime) throw new Error('There is no time around this page.');
shareTime(parent.storyTime, option('clock'));
window.pendingTimers = shortenTime(Number(option('life')) || undefined);
const skew = Number(option('skew'));
Date.now = () => storyNow() + skew + (parent.clockJumps?.get(option('browser')) ?? 0);
window.openSockets = 0;
watchSockets(option('service'), (open) => {
  window.openSockets = open;
  window.onSockets?.(open);
});

const script = document.createElement('script');
script.src = '/dist/deskbell.js';
for (const name of ['broker', 'memory']) {
  const value = options.get(name);
  if (value !== null) script.setAttribute(`data-${name}`, value);
}
document.body.append(script);
