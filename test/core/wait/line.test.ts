import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { memoryWaitPorts } from '../../../src/adapters/memory/wait-ports.js';
import { sampleWait } from '../../../src/adapters/memory/wait-samples.js';
import { MemorySubject } from '../../../src/adapters/memory/wait-source.js';
import { WaitSession } from '../../../src/core/wait/session.js';
import type { Offer } from '../../../src/core/wait/offers.js';
import type { WaitReport } from '../../../src/core/wait/ports.js';

/** A contact that can wait, and everything that is asked about it. */
function setUp() {
  const ports = memoryWaitPorts();
  const source = new MemorySubject();
  const session = new WaitSession(ports, { source });
  const line = () => session.store.state.line;
  const waiting = () => {
    const { line } = session.store.state;
    return line.name === 'waiting' ? line : assert.fail('Nobody waits.');
  };
  const figures = () => waiting().figures;
  const asked = () => ports.broker.count('wait');
  const says = (changes: Partial<WaitReport>) => {
    ports.broker.report = { ...ports.broker.report, ...changes };
  };
  return { ...ports, source, session, line, waiting, figures, asked, says };
}

/** The same, waiting, with the broker's first answer on screen. */
async function inLine(changes: Partial<WaitReport> = {}) {
  const stage = setUp();
  stage.broker.report = sampleWait(changes);
  stage.source.wait();
  await stage.clock.settle();
  return stage;
}

suite('asking where a contact stands', () => {
  test('nobody is asked before somebody waits, and place and range are shown with the first answer', async () => {
    const { asked, clock, figures, source } = setUp();
    await clock.advance(60_000);
    assert.equal(asked(), 0);
    source.wait();
    await clock.settle();
    assert.deepEqual(figures(), { position: 3, range: '2-5', trend: 'steady', fresh: true });
  });

  test('a contact of a broker that says nothing about waiting waits without figures, and nobody is asked', async () => {
    const { asked, clock, source, waiting } = setUp();
    source.wait({ asks: false });
    await clock.advance(60_000);
    assert.deepEqual([asked(), waiting().figures], [0, undefined]);
  });

  test('it is asked again when the broker said so, and not before', async () => {
    const { asked, clock, says } = await inLine({ nextPollMs: 15_000 });
    await clock.advance(14_000);
    assert.equal(asked(), 1);
    says({ nextPollMs: 40_000 });
    await clock.advance(1_000);
    assert.equal(asked(), 2);
    await clock.advance(39_000);
    assert.equal(asked(), 2);
    await clock.advance(1_000);
    assert.equal(asked(), 3);
  });

  test('a broker that is out of reach is asked less and less often, and never sooner than it wants', async () => {
    const { asked, broker, clock } = await inLine();
    for (let i = 0; i < 50; i++) broker.fail('wait', 'token/busy', { retryable: true, retryAfterMs: 30_000 });
    await clock.advance(10_000);
    assert.equal(asked(), 2);
    await clock.advance(29_000);
    assert.equal(asked(), 2);
    await clock.advance(30 * 60_000);
    assert.ok(asked() < 40, `${asked()} questions in half an hour of failure`);
  });

  test('one that knows nothing about this contact is left alone, and the card stays without figures', async () => {
    for (const code of ['token/not-found', 'token/misconfigured'] as const) {
      const { asked, broker, clock, figures, waiting } = await inLine();
      broker.fail('wait', code);
      await clock.advance(10 * 60_000);
      assert.deepEqual([asked(), figures(), waiting().name], [2, undefined, 'waiting']);
    }
  });

  test('while the link is down nobody is asked, and as soon as it is back somebody is', async () => {
    const { asked, clock, source } = await inLine({ nextPollMs: 60_000 });
    source.wait({ linked: false });
    await clock.advance(5 * 60_000);
    assert.equal(asked(), 1);
    source.wait();
    await clock.settle();
    assert.equal(asked(), 2);
  });

  test('a link that flutters does not ask more than once a second', async () => {
    const { asked, clock, source } = await inLine();
    for (let i = 0; i < 50; i++) {
      source.wait({ linked: false });
      source.wait();
      await clock.advance(20);
    }
    assert.ok(asked() <= 2, `${asked()} questions in a second`);
  });

  test('as soon as a person comes there is no line, and nobody is asked any more', async () => {
    const { asked, clock, line, source } = await inLine();
    source.join();
    assert.deepEqual(line(), { name: 'none' });
    await clock.advance(60_000);
    assert.equal(asked(), 1);
    assert.equal(clock.pending, 0);
  });

  test('waiting began when the broker says it did, also after a reload', async () => {
    const { clock, waiting } = await inLine({ waitedMs: 90_000 });
    assert.equal(waiting().since, clock.now() - 90_000);
    await clock.advance(10_000);
    assert.equal(waiting().since, clock.now() - 100_000);
  });

  test('a contact in the flow is not in line, and has no figures', async () => {
    const { clock, figures, says, waiting } = await inLine({ state: 'flow' });
    assert.deepEqual([waiting().queued, figures()], [false, undefined]);
    says({ state: 'queued' });
    await clock.advance(10_000);
    assert.deepEqual([waiting().queued, figures()?.position], [true, 3]);
    says({ state: 'connected' });
    await clock.advance(10_000);
    assert.deepEqual([waiting().queued, figures()], [false, undefined]);
  });
});

suite('offers while waiting', () => {
  const callback: Offer = { kind: 'callback', keepsPlace: true };
  const article: Offer = { kind: 'article', title: { en: 'Returns' }, url: '/returns' };

  test('what was declined is not offered again, in this contact or after a reload', async () => {
    const { broker, clock, session, source, storage, waiting, ...ports } = await inLine({
      offers: [callback, article],
    });
    assert.deepEqual(waiting().offers, [callback, article]);
    session.decline(callback);
    assert.deepEqual(waiting().offers, [article]);
    await clock.advance(10_000);
    assert.deepEqual(waiting().offers, [article]);
    const next = new WaitSession({ ...ports, broker, clock, storage }, { source });
    await next.resume();
    await clock.settle();
    const { line } = next.store.state;
    assert.deepEqual(line.name === 'waiting' && line.offers, [article]);
  });

  test('all of them can be declined for one contact; the next contact gets them again', async () => {
    const { clock, session, source, waiting } = await inLine({ offers: [callback, article] });
    session.declineAll();
    await clock.advance(10_000);
    assert.deepEqual(waiting().offers, []);
    source.wait({ contactId: 'c-2' });
    await clock.settle();
    assert.deepEqual(waiting().offers, [callback, article]);
  });
});
