import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostWithin, reading, stranger, WaitingScene } from './support/waiting-scene.js';

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `contact-${index + 1}`);

describe('what somebody who waits is told', () => {
  it('is their place, their own estimate, how old both are, and how long they have waited', async () => {
    const scene = new WaitingScene();
    scene.join(stranger, stranger, 'ada');
    assert.deepEqual(await scene.ask('ada'), {
      state: 'queued',
      position: 3,
      etaSeconds: 90,
      etaBasis: 'contact',
      ageMs: 0,
      waitedMs: 1_000,
      nextPollMs: 8_000,
      offers: [],
    });
  });

  it('is an estimate made of the whole queue where its figures are known, by the share that stands in front', async () => {
    const scene = new WaitingScene({ config: { queues: { care: { queueId: 'queue-1' } } } });
    scene.readings = [reading('queue-1', { contactsInQueue: 10, etaSeconds: 660 })];
    scene.join(stranger, stranger, stranger, stranger, 'ada', ...Array<string>(5).fill(stranger));
    const { position, etaSeconds, etaBasis, ageMs } = await scene.ask('ada');
    assert.deepEqual([position, etaSeconds, etaBasis], [5, 300, 'queue']);
    assert.equal(ageMs, 5_000, 'the age of the older of both: of the figures');
  });

  it('is no figure at all where Amazon Connect has none, and that it is queued all the same', async () => {
    const scene = new WaitingScene();
    scene.join('ada');
    scene.line = [];
    const body = await scene.ask('ada');
    assert.equal(body.state, 'queued');
    for (const figure of ['position', 'etaSeconds', 'etaBasis']) assert.ok(!(figure in body), figure);
    await scene.live(['ada'], 20);
    assert.ok(scene.measured.length <= 2, 'what has no figure is not asked about all the time');
    assert.ok(scene.described.length <= 4);
  });

  it('is that nothing is known when Amazon Connect cannot be asked, and more as soon as it can', async () => {
    const scene = new WaitingScene();
    scene.join('ada');
    scene.describeFails = 'InternalServiceException';
    const { state, offers, nextPollMs } = await scene.ask('ada');
    assert.deepEqual([state, offers], ['unknown', []]);
    assert.deepEqual(
      scene.failures.map(({ operation, error }) => [operation, error]),
      [['DescribeContact', 'InternalServiceException']],
    );
    scene.describeFails = undefined;
    scene.clock.now += nextPollMs;
    assert.equal((await scene.ask('ada')).position, 1);
  });

  it('goes from the flow into the queue, to the agent and to the end, and follows a transfer', async () => {
    const scene = new WaitingScene();
    scene.change('ada', { initiatedAt: scene.clock.now });
    const state = async (): Promise<string> => (await scene.ask('ada')).state;
    assert.equal(await state(), 'flow');
    scene.join('ada');
    scene.clock.now += 3_000;
    assert.equal(await state(), 'queued');
    scene.serve();
    scene.clock.now += 8_000;
    assert.equal(await state(), 'connected');
    // The agent sends them on into another queue: a new segment, which waits.
    scene.change('ada', { disconnectedAt: scene.clock.now, nextContactIds: ['second'] });
    scene.change('second', { initialContactId: 'ada', queueId: 'queue-2', enqueuedAt: scene.clock.now });
    scene.line = [stranger, 'second'];
    scene.clock.now += 20_000;
    const transferred = await scene.ask('ada');
    assert.deepEqual([transferred.state, transferred.position], ['queued', 2]);
    assert.equal(scene.measured.at(-1)?.id, 'second', 'the segment that waits is the one to measure');
    scene.change('second', { disconnectedAt: scene.clock.now });
    scene.line = [];
    scene.clock.now += 10_000;
    assert.equal(await state(), 'ended');
    const asked = scene.described.length;
    scene.clock.now += 120_000;
    assert.equal(await state(), 'ended');
    assert.equal(scene.described.length, asked, 'what is over stays over');
  });

  it('begins with what their place is owed, once they are queued', async () => {
    const scene = new WaitingScene();
    const since = { from: undefined, credit: 120, owed: true };
    scene.change('ada', { initiatedAt: scene.clock.now });
    await scene.ask('ada', { since });
    assert.deepEqual(scene.settled, [], 'in the flow Amazon Connect would not take it');
    scene.join('ada', 'bo');
    scene.clock.now += 3_000;
    await scene.ask('ada', { since });
    await scene.ask('bo', { since: { ...since, owed: false } });
    assert.deepEqual([...new Set(scene.settled)], ['ada']);
  });

  it('shrinks also where Amazon’s estimate of a contact never changes', async () => {
    const scene = new WaitingScene();
    scene.join(...Array<string>(19).fill(stranger), 'ada');
    scene.frozen.set('ada', 600);
    assert.equal((await scene.ask('ada')).etaSeconds, 600);
    scene.serve(10);
    const answers = await scene.live(['ada'], 30);
    const { position, etaSeconds, etaBasis } = answers.get('ada') ?? {};
    assert.deepEqual([position, etaSeconds, etaBasis], [10, 300, 'contact']);
  });

  it('is a place further back when somebody more urgent was put in front: nothing is made nicer than it is', async () => {
    const scene = new WaitingScene();
    scene.join(stranger, 'ada');
    assert.equal((await scene.ask('ada')).position, 2);
    scene.line.unshift(stranger, stranger, stranger, stranger);
    const answers = await scene.live(['ada'], 30);
    assert.equal(answers.get('ada')?.position, 6);
  });

  it('asks again soon in front, later behind, and never all at once', async () => {
    const scene = new WaitingScene();
    const ids = many(200);
    scene.join(...ids);
    const answers = await scene.live(ids, 90);
    const next = (id: string): number => answers.get(id)?.nextPollMs ?? NaN;
    assert.ok(next('contact-1') >= 6_800 && next('contact-1') <= 10_000, String(next('contact-1')));
    assert.ok(next('contact-200') >= 10_000 && next('contact-200') <= 20_000, String(next('contact-200')));
  });
});

