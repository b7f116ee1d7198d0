import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createBroker, jsonLines, type BrokerConfig } from '../../src/broker/broker.js';
import type { AvailabilityBody } from '../../src/protocol/availability.js';
import { createClock, createSimulator } from '../../src/simulator/index.js';
import { chatBody, config, post, refusalOf, site, ticketOf, world } from './support/broker-world.js';
import { faults } from './support/connect-stub.js';
import { waiting } from './support/memory-queues.js';
import { memoryWorld } from './support/memory-world.js';

const ask = (
  { broker }: Pick<ReturnType<typeof memoryWorld>, 'broker'>,
  headers: Record<string, string> = { origin: site },
): Promise<Response> => broker.fetch(new Request('https://broker.example.com/v1/availability', { headers }));
const bodyOf = async (response: Response): Promise<AvailabilityBody> => {
  assert.equal(response.status, 200);
  return (await response.json()) as AvailabilityBody;
};
const shop: Partial<BrokerConfig> = {
  call: { flowId: 'flow-call' },
  topics: { billing: 'flow-billing' },
  queues: {
    people: { queueId: 'q-people', hoursId: 'day' },
    billing: { queueId: 'q-billing', hoursId: 'office', topics: ['billing'], label: { en: 'Billing' } },
  },
  articles: [{ title: { en: 'Returns' }, url: '/help/returns' }],
  waiting: { congestedSeconds: 600 },
};

describe('what is open', () => {
  it('is told per topic and channel, with the wait in steps of half a minute', async () => {
    const it_ = memoryWorld(shop);
    it_.connect.queues.hours.set('day', [540, 1_080]).set('office', [780, 900]);
    it_.connect.queues.figures.set('q-people', waiting(100, 4)).set('q-billing', waiting(700, 20));
    const response = await ask(it_);
    const open = { open: true, closesInMs: 6 * 3_600_000, waitSeconds: 90, congested: false };
    const closed = { open: false, opensInMs: 3_600_000, congested: false };
    assert.deepEqual(await bodyOf(response), {
      general: { chat: open, call: open },
      topics: { billing: { label: { en: 'Billing' }, chat: closed, call: closed } },
      callback: false,
      message: false,
      articles: [{ title: { en: 'Returns' }, url: '/help/returns' }],
      ttlMs: 15_000,
    });
    assert.equal(response.headers.get('cache-control'), 'public, max-age=15');
    assert.equal(response.headers.get('access-control-allow-origin'), site);
    it_.clock.now += 3_600_000;
    const { topics } = await bodyOf(await ask(it_));
    assert.deepEqual(topics['billing']?.chat, {
      open: true,
      closesInMs: 2 * 3_600_000,
      waitSeconds: 690,
      congested: true,
    });
  });

  it('asks nothing of Amazon Connect while what is known is fresh, however many ask', async () => {
    const it_ = memoryWorld(shop);
    it_.connect.queues.figures.set('q-people', waiting(100)).set('q-billing', waiting(100));
    for (let n = 0; n < 200; n++) await bodyOf(await ask(it_));
    const { queues } = it_.connect;
    assert.deepEqual(
      [queues.count('GetCurrentMetricData'), queues.count('GetEffectiveHoursOfOperations')],
      [1, 2],
      'and a visitor who looks often is not taken for a flood',
    );
  });

  it('is everything, and costs nothing, where no queue is configured', async () => {
    const it_ = memoryWorld({ callback: { kind: 'task', flowId: 'f' }, message: { kind: 'task', flowId: 'f' } });
    const { general, topics, callback, message } = await bodyOf(await ask(it_));
    assert.deepEqual(general, { chat: { open: true, congested: false } });
    assert.deepEqual(topics, { billing: { chat: { open: true, congested: false } } });
    assert.deepEqual([callback, message], [true, true]);
    assert.deepEqual(it_.connect.queues.calls, []);
  });

  it('is told by hours alone while figures fail, and everything while hours fail too', async () => {
    const it_ = memoryWorld(shop);
    it_.connect.queues.hours.set('day', [540, 1_080]).set('office', []);
    it_.connect.queues.figuresFail = true;
    const { general, topics } = await bodyOf(await ask(it_));
    assert.deepEqual(general.chat, { open: true, closesInMs: 6 * 3_600_000, congested: false });
    assert.deepEqual(topics['billing']?.chat, { open: false, congested: false });
    const blind = memoryWorld(shop);
    blind.connect.queues.failing = 'AccessDeniedException';
    const unknown = await bodyOf(await ask(blind));
    assert.deepEqual(unknown.topics['billing']?.chat, { open: true, congested: false });
    assert.match(blind.lines.join(), /"level":"error","name":"queues.unknown"/, 'and whoever set it up hears of it');
  });

  it('is not a queue in which nobody works', async () => {
    const it_ = memoryWorld(shop);
    it_.connect.queues.figures.set('q-people', waiting(0, 0, 0));
    const { general, topics } = await bodyOf(await ask(it_));
    assert.deepEqual(general.chat, { open: false, congested: false });
    assert.equal(topics['billing']?.chat?.open, false, 'nobody tells of it either');
  });

  it('is kept no longer than until it changes', async () => {
    const it_ = memoryWorld(shop);
    it_.connect.queues.hours.set('day', [540, 1_080]);
    it_.connect.queues.figures.set('q-people', waiting(0));
    it_.clock.now = Date.UTC(2026, 0, 15, 17, 59, 56);
    const response = await ask(it_);
    assert.equal((await bodyOf(response)).ttlMs, 4_000);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=4');
  });

  it('is public: without a site too, but no other page may read it, and nothing but GET is answered', async () => {
    const it_ = memoryWorld(shop);
    assert.equal((await ask(it_, {})).status, 200);
    const stranger = await ask(it_, { origin: 'https://evil.example' });
    assert.equal(stranger.headers.get('access-control-allow-origin'), null);
    assert.equal(stranger.headers.get('vary'), 'Origin');
    const posted = await post(it_, {}, { path: '/v1/availability' });
    assert.equal(posted.status, 405);
    assert.equal(posted.headers.get('cache-control'), 'no-store');
    assert.equal((await post(it_, chatBody())).headers.get('cache-control'), 'no-store');
  });

  it('says no id of a queue, of hours or of the instance', async () => {
    const it_ = memoryWorld(shop);
    assert.doesNotMatch(await (await ask(it_)).text(), /q-people|q-billing|office|instance-1|flow/);
  });
});

