import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import type { Browser, Page } from 'playwright-core';
import { rollup, type Plugin } from 'rollup';
import { WebSocketServer } from 'ws';
import { launchChromium, repository } from '../../support/browsers.mjs';
import { serveFolder } from '../../support/static-server.js';
import { count, type Counts } from '../check.js';
import type { Run } from '../layer.js';
import { Service } from './service.js';
import type { Outcome } from './story.js';

/** Stories at a time. More of them only get in each other's way. */
const lanes = 24;
/** Lanes in one page. Browsers hold back a page's sockets when many of them wait or failed, so there are several pages. */
const lanesInPage = 3;
/** Stories in one browser, which holds sockets back for longer and longer the more of them have failed. */
const storiesInBrowser = 500;

/** How all stories of a run went, and what was measured by the way. */
export interface Figures {
  readonly outcomes: readonly Outcome[];
  /** What nobody caught in the pages. */
  readonly uncaught: readonly string[];
}

/** Plays seeds with the real client, many at a time. */
export async function run({ seeds, from, onLine, onStory }: Run): Promise<Counts> {
  const { outcomes, uncaught } = await play(seeds, from, ({ diary, findings, seed }) => {
    if (findings.length > 0) onStory?.({ seed, findings, story: diary });
  });
  const totals = { ...count(outcomes.flatMap(({ findings }) => findings)) };
  for (const what of uncaught) onLine?.(`nobody caught: ${what}`);
  const recoveries = outcomes.flatMap(({ recoveredMs = [] }) => recoveredMs).sort((a, b) => a - b);
  const [half, most, nearlyAll] = [0.5, 0.95, 0.99].map((share) => recoveries[Math.floor(recoveries.length * share)]);
  onLine?.(
    `well again after ${half} ms (p50), ${most} ms (p95), ${nearlyAll} ms (p99) of ${recoveries.length} stories`,
  );
  return { ...totals, silent: totals.silent + uncaught.length };
}

/** Plays one seed and tells all that happens. */
export async function tell(seed: number, onLine: (line: string) => void): Promise<Counts> {
  return run({
    seeds: 1,
    from: seed,
    onLine,
    onStory: ({ findings, story }) => {
      for (const line of story) onLine(line);
      for (const { kind, what } of findings) onLine(`${kind}: ${what}`);
    },
  });
}

/** Whose file of amazon-connect-chatjs a page has: Amazon's, or the one we make of it and publish. */
const clients = ['published', 'amazon'] as const;
type Client = (typeof clients)[number];

/** The page with our code and the real client, as one file. */
async function bundle(to: string, client: Client): Promise<void> {
  const lean = (await import(join(repository, '.config/rollup/lean-chatjs.mjs'))) as {
    leanChatjs: (sdk: string) => Plugin;
  };
  const sdk = join(repository, 'build/src/adapters/chatjs/service-client.js');
  const made = await rollup({
    input: { [client]: join(repository, 'build/test/faults/l1/page.js') },
    plugins: [nodeResolve({ browser: true }), client === 'published' && lean.leanChatjs(sdk)],
    onwarn: () => {}, // The client's own code warns of `this` at the top.
  });
  await made.write({ dir: to, format: 'es' });
  await made.close();
}

/** Plays the stories of these seeds in pages of Chromium, each against a service of its own. */
async function play(seeds: number, from: number, onOutcome: (outcome: Outcome) => void): Promise<Figures> {
  const folder = join(repository, 'build/faults/l1');
  for (const client of clients) await bundle(folder, client);
  const server = await serveFolder(folder, (path, response) => {
    const client = clients.find((name) => path === `/${name}`);
    if (!client) return false;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>L1</title><script type="module" src="/${client}.js"></script>`);
    return true;
  });
  const clocks = new WebSocketServer({ server: server.http });
  clocks.on('connection', (socket) => socket.on('message', () => socket.send('pong')));
  const services = Array.from({ length: Math.min(lanes, seeds) }, () => new Service());
  const origins = await Promise.all(services.map((service) => service.listen()));
  const outcomes: Outcome[] = [];
  const uncaught: string[] = [];

  /** A page in a process of its own. */
  const open = async (browser: Browser, client: Client): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    page.on('pageerror', ({ message, stack = message }) => {
      // Amazon's file lets frames that are no JSON fall like this; ours says nothing.
      if (client === 'published' || !/JSON[^]*WebSocket\.F/.test(stack)) uncaught.push(`${client}: ${stack}`);
    });
    await page.exposeFunction('service', (lane: number, name: string, args: unknown[]) => {
      const service = services[lane] as unknown as Record<string, (...args: unknown[]) => unknown>;
      return service[name]?.(...args);
    });
    await page.goto(`${server.origin}/${client}`);
    await page.waitForFunction(() => 'playStory' in window);
    return page;
  };

  let next = from;
  /** Plays all stories before this one in a browser of their own. */
  const playUntil = async (end: number): Promise<void> => {
    const browser = await launchChromium();
    try {
      const wanted = Array.from({ length: Math.ceil(services.length / lanesInPage) }, (_, page) => clients[page % 2]);
      const pages = await Promise.all(wanted.map((client = 'published') => open(browser, client)));
      const playIn = async (origin: string, lane: number): Promise<void> => {
        while (next < end) {
          const story = [lane, origin, next++] as const;
          const outcome = await pages[lane % pages.length]?.evaluate((args) => window.playStory(...args), story);
          if (!outcome) continue;
          outcomes.push(outcome);
          onOutcome(outcome);
        }
      };
      await Promise.all(origins.map(playIn));
    } finally {
      await browser.close();
    }
  };

  try {
    while (next < from + seeds) await playUntil(Math.min(next + storiesInBrowser, from + seeds));
  } finally {
    await Promise.all(services.map((service) => service.close()));
    clocks.close();
    await server.close();
  }
  return { outcomes, uncaught };
}
