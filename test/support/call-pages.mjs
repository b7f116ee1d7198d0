// Browsers in which the real Chime SDK, as Amazon publishes it, takes part in calls of the simulator.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { launchChromium, repository } from './browsers.mjs';

const sdk = dirname(dirname(createRequire(import.meta.url).resolve('amazon-chime-sdk-js')));

/** Fake devices, no prompts, and calls also where there is nothing but a loopback interface. */
export const callArgs = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
];

const html = `<!doctype html><meta charset="utf-8"><title>A call</title>
<audio id="audio"></audio><video id="local" muted></video><video id="remote"></video><video id="screen"></video>
<script type="module" src="/page.js"></script>`;

/** One file of the SDK requires the package's own index, and with it all that Node has and browsers have not. */
const withoutBarrel = {
  name: 'chime-without-barrel',
  resolveId: (source, importer) =>
    source === '..' && importer?.includes('PromoteToPrimaryMeetingTask.js') ? '\0chime-status' : null,
  load: (id) =>
    id === '\0chime-status'
      ? ['MeetingSessionStatus', 'MeetingSessionStatusCode']
          .map((name) => `export { default as ${name} } from '${sdk}/build/meetingsession/${name}.js';`)
          .join('\n')
      : null,
};

const input = join(repository, 'test/support/call-page.mjs');
const bundled = join(repository, 'build/call-page.js');

/** The page's code: bundled once, and again when something it is made from has changed. */
async function bundle() {
  const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [input, join(repository, 'test/support/call-pages.mjs'), join(sdk, 'package.json')];
  if (sources.every((path) => changed(path) < changed(bundled))) return readFileSync(bundled, 'utf8');
  const built = await rollup({
    input,
    context: 'globalThis',
    onwarn: () => undefined,
    plugins: [withoutBarrel, nodeResolve({ browser: true, preferBuiltins: false }), commonjs()],
  });
  const { output } = await built.generate({ format: 'es', intro: 'const global = globalThis;' });
  await built.close();
  writeFileSync(bundled, output[0].code);
  return output[0].code;
}

/** Serves the page on a free port of this machine. */
export async function serveCallPage() {
  const code = await bundle();
  const server = createServer((request, response) => {
    const isCode = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isCode ? 'text/javascript' : 'text/html' }).end(isCode ? code : html);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A Chromium with fake devices. */
export const launchForCalls = () => launchChromium({ args: callArgs });