describe('places that are not measured', () => {
  it('come forward with those that are: whoever leaves in front leaves in front of everybody behind', async () => {
    const scene = new WaitingScene();
    const ids = many(300);
    scene.join(...ids);
    await scene.live(ids, 240);
    // A team signs in: eighty leave within forty seconds.
    const before = scene.measured.length;
    const behind = ids.slice(80);
    const answers = await scene.live(behind, 60, (second) => second <= 40 && scene.serve(2));
    assert.ok(scene.measured.length - before <= 100, 'with fewer than half as many measurements as customers');
    const errors = behind.map((id, index) => Math.abs((answers.get(id)?.position ?? Infinity) - (index + 1)));
    errors.sort((a, b) => a - b);
    const [half, nearlyAll] = [errors[110] ?? Infinity, errors[209] ?? Infinity];
    assert.ok(half <= 6, `half of them are off by ${half}`);
    assert.ok(nearlyAll <= 25, `nearly all are off by ${nearlyAll} at most`);
  });

  it('are right to a few places while people leave all along the line, and none is older than half a minute', async () => {
    const scene = new WaitingScene();
    const ids = many(300);
    scene.join(...ids);
    let luck = 7;
    const random = (): number => (luck = (luck * 16_807) % 2_147_483_647) / 2_147_483_647;
    const answers = await scene.live(ids, 400, (second) => {
      if (second % 8 === 0) scene.serve();
      if (second % 12 === 0) {
        const [left] = scene.line.splice(Math.floor(random() * scene.line.length), 1);
        if (left) scene.change(left, { disconnectedAt: scene.clock.now });
      }
    });
    const errors = scene.line.map((id, index) => Math.abs((answers.get(id)?.position ?? Infinity) - (index + 1)));
    errors.sort((a, b) => a - b);
    assert.ok((errors[Math.floor(errors.length / 2)] ?? Infinity) <= 3, `p50 ${errors[Math.floor(errors.length / 2)]}`);
    assert.ok((errors[Math.floor(errors.length * 0.95)] ?? Infinity) <= 10, `p95 ${errors.at(-1)}`);
    const ages = scene.line.map((id) => answers.get(id)?.ageMs ?? Infinity).sort((a, b) => a - b);
    assert.ok((ages[Math.floor(ages.length * 0.95)] ?? Infinity) <= 30_000, `${ages.at(-1)}`);
  });

  it('are never beyond the end of the queue, as far as it was counted', async () => {
    const scene = new WaitingScene({ config: { queues: { care: { queueId: 'queue-1' } } } });
    const ids = many(40);
    scene.join(...ids);
    scene.readings = [reading('queue-1', { contactsInQueue: 40 })];
    await scene.live(ids, 60);
    scene.serve(35);
    scene.readings = [reading('queue-1', { contactsInQueue: 5 })];
    scene.metricsFail = 'ThrottlingException';
    scene.clock.now += 10_000;
    assert.ok(((await scene.ask('contact-40')).position ?? Infinity) <= 5);
  });
});

