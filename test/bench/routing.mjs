/**
 * Where new contacts are sent, and how long they wait: the broker's choice beside one fixed queue and beside "always the
 * least", over the simulator's queueing process and its clock, with the real SDK and figures 5–10 s old.
 *
 *   node test/bench/routing.mjs [starts=300] [seeds=3]
 *
 * Ends with 1 when a running contact was moved.
 */
import { checkConfig } from '../../build/src/broker/config.js';
import { createConnect } from '../../build/src/broker/connect.js';
import { createQueueChooser } from '../../build/src/broker/queue-choice.js';
import { createQueues } from '../../build/src/broker/queues.js';
import { join } from '../../build/src/simulator/contact-people.js';
import { account, createClock, createSimulator, queueFigures, startContact } from '../../build/src/simulator/index.js';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const [starts = 300, seeds = 3] = process.argv.slice(2).map(Number);
const noon = Date.parse('2026-01-15T12:00:00Z');
const handleSeconds = 180;
const staff = { north: 6, south: 4, west: 2 };

/** Numbers in [0, 1), the same ones for every way of choosing. */
function chance(seed) {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

async function run(way, seed) {
  const clock = createClock(noon);
  const process = { patienceSeconds: null, takes: 'everybody', handleTimes: 'exponential' };
  const simulator = createSimulator({
    clock,
    knobs: { metricsDelaySeconds: 5, queueAfterSeconds: 1 },
    quotas: { chats: 10_000 },
    queues: Object.entries(staff).map(([id, count]) => ({
      id,
      staff: count,
      averageHandleSeconds: handleSeconds,
      others: 0,
      process: { ...process, seed: seed * 10 + id.length, arrivalsPerHour: count * 5 },
    })),
  });
  const { world } = simulator;
  const { origin } = await simulator.listen();
  const there = simulator.config(origin);
  const config = checkConfig({
    region: there.region,
    instanceId: there.instanceId,
    chatFlowId: there.contactFlowId,
    connectEndpoint: there.endpoint,
    credentials: { accessKeyId: there.accessKeyId, secretAccessKey: there.secretAccessKey },
    origins: ['https://www.example.com'],
    keys: [{ id: 'k', secret: 'a secret that is long enough to be one' }],
    queues: Object.fromEntries(Object.keys(staff).map((id) => [id, { queueId: id }])),
  });
  const random = chance(seed);
  const failures = [];
  const logger = { log: (_level, _name, fields) => failures.push(fields) };
  const queues = createQueues({ config, connect: createConnect(config), now: clock.now, random, logger });
  const chooser = createQueueChooser(queues, clock.now, random);
  const least = (of) => Object.keys(staff).reduce((best, id) => (of(id) < of(best) ? id : best));
  const ways = {
    fixed: () => 'north',
    least: async () => {
      await queues.refresh();
      return least((id) => queues.figures.of(id, 'chat')?.etaSeconds ?? Infinity);
    },
    broker: async (intent) => (await chooser.choose({ channel: 'chat' }, intent)).alias,
  };

  const arrivals = chance(seed + 1_000);
  const sent = [];
  let good = 0;
  clock.advance(600_000);
  for (let n = 0; n < starts; n++) {
    // Every fiftieth brings nineteen more within twenty seconds.
    const gap = n % 50 < 20 ? 1 : -Math.log(1 - arrivals()) * 40;
    clock.advance(gap * 1_000);
    const queue = await ways[way](`${n}`);
    const now = (id) => queueFigures(world, world.queues.get(id)).estimatedWaitSeconds ?? Infinity;
    const shortest = Math.min(...Object.keys(staff).map(now));
    if (now(queue) <= Math.max(shortest * 1.2, shortest + 15)) good++;
    const wish = {
      channel: 'CHAT',
      contactFlowId: account.contactFlowId,
      displayName: 'Sam',
      attributes: { targetQueue: queue },
    };
    const { conversation, participant } = startContact(world, wish);
    join(world, conversation, participant);
    sent.push({ at: clock.now(), queue, conversation });
  }
  const minutes = (clock.now() - sent[0].at) / 60_000;
  for (
    let n = 0;
    n < 2_000 && sent.some(({ conversation }) => !conversation.segments[0].connectedToAgentTimestamp);
    n++
  )
    clock.advance(30_000);
  const waits = sent
    .map(({ at, conversation }) => ((conversation.segments[0].connectedToAgentTimestamp ?? clock.now()) - at) / 1_000)
    .sort((a, b) => a - b);
  const bounces = sent.filter(({ queue, conversation }) =>
    conversation.segments.some(({ queueId, initiationMethod }) => initiationMethod === 'API' && queueId !== queue),
  ).length;
  // The longest row of contacts that went one way: a herd is one, a fixed queue is nothing else.
  let row = 0;
  let herd = 0;
  sent.forEach(({ queue }, n) => {
    row = queue === sent[n - 1]?.queue ? row + 1 : 1;
    herd = Math.max(herd, row);
  });
  const flips = sent.filter(({ queue }, n) => n > 0 && queue !== sent[n - 1].queue).length / minutes;
  await simulator.close();
  return {
    mean: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    p95: waits[Math.floor(waits.length * 0.95)],
    good: good / starts,
    flips,
    herd,
    bounces,
    failures: failures.length,
  };
}

let moved = 0;
const rows = {};
for (const way of ['fixed', 'least', 'broker']) {
  const runs = [];
  for (let seed = 1; seed <= seeds; seed++) runs.push(await run(way, seed));
  const mean = (name) => runs.reduce((sum, one) => sum + one[name], 0) / runs.length;
  moved += runs.reduce((sum, one) => sum + one.bounces, 0);
  rows[way] = {
    'mean wait, s': Math.round(mean('mean')),
    'p95, s': Math.round(mean('p95')),
    'to a good queue, %': Math.round(mean('good') * 100),
    'changes a minute': Number(mean('flips').toFixed(2)),
    'longest row': Math.max(...runs.map(({ herd }) => herd)),
    moved: runs.reduce((sum, one) => sum + one.bounces, 0),
    'failed reads': runs.reduce((sum, one) => sum + one.failures, 0),
  };
}
console.table(rows);
process.exitCode = moved > 0 ? 1 : 0;
