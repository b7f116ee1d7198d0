import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { watchSleep } from '../../../src/adapters/browser/sleep.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import { Stage } from './stage.js';

async function live(): Promise<Stage> {
  const stage = await new Stage().opened();
  await stage.clock.advance(31_000);
  return stage;
}

describe('A page that is put aside', () => {
  it('lets go of its socket at once, and is back with a new one when it is taken up again', async () => {
    const stage = await live();
    stage.network.change('frozen');
    assert.equal(stage.service.openSockets, 0);
    await stage.clock.advance(26 * 3_600_000);
    assert.equal(stage.service.connections, 1, 'nothing is tried meanwhile');
    stage.network.change('resumed');
    await stage.clock.settle();
    assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
    assert.equal(stage.service.openSockets, 1);
  });

  it('is back too when the browser only says that it is visible', async () => {
    const stage = await live();
    stage.network.change('hidden');
    stage.network.change('frozen');
    stage.network.change('online');
    assert.equal(stage.service.openSockets, 0);
    stage.network.change('visible');
    await stage.clock.settle();
    assert.equal(stage.links.at(-1), 'up');
  });
});

describe('A network that comes and goes', () => {
  it('costs no more than one request in a second, and is up in the end', async () => {
    const stage = await live();
    const before = stage.service.connections;
    for (let count = 0; count < 40; count++) {
      stage.network.change('offline');
      await stage.clock.advance(125);
      stage.network.change('online');
      await stage.clock.advance(125);
    }
    const asked = stage.service.connections - before;
    assert.ok(asked <= 10, `${asked} requests in 10 s`);
    await stage.clock.advance(2_000);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('costs one request when it is back, however often somebody looks', async () => {
    const stage = await live();
    stage.service.connection = 500;
    stage.service.latest.kill();
    await stage.clock.advance(120_000);
    const before = stage.service.connections;
    for (let count = 0; count < 20; count++) stage.network.change('visible');
    await stage.clock.settle();
    for (let count = 0; count < 20; count++) stage.network.change('visible');
    await stage.clock.settle();
    assert.equal(stage.service.connections - before, 1);
  });
});

describe('A device whose clock is set', () => {
  for (const [what, ms] of [
    ['a day ahead', 86_400_000],
    ['a day back', -86_400_000],
  ] as const) {
    it(`${what} in the middle of a chat changes nothing`, async () => {
      const stage = await live();
      stage.clock.jump(ms);
      await stage.clock.advance(60_000);
      stage.service.latest.kill();
      await stage.clock.advance(1_000);
      stage.service.say('Still here');
      await stage.clock.settle();
      assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
      assert.deepEqual(stage.texts, ['Still here']);
      assert.equal(stage.service.connections, 2);
    });
  }
});

describe('A device that sleeps', () => {
  it('is noticed within three seconds of its waking, though nothing tells of it', async () => {
    const clock = new ManualClock();
    let wakings = 0;
    const stop = watchSleep(clock, () => wakings++);
    await clock.advance(60_000);
    assert.equal(wakings, 0);
    clock.jump(600_000);
    await clock.advance(3_000);
    assert.equal(wakings, 1);
    clock.jump(-600_000);
    await clock.advance(60_000);
    assert.equal(wakings, 1);
    stop();
    assert.equal(clock.pending, 0);
  });
});
