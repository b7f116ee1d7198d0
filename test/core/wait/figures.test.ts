import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sampleWait } from '../../../src/adapters/memory/wait-samples.js';
import { emptyGauge, figuresOf, read, tick, type Gauge } from '../../../src/core/wait/gauge.js';
import { tell, toldNothing } from '../../../src/core/wait/news.js';
import type { WaitReport } from '../../../src/core/wait/ports.js';
import type { Figures } from '../../../src/core/wait/state.js';
import { dice } from './world.js';

const intervalMs = 10_000;

/** What is shown after each of these estimates, reported every ten seconds. */
function shownAfter(...seconds: readonly (number | undefined)[]): (Figures | undefined)[] {
  let gauge: Gauge = emptyGauge;
  return seconds.map((etaSeconds, index) => {
    const now = index * intervalMs;
    gauge = read(gauge, sampleWait({ position: undefined, etaSeconds, nextPollMs: intervalMs }), now);
    return figuresOf(gauge, now);
  });
}
const ranges = (...seconds: number[]) => shownAfter(...seconds).map((figures) => figures?.range);

suite('the estimate as it is shown', () => {
  test('nothing is shown before there is a figure', () => {
    assert.deepEqual(shownAfter(undefined), [undefined]);
  });

  test('it is one of six ranges', () => {
    const each = [0, 59, 60, 119, 120, 299, 300, 599, 600, 1_199, 1_200, 90_000].map((seconds) => ranges(seconds)[0]);
    assert.deepEqual(each, [
      ...['under-1', 'under-1', '1-2', '1-2', '2-5', '2-5'],
      ...['5-10', '5-10', '10-20', '10-20', 'over-20', 'over-20'],
    ]);
  });

  test('at a border it does not flutter', () => {
    assert.deepEqual(new Set(ranges(290, 310, 295, 305, 299, 301, 310)), new Set(['2-5']));
  });

  test('it gets longer when that holds, and says so', () => {
    const shown = shownAfter(200, 400, 400);
    assert.deepEqual(
      shown.map((figures) => [figures?.range, figures?.trend]),
      [
        ['2-5', 'steady'],
        ['2-5', 'steady'],
        ['5-10', 'longer'],
      ],
    );
  });

  test('a single high figure changes nothing, one far above is believed at once', () => {
    assert.deepEqual(ranges(200, 500, 200, 500, 200), ['2-5', '2-5', '2-5', '2-5', '2-5']);
    assert.deepEqual(ranges(200, 700), ['2-5', '10-20']);
  });

  test('a figure that stands on the same evidence does not count twice', () => {
    const first = read(emptyGauge, sampleWait({ etaSeconds: 200 }), 0);
    const high = { etaSeconds: 400 };
    const once = read(first, sampleWait({ ...high, ageMs: 0 }), 10_000);
    const again = read(once, sampleWait({ ...high, ageMs: 5_000 }), 15_000);
    assert.equal(figuresOf(again, 15_000)?.range, '2-5');
    assert.equal(figuresOf(read(again, sampleWait(high), 25_000), 25_000)?.range, '5-10');
  });

  test('between two reports it runs down as the reports did, never up, and never to nothing', () => {
    let gauge: Gauge = emptyGauge;
    for (const [index, etaSeconds] of [160, 150, 140, 130].entries()) {
      gauge = read(gauge, sampleWait({ etaSeconds }), index * intervalMs);
    }
    assert.equal(figuresOf(gauge, 30_000)?.range, '2-5');
    const later = tick(gauge, 60_000);
    assert.equal(figuresOf(later, 60_000)?.range, '1-2');
    assert.equal(figuresOf(tick(later, 3_600_000), 3_600_000)?.range, 'under-1');
  });

  test('an estimate that never moves is not run down', () => {
    let gauge: Gauge = emptyGauge;
    for (let at = 0; at <= 20; at++)
      gauge = read(tick(gauge, at * 30_000 - 1), sampleWait({ etaSeconds: 130 }), at * 30_000);
    assert.deepEqual(figuresOf(gauge, 600_000)?.range, '2-5');
  });

  test('what is older than two intervals is shown to be old', () => {
    const gauge = read(emptyGauge, sampleWait({ nextPollMs: 20_000 }), 0);
    assert.equal(figuresOf(gauge, 40_000)?.fresh, true);
    assert.equal(figuresOf(gauge, 40_001)?.fresh, false);
  });
});

