// How long a customer waits from the click until there is something to type into, until the chat is connected, and until
// an agent's first words are there; in milliseconds, and in sequential round trips.
// A proxy in front of the demo delays every byte by half a round trip each way, and a new connection by a whole one. The
// slope over the round-trip time is the number of round trips, whatever the machine. Run: node test/bench/round-trips.mjs
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createPages } from '../../demo/server/pages.mjs';
import { startServices } from '../../demo/server/services.mjs';
import { launchChromium, repository } from '../support/browsers.mjs';

const roundTrips = [0, 50, 100, 200];
const runs = Number(process.env.RUNS ?? 3);
const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const later = (ms, task) => (ms > 0 ? setTimeout(task, ms) : task());

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
const sendPage = createPages({ '/deskbell/': join(repository, 'dist'), '/': join(repository, 'demo') });
backend.on('request', async (request, response) => {
  const { pathname } = new URL(request.url, origin);
  if (pathname.startsWith('/v1/')) answerBroker(request, response);
  else if (request.method === 'GET' && (await sendPage(request, response, pathname))) return;
  else simulator.handle(request, response);
});
backend.on('upgrade', (request, socket, head) => simulator.upgrade(request, socket, head));

const browser = await launchChromium();

/** One customer: hovers or not, clicks, and notes when what they wait for is there. */
async function measure(warm) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(origin, { waitUntil: 'networkidle' });
  const launcher = page.locator('deskbell-launcher').locator('button');
  if (warm) {
    const fetched = page.waitForEvent('requestfinished', (request) => /chunks\/app-/.test(request.url()));
    await launcher.hover();
    await fetched;
  }
  const times = await page.evaluate(async () => {
    const widget = document.querySelector('deskbell-widget');
    const button = document.querySelector('deskbell-launcher').shadowRoot.querySelector('button');
    const deep = (root, selector) => {
      for (const element of root?.querySelectorAll('*') ?? []) {
        if (element.matches(selector)) return element;
        const found = deep(element.shadowRoot, selector);
        if (found) return found;
      }
      return undefined;
    };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const when = async (there) => {
      while (!there()) await frame();
      return performance.now() - start;
    };
    const start = performance.now();
    button.click();
    const typeable = await when(() => deep(widget.shadowRoot, 'textarea')?.checkVisibility());
    const connected = await when(() => widget.getAttribute('phase') === 'live');
    return { typeable, connected };
  });
  await context.close();
  return times;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const report = {};
for (const warm of [false, true]) {
  for (const name of ['typeable', 'connected']) report[`${name}, ${warm ? 'after a hover' : 'cold'}`] = {};
  for (rtt of roundTrips) {
    const all = [];
    for (let run = 0; run < runs; run++) all.push(await measure(warm));
    for (const name of ['typeable', 'connected']) {
      report[`${name}, ${warm ? 'after a hover' : 'cold'}`][`${rtt} ms`] = Math.round(
        median(all.map((one) => one[name])),
      );
    }
  }
}
const [near, far] = [roundTrips[0], roundTrips.at(-1)];
for (const row of Object.values(report))
  row['round trips'] = Number(((row[`${far} ms`] - row[`${near} ms`]) / (far - near)).toFixed(2));
console.table(report);
await browser.close();
process.exit(0);
