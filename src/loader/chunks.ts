import type { File } from './built.js';

const tries = new Map<string, string>();
const fetched = new Set<string>();

/**
 * Fetches a file beside `base` without evaluating it. Returns its address. The preload carries the integrity, which
 * `import()` cannot.
 */
export function fetchAhead(base: string, [path, integrity]: File): string {
  const { href } = new URL(path + (tries.get(path) ?? ''), base);
  if (!fetched.has(href)) {
    fetched.add(href);
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', integrity, href }));
  }
  return href;
}

/**
 * Fetches and evaluates a file. Rejects when it cannot be had. A browser remembers that a module failed for as long as
 * the page lives (seen in Chromium 153 and Firefox 153), so the next call uses an address of its own.
 */
export async function load(base: string, file: File): Promise<unknown> {
  try {
    return await import(fetchAhead(base, file));
  } catch (error) {
    tries.set(file[0], `?${Date.now()}`);
    throw error;
  }
}
