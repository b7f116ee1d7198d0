import type { Network, NetworkChange } from '../chatjs/ports.js';
import { browserClock } from './clock.js';
import { watchSleep } from './sleep.js';

/** What the browser says about the network, and whether somebody can see this page. */
export const browserNetwork: Network = {
  get online() {
    // Only a plain no is one: browsers say yes when they do not know.
    return navigator.onLine !== false;
  },
  get visible() {
    return document.visibilityState !== 'hidden';
  },
  watch(listener) {
    const stop = new AbortController();
    const { signal } = stop;
    const on = (target: EventTarget, type: string, change: (event: Event) => NetworkChange | undefined): void =>
      target.addEventListener(
        type,
        (event) => {
          const what = change(event);
          if (what) listener(what);
        },
        { signal },
      );
    on(window, 'online', () => 'online');
    on(window, 'offline', () => 'offline');
    on(document, 'visibilitychange', () => (browserNetwork.visible ? 'visible' : 'hidden'));
    on(window, 'focus', () => (browserNetwork.visible ? 'visible' : undefined));
    on(window, 'pageshow', (event) => ((event as PageTransitionEvent).persisted ? 'resumed' : undefined));
    // Page Lifecycle API: a frozen tab has lost its sockets without hearing of it.
    on(document, 'resume', () => 'resumed');
    on(document, 'freeze', () => 'frozen');
    on(window, 'pagehide', () => 'frozen');
    const stopSleep = watchSleep(browserClock, () => {
      // Timers of hidden pages are late without any sleep.
      if (browserNetwork.visible) listener('resumed');
    });
    return () => {
      stopSleep();
      stop.abort();
    };
  },
};
