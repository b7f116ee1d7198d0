// Five hundred customers wait for a simulated hour in one queue, and each asks the broker as often as it is told to. The
// simulator runs the queue as a process on a stepped clock, with the quotas of the service; the broker is the real one, in
// this process, and talks to it through the AWS SDK over the loopback. Told afterwards: what GetContactMetrics was asked,
// how old the figures on the screens were, and how wrong: against the true place, the service's own estimate of that place,
// and the turn when it came. That is earlier than anybody's estimate where many give up. Ends with 1 when it asked too much or told too old figures.
// Run after `npx tsc -b`: node test/bench/waiting-500.mjs (RUNS=refilled,drained,frozen,shared MINUTES=60 CUSTOMERS=500)
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const { createBroker } = await import('../../build/src/broker/broker.js');
const { createHandles } = await import('../../build/src/broker/guards/handle.js');
const { Signed } = await import('../../build/src/broker/signed.js');
const { join } = await import('../../build/src/simulator/contact-people.js');
const { createRandom } = await import('../../build/src/simulator/random.js');
const { waitingContacts } = await import('../../build/src/simulator/queue.js');
const { ConnectClient, GetContactMetricsCommand } = await import('@aws-sdk/client-connect');
const simulation = await import('../../build/src/simulator/index.js');

const customers = Number(process.env['CUSTOMERS'] ?? 500);
const minutes = Number(process.env['MINUTES'] ?? 60);
const stepMs = 100;
const site = 'https://www.example.com';
const keys = [{ id: 'bench', secret: 'a secret that is long enough to be one' }];
const plenty = { burst: 1_000_000, perMinute: 1_000_000 };
const queueId = 'a1f6f0c2-51d4-4b7c-9a0e-3d1b5c7e9f11';

/** `staff` of 240 s a contact; `patience`: mean seconds after which a customer gives up; `elsewhere`: what other applications ask of GetContactMetrics a second. */
const runs = {
  refilled: { staff: 20, refill: true, patience: 2_700, others: 60, elsewhere: 0, knobs: {} },
  drained: { staff: 36, refill: false, patience: 2_700, others: 60, elsewhere: 0, knobs: {} },
  frozen: { staff: 20, refill: true, patience: 2_700, others: 60, elsewhere: 0, knobs: { waitEstimate: 'frozen' } },
  // Without figures of the queue each contact's own estimate is all there is.
  frozenAlone: {
    staff: 20,
    refill: true,
    patience: 2_700,
    others: 60,
    elsewhere: 0,
    knobs: { waitEstimate: 'frozen' },
    alone: true,
  },
  shared: { staff: 20, refill: true, patience: 2_700, others: 60, elsewhere: 1, knobs: {} },
};

const chosen = (process.env['RUNS'] ?? Object.keys(runs).join()).split(',');
const rows = {};
for (const name of chosen) {
  rows[name] = await run(runs[name]);
  console.error(name, JSON.stringify(rows[name]));
}
const figures = Object.keys(Object.values(rows)[0] ?? {});
console.table(
  Object.fromEntries(
    figures.map((figure) => [figure, Object.fromEntries(chosen.map((name) => [name, rows[name][figure]]))]),
  ),
);
// What is left when somebody else takes half of the quota is only told.
const isBad = (row, name) => name !== 'shared' && (row['age p95, s'] > 30 || row['throttled, %'] > 2);
process.exit(Object.entries(rows).some(([name, row]) => isBad(row, name)) ? 1 : 0);