describe('the one small quota of places', () => {
  it('is never passed, however many ask', async () => {
    const scene = new WaitingScene();
    const ids = many(500);
    scene.join(...ids);
    await scene.live(ids, 120, (second) => second % 10 === 0 && scene.serve());
    assert.equal(scene.measured.filter(({ throttled }) => throttled).length, 0);
    assert.ok(scene.measured.length > 150, 'and it is used');
    // The service allows 2 a second and 5 at once.
    for (const seconds of [1, 2, 5, 10, 60]) {
      const most = mostWithin(scene.measured, seconds * 1_000);
      assert.ok(most <= 1.6 * seconds + 3, `${most} in ${seconds} s`);
    }
  });

  it('is spent as fast as the site says, for a broker that runs several times', async () => {
    const scene = new WaitingScene({ config: { waiting: { metricsPerSecond: 0.4 } } });
    const ids = many(100);
    scene.join(...ids);
    await scene.live(ids, 100);
    assert.ok(scene.measured.length <= 42, String(scene.measured.length));
    assert.ok(scene.measured.length >= 35, String(scene.measured.length));
  });

  it('is spent once for many who ask of one contact at once', async () => {
    const scene = new WaitingScene();
    scene.join(stranger, 'ada');
    const answers = await Promise.all(Array.from({ length: 20 }, () => scene.ask('ada')));
    assert.equal(scene.measured.length, 1);
    assert.equal(scene.described.length, 1);
    for (const { position } of answers) assert.equal(position, 2, 'and each of them waits for the answer');
  });

  it('is spent by those who ask alone: nothing happens while nobody does', async () => {
    const scene = new WaitingScene();
    scene.join('ada', 'bo');
    await scene.ask('ada');
    const before = scene.measured.length;
    scene.clock.now += 3_600_000;
    assert.equal(scene.measured.length, before);
  });

  it('is spent on the front first, and on everybody at least once', async () => {
    const scene = new WaitingScene();
    const ids = many(60);
    scene.join(...ids);
    await scene.live(ids, 120);
    const times = (id: string): number => scene.measured.filter((one) => one.id === id).length;
    assert.ok(times('contact-1') >= 3 * times('contact-50'), `${times('contact-1')} and ${times('contact-50')}`);
  });

  it('leaves the last place and its age on the screen when others spend it, asks less often, and recovers', async () => {
    const scene = new WaitingScene();
    const ids = many(50);
    scene.join(...ids);
    await scene.live(ids, 60);
    const usual = (await scene.ask('contact-30')).nextPollMs;
    const busyFrom = scene.measured.length;
    scene.elsewhere = 2;
    const busy = await scene.live(ids, 60);
    const { position, ageMs = 0, nextPollMs = 0 } = busy.get('contact-30') ?? {};
    assert.ok(Math.abs((position ?? Infinity) - 30) <= 2);
    assert.ok(ageMs > 20_000, `${ageMs}`);
    assert.ok(nextPollMs >= usual * 1.5, `${nextPollMs} after ${usual}`);
    const refused = scene.measured.slice(busyFrom).filter(({ throttled }) => throttled);
    assert.ok(refused.length > 0 && refused.length <= 25, `${refused.length} refused in a minute`);
    for (const [index, { at }] of refused.entries()) {
      const next = refused[index + 1];
      assert.ok(!next || next.at === at || next.at - at >= 2_000, 'after a refusal there is a rest');
    }
    assert.ok(scene.failures.every(({ kind }) => kind === 'throttled'));
    scene.elsewhere = 0;
    await scene.live(ids, 240);
    const calm = scene.measured.length;
    await scene.live(ids, 30);
    assert.ok(scene.measured.length - calm >= 15, `${scene.measured.length - calm} measurements in half a minute`);
    assert.ok((await scene.ask('contact-30')).ageMs < 20_000);
  });

  it('is shared with an application that takes half of it, at few refusals', async () => {
    const scene = new WaitingScene({ elsewhere: 1 });
    const ids = many(200);
    scene.join(...ids);
    await scene.live(ids, 600);
    const refused = scene.measured.filter(({ throttled }) => throttled).length;
    assert.ok(refused / scene.measured.length <= 0.05, `${refused} of ${scene.measured.length}`);
  });
});

describe('what a broker remembers of those who wait', () => {
  it('is forgotten a few minutes after the last one asked', async () => {
    const scene = new WaitingScene();
    const ids = many(50);
    scene.join(...ids);
    await scene.live(ids, 30);
    assert.equal(scene.waiting.size, 50);
    scene.join('ada');
    await scene.live(['ada'], 300);
    assert.equal(scene.waiting.size, 1);
  });
});
