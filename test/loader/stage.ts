import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, repository } from '../support/browsers.mjs';
import { serveFolder, type StaticServer } from '../support/static-server.js';

/** What a strict page allows, and no more. */
export const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self' blob: data:; " +
  "font-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";

/** A website with the script tag, in a browser, with the built files behind it. */
export interface Stage {
  readonly server: StaticServer;
  /** What the website shows from now on, under the strict policy. */
  serve(html: string): void;
  /** Opens a page of the website: its HTML, served under the strict policy. */
  visit(html: string, context?: BrowserContext): Promise<Page>;
  newContext(): Promise<BrowserContext>;
  /** Files whose path matches fail from now on; without a pattern, none do. */
  breakFiles(pattern?: RegExp): void;
  /** Files whose path matches arrive with something added to them. */
  tamperWith(pattern?: RegExp): void;
  /** Closes every page, mends every file and forgets what was asked for. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export const tag = (attributes = 'data-broker="/broker"'): string =>
  `<script async src="/deskbell.js" ${attributes}></script>`;

export const page = (head: string, body = '<h1>Teapots</h1><p>Made by hand.</p>', html = 'lang="en"'): string =>
  `<!doctype html><html ${html}><head><meta charset="utf-8"><title>Shop</title>${head}</head><body>${body}</body></html>`;

/** Without `browser`, there is only the website. */
export async function createStage({ browser: wanted = true } = {}): Promise<Stage> {
  let html = '';
  let broken: RegExp | undefined;
  let tampered: RegExp | undefined;
  const server = await serveFolder(join(repository, 'dist'), (path, response) => {
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': strictPolicy }).end(html);
    } else if (broken?.test(path)) response.writeHead(503).end();
    else if (tampered?.test(path))
      response.writeHead(200, { 'content-type': 'text/javascript' }).end('globalThis.bad = 1');
    else if (path === '/broker/v1/chat') response.writeHead(503, { 'content-type': 'application/json' }).end('{}');
    else if (path === '/snippet.js') {
      response
        .writeHead(200, { 'content-type': 'text/javascript' })
        .end("(window.deskbell ||= []).push(['configure', { displayName: 'Maya' }], ['open'])");
    } else return false;
    return true;
  });
  const browser: Browser | undefined = wanted ? await launchChromium() : undefined;
  const newContext = (): Promise<BrowserContext> => browser!.newContext({ reducedMotion: 'reduce' });
  return {
    server,
    serve: (content) => void (html = content),
    async visit(content, context) {
      html = content;
      const page = await (context ?? (await newContext())).newPage();
      await page.addInitScript(() => {
        const seen = { violations: [] as string[], failures: [] as string[], shifts: 0 };
        Object.assign(globalThis, { seen });
        document.addEventListener('securitypolicyviolation', (event) => seen.violations.push(event.violatedDirective));
        document.addEventListener('deskbell-failed', (event) =>
          seen.failures.push((event as Event & { code: string }).code),
        );
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { sources, value } = entry as PerformanceEntry & { value: number; sources: { node: Node | null }[] };
            const ofPage = ({ node }: { node: Node | null }): boolean =>
              node?.getRootNode() === document && !node.parentElement?.closest('deskbell-widget');
            if (sources.some(ofPage)) seen.shifts += value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(`${server.origin}/`);
      return page;
    },
    newContext,
    breakFiles: (pattern) => void (broken = pattern),
    tamperWith: (pattern) => void (tampered = pattern),
    async clear() {
      for (const context of browser?.contexts() ?? []) await context.close();
      broken = tampered = undefined;
      server.forget();
    },
    async close() {
      await browser?.close();
      await server.close();
    },
  };
}

/** What a page noticed since it began. */
export interface Seen {
  readonly violations: readonly string[];
  readonly failures: readonly string[];
  /** Sum of all layout shifts of the page itself, customers' own doing included. */
  readonly shifts: number;
}

export const seen = (page: Page): Promise<Seen> => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
