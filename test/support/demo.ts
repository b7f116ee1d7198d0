import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { repository } from './browsers.mjs';

/** The demo, as `npm start` runs it, on a free port; and its simulator over HTTP, as any test runner would use it. */
export interface Demo {
  readonly origin: string;
  /** GET, or POST with a body, below `/_sim/`. Answers the parsed JSON, throws the sentence of a refusal. */
  sim<Answer = unknown>(path: string, body?: unknown, method?: string): Promise<Answer>;
  /** Resolves when the service has taken in a message that says exactly this, or had before. */
  takesIn(text: string): Promise<void>;
  /** Resolves to what `find` finds in the desk's list of contacts, now or after one of its changes. */
  finds<Found>(
    what: string,
    find: (contacts: readonly DeskContact[]) => Found | undefined | false,
    timeoutMs?: number,
  ): Promise<Found>;
  stop(): Promise<void>;
}

/** What the tests read of a contact in the desk's list. */
export interface DeskContact {
  readonly contactId: string;
  readonly state: 'waiting' | 'active' | 'flow' | 'over';
  readonly agent: string | null;
  readonly disconnectReason: string | null;
  readonly call: {
    readonly arrived: boolean;
    readonly camera: boolean;
    readonly muted: boolean;
    readonly sharing: boolean;
    readonly held: boolean;
    readonly shareAllowed: boolean;
    readonly network: 'up' | 'down';
    readonly agentMedia: 'synthetic' | 'own' | null;
    readonly digits: string;
  } | null;
}

/** Starts the demo in a process of its own and waits for its ready line. */
export async function startDemo(): Promise<Demo> {
  const child = spawn(process.execPath, ['demo/serve.mjs'], {
    cwd: repository,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Whatever ends this process, the demo does not outlive it.
  process.once('exit', () => child.kill());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
  if (!origin) throw new Error(`The demo said: ${line}`);
  const feed = await listen(origin);
  return {
    origin,
    async sim<Answer>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
      const response = await fetch(`${origin}/_sim/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} /_sim/${path}: ${response.status} ${text}`);
      if (path === 'reset') feed.forget();
      return (text === '' ? undefined : JSON.parse(text)) as Answer;
    },
    takesIn: feed.waitFor,
    finds: feed.finds,
    async stop() {
      feed.stop();
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** A message that is not there by then is lost, however slow the machine is. Milliseconds. */
const takenInWithinMs = 60_000;

/** Reads the desk's feed of everything that is said, as a desk where nobody is. */
async function listen(origin: string) {
  const heard = new Set<string>();
  const waiting = new Map<string, () => void>();
  let contacts: readonly DeskContact[] = [];
  const lookers = new Set<() => void>();
  const request = get(`${origin}/_sim/desk/feed?name=Test&state=away`);
  const [stream] = (await once(request, 'response')) as [IncomingMessage];
  const lines = createInterface({ input: stream });
  for (const one of [request, stream, lines]) one.on('error', () => {}); // Being cut is how it ends.
  lines.on('line', (line) => {
    const list = /^data: (\{"contacts".*\})$/.exec(line)?.[1];
    if (list) {
      ({ contacts } = JSON.parse(list) as { contacts: readonly DeskContact[] });
      for (const look of lookers) look();
    }
    const said = /^data: (\{.*"item".*\})$/.exec(line)?.[1];
    const text = said && (JSON.parse(said) as { item: { Content?: string } }).item.Content;
    if (!text) return;
    heard.add(text);
    waiting.get(text)?.();
  });
  return {
    waitFor: async (text: string): Promise<void> => {
      if (heard.has(text)) return;
      await new Promise<void>((resolve, reject) => {
        const deadline = setTimeout(() => reject(new Error(`The service never took in "${text}".`)), takenInWithinMs);
        waiting.set(text, () => {
          clearTimeout(deadline);
          resolve();
        });
      });
    },
    finds: <Found>(
      what: string,
      find: (contacts: readonly DeskContact[]) => Found | undefined | false,
      timeoutMs = 60_000,
    ) =>
      new Promise<Found>((resolve, reject) => {
        const end = (): void => {
          clearTimeout(deadline);
          lookers.delete(look);
        };
        const look = (): void => {
          const found = find(contacts);
          if (found === undefined || found === false) return;
          end();
          resolve(found);
        };
        const deadline = setTimeout(() => {
          end();
          reject(new Error(`${what}: the desk never showed it, but ${JSON.stringify(contacts)}`));
        }, timeoutMs);
        lookers.add(look);
        look();
      }),
    forget: () => heard.clear(),
    stop: () => request.destroy(),
  };
}