suite('the place as it is shown', () => {
  const after = (...reports: Partial<WaitReport>[]) => {
    let gauge: Gauge = emptyGauge;
    reports.forEach((report, index) => {
      gauge = read(gauge, sampleWait({ etaSeconds: undefined, ...report }), index * intervalMs);
    });
    return figuresOf(gauge, (reports.length - 1) * intervalMs);
  };

  test('a better place is shown at once', () => {
    assert.deepEqual([after({ position: 5 }, { position: 3 })?.position], [3]);
  });

  test('a worse one is shown when it holds, and is said to be longer', () => {
    assert.equal(after({ position: 3 }, { position: 5 })?.position, 3);
    const held = after({ position: 3 }, { position: 5 }, { position: 5 });
    assert.deepEqual([held?.position, held?.trend], [5, 'longer']);
  });

  test('never because of evidence older than what is shown', () => {
    const old = { position: 5, ageMs: 25_000 };
    assert.equal(after({ position: 3 }, old, old, old)?.position, 3);
  });
});

/** How many announcements an hour of waiting brings, and which of the last places that lasted were missed. */
function listen(
  course: (minute: number, roll: (below: number) => number) => { place: number; eta: number },
  seed: number,
) {
  const roll = dice(seed);
  let gauge: Gauge = emptyGauge;
  let told = toldNothing;
  let count = 0;
  let gap = Infinity;
  const lasted = new Map<number, number>();
  const hours = 1;
  for (let now = 0; now < hours * 3_600_000; now += 5_000) {
    if (now % intervalMs === 0) {
      const { place, eta } = course(now / 60_000, roll);
      const report = sampleWait({ position: Math.max(1, place), etaSeconds: eta, ageMs: roll(8_000) });
      gauge = read(gauge, report, now);
    } else gauge = tick(gauge, now);
    const figures = figuresOf(gauge, now);
    const next = tell(told, figures, now > 300_000, now);
    if (figures?.position !== undefined && figures.position <= 3) {
      lasted.set(figures.position, (lasted.get(figures.position) ?? 0) + 5_000);
    }
    if (!next) continue;
    gap = Math.min(gap, now - told.at);
    told = next;
    count++;
  }
  const missed = [...lasted]
    .filter(([place, ms]) => ms > 20_000 && !told.places.includes(place))
    .map(([place]) => place);
  return { perHour: count / hours, gap, missed };
}

suite('what somebody who listens is told', () => {
  const courses: Readonly<Record<string, Parameters<typeof listen>[0]>> = {
    steady: (minute) => ({ place: Math.ceil(30 - minute / 2), eta: 3_600 - minute * 60 }),
    quick: (minute) => ({ place: Math.ceil(60 - minute * 2), eta: 1_800 - minute * 60 }),
    stalled: (minute) => ({
      place: minute < 10 ? 20 - Math.floor(minute) : 10,
      eta: minute < 10 ? 1_200 - minute * 30 : 900,
    }),
    growing: (minute) => ({ place: 5 + Math.floor(minute / 3), eta: 300 + minute * 40 }),
    jumping: (_, roll) => ({ place: 3 + roll(12), eta: 60 + roll(2_400) }),
    frozen: (minute) => ({ place: Math.ceil(12 - minute / 5), eta: 400 }),
    'the last places, to and fro': (_, roll) => ({ place: 1 + roll(4), eta: 30 + roll(200) }),
  };
  for (const [name, course] of Object.entries(courses)) {
    test(`a queue that is ${name}: at most one announcement a minute, none within 20 seconds, each of the last places`, () => {
      for (let seed = 1; seed <= 20; seed++) {
        const { perHour, gap, missed } = listen(course, seed);
        assert.ok(perHour <= 60, `${perHour} announcements an hour`);
        assert.ok(gap >= 20_000, `${gap} ms between two`);
        assert.deepEqual(missed, [], 'places that were not said');
      }
    });
  }
});
