// 500 customers and a service that was out for all of them: how long until all are back, and how many of their requests
// for a connection were too many for the quota (6 a second, 9 at once, so that 83 s is the least there is). On a virtual
// clock, with our own session, supervisor and keeper for each customer. Ends with 1 when not everybody is back within
// 120 s, or more than one request in twenty was throttled. TURNS=0: the broker hands out none, so that nobody knows of the
// others; then only outages of five minutes and more count, as customers who wait a minute at most cannot fit into the
// quota.
// Run after `npx tsc -b`: node test/bench/outage-500.mjs (CUSTOMERS=500 SEEDS=5)
import { percentile, World } from './outages.mjs';

const customers = Number(process.env.CUSTOMERS ?? 500);
const seeds = Number(process.env.SEEDS ?? 5);
const hasTurns = process.env.TURNS !== '0';
/** What an outage is like, for how many seconds, and whether it counts: `always`, with `turns`, or `never`. */
const outages = [
  ['unreachable', 600, 'always'],
  ['ill', 600, 'always'],
  ['silent', 600, 'always'],
  ['no sockets', 600, 'always'],
  ['unreachable', 300, 'always'],
  ['ill', 300, 'always'],
  ['silent', 300, 'always'],
  ['no sockets', 300, 'always'],
  ['unreachable', 120, 'turns'],
  ['ill', 120, 'turns'],
  ['silent', 120, 'turns'],
  ['no sockets', 120, 'turns'],
  ['unreachable', 60, 'turns'],
  ['unreachable', 30, 'turns'],
  ['ill', 30, 'turns'],
  ['silent', 30, 'turns'],
  ['unreachable', 10, 'turns'],
  // Nobody can ask for a turn, and all are back in the same moment.
  ['no network', 30, 'never'],
  ['well', 0, 'never'],
];

function run(how, seconds, seed) {
  const world = new World(seed, hasTurns);
  world.begin(customers);
  const { connection, transcript } = world.quotas;
  world.breakDown(how);
  world.run(seconds * 1_000);
  const during = connection.asked;
  const [asked, throttled] = [connection.asked, connection.throttled];
  world.mend();
  const from = world.line.now;
  for (let second = 0; second < 600 && world.customers.some(({ isUp }) => !isUp); second++) world.run(1_000);
  const back = world.customers.map(({ upAt }) => Math.max(0, upAt - from) / 1_000);
  const calls = connection.asked - asked;
  const tooMany = connection.throttled - throttled;
  world.run(60_000);
  const stuck = world.customers.filter(({ isUp, session }) => !isUp || !session.store.state.synced).length;
  return { back, calls, tooMany, stuck, during, transcripts: transcript.asked };
}

// In a task of its own: promises settle by hand here.
setTimeout(() => {
  let failed = false;
  const rows = [];
  for (const [how, seconds, counts] of outages) {
    const runs = [];
    for (let seed = 1; seed <= seeds; seed++) runs.push(run(how, seconds, seed));
    const worst = (of) => Math.max(...runs.map(of));
    const allBack = worst(({ back }) => Math.max(...back));
    const share = worst(({ calls, tooMany }) => (100 * tooMany) / Math.max(1, calls));
    const stuck = worst(({ stuck }) => stuck);
    failed ||= stuck > 0 || ((counts === 'always' || (counts === 'turns' && hasTurns)) && (allBack > 120 || share > 5));
    rows.push({
      outage: how === 'well' ? 'all sockets cut at once' : `${how}, ${seconds} s`,
      'half back, s': percentile(
        runs.flatMap(({ back }) => back),
        0.5,
      ).toFixed(1),
      'all back, s': allBack.toFixed(1),
      'requests after it, each': (worst(({ calls }) => calls) / customers).toFixed(2),
      'throttled, %': share.toFixed(1),
      'requests a second during it': (worst(({ during }) => during) / Math.max(1, seconds)).toFixed(1),
      stuck,
    });
  }
  console.table(rows);
  process.exit(failed ? 1 : 0);
});
