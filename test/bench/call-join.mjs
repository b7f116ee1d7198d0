// How long a caller waits. Three tables:
//   round trips  from Join to media, with the signalling opened while the room was shown, and without. Goal: 2.1 at most
//   waiting      from pressing "Start video call" and from Join until the agent's picture moves; median and worst
//   work         seconds of CPU per minute of a video call: the page's main thread, its whole process, the simulator
// Run after `npm run build`: node test/bench/call-join.mjs (RUNS=5, CALLS=20, SECONDS=20). Ends with 1 when the goal is missed.
import { setTimeout as wait } from 'node:timers/promises';
import { launchChromium } from '../support/browsers.mjs';
import { forkDelayedDemo, median, slope } from './delayed-demo.mjs';

const goal = 2.1;
const roundTrips = [0, 50, 100, 200];
const { RUNS: runs = 5, CALLS: calls = 20, SECONDS: seconds = 20 } = process.env;
const { cpu, origin, setRoundTrip, stop } = await forkDelayedDemo();
const browser = await launchChromium({
  args: [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    '--allow-loopback-in-peer-connection',
  ],
});

/** A page whose code of calls is loaded, in the room before the call. `early`: whether signalling may be opened there. */
async function enterRoom(early, rtt = 0) {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  await page.goto(`${origin}/call/`, { waitUntil: 'networkidle' });
  await page.evaluate((early) => {
    const { session } = document.querySelector('deskbell-call');
    session.configure({ displayName: 'Maya', early });
    window.since = {};
    // When something was so for the first time.
    const note = (name) => (window.since[name] ??= performance.now());
    session.store.subscribe(() => {
      const { phase } = session.store.state;
      note(phase.name);
      if (phase.name === 'preparing' && phase.contact) note('contact');
    });
  }, early);
  const signalling = early ? page.waitForEvent('websocket') : undefined;
  await page.evaluate(() => (window.since.start = performance.now()));
  await page.getByRole('button', { name: 'Start video call', exact: true }).click();
  await page.getByRole('button', { name: 'Join', exact: true }).waitFor();
  await page.locator('video[part~="self-video"]').first().waitFor();
  await signalling;
  // Whoever looks at their own picture for a moment: the signalling has long been open then.
  await wait(500 + 6 * rtt);
  return { context, page };
}

/** Presses Join; answers milliseconds from there to media, and with `picture` to the agent's moving picture. */
async function join(page, picture) {
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const when = (isSo) => page.waitForFunction(isSo, undefined, { polling: 10, timeout: 30_000 });
  await when(() => window.since.ringing ?? window.since.live);
  const times = () => page.evaluate(() => window.since);
  const { requesting, ringing, live = Infinity, start } = await times();
  const joined = Math.min(ringing ?? Infinity, live) - requesting;
  if (!picture) return { joined };
  const video = page.locator('video[part~="remote-video"]').first();
  await video.waitFor();
  const seen = await video.evaluate(async (element) => {
    while (!(element.videoWidth > 0 && element.currentTime > 0)) await new Promise((resolve) => setTimeout(resolve, 5));
    return performance.now();
  });
  return { joined, seen: seen - requesting, fromStart: seen - start };
}

async function leave({ context, page }) {
  await page.evaluate(() => document.querySelector('deskbell-call').session.leave());
  await context.close();
}

const table = {};
for (const [name, early] of [
  ['Join → media, signalling open', true],
  ['Join → media, all at Join', false],
]) {
  const times = {};
  for (const rtt of roundTrips) {
    await setRoundTrip(rtt);
    const all = [];
    for (let run = 0; run < runs; run++) {
      const room = await enterRoom(early, rtt);
      all.push((await join(room.page, false)).joined);
      process.stderr.write(`${name}, ${rtt} ms: ${Math.round(all.at(-1))} ms\n`);
      await leave(room);
    }
    times[rtt] = Math.round(median(all));
  }
  table[name] = {
    ...Object.fromEntries(Object.entries(times).map(([rtt, ms]) => [`${rtt} ms`, ms])),
    'round trips': slope(times),
  };
}
console.table(table);

await setRoundTrip(0);
const waits = [];
for (let call = 0; call < calls; call++) {
  const room = await enterRoom(true);
  waits.push(await join(room.page, true));
  await leave(room);
}
const summary = (name) => ({
  'median, ms': Math.round(median(waits.map((one) => one[name]))),
  'worst, ms': Math.round(Math.max(...waits.map((one) => one[name]))),
});
console.table({
  'Join → media': summary('joined'),
  'Join → moving picture': summary('seen'),
  'Start video call → moving picture': summary('fromStart'),
});

const room = await enterRoom(true);
await join(room.page, true);
const page = await room.context.newCDPSession(room.page);
const whole = await browser.newBrowserCDPSession();
await page.send('Performance.enable', { timeDomain: 'threadTicks' });
const measure = async () => {
  const { metrics } = await page.send('Performance.getMetrics');
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  const metric = (name) => metrics.find((one) => one.name === name).value;
  return {
    'page, main thread': metric('TaskDuration'),
    'browser, all processes': processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    'broker and simulator': await cpu(),
  };
};
const before = await measure();
await wait(Number(seconds) * 1000);
const after = await measure();
console.table(
  Object.fromEntries(
    Object.keys(before).map((name) => [
      name,
      { '% of a core': Number((((after[name] - before[name]) / Number(seconds)) * 100).toFixed(1)) },
    ]),
  ),
);
await leave(room);
await browser.close();
stop();
process.exit(table['Join → media, signalling open']['round trips'] > goal ? 1 : 0);
