// What a customer notices when the tab that has the connection goes: how long until another one leads, and until it is
// connected again. `node test/bench/takeover.mjs` after `npm run build && npx tsc -b`; TIMES=100.
// A chat in two tabs of the demo's shop; the one that leads is closed, crashes or hangs in turn, and a new one comes. Of
// one that hangs nobody can know before somebody wants something: the customer writes in the other one.
// Ends with 1 when a tab took longer than a second to lead.
import { launchChromium } from '../support/browsers.mjs';
import { Customer } from '../../build/test/support/customer.js';
import { startDemo } from '../../build/test/support/demo.js';

const times = Number(process.env.TIMES ?? 100);
const withinMs = 1_000;

const ways = {
  closed: (page) => page.close(),
  crashed: async (page) => {
    const session = await page.context().newCDPSession(page);
    const gone = page.waitForEvent('crash');
    void session.send('Page.crash').catch(() => {});
    await gone;
  },
  hung: async (page, { box }) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Debugger.enable');
    const stands = new Promise((resolve) => session.once('Debugger.paused', resolve));
    await session.send('Debugger.pause');
    await stands; // At its next step.
    await box.fill('Hello?');
    await box.fill('');
  },
};

/**
 * Waits in the page until it leads, which is when it begins to connect, and until it is connected. Resolves to both, in
 * milliseconds since 1970.
 */
const follow = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        let leads;
        document.querySelector('deskbell-widget').session.store.subscribe(({ phase }) => {
          if (phase.link !== 'up') leads ??= Date.now();
          else if (leads !== undefined) resolve({ leads, up: Date.now() });
        });
        window.isWatching = true;
      }),
  );

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const told = (all) => {
  const sorted = all.toSorted((a, b) => a - b);
  return `p50 ${at(sorted, 0.5)} ms, p95 ${at(sorted, 0.95)} ms, longest ${sorted.at(-1)} ms`;
};

const demo = await startDemo();
const browser = await launchChromium();
const taken = [];
try {
  await demo.sim('scenarios', {
    preferred: true,
    scenario: { name: 'quiet', begins: 'connected', steps: [{ do: 'accept' }] },
  });
  let leader = await Customer.visit(browser, `${demo.origin}/`);
  await leader.open();
  await leader.sees(/joined/);
  const names = Object.keys(ways);
  for (let time = 0; time < times; time++) {
    const follower = await leader.secondTab();
    await follower.page.goto(`${demo.origin}/`);
    await follower.open();
    await follower.sees(/joined/);
    const heard = follow(follower.page);
    await follower.page.waitForFunction(() => window.isWatching);
    const how = names[time % names.length];
    const goneAt = Date.now();
    await ways[how](leader.page, follower);
    const { leads, up } = await heard;
    taken.push({ how, leads: leads - goneAt, up: up - goneAt });
    // One that hangs would come back as one of the others.
    if (!leader.page.isClosed()) await leader.page.close();
    leader = follower;
  }
  for (const how of names) {
    const these = taken.filter((one) => one.how === how);
    if (these.length === 0) continue;
    console.log(`${how}, ${these.length} times: leads after ${told(these.map(({ leads }) => leads))}`);
    console.log(`${' '.repeat(how.length)}  connected after ${told(these.map(({ up }) => up))}`);
  }
  const late = taken.filter(({ leads }) => leads >= withinMs).length;
  console.log(`${taken.length - late} of ${taken.length} within ${withinMs} ms`);
  process.exitCode = late > 0 ? 1 : 0;
} finally {
  await browser.close();
  await demo.stop();
}
