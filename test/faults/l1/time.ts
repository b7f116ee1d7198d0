/**
 * The page's time, made short before amazon-connect-chatjs is there: every wait in here takes a twentieth. A story's
 * milliseconds are those the code believes in; the service's own waits are shortened by whoever sets them.
 *
 * On a busy machine a request takes longer, and a twentieth of a time limit is soon over. So time is granted by round
 * trips to the process the services are in: no pong, no time. A story is slower then, and no other one.
 */
export const haste = 20;

/** How far time may go on without an answer, in real milliseconds; and between two questions. */
const grantedMs = 12;
const askEveryMs = 6;

const setTimer = window.setTimeout.bind(window) as (task: () => void, ms: number) => number;
const clearTimer = window.clearTimeout.bind(window) as (timer: number) => void;
const NativeSocket = window.WebSocket;

const startedAt = Date.now();
/** Real milliseconds, as far as they were granted: at this real time it was so late. */
let at = { real: performance.now(), granted: 0 };
/**
 * Two processes read their watches, which drift apart while the machine is busy: what happened in the other one counts as
 * so many milliseconds earlier.
 */
const watchesDifferMs = 5;
let horizon = 0;
/** The past: what is told by the simulator's clock is sorted in by it. */
const past: { readonly real: number; readonly granted: number }[] = [{ real: startedAt, granted: 0 }];

/** Time as it is granted to a page. Its frames go by it too. */
export interface Time {
  readonly startedAt: number;
  /** Real milliseconds that have gone by, and how many may before the next answer. */
  granted(): number;
  horizon(): number;
}

/** This page's own time. */
export const ownTime: Time = {
  startedAt,
  granted: () => Math.min(horizon, at.granted + performance.now() - at.real),
  horizon: () => horizon,
};
let time = ownTime;

const granted = (): number => time.granted();

/** A frame goes by the time of the page it is in. `address`: as of `beginTime`. */
export function shareTime(of: Time, address: string): void {
  time = of;
  clockAddress = address;
}

/** Milliseconds since 1970, in the story: they go by twenty times as fast. */
export const storyNow = (): number => time.startedAt + granted() * haste;

/** A time another process took, in milliseconds since 1970, in the story. */
export function inStory(time: number): number {
  const real = time - watchesDifferMs;
  let [low, high] = [0, past.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((past[middle]?.real ?? Infinity) <= real) low = middle;
    else high = middle - 1;
  }
  const [from, to] = [past[low], past[low + 1]];
  const since = Math.max(0, real - (from?.real ?? real));
  return startedAt + Math.min((from?.granted ?? 0) + since, to?.granted ?? Infinity) * haste;
}

/** Runs `task` after so many milliseconds of the story. Returns the stop. */
export function after(ms: number, task: () => void): () => void {
  const due = granted() + ms / haste;
  let timer = 0;
  const arm = (): void => {
    timer = setTimer(
      () => {
        if (due - granted() > 0.5) arm();
        else task();
      },
      Math.max(0, due - granted(), granted() < time.horizon() ? 0 : 2),
    );
  };
  arm();
  return () => clearTimer(timer);
}

/** Waits so many milliseconds of the story. */
export const wait = (ms: number): Promise<void> => new Promise((resolve) => void after(ms, resolve));

/** Where time is asked for. */
let clockAddress = '';

/** Sockets that failed and were not made up for yet. */
let owed = 0;

/**
 * Chromium holds back the sockets of a process by up to 5 s, which are 100 here, when it has opened few and failed with
 * many, as several stories in one page do. So every one that failed is followed by one that is opened, one at a time.
 */
function appease(): void {
  if (owed++ === 0) openOne();
}

function openOne(): void {
  const socket = new NativeSocket(clockAddress);
  socket.onopen = () => socket.close();
  socket.onclose = () => {
    if (--owed > 0) openOne();
  };
}

/** Lets time begin: whoever is at this address answers every message with the same one. */
export function beginTime(address: string): Promise<void> {
  clockAddress = address;
  const socket = new NativeSocket(address);
  const ask = (): void => {
    if (socket.readyState === socket.OPEN) socket.send('ping');
  };
  return new Promise((resolve) => {
    socket.onopen = ask;
    socket.onmessage = () => {
      at = { real: performance.now(), granted: granted() };
      past.push({ real: Date.now(), granted: at.granted });
      horizon = at.granted + grantedMs;
      setTimer(ask, askEveryMs);
      resolve();
    };
  });
}

/** After so long the client takes a fresh socket, in milliseconds. Every tenth time, that comes after seconds here. */
const socketLifeMs = 3_540_000;
let lives = 0;
const socketLife = (): number => (++lives % 10 === 0 ? 4_000 + (lives % 7) * 4_000 : socketLifeMs);

/** By port: who wants to know about sockets to it. */
const watchers = new Map<string, (socket: WebSocket) => void>();

/** Calls `listener` with how many sockets to this port are open, of those made from now on. Returns the stop. */
export function watchSockets(port: string, listener: (open: number) => void): () => void {
  let open = 0;
  let stopped = false;
  const made = new Set<WebSocket>();
  watchers.set(port, (socket) => {
    made.add(socket);
    let counted = false;
    socket.addEventListener('open', () => {
      counted = true;
      open++;
      if (!stopped) listener(open);
    });
    socket.addEventListener('close', () => {
      made.delete(socket);
      if (!counted) return appease();
      open--;
      if (!stopped) listener(open);
    });
  });
  return () => {
    stopped = true;
    for (const socket of made) socket.close();
  };
}

/**
 * From now on the page's own timers run by the story, and its sockets are watched. Returns what tells the waits of
 * the timers that are still to run. `lifeMs`: how long a socket lives until the client takes a fresh one, where that is not left to chance.
 */
export function shortenTime(lifeMs?: number): () => readonly number[] {
  const stops = new Map<number, () => void>();
  const waits = new Map<number, number>();
  let count = 0;
  const set = (task: () => void, ms: number, again: boolean): number => {
    const id = ++count;
    waits.set(id, ms);
    const begin = (): void => {
      const stop = after(ms === socketLifeMs ? (lifeMs ?? socketLife()) : ms, () => {
        if (again) begin();
        else stops.delete(id);
        task();
      });
      stops.set(id, stop);
    };
    begin();
    return id;
  };
  const clear = (id?: number): void => {
    stops.get(id ?? 0)?.();
    stops.delete(id ?? 0);
  };
  Object.assign(window, {
    setTimeout: (task: () => void, ms = 0, ...args: []) => set(() => task(...args), ms, false),
    setInterval: (task: () => void, ms = 0, ...args: []) => set(() => task(...args), ms, true),
    clearTimeout: clear,
    clearInterval: clear,
    WebSocket: class extends NativeSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        watchers.get(new URL(url).port)?.(this);
      }
    },
  });
  return () => [...stops.keys()].map((id) => waits.get(id) ?? 0);
}
