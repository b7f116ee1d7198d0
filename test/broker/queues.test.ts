import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../../src/broker/refusal.js';
import { queueWorld, waiting } from './support/memory-queues.js';

const two = { queues: { north: { queueId: 'q-north', hoursId: 'h' }, south: { queueId: 'q-south', hoursId: 'h' } } };
const second = 1_000;

describe('figures of queues', () => {
  it('are asked once for everybody who comes within seven seconds, however many come at once', async () => {
    const { connect, queues, clock } = queueWorld(two);
    connect.figures.set('q-north', waiting(60, 2));
    await Promise.all([queues.figures.refresh(), queues.figures.refresh(), queues.figures.refresh()]);
    clock.now += 6 * second;
    await queues.figures.refresh();
    assert.equal(connect.count('GetCurrentMetricData'), 1);
    clock.now += 2 * second;
    await queues.figures.refresh();
    assert.equal(connect.count('GetCurrentMetricData'), 2);
  });

  it('say how old they are: as old as the count, not as the answer', async () => {
    const { connect, queues, clock } = queueWorld(two);
    connect.figures.set('q-north', waiting(60));
    connect.countedAt = clock.now - 9 * second;
    await queues.figures.refresh();
    assert.equal(queues.figures.of('q-north', 'chat')?.at, clock.now - 9 * second);
    clock.now += 10 * second;
    connect.countedAt = Date.UTC(2001, 0);
    await queues.figures.refresh();
    assert.equal(queues.figures.of('q-north', 'chat')?.at, clock.now, 'a clock that is wrong by years is not believed');
  });

  it('stay, with their age, for two minutes while Amazon Connect fails, and are unknown after', async () => {
    const { connect, queues, clock, logged } = queueWorld(two);
    connect.figures.set('q-north', waiting(60));
    await queues.figures.refresh();
    const { at } = queues.figures.of('q-north', 'chat') ?? {};
    connect.failing = 'ThrottlingException';
    clock.now += 110 * second;
    await queues.figures.refresh();
    assert.equal(queues.figures.of('q-north', 'chat')?.at, at);
    clock.now += 11 * second;
    assert.equal(queues.figures.of('q-north', 'chat'), undefined);
    assert.match(logged.join(), /"operation":"GetCurrentMetricData","error":"ThrottlingException"/);
  });

  it('are left alone for a while after a failure', async () => {
    const { connect, queues, clock } = queueWorld(two);
    connect.failing = 'ThrottlingException';
    for (let n = 0; n < 12; n++) {
      await queues.figures.refresh();
      clock.now += second;
    }
    assert.equal(connect.count('GetCurrentMetricData'), 1);
    clock.now += 3.1 * second;
    await queues.figures.refresh();
    assert.equal(connect.count('GetCurrentMetricData'), 2);
  });

  it('that are slow in coming hold nobody up for long, and serve those who come later', async () => {
    const { connect, queues } = queueWorld(two);
    connect.figures.set('q-north', waiting(60));
    let answer = (): void => {};
    connect.held = new Promise((resolve) => (answer = resolve));
    await queues.figures.refresh(1);
    assert.equal(queues.figures.of('q-north', 'chat'), undefined);
    answer();
    await queues.figures.refresh();
    assert.equal(queues.figures.of('q-north', 'chat')?.etaSeconds, 60);
    assert.equal(connect.count('GetCurrentMetricData'), 1);
  });

  it('of a queue nobody tells of are nobody’s, not zero; those of a queue that is not configured are unknown', async () => {
    const { connect, queues } = queueWorld(two);
    connect.figures.set('q-north', waiting(0, 0));
    await queues.figures.refresh();
    assert.equal(queues.figures.of('q-north', 'chat')?.contactsInQueue, 0);
    const south = queues.figures.of('q-south', 'chat');
    assert.ok(south && south.contactsInQueue === undefined && south.agentsStaffed === undefined);
    assert.equal(queues.figures.of('q-west', 'chat'), undefined);
    assert.equal(queues.figures.of('q-north', 'call'), undefined, 'where there are no calls, nobody asks for them');
  });

  it('are found by ARN as well as by id', async () => {
    const { connect, queues } = queueWorld(two);
    connect.figures.set('q-north', waiting(60));
    await queues.figures.refresh();
    const arn = 'arn:aws:connect:eu-central-1:111122223333:instance/i/queue/q-north';
    assert.equal(queues.figures.of(arn, 'chat')?.etaSeconds, 60);
    assert.equal(queues.byId(arn)?.alias, 'north');
  });
});