describe('a start and the queues', () => {
  it('hands the queue to the flow, which no browser can name', async () => {
    const it_ = memoryWorld({ ...shop, attributes: { targetQueue: {} } });
    it_.connect.queues.figures.set('q-people', waiting(10)).set('q-billing', waiting(10));
    await ticketOf(await post(it_, chatBody({ topic: 'billing', attributes: { targetQueue: 'q-people' } })));
    const { targetQueue, ...rest } = it_.connect.chats[0]?.attributes ?? {};
    assert.equal(targetQueue, 'q-billing');
    assert.deepEqual(rest, { web_targetQueue: 'q-people', web_topic: 'billing' });
    assert.match(it_.lines.join(), /"queue":"billing"/);
    await ticketOf(await post(it_, chatBody()));
    assert.equal(it_.connect.chats[1]?.attributes['targetQueue'], 'q-people');
  });

  it('is refused when all are closed, with the time it opens, and starts nothing', async () => {
    const it_ = memoryWorld(shop);
    it_.connect.queues.hours.set('day', [780, 1_080]);
    const response = await post(it_, chatBody());
    const { status, code, opensInMs } = await refusalOf(response);
    assert.deepEqual([status, code, opensInMs], [503, 'token/closed', 3_600_000]);
    assert.equal(it_.connect.chats.length, 0);
  });

  it('is never refused for figures or hours that fail', async () => {
    const it_ = memoryWorld(shop);
    it_.connect.queues.failing = 'ThrottlingException';
    await ticketOf(await post(it_, chatBody()));
    assert.equal(it_.connect.chats[0]?.attributes['targetQueue'], 'q-people');
  });
});

