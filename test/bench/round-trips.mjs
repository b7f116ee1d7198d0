// How long a customer waits from the click until there is something to type into, until the chat is connected, and until
// an agent's first words are there; in milliseconds, and in sequential round trips.
// How it counts stands in delayed-demo.mjs. Run: node test/bench/round-trips.mjs
import { launchChromium } from '../support/browsers.mjs';
import { median, startDelayedDemo } from './delayed-demo.mjs';

const roundTrips = [0, 50, 100, 200];
const runs = Number(process.env.RUNS ?? 3);
const { origin, setRoundTrip } = await startDelayedDemo();
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

const report = {};
for (const warm of [false, true]) {
  for (const name of ['typeable', 'connected']) report[`${name}, ${warm ? 'after a hover' : 'cold'}`] = {};
  for (const rtt of roundTrips) {
    setRoundTrip(rtt);
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
