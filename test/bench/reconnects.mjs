// One chat in the demo's shop whose network comes back again and again, each time with a new session of the client, and
// what that leaves behind in the page: heap, nodes, listeners. Measured after the first 10 reconnects and after the last; one
// takes a second and more, because nobody asks more often. Ends with 1 when the heap has grown by more than 2 MB
// in a thousand, or a socket too many is open.
// Run after `npm run build && npx tsc -b`: node test/bench/reconnects.mjs (TIMES=200 PHONE=1 for a phone's user agent)
import { launchChromium } from '../support/browsers.mjs';
import { startDelayedDemo } from './delayed-demo.mjs';

const times = Number(process.env.TIMES ?? 200);
const warmUp = 10;
const phone = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36';

const { origin, simulator } = await startDelayedDemo();
const browser = await launchChromium();
const context = await browser.newContext(process.env.PHONE ? { userAgent: phone } : {});
const page = await context.newPage();
const tools = await context.newCDPSession(page);
await tools.send('Performance.enable');
await page.goto(origin, { waitUntil: 'networkidle' });
await page.locator('deskbell-launcher').locator('button').click();
await page.locator('deskbell-widget[phase=live]').waitFor();

async function remains() {
  await tools.send('HeapProfiler.collectGarbage');
  await tools.send('HeapProfiler.collectGarbage');
  const { metrics } = await tools.send('Performance.getMetrics');
  const metric = (name) => metrics.find((one) => one.name === name)?.value ?? 0;
  return {
    heapKB: Math.round(metric('JSHeapUsedSize') / 1024),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    sockets: simulator.sockets.list().length,
  };
}

/** The network is another one, says the browser: waits until the chat is up over a new socket. */
async function reconnect() {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { store } = document.querySelector('deskbell-widget').session;
        let lost = false;
        const stop = store.subscribe(({ phase }) => {
          lost ||= phase.link !== 'up';
          if (!lost || phase.link !== 'up') return;
          stop();
          resolve();
        });
        dispatchEvent(new Event('online'));
      }),
  );
}

const rows = {};
for (let count = 1; count <= times + warmUp; count++) {
  await reconnect();
  if (count === warmUp || count === times + warmUp) rows[`after ${count}`] = await remains();
}
const [before, after] = Object.values(rows);
rows['left by each thousand'] = Object.fromEntries(
  ['heapKB', 'nodes', 'listeners'].map((name) => [name, Math.round(((after[name] - before[name]) * 1_000) / times)]),
);
console.table(rows);
await browser.close();
process.exit(rows['left by each thousand'].heapKB > 2_048 || after.sockets !== 1 ? 1 : 0);
