// Static files of the demo, sent the way a careful site sends them: strict Content-Security-Policy, right types, ETag.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What is sent, and as what. A file of any other kind (the server's own .mjs files, say) is as good as not there. */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

/** Deskbell works under this policy without a single exception for it, Trusted Types included. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws:",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

/** A file with a hash in its name never changes: a browser that has it need not ask again. */
const named = /-[\w-]{6}\.js$/;

/** What every answer says. */
export const headers = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  // What a call uses, for the page itself and nobody it embeds.
  'Permissions-Policy': 'camera=(self), microphone=(self), display-capture=(self)',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Serves folders: `mounts` maps a path prefix to a folder, the longest prefix first.
 * The returned function sends a file or a redirect and answers true, or answers false when there is nothing to send.
 */
export function createPages(mounts) {
  return async function sendPage(request, response, pathname, status = 200) {
    const [prefix, folder] = Object.entries(mounts).find(([start]) => pathname.startsWith(start)) ?? [];
    const file = prefix && (await findFile(folder, pathname.slice(prefix.length)));
    if (!file) return false;
    if (file.isFolder) {
      response.writeHead(308, { ...headers, Location: `${pathname}/` }).end();
      return true;
    }
    await sendFile(request, response, file, status);
    return true;
  };
}

/** The file behind a path below `folder`, or undefined: no such file, another kind of file, or a way out of the folder. */
async function findFile(folder, encodedPath) {
  try {
    const wanted = decodeURIComponent(encodedPath);
    if (wanted.startsWith('/')) return undefined;
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, wanted))]);
    if (path !== root && !path.startsWith(root + sep)) return undefined;
    const found = await stat(path);
    if (found.isDirectory()) {
      const isAsked = wanted === '' || wanted.endsWith('/');
      return isAsked ? await findFile(folder, join(encodedPath, 'index.html')) : { isFolder: true };
    }
    const type = types[extname(path)];
    return type && !wanted.endsWith('/') ? { path, type, size: found.size, changed: found.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

async function sendFile(request, response, file, status) {
  const { path, size, encoding } = await smallest(request, file);
  const tag = `W/"${file.size.toString(36)}-${Math.trunc(file.changed).toString(36)}${encoding ? '-br' : ''}"`;
  const about = { ...headers, ETag: tag, Vary: 'Accept-Encoding' };
  if (named.test(path)) about['Cache-Control'] = 'public, max-age=31536000, immutable';
  if (status === 200 && request.headers['if-none-match'] === tag) {
    response.writeHead(304, about).end();
    return;
  }
  response.writeHead(status, {
    ...about,
    'Content-Type': file.type,
    'Content-Length': size,
    ...(encoding && { 'Content-Encoding': encoding }),
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(path), response);
}

/** The build leaves a `.br` beside what is worth compressing. */
async function smallest(request, { path, size, changed }) {
  if (/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
    const compressed = await stat(`${path}.br`).catch(() => undefined);
    if (compressed && compressed.mtimeMs >= changed)
      return { path: `${path}.br`, size: compressed.size, encoding: 'br' };
  }
  return { path, size };
}