async function run({ staff, refill, patience, others, elsewhere, knobs, alone = false }) {
  const clock = simulation.createClock(Date.now());
  const random = createRandom(7);
  const simulator = simulation.createSimulator({
    clock,
    knobs: { metricsDelaySeconds: 5, ...knobs },
    quotas: { chats: customers * 3 },
    queues: [
      {
        id: queueId,
        name: 'Care',
        staff,
        averageHandleSeconds: 240,
        others,
        process: {
          seed: 3,
          arrivalsPerHour: refill ? 60 : 0,
          patienceSeconds: patience,
          takes: 'everybody',
          handleTimes: 'exponential',
        },
      },
    ],
  });
  const { origin } = await simulator.listen();
  const { endpoint, region, accessKeyId, secretAccessKey, instanceId, contactFlowId } = simulator.config(origin);
  const { world } = simulator;
  const broker = createBroker(
    {
      region,
      instanceId,
      chatFlowId: contactFlowId,
      origins: [site],
      keys,
      queues: alone ? {} : { care: { queueId } },
      waiting: {},
      connectEndpoint: endpoint,
      credentials: { accessKeyId, secretAccessKey },
      development: true,
      limits: { callsPerAddress: plenty },
    },
    { now: clock.now, random, logger: { log() {} } },
  );
  const handles = createHandles(new Signed(keys, clock.now));
  const waiting = new Set();
  /** What was shown of an estimate, for when it is known how long it was. */
  const promised = new Map();
  const done = { served: 0, gone: 0 };

  const begin = async () => {
    const start = { channel: 'CHAT', contactFlowId, displayName: 'Ada' };
    const { conversation, participant } = simulation.startContact(world, start);
    join(world, conversation, participant);
    const claims = {
      contactId: conversation.id,
      participantId: participant.id,
      channel: 'chat',
      subject: 'v',
      origin: site,
    };
    const handle = await handles.sign(claims, 36_000);
    const leavesAt = clock.now() - Math.log(1 - random()) * patience * 1000;
    const customer = { conversation, handle, leavesAt, asksAt: clock.now(), shown: undefined, asking: false };
    waiting.add(customer);
    promised.set(conversation, []);
    return customer;
  };

  const ask = async (customer) => {
    customer.asking = true;
    const request = new Request('https://broker.example.com/v1/contact/wait', {
      method: 'POST',
      headers: { 'content-type': 'text/plain', origin: site },
      body: JSON.stringify({ handle: customer.handle }),
    });
    const response = await broker.fetch(request, { address: '203.0.113.7' });
    const body = await response.json();
    if (response.status !== 200) throw new Error(`${response.status} ${JSON.stringify(body)}`);
    if (body.position !== undefined && customer.shown?.position !== undefined) {
      if (body.position !== customer.shown.position) figures.changes += 1;
      if (body.position > customer.shown.position) figures.rises += 1;
    }
    customer.shown = { ...body, at: clock.now() };
    customer.asksAt = clock.now() + body.nextPollMs;
    customer.asking = false;
    if (body.state === 'connected' || body.state === 'ended') waiting.delete(customer);
  };

  const figures = {
    age: [],
    place: [],
    front: [],
    estimate: [],
    turn: [],
    turnShare: [],
    without: 0,
    screens: 0,
    rises: 0,
    changes: 0,
  };
  const tally = { throttled: 0, elsewhere: 0, throttledElsewhere: 0 };
  const other = new ConnectClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
  const look = () => {
    const now = clock.now();
    const course = world.courses.get(queueId);
    const places = new Map(
      waitingContacts(world, queueId).map((contact, index) => [contact, (course?.ahead(contact) ?? 0) + index + 1]),
    );
    for (const { conversation, shown } of waiting) {
      const truth = places.get(conversation.segments.at(-1));
      if (truth === undefined || !shown) continue;
      figures.screens += 1;
      if (shown.position === undefined) {
        figures.without += 1;
        continue;
      }
      figures.age.push((shown.ageMs + now - shown.at) / 1000);
      const error = Math.abs(shown.position - truth);
      figures.place.push(error);
      if (truth <= 5) figures.front.push(error);
      if (shown.etaSeconds !== undefined) figures.estimate.push(Math.abs(shown.etaSeconds - (truth * 240) / staff));
      if (shown.etaSeconds !== undefined) promised.get(conversation)?.push([now, shown.at + shown.etaSeconds * 1000]);
    }
  };
  /** Somebody's turn has come: what they were told can be judged. */
  const settle = (conversation) => {
    const now = clock.now();
    for (const [at, turn] of promised.get(conversation) ?? []) {
      if (now - at < 30_000) continue;
      figures.turn.push(Math.abs(turn - now) / 1000);
      figures.turnShare.push((100 * Math.abs(turn - now)) / (now - at));
    }
    promised.delete(conversation);
  };
  world.on((event) => {
    if (event.type !== 'contact' || !promised.has(event.conversation)) return;
    if (event.change === 'accepted') {
      done.served += 1;
      settle(event.conversation);
    } else if (event.change === 'ended') promised.delete(event.conversation);
  });

  // The queue has been there for a while: they came over the last hour, not all at once.
  for (let count = 0; count < customers; count += 1) {
    const customer = await begin();
    customer.asksAt += random() * 30_000;
    world.contact(customer.conversation.id).enqueueTimestamp -= Math.round((1 - count / customers) * 600_000);
  }
  // What Amazon Connect estimated when they came stands for the places they have now.
  for (const { conversation } of waiting) {
    const contact = conversation.segments.at(-1);
    contact.firstEstimateSeconds = undefined;
    contact.firstEstimateSeconds = simulation.placeInQueue(world, contact)?.estimatedWaitSeconds;
  }
  believe();
  let simulatorSeconds = 0;
  const timed = (task) => {
    const from = process.cpuUsage();
    task();
    const { user, system } = process.cpuUsage(from);
    simulatorSeconds += (user + system) / 1e6;
  };
  const start = process.cpuUsage();
  const endsAt = clock.now() + minutes * 60_000;
  let tick = 0;
  let asked = 0;
  let elsewhereAt = clock.now();
  while (clock.now() < endsAt && waiting.size > 0) {
    timed(() => {
      clock.advance(stepMs);
      tick += 1;
      for (const { conversation, leavesAt } of waiting) {
        const contact = conversation.segments.at(-1);
        if (clock.now() < leavesAt || conversation.over || contact.connectedToAgentTimestamp !== undefined) continue;
        done.gone += 1;
        simulation.endConversation(world, conversation, 'CUSTOMER_DISCONNECT');
      }
      if (tick % 50 === 0) look();
      if (tick % 600 !== 0) return;
      count();
      believe();
    });
    for (const customer of waiting) if (customer.conversation.over) waiting.delete(customer);
    if (refill) while (waiting.size < customers) await begin();
    if (elsewhere > 0 && clock.now() >= elsewhereAt) {
      elsewhereAt += (-Math.log(1 - random()) * 1000) / elsewhere;
      await askElsewhere();
    }
    const due = [...waiting].filter(({ asksAt, asking }) => !asking && asksAt <= clock.now());
    asked += due.length;
    await Promise.all(due.map(ask));
  }
  const { user, system } = process.cpuUsage(start);
  count();
  await simulator.close();
  other.destroy();
  return report((user + system) / 1e6 - simulatorSeconds, (tick * stepMs) / 3_600_000);

  /** Signatures are made by the real clock. */
  function believe() {
    simulator.faults.set({ clockSkewSeconds: Math.round((Date.now() - clock.now()) / 1000) });
  }

  /** The log of calls keeps the last 5,000. */
  function count() {
    for (const { operation, status } of simulator.calls.list()) {
      tally[operation] = (tally[operation] ?? 0) + 1;
      if (operation === 'GetContactMetrics' && status === 429) tally.throttled += 1;
    }
    simulator.calls.clear();
  }

  /** Another application of the account asks for a place. */
  async function askElsewhere() {
    const [first] = waiting;
    if (!first) return;
    tally.elsewhere += 1;
    const Metrics = [{ Name: 'POSITION_IN_QUEUE' }];
    const command = new GetContactMetricsCommand({ InstanceId: instanceId, ContactId: first.conversation.id, Metrics });
    try {
      await other.send(command);
    } catch (error) {
      // Somebody who was with an agent by then has no place: that is no refusal.
      if (error.$metadata?.httpStatusCode === 429) tally.throttledElsewhere += 1;
    }
  }

  function report(brokerSeconds, hours) {
    const own = tally.GetContactMetrics - tally.elsewhere;
    const refused = tally.throttled - tally.throttledElsewhere;
    return {
      'asked by customers': asked,
      GetContactMetrics: own,
      'throttled, %': tenth((100 * refused) / own),
      DescribeContact: tally.DescribeContact,
      GetCurrentMetricData: tally.GetCurrentMetricData ?? 0,
      'served / gave up': `${done.served} / ${done.gone}`,
      'age p50, s': tenth(share(figures.age, 0.5)),
      'age p95, s': tenth(share(figures.age, 0.95)),
      'place off p50': share(figures.place, 0.5),
      'place off p95': share(figures.place, 0.95),
      'front off p95': share(figures.front, 0.95),
      'place rises, %': tenth((100 * figures.rises) / figures.changes),
      'no place, %': tenth((100 * figures.without) / figures.screens),
      'estimate off p50, s': tenth(share(figures.estimate, 0.5)),
      'estimate off p95, s': tenth(share(figures.estimate, 0.95)),
      'turn off p50, s': tenth(share(figures.turn, 0.5)),
      'turn off p95, s': tenth(share(figures.turn, 0.95)),
      'turn off p50, %': tenth(share(figures.turnShare, 0.5)),
      'CPU s per hour': tenth(brokerSeconds / hours),
    };
  }
}

/** The value that so great a share of all is no greater than. */
function share(values, part) {
  return values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
}

function tenth(value) {
  return Math.round(value * 10) / 10;
}
