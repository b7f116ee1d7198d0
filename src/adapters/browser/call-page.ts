import type { CallPage } from '../../core/call/ports.js';
import { browserNetwork } from './network.js';

/** TypeScript's list is older than the Media Session standard. */
type MediaKey = 'hangup' | 'togglemicrophone' | 'togglecamera';

/** The page in a browser. */
export const browserCallPage: CallPage = {
  keepAwake() {
    const wakeLock = (navigator as Partial<Navigator>).wakeLock;
    const stop = new AbortController();
    let held: WakeLockSentinel | undefined;
    let asking = false;
    const acquire = async (): Promise<void> => {
      // A hidden page is refused one, and loses the one it has: the next look at it brings a new one.
      if (!wakeLock || document.visibilityState === 'hidden' || asking || held?.released === false) return;
      asking = true;
      try {
        held = await wakeLock.request('screen');
        if (stop.signal.aborted) await held.release();
      } catch {
        // An empty battery, a frame without the permission: the call goes on under a screen that may go dark.
      }
      asking = false;
    };
    document.addEventListener('visibilitychange', () => void acquire(), { signal: stop.signal });
    void acquire();
    return () => {
      stop.abort();
      held?.release().catch(() => {}); // It was let go of already.
    };
  },

  onLeaving(leaving) {
    const listen = (event: PageTransitionEvent): void => {
      // A page the browser keeps is not gone: it may come back as it was.
      if (!event.persisted) leaving();
    };
    window.addEventListener('pagehide', listen);
    return () => window.removeEventListener('pagehide', listen);
  },

  onBack(listener) {
    return browserNetwork.watch((change) => {
      if (change !== 'offline' && change !== 'hidden') listener();
    });
  },

  onMediaKeys({ hangUp, toggleMute, toggleCamera }) {
    const keys: Readonly<Record<MediaKey, () => void>> = {
      hangup: hangUp,
      togglemicrophone: toggleMute,
      togglecamera: toggleCamera,
    };
    for (const [key, press] of Object.entries(keys)) setHandler(key, press);
    return () => {
      for (const key of Object.keys(keys)) setHandler(key, null);
    };
  },
};

function setHandler(key: string, press: (() => void) | null): void {
  try {
    (navigator as Partial<Navigator>).mediaSession?.setActionHandler(key as MediaSessionAction, press);
  } catch {
    // A key this browser does not know.
  }
}
