import type { Chance } from '../../core/clock.js';
import type { PageChange, Tabs } from '../../core/tabs/ports.js';

/**
 * The tabs of a site around one conversation: a Web Lock that the leading tab holds, and a channel between all of them,
 * both named by `broker`. A tab that crashes or is thrown away lets go by itself. A browser without either (a page
 * without https, a sandboxed frame), or `alone`, has one tab, which leads and hears nobody.
 */
export function browserTabs(broker: string, chance: Pick<Chance, 'newId'>, alone = false): Tabs {
  const name = `deskbell:${broker}`;
  const locks = alone ? undefined : available(() => navigator.locks);
  const listeners = new Set<(words: unknown) => void>();
  const watchers = new Set<(change: PageChange) => void>();
  let isAlone = !locks || !available(() => new BroadcastChannel(name).close() ?? true);
  let channel: BroadcastChannel | undefined;
  /** The page is frozen or put aside; what the browser says about that comes twice. */
  let away = false;
  let stopWatchingPage: (() => void) | undefined;

  const open = (): BroadcastChannel | undefined => (isAlone ? undefined : available(() => new BroadcastChannel(name)));

  /** Has the channel open and the page watched exactly while somebody wants to hear of them. */
  const settle = (): void => {
    const hears = listeners.size > 0 && !away && !isAlone;
    if (hears && !channel) {
      channel = open();
      channel?.addEventListener('message', ({ data }) => {
        for (const listener of [...listeners]) listener(data);
      });
    } else if (!hears) {
      channel?.close();
      channel = undefined;
    }
    const watches = listeners.size + watchers.size > 0;
    if (watches) stopWatchingPage ??= watchPage(change);
    else {
      stopWatchingPage?.();
      stopWatchingPage = undefined;
      away = false;
    }
  };

  const change = (what: PageChange): void => {
    if (what === 'left' ? away : what === 'returned' && !away) return;
    // Back: heard again before anybody asks. Away: closed after the last word, or the browser would not keep the page.
    if (what === 'returned') away = false;
    settle();
    for (const watcher of [...watchers]) watcher(what);
    if (what === 'left') away = true;
    settle();
  };

  return {
    id: chance.newId(),
    get isAlone() {
      return isAlone;
    },
    get visible() {
      return document.visibilityState !== 'hidden';
    },
    lead(seize, onLead, onLost) {
      const withdrawal = new AbortController();
      let release: (() => void) | undefined;
      let isOver = false;
      const lead = (): Promise<void> | undefined => {
        if (isOver) return undefined;
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        onLead();
        return held;
      };
      const fail = (error: unknown): void => {
        if (isOver) return;
        if (release) {
          isOver = true;
          onLost();
        } else if (!isAsleep(error)) {
          // This frame may have no locks.
          isAlone = true;
          settle();
          void lead();
        }
      };
      if (!locks || isAlone) queueMicrotask(() => void lead());
      else {
        const how = seize ? { steal: true } : { signal: withdrawal.signal };
        // Some engines throw at once what others reject with.
        Promise.resolve(available(() => locks.request(name, how, lead)) ?? Promise.reject(new Error('blocked'))).catch(
          fail,
        );
      }
      return () => {
        isOver = true;
        release?.();
        withdrawal.abort();
      };
    },
    say(words) {
      if (channel) channel.postMessage(words);
      else if (!away) {
        const once = open();
        once?.postMessage(words);
        once?.close();
      }
    },
    listen(listener) {
      listeners.add(listener);
      settle();
      return () => {
        listeners.delete(listener);
        settle();
      };
    },
    watch(listener) {
      watchers.add(listener);
      settle();
      return () => {
        watchers.delete(listener);
        settle();
      };
    },
  };
}

/** What `look` finds, undefined where it is not there or may not be looked at. */
function available<Found>(look: () => Found): Found | undefined {
  try {
    return look() ?? undefined;
  } catch {
    return undefined;
  }
}

/** A page that is gone or put aside may ask for nothing: that says nothing about what it may when it is back. */
const isAsleep = (error: unknown): boolean => error instanceof DOMException && error.name === 'InvalidStateError';

/** Calls `listener` with what becomes of the page. Returns its own stop. */
function watchPage(listener: (change: PageChange) => void): () => void {
  const stop = new AbortController();
  const on = (target: EventTarget, type: string, change: (event: Event) => PageChange | undefined): void =>
    target.addEventListener(
      type,
      (event) => {
        const what = change(event);
        if (what) listener(what);
      },
      { signal: stop.signal },
    );
  on(document, 'visibilitychange', () => (document.visibilityState === 'hidden' ? 'hidden' : 'visible'));
  // A page that is closed lets go a moment before the browser does it.
  on(window, 'pagehide', () => 'left');
  on(window, 'pageshow', (event) => ((event as PageTransitionEvent).persisted ? 'returned' : undefined));
  // Page Lifecycle API.
  on(document, 'freeze', () => 'left');
  on(document, 'resume', () => 'returned');
  return () => stop.abort();
}
