import type { CallTabs, SavedCall } from '../../core/call/ports.js';
import type { Chance, Clock } from '../../core/clock.js';
import { savedCallShape } from './saved-call-shape.js';

/** Names the lock and the channel, for all of a site's tabs. */
const name = 'deskbell:call';
/** How long a tab that is asked has to answer, and then to let go, in milliseconds. */
const answerMs = 1_000;

/**
 * How long a tab waits for the lock before it believes that another has a call, in milliseconds. Locks are let go of a
 * moment later than said: by a page that is being reloaded, say.
 */
const graceMs = 500;

/** What the tabs say to each other. The call in an answer holds the broker's handle, and no other site can hear it. */
type Said =
  | { readonly type: 'ask'; readonly id: string }
  | { readonly type: 'answer'; readonly id: string; readonly call: SavedCall['call'] };

/**
 * One call in one browser, by a Web Lock that the tab with the call holds and a channel to ask it over. A tab that
 * crashes or is thrown away lets go by itself. Where the browser has no locks (a page without https), every tab is alone.
 */
export function browserCallTabs(clock: Clock, chance: Pick<Chance, 'newId'>): CallTabs {
  const locks = (navigator as Partial<Navigator>).locks;
  const open = (): BroadcastChannel | undefined =>
    'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined;

  return {
    async hold(onAsked) {
      const release = locks ? await take(locks, clock) : (): void => {};
      const channel = release && open();
      channel?.addEventListener('message', ({ data }: MessageEvent<Said>) => {
        if (data?.type !== 'ask') return;
        const call = onAsked();
        // By then its owner may have released it, and closed this channel.
        const answer = open();
        answer?.postMessage({ type: 'answer', id: data.id, call } satisfies Said);
        answer?.close();
        if (call) letGo();
      });
      const letGo = (): void => {
        channel?.close();
        release?.();
      };
      return release && letGo;
    },
    async ask() {
      const channel = locks && open();
      if (!channel) return undefined;
      const id = chance.newId();
      const call = await new Promise<SavedCall['call']>((resolve) => {
        const stop = clock.after(answerMs, () => resolve(undefined));
        channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
          if (data?.type !== 'answer' || data.id !== id) return;
          stop();
          resolve(savedCallShape.call(data.call) ? data.call : undefined);
        });
        channel.postMessage({ type: 'ask', id } satisfies Said);
      });
      channel.close();
      // The answer is quicker than the lock: whoever is answered may hold at once.
      if (call) await free(locks, clock);
      return call;
    },
  };
}

/**
 * Takes the lock, and resolves to its release; undefined when another tab keeps it. Only the browser's word says that
 * one does: on a busy machine a free lock may be late as well. A frame that may have no locks is alone, as above.
 */
async function take(locks: LockManager, clock: Clock): Promise<(() => void) | undefined> {
  const request = (options: LockOptions): Promise<(() => void) | undefined> =>
    new Promise((resolve, reject) => {
      const hold = (lock: Lock | null): Promise<void> | undefined =>
        lock ? new Promise((release) => resolve(() => release())) : void resolve(undefined);
      locks.request(name, options, hold).catch(reject);
    });
  const now = { ifAvailable: true };
  try {
    const free = await request(now);
    if (free) return free;
    const { signal, done } = patience(clock, graceMs);
    return await request({ signal })
      .catch(() => request(now))
      .finally(done);
  } catch {
    return () => {};
  }
}

/** Resolves when nobody holds the lock any more, or when that takes too long. */
async function free(locks: LockManager, clock: Clock): Promise<void> {
  const { signal, done } = patience(clock, answerMs);
  await locks.request(name, { signal }, () => {}).catch(() => {}); // Then `hold` finds out.
  done();
}

/** A signal that aborts after `ms` milliseconds, unless it is done before. */
function patience(clock: Clock, ms: number): { readonly signal: AbortSignal; readonly done: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, done: clock.after(ms, () => controller.abort()) };
}