describe('hours of queues', () => {
  it('are asked once for all queues that share them, and again after ten minutes without anybody waiting', async () => {
    const { connect, queues, clock } = queueWorld(two);
    await queues.refresh();
    clock.now += 60 * second;
    await queues.refresh();
    assert.equal(connect.count('GetEffectiveHoursOfOperations'), 1);
    assert.equal(connect.count('DescribeQueue'), 0);
    clock.now += 600 * second;
    await queues.refresh();
    assert.equal(connect.count('GetEffectiveHoursOfOperations'), 2);
  });

  it('are looked up by the queue where the site does not say which they are, and that once', async () => {
    const { connect, queues, clock } = queueWorld({ queues: { north: { queueId: 'q-north' } } });
    connect.hours.set('hours of q-north', [780, 840]);
    await queues.refresh();
    assert.deepEqual(queues.hours.of('north'), { open: false, opensInMs: 3_600_000 });
    clock.now += 3_600 * second;
    await queues.refresh();
    assert.equal(queues.hours.of('north')?.open, true);
    assert.equal(connect.count('DescribeQueue'), 1);
  });

  it('that nobody can tell leave a queue open; those once known hold on', async () => {
    const { connect, queues, clock } = queueWorld(two);
    connect.failing = 'InternalServiceException';
    await queues.refresh();
    assert.equal(queues.hours.of('north'), undefined);
    assert.equal(queues.isOpen('north', 'chat'), true);
    connect.failing = undefined;
    connect.hours.set('h', []);
    clock.now += 31 * second;
    await queues.refresh();
    connect.failing = 'InternalServiceException';
    clock.now += 86_400 * second;
    await queues.refresh();
    assert.deepEqual(queues.hours.of('north'), { open: false });
    clock.now += 9 * 86_400 * second;
    assert.equal(queues.hours.of('north'), undefined, 'but not past the days they were told for');
  });

  it('of a disabled queue are none, until it is enabled again', async () => {
    const { connect, queues, clock } = queueWorld({ queues: { north: { queueId: 'q-north' } } });
    connect.disabled.add('q-north');
    await queues.refresh();
    assert.deepEqual(queues.hours.of('north'), { open: false });
    connect.disabled.clear();
    clock.now += 601 * second;
    await queues.refresh();
    await queues.refresh();
    assert.equal(queues.hours.of('north')?.open, true);
  });

  it('of many queues are asked at the pace Amazon Connect allows', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`q${n}`, { queueId: `q-${n}`, hoursId: `h-${n}` }]),
    );
    const { connect, queues, clock } = queueWorld({ queues: many });
    await queues.refresh();
    assert.equal(connect.count('GetEffectiveHoursOfOperations'), 4);
    for (let n = 0; n < 30; n++) {
      clock.now += second;
      await queues.refresh();
    }
    assert.equal(connect.count('GetEffectiveHoursOfOperations'), 30);
  });
});

