import { browserCallTabs } from '../../../src/adapters/browser/call-tabs.js';
import { browserChance } from '../../../src/adapters/browser/chance.js';
import { browserClock } from '../../../src/adapters/browser/clock.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import { savedCall } from '../../contracts/call-storage.js';
import { callTabsContract } from '../../contracts/call-tabs.js';
import { same } from '../../contracts/contract.js';

const tab = (clock = browserClock) => browserCallTabs(clock, browserChance);
const nothing = (): undefined => undefined;

/** Puts a value in the place of one of the browser's for as long as `task` runs. */
async function instead(owner: object, name: string, value: unknown, task: () => Promise<void>): Promise<void> {
  const original = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true });
  try {
    await task();
  } finally {
    delete (owner as Record<string, unknown>)[name];
    if (original) Object.defineProperty(owner, name, original);
  }
}

describe('The tabs of one browser', () => {
  for (const { title, run } of callTabsContract) it(title, () => run({ tabs: [tab(), tab()] }));

  it('are asked in vain after a second when none has a call, and leave no timer behind', async () => {
    const clock = new ManualClock();
    const asked = tab(clock).ask();
    await clock.advance(1_000);
    same([await asked, clock.pending], [undefined, 0]);
  });

  it('leave no timer behind after an answer either', async () => {
    const clock = new ManualClock();
    await tab().hold(() => savedCall);
    same(await tab(clock).ask(), savedCall);
    same(clock.pending, 0);
  });

  it('believe no answer that is no call', async () => {
    const forged = new BroadcastChannel('deskbell:call');
    forged.addEventListener('message', ({ data }: MessageEvent<{ readonly type: string; readonly id: string }>) => {
      if (data.type === 'ask') forged.postMessage({ type: 'answer', id: data.id, call: { handle: 'a.b.c' } });
    });
    same(await tab().ask(), undefined);
    forged.close();
  });

  it('hear nothing in what others say on their channel', async () => {
    let asked = 0;
    const release = await tab().hold(() => {
      asked++;
      return undefined;
    });
    const stranger = new BroadcastChannel('deskbell:call');
    for (const said of [null, undefined, 'ask', 7, { type: 'other' }]) stranger.postMessage(said);
    same(await tab().ask(), undefined);
    same(asked, 1);
    stranger.close();
    release?.();
  });

  it('have no call any more when the page that had it is gone', async () => {
    const frame = document.createElement('iframe');
    frame.src = 'about:blank';
    document.body.append(frame);
    const inner = frame.contentWindow as Window & typeof globalThis;
    await new Promise<void>((held) => {
      void inner.navigator.locks.request('deskbell:call', () => (held(), new Promise<void>(() => {})));
    });
    same(await tab().hold(nothing), undefined);
    frame.remove();
    const gone = new AbortController();
    await navigator.locks.request('deskbell:call', { signal: gone.signal }, () => {});
    const release = await tab().hold(nothing);
    same(typeof release, 'function');
    release?.();
  });

  it('believe in no call elsewhere only because a busy machine is slow with a lock that nobody has', async () => {
    const clock = new ManualClock();
    const late = {
      request: (_: string, { signal }: LockOptions, granted: (lock: object) => unknown) =>
        new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
          clock.after(2_000, () => !signal?.aborted && resolve(granted({})));
        }),
    };
    await instead(navigator, 'locks', late, async () => {
      const held = tab(clock).hold(nothing);
      await clock.advance(2_000);
      same([typeof (await held), clock.pending], ['function', 0]);
    });
  });

  it('are each alone where the browser has no locks', () =>
    instead(navigator, 'locks', undefined, async () => {
      const [one, other] = [await tab().hold(nothing), await tab().hold(nothing)];
      same([typeof one, typeof other, await tab().ask()], ['function', 'function', undefined]);
      one?.();
      other?.();
    }));

  it('cannot ask each other where the browser has no channel, and still have one call', async () => {
    const original = BroadcastChannel;
    delete (globalThis as { BroadcastChannel?: unknown }).BroadcastChannel;
    try {
      const release = await tab().hold(nothing);
      same([typeof release, await tab().hold(nothing), await tab().ask()], ['function', undefined, undefined]);
      release?.();
    } finally {
      globalThis.BroadcastChannel = original;
    }
  });

  it('are each alone where the browser refuses its locks', async () => {
    const refuse = { request: () => Promise.reject(new DOMException('no', 'SecurityError')) };
    await instead(navigator, 'locks', refuse, async () => {
      const release = await tab().hold(nothing);
      same(typeof release, 'function');
      release?.();
    });
  });
});
