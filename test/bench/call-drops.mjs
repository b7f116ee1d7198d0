// Sixty calls whose network goes away, by script: for 5, 20, 45 and 70 seconds; all of it, the signalling, or sound and
// pictures; in silence or with a cut; while it rings, in a video call and in a voice call. A call has to be live again by
// itself, or to say a true sentence with a next step that leads back into a call. One row for each, a summary by length,
// and 1 as the exit code when any ended otherwise.
// Several at once, on this machine alone: about ten minutes. Run after `npm run build && npx tsc -b`:
// node test/bench/call-drops.mjs (AT_ONCE=5, SECONDS=5,20 for some of them)
import { ChromiumCaller, launchForCalls } from '../../build/test/support/caller.js';
import { startDemo } from '../../build/test/support/demo.js';

const { AT_ONCE: atOnce = 5, SECONDS: lengths = '5,20,45,70' } = process.env;

const outages = [];
for (const seconds of lengths.split(',').map(Number)) {
  for (const what of ['all', 'signaling', 'media']) {
    for (const how of ['silence', 'cut']) {
      for (const at of ['ringing', 'live']) outages.push({ seconds, what, how, at, kind: 'video' });
    }
    outages.push({ seconds, what, how: 'silence', at: 'live', kind: 'voice' });
  }
}

const demo = await startDemo();
const browser = await launchForCalls();
await demo.sim('faults', { knobs: { scriptedAgents: 'off', throttling: false } });
// An account has ten calls at once to begin with, and whoever was lost in one keeps it for a while.
await demo.sim('world', { quotas: { calls: 500 } });
const desk = (contactId, verb, body) => demo.sim(`desk/contacts/${contactId}/${verb}`, body);
const stateOf = (caller) =>
  caller.evaluate(() => {
    const { session } = document.querySelector('deskbell-call');
    const { phase } = session.store.state;
    return { name: phase.name, contactId: phase.contact?.contactId, code: phase.code };
  });

/** Sound goes both ways, and pictures in a video call: counted anew from here. */
const flows = (caller, kind) =>
  caller.evaluate(async (isVideo) => {
    const { session } = document.querySelector('deskbell-call');
    if (session.store.state.phase.name !== 'live') return false;
    const before = await window.probe.figures();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const now = await window.probe.figures();
    const grew = (name) => now[name] > before[name];
    return grew('inAudio') && grew('outAudio') && (!isVideo || (grew('inVideo') && grew('outVideo')));
  }, kind === 'video');

/** The camera was turned off for the voice's sake, and the customer reads so. */
const isSteppedDown = (caller) =>
  caller.evaluate(() => {
    const { session } = document.querySelector('deskbell-call');
    const { phase, cameraOffForQuality } = session.store.state;
    return phase.name === 'live' && cameraOffForQuality && /turned your camera off/.test(window.probe.text());
  });

/** Waits until `isSo`; answers whether it came to that. */
async function comes(isSo, seconds) {
  for (const deadline = performance.now() + seconds * 1000; performance.now() < deadline;) {
    if (await isSo().catch(() => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

/** One call through one outage. */
async function live({ seconds, what, how, at, kind }) {
  const caller = await ChromiumCaller.visit(browser, `${demo.origin}/call/`);
  try {
    await caller.press(kind === 'video' ? 'Start video call' : 'Start voice call');
    await caller.press('Join');
    if (!(await comes(async () => (await stateOf(caller)).name === 'ringing', 20))) return failure('never joined');
    let { contactId } = await stateOf(caller);
    const accept = async () => {
      const state = await stateOf(caller);
      contactId = state.contactId ?? contactId;
      await desk(contactId, 'accept', { agent: 'Ines' }).catch(() => undefined);
    };
    if (at === 'live') {
      await accept();
      if (!(await comes(() => flows(caller, kind), 20))) return failure('never live');
    }
    await desk(contactId, 'network', { what, how, seconds });
    const gone = performance.now();
    const noticed = comes(async () => (await stateOf(caller)).name !== at, seconds).then((was) =>
      was ? Math.round(performance.now() - gone) : undefined,
    );
    const backAt = gone + seconds * 1000;
    let steppedDown = false;
    const isBack = async () => {
      if (performance.now() < backAt) return false;
      const { name } = await stateOf(caller);
      // Who was still waiting is answered now: the agent must get through.
      if (name === 'ringing') await accept();
      if (name === 'failed' || name === 'ended') return true;
      // The voice is kept by turning the picture off, which is said, and undone by a press.
      if (await isSteppedDown(caller)) {
        steppedDown = true;
        await caller.press('Turn camera on');
      }
      return flows(caller, kind);
    };
    if (!(await comes(isBack, seconds + 90))) return failure(`stays ${(await stateOf(caller)).name}`);
    const recovered = Math.round(performance.now() - backAt);
    const { name, code } = await stateOf(caller);
    if (name === 'live')
      return {
        ok: true,
        outcome: steppedDown ? 'live again, the camera by a press' : 'live again',
        'back after, ms': recovered,
        'noticed after, ms': await noticed,
      };
    // Not by itself: then in words, and by one press.
    const step = await caller.evaluate(
      () => ['Back into the call', 'Try again', 'Start a new call'].find((one) => window.probe.button(one)) ?? '',
    );
    if (!step) return failure(`${name} ${code ?? ''} without a next step`);
    await caller.press(step);
    const again = await comes(async () => {
      const state = await stateOf(caller);
      if (state.name === 'preparing') await caller.press('Join');
      if (state.name === 'ringing') await accept();
      return flows(caller, kind);
    }, 40);
    return again
      ? { ok: true, outcome: `said ${code ?? name}, “${step}” leads back`, 'back after, ms': undefined }
      : failure(`${name} ${code ?? ''}, and “${step}” leads nowhere`);
  } catch (error) {
    return failure(error.message.slice(0, 120));
  } finally {
    await caller.evaluate(() => document.querySelector('deskbell-call').session.leave()).catch(() => undefined);
    await caller.leave();
  }
}

const failure = (outcome) => ({ ok: false, outcome });

const rows = [];
const waiting = [...outages];
async function work() {
  for (let outage = waiting.shift(); outage; outage = waiting.shift()) {
    const { ok, ...result } = await live(outage);
    rows.push({ ...outage, ok, ...result });
    process.stderr.write(`${rows.length} of ${outages.length}\r`);
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, work));
console.table(rows.toSorted((a, b) => a.seconds - b.seconds || a.what.localeCompare(b.what)));

const summary = {};
for (const seconds of new Set(rows.map((row) => row.seconds))) {
  const all = rows.filter((row) => row.seconds === seconds);
  const times = all.flatMap((row) => row['back after, ms'] ?? []).toSorted((a, b) => a - b);
  summary[`${seconds} s`] = {
    calls: all.length,
    'live again': times.length,
    'in words, then live': all.filter(({ ok }) => ok).length - times.length,
    otherwise: all.filter(({ ok }) => !ok).length,
    'median, ms': times[Math.floor(times.length / 2)],
    'worst, ms': times.at(-1),
  };
}
console.table(summary);
await browser.close();
await demo.stop();
process.exit(rows.every(({ ok }) => ok) ? 0 : 1);
