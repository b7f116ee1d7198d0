import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { GetCurrentMetricDataCommand } from '@aws-sdk/client-connect';
import {
  account,
  acceptContact,
  createClock,
  placeInQueue,
  queueFigures,
  startContact,
  watchQueues,
  type ProcessSettings,
  type QueueSettings,
} from '../../src/simulator/index.js';
import { join } from '../../src/simulator/contact-people.js';
import type { Conversation } from '../../src/simulator/contact.js';
import { isTurnOf } from '../../src/simulator/queue.js';
import { World } from '../../src/simulator/world.js';
import { ask, monday, simulated, Customer } from './customer-client.js';
import { openRig, there } from './connect-support.js';

const hour = 3_600_000;
const calm: ProcessSettings = {
  seed: 7,
  arrivalsPerHour: 0,
  patienceSeconds: null,
  takes: 'others',
  handleTimes: 'fixed',
};

function running(t: TestContext, process: Partial<ProcessSettings>, queue: QueueSettings = {}) {
  const seed = { id: 'q', name: 'Care', staff: 2, averageHandleSeconds: 100, ...queue };
  const world = new World({ clock: createClock(monday), queues: [{ ...seed, process: { ...calm, ...process } }] });
  t.after(watchQueues(world));
  const figures = () => queueFigures(world, world.queues.get('q')!);
  const start = (): Conversation => {
    const wish = { channel: 'CHAT', contactFlowId: account.contactFlowId, displayName: 'Sam' } as const;
    const { conversation, participant } = startContact(world, wish);
    join(world, conversation, participant);
    return conversation;
  };
  const place = (one: Conversation) => placeInQueue(world, one.segments.at(-1)!)?.position;
  return { world, figures, start, place, advance: (seconds: number) => world.clock.advance(seconds * 1000) };
}

test('a contact waits its turn behind those who came before, and an agent takes it when one is free', (t) => {
  const { start, place, advance, world } = running(t, { takes: 'everybody' }, { others: 4 });
  const contact = start();
  assert.equal(place(contact), 5, 'two are being served, four wait');
  advance(99);
  assert.equal(place(contact), 5);
  advance(1);
  assert.equal(place(contact), 3);
  advance(199);
  assert.equal(place(contact), 1);
  advance(1);
  assert.equal(place(contact), undefined);
  assert.equal(contact.segments[0]?.connectedToAgentTimestamp, monday + 300_000);
  advance(100);
  assert.equal(contact.segments[0]?.disconnectReason, 'AGENT_DISCONNECT');
  assert.equal(world.running().length, 0);
});

test('whoever comes later stays behind: a place never gets worse', (t) => {
  const { start, place, advance, figures } = running(
    t,
    { arrivalsPerHour: 400, handleTimes: 'exponential' },
    { others: 20 },
  );
  const contact = start();
  let before = there(place(contact));
  for (let step = 0; before > 1; step += 1) {
    advance(5);
    const now = there(place(contact));
    assert.ok(now <= before, `${now} after ${before}`);
    before = now;
    assert.ok(step < 2_000, 'its turn comes');
  }
  assert.ok(figures().contactsInQueue > 10, 'the queue itself is as long as ever');
});

test('a contact that looks older passes only those of the others who came in that time', (t) => {
  const { start, place, advance, figures } = running(t, { arrivalsPerHour: 360 }, { staff: 0 });
  advance(300);
  const early = figures().contactsInQueue;
  advance(300);
  const contact = start();
  const all = figures().contactsInQueue - 1;
  assert.ok(early > 10 && all > early);
  assert.equal(place(contact), all + 1);
  contact.segments[0]!.queueTimeAdjustmentSeconds = 300;
  assert.equal(place(contact), early + 1);
  contact.segments[0]!.queueTimeAdjustmentSeconds = 0;
  contact.segments[0]!.priority = 1;
  assert.equal(place(contact), 1);
});

test('an agent is kept 20 seconds for a contact nobody accepts, then serves the next; the contact keeps its place', (t) => {
  const { start, place, advance, figures, world } = running(t, {}, { staff: 1, others: 0 });
  const contact = start();
  const queue = world.queues.get('q')!;
  assert.equal(isTurnOf(world, queue, contact.segments[0]!), true);
  advance(1);
  world.changeQueue({ id: 'q', others: 2 });
  advance(18);
  assert.equal(figures().contactsInQueue, 3);
  advance(1);
  assert.equal(figures().contactsInQueue, 2, 'one of the others is being served');
  assert.equal(place(contact), 1);
  assert.ok(acceptContact(world, contact, 'Ines'));
  advance(1_000);
  assert.equal(figures().contactsInQueue, 1, 'the only agent talks to the contact now');
});

test('without anybody to serve them, the others lose patience', (t) => {
  const { advance, figures } = running(t, { patienceSeconds: 60 }, { staff: 0, others: 50 });
  advance(60);
  const left = figures().contactsInQueue;
  assert.ok(left > 5 && left < 35, `${left} of 50 are patient beyond the mean`);
  advance(3_600);
  assert.equal(figures().contactsInQueue, 0);
});

