// What a bundler does for a site, done by the server on the first visit: follows the imports of one module into
// node_modules, and makes files a browser can load. Your own Vite, webpack or esbuild takes this file's place.
import { basename } from 'node:path';
import { headers } from './pages.mjs';

/** Serves the bundle of `input` below the path `prefix`. Answers true, or false when there is no such file in it. */
export function createBundle(prefix, input) {
  let files;

  return async function sendBundle(request, response, pathname) {
    if (!pathname.startsWith(prefix)) return false;
    files ??= bundle(input).catch((error) => {
      files = undefined; // The next visit tries again.
      throw error;
    });
    const code = (await files).get(pathname.slice(prefix.length));
    if (code === undefined) return false;
    const about = {
      ...headers,
      'Content-Type': 'text/javascript; charset=utf-8',
      'Content-Length': Buffer.byteLength(code),
    };
    response.writeHead(200, about).end(request.method === 'HEAD' ? undefined : code);
    return true;
  };
}

async function bundle(input) {
  const [{ rollup }, { nodeResolve }] = await Promise.all([import('rollup'), import('@rollup/plugin-node-resolve')]);
  const build = await rollup({ input, plugins: [nodeResolve({ browser: true })] });
  const { output } = await build.generate({
    format: 'es',
    entryFileNames: basename(input),
    chunkFileNames: '[name]-[hash].js',
  });
  await build.close();
  return new Map(output.map(({ fileName, code }) => [fileName, code]));
}