describe('queues of Amazon Connect, through its own SDK', () => {
  /** A broker before a simulator whose clock and the broker’s are one. */
  async function open(test: TestContext, at: string, changes: (queues: readonly string[]) => Partial<BrokerConfig>) {
    const simulator = createSimulator({
      clock: createClock(Date.parse(at)),
      queues: [
        {
          id: 'day',
          staff: 2,
          averageHandleSeconds: 120,
          others: 3,
          hours: {
            timeZone: 'Europe/Berlin',
            weekly: { SATURDAY: [['09:00', '18:00']], SUNDAY: [['01:00', '05:00']], MONDAY: [['09:00', '18:00']] },
            overrides: [{ date: '2026-03-30', hours: [] }],
          },
        },
        { id: 'empty', staff: 0 },
      ],
    });
    test.after(() => simulator.close());
    const { origin } = await simulator.listen();
    const there = simulator.config(origin);
    const ids = [...simulator.world.queues.values()].map(({ id }) => id);
    const lines: string[] = [];
    const broker = createBroker(
      {
        ...config,
        region: there.region,
        instanceId: there.instanceId,
        chatFlowId: there.contactFlowId,
        connectEndpoint: there.endpoint,
        credentials: { accessKeyId: there.accessKeyId, secretAccessKey: there.secretAccessKey },
        ...changes(ids),
      },
      { logger: jsonLines((line) => lines.push(line)), now: () => simulator.world.clock.now(), random: () => 0.5 },
    );
    return { simulator, broker, lines };
  }
  const both: Parameters<typeof open>[2] = () => ({
    queues: { day: { queueId: 'day', topics: ['day'] }, empty: { queueId: 'empty', topics: ['empty'] } },
  });

  it('are open by the clocks of their zone, on the night these are put forward too', async (test) => {
    const { simulator, broker } = await open(test, '2026-03-28T23:30:00Z', both);
    const { topics } = await bodyOf(await ask({ broker }));
    assert.deepEqual(topics['day']?.chat, { open: false, opensInMs: 1_800_000, congested: false });
    simulator.world.clock.advance(1_800_000);
    const { topics: later } = await bodyOf(await ask({ broker }));
    assert.equal(later['day']?.chat?.open, true);
    assert.equal(later['day']?.chat?.closesInMs, 3 * 3_600_000, 'four hours on the clock are three');
  });

  it('have a wait where somebody works, and are closed where nobody does', async (test) => {
    const { simulator, broker } = await open(test, '2026-03-28T12:00:00Z', both);
    const { topics } = await bodyOf(await ask({ broker }));
    assert.deepEqual(topics['day']?.chat, {
      open: true,
      closesInMs: 5 * 3_600_000,
      waitSeconds: 240,
      congested: false,
    });
    assert.deepEqual(topics['empty']?.chat, { open: false, congested: false });
    const { contactId } = await ticketOf(await post({ broker }, chatBody({ topic: 'day' })));
    assert.equal(simulator.world.contact(contactId)?.queueId, 'day');
  });

  it('are closed on a holiday, and say so to whoever starts all the same', async (test) => {
    const { simulator, broker } = await open(test, '2026-03-30T10:00:00Z', both);
    assert.equal((await bodyOf(await ask({ broker }))).topics['day']?.chat?.open, false);
    assert.equal((await refusalOf(await post({ broker }, chatBody({ topic: 'day' })))).code, 'token/closed');
    assert.equal(simulator.world.conversations.size, 0);
  });

  for (const [what, fault] of [
    ['are throttled', { error: 'ThrottlingException' }],
    ['fail', { error: 'InternalServiceException' }],
    ['are refused', { error: 'AccessDeniedException' }],
    ['break off', { act: 'reset' }],
  ] as const) {
    it(`stand in nobody’s way when they ${what}, and no word of them is told`, async (test) => {
      const { simulator, broker, lines } = await open(test, '2026-03-30T10:00:00Z', both);
      for (const route of ['GetCurrentMetricData', 'GetEffectiveHoursOfOperations', 'DescribeQueue'])
        simulator.faults.addHttp({ route, ...fault });
      const response = await ask({ broker });
      assert.deepEqual((await bodyOf(response)).topics['day']?.chat, { open: true, congested: false });
      await ticketOf(await post({ broker }, chatBody({ topic: 'day' })));
      assert.match(lines.join(), /"name":"queues.unknown","operation":"GetCurrentMetricData"/);
      assert.doesNotMatch(lines.join(), /secret|AKID|Sorry/);
    });
  }
});

describe('an answer about queues that is no answer', () => {
  it('counts as a failure: an empty one does not close the shop', async () => {
    const it_ = await world({ queues: { people: { queueId: 'q-people', hoursId: 'h' } } });
    it_.connect.script(faults.emptyBody(), 1, 'GetCurrentMetricData');
    const { general } = await bodyOf(await ask(it_));
    assert.deepEqual(general.chat, { open: true, congested: false });
    assert.equal(it_.connect.of('GetCurrentMetricData').length, 1);
    const said = it_.logged('queues.unknown').find(({ operation }) => operation === 'GetCurrentMetricData');
    assert.equal(said?.['error'], 'IncompleteAnswer');
    it_.clock.now += 20_000;
    assert.equal((await bodyOf(await ask(it_))).general.chat?.open, false, 'a whole one without this queue does');
    await it_.stop();
  });
});
