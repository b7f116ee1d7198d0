// The demo behind a proxy that delays every byte by half a round trip each way, and a new connection by a whole one. The
// slope of a time over the round-trip time is the number of sequential round trips, whatever the machine.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBundle } from '../../demo/server/bundle.mjs';
import { createPages } from '../../demo/server/pages.mjs';
import { startServices } from '../../demo/server/services.mjs';
import { repository } from '../support/browsers.mjs';

const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const later = (ms, task) => (ms > 0 ? setTimeout(task, ms) : task());

/** Starts it in this process. `setRoundTrip(ms)` counts for everything sent from then on. */
export async function startDelayedDemo() {
  let rtt = 0;
  const backend = createHttpServer();
  const backendPort = await listen(backend);
  const proxy = createServer({ pauseOnConnect: true }, (client) => {
    const server = connect(backendPort, '127.0.0.1');
    const half = rtt / 2;
    const pipe = (from, to) => {
      from.on('data', (chunk) => later(half, () => to.writable && to.write(chunk)));
      from.on('close', () => later(half, () => to.destroy()));
      from.on('error', () => to.destroy());
    };
    // The client's own handshake took no time here: the first byte waits for it.
    later(rtt, () => {
      pipe(client, server);
      pipe(server, client);
      client.resume();
    });
  });
  const origin = `http://127.0.0.1:${await listen(proxy)}`;

  const { simulator, answerBroker } = startServices(origin);
  simulator.faults.set({ throttling: false });
  const bundles = ['npm', 'call'].map((page) =>
    createBundle(`/${page}/bundle/`, join(repository, 'demo', page, 'main.js')),
  );
  const sendPage = createPages({ '/deskbell/': join(repository, 'dist'), '/': join(repository, 'demo') });
  backend.on('request', async (request, response) => {
    const { pathname } = new URL(request.url, origin);
    if (pathname.startsWith('/v1/')) return answerBroker(request, response);
    if (request.method === 'GET') {
      for (const send of [...bundles, sendPage]) if (await send(request, response, pathname)) return undefined;
    }
    return simulator.handle(request, response);
  });
  backend.on('upgrade', (request, socket, head) => simulator.upgrade(request, socket, head));

  return { origin, simulator, setRoundTrip: (ms) => (rtt = ms) };
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Round trips in a row of times by round-trip time: `{0: ms, 200: ms}` → 2. */
export function slope(times) {
  const [near, far] = [Object.keys(times).map(Number).at(0), Object.keys(times).map(Number).at(-1)];
  return Number(((times[far] - times[near]) / (far - near)).toFixed(2));
}

/**
 * The same in a process of its own: media does not wait for whoever drives the browser, and what it costs is its own.
 * `cpu()` resolves to the seconds of CPU it has used.
 */
export async function forkDelayedDemo() {
  const child = fork(fileURLToPath(import.meta.url), ['serve']);
  process.once('exit', () => child.kill());
  const ask = async (question) => {
    child.send(question);
    return (await once(child, 'message'))[0];
  };
  return {
    origin: await ask({ origin: true }),
    setRoundTrip: (rtt) => ask({ rtt }),
    cpu: () => ask({ cpu: true }),
    stop: () => child.kill(),
  };
}

if (process.send && process.argv[2] === 'serve') {
  const demo = startDelayedDemo();
  process.on('message', async ({ rtt, cpu }) => {
    const { origin, setRoundTrip } = await demo;
    if (rtt !== undefined) setRoundTrip(rtt);
    const { user, system } = process.cpuUsage();
    process.send(cpu ? (user + system) / 1e6 : origin);
  });
}