describe('the queue of a new contact', () => {
  it('is the flow’s choice where no queue is configured, and nobody is asked', async () => {
    const { connect, choose } = queueWorld({});
    assert.equal(await choose(), undefined);
    assert.deepEqual(connect.calls, []);
  });

  it('is the one with the shortest wait', async () => {
    const { connect, choose } = queueWorld(two);
    connect.figures.set('q-north', waiting(600, 10)).set('q-south', waiting(60, 1));
    assert.equal(await choose(), 'south');
  });

  it('is any of those that are about as good, by weight', async () => {
    const { connect, choose, draws } = queueWorld({
      queues: { ...two.queues, north: { ...two.queues.north, weight: 3 }, west: { queueId: 'q-west', hoursId: 'h' } },
    });
    connect.figures
      .set('q-north', waiting(330, 100))
      .set('q-south', waiting(300, 100))
      .set('q-west', waiting(900, 100));
    draws.push(0.7, 0.8);
    assert.deepEqual([await choose(), await choose()], ['north', 'south']);
  });

  it('counts those it has just sent, whom no figure counts yet: nobody makes a herd', async () => {
    const { connect, choose, draws } = queueWorld(two);
    connect.figures.set('q-north', waiting(100, 0, 1)).set('q-south', waiting(200, 1, 1));
    draws.push(...Array<number>(40).fill(0.1));
    const chosen = [];
    for (let n = 0; n < 40; n++) chosen.push(await choose());
    const north = chosen.filter((one) => one === 'north').length;
    assert.ok(north >= 17 && north <= 24, `${north} of 40 went north`);
    assert.equal(connect.count('GetCurrentMetricData'), 1);
  });

  it('forgets whom it sent when new figures count them', async () => {
    const { connect, choose, clock } = queueWorld(two);
    connect.figures.set('q-north', waiting(100, 0, 1)).set('q-south', waiting(400, 3, 1));
    for (let n = 0; n < 6; n++) await choose();
    clock.now += 20 * second;
    assert.equal(await choose(), 'north');
  });

  it('does not turn to and fro for small changes', async () => {
    const { connect, choose, clock, draws } = queueWorld(two);
    const chosen = [];
    // South is 18 to 30 % worse, now a little more and now a little less: it joined at 18 %, and stays.
    for (const south of [354, 390, 354, 390, 354]) {
      connect.figures.set('q-north', waiting(300, 100)).set('q-south', waiting(south, 100));
      draws.push(0.9);
      chosen.push(await choose());
      clock.now += 20 * second;
    }
    assert.deepEqual(new Set(chosen), new Set(['south']));
    connect.figures.set('q-south', waiting(450, 100));
    draws.push(0.9);
    assert.equal(await choose(), 'north', 'a change that is not small counts at once');
    clock.now += 20 * second;
    connect.figures.set('q-south', waiting(390, 100));
    draws.push(0.9);
    assert.equal(await choose(), 'north', 'and has to be undone by more than it took');
  });

  it('is never one that is closed, or where nobody works', async () => {
    const { connect, choose } = queueWorld({
      queues: { ...two.queues, night: { queueId: 'q-night', hoursId: 'night' } },
    });
    connect.hours.set('night', [1_200, 1_320]);
    connect.figures.set('q-north', waiting(900, 9)).set('q-night', waiting(0));
    assert.equal(await choose(), 'north', 'south has no figures of agents');
  });

  it('goes by length where a queue has no estimate', async () => {
    const { connect, choose } = queueWorld(two);
    connect.figures.set('q-north', waiting(undefined, 2, 1)).set('q-south', waiting(10, 12, 3));
    assert.equal(await choose(), 'north');
  });

  it('is the same for every repeat of an intent, whatever has changed', async () => {
    const { connect, choose, clock } = queueWorld(two);
    connect.figures.set('q-north', waiting(600, 10)).set('q-south', waiting(60, 1));
    assert.equal(await choose(undefined, undefined, 'chat', 'intent'), 'south');
    connect.figures.set('q-south', waiting(6_000, 100));
    connect.hours.set('h', []);
    clock.now += 60 * second;
    assert.equal(await choose(undefined, undefined, 'chat', 'intent'), 'south');
  });

  it('is refused when all that fit are closed, with the time the first one opens', async () => {
    const { connect, choose } = queueWorld({
      queues: { north: { queueId: 'q-north', hoursId: 'late' }, south: { queueId: 'q-south', hoursId: 'early' } },
    });
    connect.hours.set('early', [780, 800]).set('late', [900, 960]);
    await assert.rejects(choose(), (error: unknown) => {
      assert.ok(error instanceof Refusal);
      assert.deepEqual([error.code, error.status, error.opensInMs], ['token/closed', 503, 3_600_000]);
      return true;
    });
  });

  it('is one that is open, by weight, when nobody knows any figure: never a refusal', async () => {
    const { connect, choose, draws } = queueWorld({
      queues: { ...two.queues, night: { queueId: 'q-night', hoursId: 'night' } },
    });
    connect.hours.set('night', []);
    connect.figuresFail = true;
    draws.push(0, 0.1, 0.4, 0.6);
    const chosen = new Set([await choose(), await choose(), await choose(), await choose()]);
    assert.ok(!chosen.has('night') && !chosen.has(undefined));
    connect.failing = 'InternalServiceException';
    assert.notEqual(await choose(), undefined);
  });

  const fitting = {
    call: { flowId: 'f' },
    queues: {
      general: { queueId: 'q-1', hoursId: 'h' },
      german: { queueId: 'q-2', hoursId: 'h', languages: ['de'] },
      billing: { queueId: 'q-3', hoursId: 'h', topics: ['billing'] },
      phones: { queueId: 'q-4', hoursId: 'h', channels: ['call' as const], topics: ['phones'] },
    },
  };
  const cases: readonly (readonly [string, string | undefined, string | undefined, 'chat' | 'call', string])[] = [
    ['one that names no topic, for contacts without one', undefined, undefined, 'chat', 'general german'],
    ['one that names the topic, and no other', 'billing', 'de-AT', 'chat', 'billing'],
    ['one that speaks the language, also its Austrian kind', undefined, 'de-AT', 'chat', 'german'],
    ['not one whose language only begins alike', undefined, 'den', 'chat', 'general'],
    ['one for every language, where nobody names this one', undefined, 'fr', 'chat', 'general'],
    ['one that names no topic, for a topic nobody names', 'sales', 'en', 'chat', 'general'],
    ['one of the channel', 'phones', undefined, 'call', 'phones'],
    ['one that names no topic, where the topic has none in this channel', 'phones', 'de', 'chat', 'german'],
  ];
  for (const [what, topic, locale, channel, expected] of cases) {
    it(`is ${what}`, () => {
      const { queues } = queueWorld(fitting);
      const aliases = queues.fitting({ channel, topic, locale }).map(({ alias }) => alias);
      assert.deepEqual(aliases, expected.split(' '));
    });
  }

  it('is a bot’s only while nobody else is there', async () => {
    const { connect, choose } = queueWorld({
      queues: {
        people: { queueId: 'q-people', hoursId: 'day' },
        bot: { queueId: 'q-bot', hoursId: 'h', automated: true },
      },
    });
    connect.figures.set('q-people', waiting(900, 30));
    assert.equal(await choose(), 'people');
    const evening = queueWorld({
      queues: {
        people: { queueId: 'q-people', hoursId: 'day' },
        bot: { queueId: 'q-bot', hoursId: 'h', automated: true },
      },
    });
    evening.connect.hours.set('day', []);
    assert.equal(await evening.choose(), 'bot');
  });
});
