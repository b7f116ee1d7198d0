import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Patience, type Account } from '../../../src/adapters/chatjs/patience.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';

/** A customer whose chance is always the same. */
function customer(random: number) {
  const clock = new ManualClock();
  const patience = new Patience({ clock, chance: { random: () => random, newId: () => 'id' } });
  /** Fails and waits, or is disturbed before it is over. Returns how long it would have been, in seconds. */
  const wait = async (account: Account, { online = true, leastMs = 0, cutAfter = Infinity } = {}): Promise<number> => {
    const ms = patience.begin(account, online, leastMs);
    await clock.advance(Math.min(ms, cutAfter));
    patience.end();
    return ms / 1_000;
  };
  const waits = async (account: Account, times: number, online = true): Promise<readonly number[]> => {
    const all: number[] = [];
    for (let time = 0; time < times; time++) all.push(await wait(account, { online }));
    return all;
  };
  return { clock, patience, wait, waits };
}

/** Waits in a row, in seconds, with the least, the middle and the most that chance can make of them. */
type Row = readonly [what: string, account: Account, random: number, waits: readonly number[], online?: boolean];

const rows: readonly Row[] = [
  ['one’s own network may be back any moment, and asking costs nobody anything', 'network', 1, [0.5, 1, 2, 2.5, 2.5]],
  ['with luck it is asked at once', 'network', 0, [0, 0, 0, 0]],
  ['a browser that says there is no network says when there is', 'network', 1, [0.5, 1, 2, 4, 8, 15, 15], false],
  ['a link that broke is made anew at once, and later when it breaks again', 'unknown', 1, [0.5, 1, 2, 4, 8, 16, 30, 30]],
  ['half of the customers are back in half of the time', 'unknown', 0.5, [0.25, 0.5, 1, 2]],
  ['an ill service is waited for as long as it has been ill', 'service', 0, [0, 1, 1, 2, 4, 8]],
  ['or half as long, so that customers spread', 'service', 1, [1, 0.5, 0.75, 1.125, 1.688, 2.532, 3.798, 5.697]],
  ['one that stays ill is asked in turns: a moment of one’s own, then always after the same time', 'service', 0.5, [0.5, 0.75, 0.938, 1.641, 2.872, 5.026, 8.795, 22.5, 43.875]],
  ['whoever is one too many is back in a moment', 'crowd', 0, [1]],
  ['whoever is it again waits among a crowd of which nobody knows the size', 'crowd', 1, [5, 45, 45, 45]],
]; // prettier-ignore

suite('how long a customer waits for the next attempt', () => {
  for (const [what, account, random, waits, online = true] of rows) {
    test(what, async () => assert.deepEqual(await customer(random).waits(account, waits.length, online), waits));
  }

  test('past 75 s of illness the turns are 105 s, and one too many is soon back among so few', async () => {
    const { wait, waits } = customer(0.5);
    await waits('service', 9);
    assert.deepEqual(await waits('service', 3), [52.5, 102.375, 102.375]);
    assert.deepEqual([await wait('crowd'), await wait('crowd')], [3, 5]);
  });

  test('five hundred customers of a service that was ill for ten minutes come back evenly over the 105 s', () => {
    const turns = Array.from({ length: 500 }, (_, index) => {
      let now = 0;
      const patience = new Patience({ clock: { now: () => now, after: () => () => {} }, chance: inTurn(index) });
      while (now < 600_000) {
        now += patience.begin('service', true, 0);
        patience.end();
      }
      return (now - 600_000) / 1_000;
    });
    for (const from of [0, 35, 70]) {
      const share = turns.filter((turn) => turn >= from && turn < from + 35).length / 500;
      assert.ok(share > 0.23 && share < 0.44, `${share} of them come within 35 s after ${from} s`);
    }
    assert.ok(Math.max(...turns) <= 105);
  });

  test('whoever has a turn waits for it, and not for others: ten seconds at most of an ill service', async () => {
    const { clock, patience, waits } = customer(0);
    const turn = async (account: Account, turnMs: number, leastMs = 0): Promise<number> => {
      patience.begin(account, true, 0);
      await clock.advance(80);
      const ms = patience.turn(account, turnMs, leastMs);
      await clock.advance(ms);
      patience.end();
      return ms / 1_000;
    };
    assert.deepEqual([await turn('service', 0), await turn('service', 0)], [1, 1]);
    assert.deepEqual([await turn('service', 7_000), await turn('service', 0, 12_000)], [7, 12]);
    await waits('service', 9);
    assert.deepEqual([await turn('service', 0), await turn('service', 42_000)], [10, 42]);
    assert.deepEqual([await turn('crowd', 0), await turn('crowd', 30_000)], [1, 30]);
  });

  test('no wait is shorter than the least that is asked for', async () => {
    const { wait } = customer(0);
    assert.deepEqual([await wait('unknown', { leastMs: 300 }), await wait('network', { leastMs: 2_000 })], [0.3, 2]);
  });

  test('what a customer cuts short does not count as illness of the service', async () => {
    const { wait, waits } = customer(1);
    await waits('service', 8);
    for (let time = 0; time < 9; time++) await wait('service', { cutAfter: 100 });
    assert.equal(await wait('service'), 42.75);
  });

  test('a clock that jumps makes no illness out of a moment', async () => {
    const { clock, patience, wait } = customer(0);
    for (let time = 0; time < 3; time++) await wait('service');
    patience.begin('service', true, 0);
    clock.jump(86_400_000);
    patience.end();
    assert.equal(await wait('service'), 4);
    patience.begin('service', true, 0);
    clock.jump(-86_400_000);
    patience.end();
    assert.equal(await wait('service'), 8);
  });

  test('waits for one’s own network say nothing about the service', async () => {
    const { wait, waits } = customer(1);
    await waits('network', 60);
    assert.deepEqual([await wait('service'), await wait('service')], [1, 0.5]);
  });

  test('whoever is let in asks quickly again, and is patient still with a service that was ill', async () => {
    const { patience, wait, waits } = customer(0);
    await waits('service', 5);
    await waits('network', 5);
    await wait('crowd');
    patience.admitted();
    assert.deepEqual([await wait('crowd'), await wait('service')], [1, 10]);
  });

  test('when all has been well for a while everything begins anew', async () => {
    const { patience, wait, waits } = customer(1);
    await waits('service', 12);
    await waits('crowd', 2);
    patience.forgive();
    assert.deepEqual([await wait('service'), await wait('crowd'), await wait('unknown')], [1, 5, 0.5]);
  });

  test('past a quarter of an hour nobody hurries any more', async () => {
    assert.equal((await customer(1).waits('network', 601)).at(-1), 30);
  });
});

/** Chance that is different for every customer, and the same every time the test runs. */
function inTurn(seed: number) {
  let state = seed * 2_654_435_761 + 1;
  const random = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) >>> 0;
    return state / 2 ** 32;
  };
  for (let time = 0; time < 5; time++) random();
  return { random, newId: () => 'id' };
}
