import { browserCallPage } from '../../../src/adapters/browser/call-page.js';
import { same } from '../../contracts/contract.js';

/** Puts a value in the place of one of the browser's, and returns the way back. */
function replace(owner: object, name: string, value: unknown): () => void {
  const original = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true });
  return () => {
    delete (owner as Record<string, unknown>)[name];
    if (original) Object.defineProperty(owner, name, original);
  };
}

class Sentinel {
  released = false;
  release(): Promise<void> {
    this.released = true;
    return Promise.resolve();
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

describe('The screen during a call', () => {
  let locks: Sentinel[];
  let visibility: DocumentVisibilityState;
  let answer: () => Promise<Sentinel>;
  let backs: (() => void)[];
  beforeEach(() => {
    locks = [];
    visibility = 'visible';
    answer = () => {
      const lock = new Sentinel();
      locks.push(lock);
      return Promise.resolve(lock);
    };
    backs = [replace(navigator, 'wakeLock', { request: () => answer() })];
    const original = Object.getOwnPropertyDescriptor(document, 'visibilityState');
    Object.defineProperty(document, 'visibilityState', { get: () => visibility, configurable: true });
    backs.push(() => {
      delete (document as { visibilityState?: unknown }).visibilityState;
      if (original) Object.defineProperty(document, 'visibilityState', original);
    });
  });
  afterEach(() => {
    for (const back of backs) back();
  });

  const show = (state: DocumentVisibilityState): Promise<void> => {
    visibility = state;
    document.dispatchEvent(new Event('visibilitychange'));
    return settled();
  };

  it('stays on until the call is over', async () => {
    const stop = browserCallPage.keepAwake();
    await settled();
    same(
      locks.map(({ released }) => released),
      [false],
    );
    stop();
    same(locks[0]?.released, true);
    await show('visible');
    same(locks.length, 1);
  });

  it('stays on again when the customer comes back to the page', async () => {
    const stop = browserCallPage.keepAwake();
    await settled();
    await locks[0]?.release(); // As the browser does when the page is hidden.
    await show('hidden');
    same(locks.length, 1);
    await show('visible');
    await show('visible');
    same(
      locks.map(({ released }) => released),
      [true, false],
    );
    stop();
    same(locks[1]?.released, true);
  });

  it('is let go of also when the call ends before the browser has answered', async () => {
    let grant = (_lock: Sentinel): void => {};
    answer = () => new Promise((resolve) => (grant = resolve));
    const stop = browserCallPage.keepAwake();
    stop();
    const late = new Sentinel();
    grant(late);
    await settled();
    same(late.released, true);
  });

  it('may go dark where the browser refuses or cannot, and nothing fails', async () => {
    answer = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    const refused = browserCallPage.keepAwake();
    await settled();
    refused();
    backs.push(replace(navigator, 'wakeLock', undefined));
    browserCallPage.keepAwake()();
    await settled();
  });
});

describe('A page that goes away', () => {
  it('says so when it is gone for good, and not when the browser keeps it', () => {
    let left = 0;
    const stop = browserCallPage.onLeaving(() => left++);
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    same(left, 0);
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    same(left, 1);
    stop();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    same(left, 1);
  });

  it('says so when it, or the network, is back', () => {
    let back = 0;
    const stop = browserCallPage.onBack(() => back++);
    window.dispatchEvent(new Event('offline'));
    same(back, 0);
    window.dispatchEvent(new Event('online'));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    same(back, 2);
    stop();
    window.dispatchEvent(new Event('online'));
    same(back, 2);
  });
});

describe('Media keys', () => {
  it('hang up, mute and turn the camera off, until the call is over', () => {
    const handlers = new Map<string, (() => void) | null>();
    const back = replace(navigator, 'mediaSession', {
      setActionHandler(key: string, handler: (() => void) | null) {
        if (key === 'togglecamera') throw new TypeError('A browser that knows no cameras.');
        handlers.set(key, handler);
      },
    });
    const pressed: string[] = [];
    const stop = browserCallPage.onMediaKeys({
      hangUp: () => pressed.push('hang up'),
      toggleMute: () => pressed.push('mute'),
      toggleCamera: () => pressed.push('camera'),
    });
    handlers.get('hangup')?.();
    handlers.get('togglemicrophone')?.();
    same(pressed, ['hang up', 'mute']);
    stop();
    same([...handlers.values()], [null, null]);
    back();
  });

  it("are this browser's own where it has them, and nothing where it has none", () => {
    const keys = { hangUp() {}, toggleMute() {}, toggleCamera() {} };
    browserCallPage.onMediaKeys(keys)();
    const back = replace(navigator, 'mediaSession', undefined);
    browserCallPage.onMediaKeys(keys)();
    back();
  });
});
