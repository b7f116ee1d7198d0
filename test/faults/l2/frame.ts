// What a page of the site runs before anything of ours is there, in a frame that plays a tab. Its address says how:
// `broker` and `clock` are addresses, `storage` is what keeping anything comes to.
import { beginTime, shortenTime, storyNow } from '../l1/time.js';

declare global {
  interface Window {
    /** What went wrong in this page and nobody caught. */
    trouble: string[];
    /** Set: the page dies without a word to anybody. */
    crashes?: boolean;
  }
}

const options = new URLSearchParams(location.search);
window.trouble = [];
window.addEventListener('error', ({ message }) => window.trouble.push(message));
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

const refuse = (name: string): never => {
  throw new DOMException('Not here.', name);
};
const storage = options.get('storage');
if (storage === 'blocked') {
  for (const name of ['sessionStorage', 'localStorage', 'indexedDB']) {
    Object.defineProperty(window, name, { get: () => refuse('SecurityError') });
  }
} else if (storage === 'full') {
  Storage.prototype.setItem = () => refuse('QuotaExceededError');
  IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => refuse('QuotaExceededError');
}

shortenTime();
const skew = Number(options.get('skew') ?? 0);
Date.now = () => storyNow() + skew;
await beginTime(options.get('clock') ?? '');

const script = document.createElement('script');
script.src = '/dist/deskbell.js';
for (const name of ['broker', 'memory']) {
  const value = options.get(name);
  if (value !== null) script.setAttribute(`data-${name}`, value);
}
document.body.append(script);
