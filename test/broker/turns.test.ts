import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultLimits } from '../../src/broker/guards/rate.js';
import { Turns } from '../../src/broker/turns.js';
import { turnPath } from '../../src/protocol/paths.js';
import { chatBody, post, refusalOf, ticketOf } from './support/broker-world.js';
import { memoryWorld } from './support/memory-world.js';

/** Turns on a clock that a test moves. */
function setUp(burst = 2, perMinute = 60) {
  const clock = { now: Date.UTC(2026, 0, 15, 12) };
  return { clock, turns: new Turns({ burst, perMinute }, () => clock.now) };
}

describe('whose turn it is to connect again', () => {
  it('is that of the first ones at once, and of the others one after the other', () => {
    const { turns } = setUp();
    const given = ['a', 'b', 'c', 'd', 'e'].map((contactId) => turns.of(contactId));
    assert.deepEqual(given, [0, 0, 1_000, 2_000, 3_000]);
  });

  it('stays what it was for whoever asks again, and is another one once it has come', () => {
    const { clock, turns } = setUp(1);
    assert.deepEqual([turns.of('a'), turns.of('b'), turns.of('c')], [0, 1_000, 2_000]);
    clock.now += 400;
    assert.deepEqual([turns.of('b'), turns.of('c'), turns.of('b')], [600, 1_600, 600]);
    clock.now += 600;
    assert.equal(turns.of('b'), 2_000, 'behind all who have one');
    assert.equal(turns.of('c'), 1_000);
  });

  it('is at once again when nobody has wanted one for a while, and nothing is remembered of anybody', () => {
    const { clock, turns } = setUp();
    for (let each = 0; each < 100; each++) turns.of(`contact ${each}`);
    assert.equal(turns.size, 98);
    clock.now += 100_000;
    assert.deepEqual([turns.of('a'), turns.of('b'), turns.of('c')], [0, 0, 1_000]);
    assert.equal(turns.size, 1);
  });

  it('is never more than five minutes away, nor after a clock was put back', () => {
    const { clock, turns } = setUp();
    const given = Array.from({ length: 1_000 }, (_, each) => turns.of(`contact ${each}`));
    assert.equal(Math.max(...given), 300_000);
    clock.now -= 86_400_000;
    assert.deepEqual([turns.of('a'), turns.of('b'), turns.of('c')], [0, 0, 1_000]);
  });

  it('is as often as the quota of Amazon Connect has room for, with some left over', () => {
    const { burst, perMinute } = defaultLimits.connections;
    assert.ok(perMinute / 60 <= 5 && burst <= 9);
  });
});

describe('POST /v1/contact/turn', () => {
  it('tells the owner of a handle, asks nothing of Amazon Connect, and counts per contact', async () => {
    const it_ = memoryWorld({ limits: { connections: { burst: 1, perMinute: 60 } } });
    const [one, two] = [await ticketOf(await it_.ask('/v1/chat', chatBody())), await ticketOf(await it_.ask('/v1/chat', chatBody()))]; // prettier-ignore
    it_.connect.asked.length = 0;
    const turnOf = async ({ handle }: { readonly handle: string }): Promise<unknown> =>
      (await it_.ask(turnPath, { handle })).json();
    assert.deepEqual(await turnOf(one), { afterMs: 0 });
    assert.deepEqual(await turnOf(two), { afterMs: 1_000 });
    assert.deepEqual(await turnOf(two), { afterMs: 1_000 });
    assert.deepEqual(it_.connect.asked, []);
  });

  it('is counted per contact, not per address: many customers of an office ask at once after an outage', async () => {
    const limits = { callsPerAddress: { burst: 2, perMinute: 1 }, readsPerContact: { burst: 2, perMinute: 1 } };
    const it_ = memoryWorld({ limits });
    const { handle } = await ticketOf(await it_.ask('/v1/chat', chatBody()));
    const { handle: other } = await ticketOf(await it_.ask('/v1/chat', chatBody()));
    const asked = [handle, handle, handle, other].map(
      async (each) => (await it_.ask(turnPath, { handle: each })).status,
    );
    const [another, ...same] = (await Promise.all(asked)).reverse();
    // Which of the three comes to be counted last is nobody's to say.
    assert.deepEqual([another, same.sort()], [200, [200, 200, 429]]);
  });

  it('is refused to whoever has no handle', async () => {
    const it_ = memoryWorld();
    const refused = await post(it_, { handle: 'a.b.c' }, { path: turnPath });
    assert.deepEqual([refused.status, (await refusalOf(refused)).code], [404, 'token/not-found']);
  });
});