test('the same seed gives the same run, another one another', (t) => {
  const trace = (seed: number): number[] => {
    const random = { seed, arrivalsPerHour: 90, patienceSeconds: 300, handleTimes: 'exponential' } as const;
    const { advance, figures } = running(t, random, { others: 3 });
    return Array.from({ length: 60 }, () => {
      advance(60);
      return figures().contactsInQueue;
    });
  };
  assert.deepEqual(trace(1), trace(1));
  assert.notDeepEqual(trace(1), trace(2));
});

test('the queue is on average as long as queueing theory says', (t) => {
  const random = { seed: 3, arrivalsPerHour: 150, handleTimes: 'exponential' } as const;
  const { advance, figures } = running(t, random, { staff: 3, averageHandleSeconds: 60 });
  let sum = 0;
  const samples = 500 * 60;
  for (let count = 0; count < samples; count += 1) {
    advance(60);
    sum += figures().contactsInQueue;
  }
  const erlangC = 3.51;
  assert.ok(Math.abs(sum / samples - erlangC) < 0.35, `${sum / samples} instead of ${erlangC}`);
});

test('a process can begin and end while contacts wait, and a reset begins it anew', (t) => {
  const { world, start, place, figures, advance } = running(t, {}, { others: 3, staff: 0 });
  const contact = start();
  world.changeQueue({ id: 'q', process: null });
  assert.equal(place(contact), 4);
  world.changeQueue({ id: 'q', process: { ...calm, arrivalsPerHour: 3_600 } });
  advance(60);
  assert.ok(figures().contactsInQueue > 20);
  world.reset();
  assert.equal(figures().contactsInQueue, 3);
  advance(hour / 1000);
  assert.equal(figures().contactsInQueue, 3, 'the first process has no arrivals');
});

test('a scripted agent takes a chat when its turn in the process has come', async (t) => {
  const queue = { id: 'q', name: 'Care', staff: 1, averageHandleSeconds: 100, others: 1, process: calm };
  const { simulator, origin } = await simulated(t, { queues: [queue] });
  const customer = await Customer.arrive(origin);
  await customer.say('Hello');
  simulator.clock.advance(199_000);
  const { segments } = simulator.world.conversationOf(customer.contactId)!;
  assert.equal(segments[0]?.connectedToAgentTimestamp, undefined);
  simulator.clock.advance(2_000);
  assert.ok(segments[0]?.connectedToAgentTimestamp);
});

test('a process is set up over HTTP, and nonsense is refused', async (t) => {
  const { simulator, origin } = await simulated(t);
  const set = (process: unknown) => ask(origin, 'POST', 'world', { queues: [{ name: 'Returns', staff: 1, process }] });
  assert.equal((await set({ takes: 'nobody' })).status, 400);
  assert.equal((await set({ arrivalsPerHour: -1 })).status, 400);
  assert.equal((await set({ arrivalsPerHour: 60 })).status, 200);
  const queue = [...simulator.world.queues.values()].find(({ name }) => name === 'Returns')!;
  assert.deepEqual(queue.process, {
    seed: 1,
    arrivalsPerHour: 60,
    patienceSeconds: null,
    takes: 'others',
    handleTimes: 'exponential',
  });
  assert.equal(simulator.world.courses.has(queue.id), true);
  assert.equal((await set(null)).status, 200);
  assert.equal(simulator.world.courses.has(queue.id), false);
});

test('current figures can be as old as the service’s: five to ten seconds', async (t) => {
  const queues = [{ id: 'c0000000-0000-4000-8000-000000000001', name: 'Care', staff: 0, others: 0 }];
  const rig = await openRig(t, { queues, knobs: { metricsDelaySeconds: 5 } });
  const { world, clock } = rig.simulator;
  const look = async () => {
    const answer = await rig.client.send(
      new GetCurrentMetricDataCommand({
        ...rig.instance,
        Filters: { Queues: [queues[0]!.id] },
        CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' }],
      }),
    );
    const seconds = (world.now() - there(answer.DataSnapshotTime).getTime()) / 1000;
    return { seconds, waiting: answer.MetricResults?.[0]?.Collections?.[0]?.Value ?? 0 };
  };
  await look();
  clock.advance(12_000);
  world.changeQueue({ name: 'Care', others: 4 });
  assert.deepEqual(await look(), { seconds: 7, waiting: 0 });
  clock.advance(7_000);
  assert.deepEqual(await look(), { seconds: 9, waiting: 0 });
  clock.advance(1_000);
  assert.deepEqual(await look(), { seconds: 5, waiting: 4 });
  rig.simulator.faults.set({ metricsDelaySeconds: 0 });
  clock.advance(5_000);
  assert.equal((await look()).seconds, 0);
});
