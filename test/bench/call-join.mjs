// How long a caller waits. Three tables:
//   round trips  from Join to media, with the signalling opened while the room was shown, and without. Goal: 2.1 at most
//   waiting      from pressing "Start video call" and from Join until the agent's picture moves; median and worst
//   work         seconds of CPU per minute of a video call: the page's main thread, its whole process, the simulator
// Run after `npm run build`: node test/bench/call-join.mjs (RUNS=5, CALLS=20, SECONDS=20). Ends with 1 when the goal is missed.
import { setTimeout as wait } from 'node:timers/promises';
import { launchChromium } from '../support/browsers.mjs';
import { median, slope, startDelayedDemo } from './delayed-demo.mjs';

const goal = 2.1;
const roundTrips = [0, 50, 100, 200];
const { RUNS: runs = 5, CALLS: calls = 20, SECONDS: seconds = 20 } = process.env;
const { origin, setRoundTrip } = await startDelayedDemo();
const browser = await launchChromium({
  args: [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    '--allow-loopback-in-peer-connection',
  ],
});

/** A page whose code of calls is loaded, in the room before the call. `early`: whether signalling may be opened there. */
async function enterRoom(early) {
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
  const ready = early ? framesOf(page, 3) : undefined;
  await page.evaluate(() => (window.since.start = performance.now()));
  await page.getByRole('button', { name: 'Start video call', exact: true }).click();
  await page.getByRole('button', { name: 'Join', exact: true }).waitFor();
  await page.locator('video[part~="self-video"]').first().waitFor();
  await ready;
  return { context, page };
}

/** Resolves when the signalling has said this much: the join was answered, and who sends what. */
function framesOf(page, count) {
  return new Promise((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', () => {
        if (--count === 0) resolve();
      }),
    );
  });
}

/** Presses Join; answers milliseconds from there to media, and with `picture` to the agent's moving picture. */
async function join(page, picture) {
  return page.evaluate(async (picture) => {
    const buttons = (root) =>
      [...root.querySelectorAll('*')].flatMap((one) => [
        ...(one.matches('button') ? [one] : []),
        ...(one.shadowRoot ? buttons(one.shadowRoot) : []),
      ]);
    const videos = (root) =>
      [...root.querySelectorAll('*')].flatMap((one) => [
        ...(one.matches('video[part~="remote-video"]') ? [one] : []),
        ...(one.shadowRoot ? videos(one.shadowRoot) : []),
      ]);
    const { session } = document.querySelector('deskbell-call');
    const start = performance.now();
    buttons(document)
      .find((one) => (one.ariaLabel ?? one.textContent).trim() === 'Join')
      .click();
    const when = async (isSo) => {
      while (!isSo()) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now();
    };
    const joined = await when(() => ['ringing', 'live'].includes(session.store.state.phase.name));
    if (!picture) return { joined: joined - start };
    const seen = await when(() => videos(document).some((one) => one.videoWidth > 0 && one.currentTime > 0));
    return { joined: joined - start, seen: seen - start, fromStart: seen - window.since.start };
  }, picture);
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
    setRoundTrip(rtt);
    const all = [];
    for (let run = 0; run < runs; run++) {
      const room = await enterRoom(early);
      all.push((await join(room.page, false)).joined);
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

setRoundTrip(0);
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
  const { user, system } = process.cpuUsage();
  const metric = (name) => metrics.find((one) => one.name === name).value;
  return {
    'page, main thread': metric('TaskDuration'),
    'browser, all processes': processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    'simulator (and this bench)': (user + system) / 1e6,
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
process.exit(table['Join → media, signalling open']['round trips'] > goal ? 1 : 0);
