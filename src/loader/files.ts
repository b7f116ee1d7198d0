import type { File } from './built.js';

const fetched = new Set<string>();
let again = '';

/**
 * Fetches a file beside `base` without evaluating it, once. Returns its address. The preload carries the integrity,
 * which `import()` cannot.
 */
export function fetchAhead(base: string, [path, integrity]: File): string {
  const { href } = new URL(path + again, base);
  if (!fetched.has(href)) {
    fetched.add(href);
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', integrity, href }));
  }
  return href;
}

/**
 * Fetches and evaluates a file; once more, should that fail. Rejects when it cannot be had. A browser remembers that a
 * module failed for as long as the page lives (seen in Chromium 153 and Firefox 153), so after a failure files are asked
 * for at new addresses.
 */
export const load = (base: string, file: File, last?: number): Promise<unknown> =>
  import(fetchAhead(base, file)).catch((error: unknown) => {
    again = `?${Date.now()}`;
    if (last) throw error;
    return load(base, file, 1);
  });
