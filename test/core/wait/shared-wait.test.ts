import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sampleEnd, sampleReceipt, sampleWait } from '../../../src/adapters/memory/wait-samples.js';
import { DeskbellError } from '../../../src/core/errors.js';
import type { CallbackForm } from '../../../src/core/wait/control.js';
import type { Offer } from '../../../src/core/wait/offers.js';
import type { WaitState } from '../../../src/core/wait/state.js';
import { setUpTabs, type WaitPage } from './shared-stage.js';

const callback: Offer = { kind: 'callback', keepsPlace: true };
const billing: Offer = { kind: 'queue', queue: 'billing', label: { en: 'Billing' }, automated: false };
const form: CallbackForm = { phone: '+4930123456', inMs: 0, note: '', waitOn: true };
const minute = 60_000;

/** Names of what was shown of one region, one after the other, without repeats. */
function shown(page: WaitPage, region: 'line' | 'ending' | 'errand' | 'full'): readonly string[] {
  const names: string[] = [page.waiting[region].name];
  page.wait.store.subscribe((state) => {
    if (names[names.length - 1] !== state[region].name) names.push(state[region].name);
  });
  return names;
}

/** Tabs whose chat was talking to somebody, and lost them: it goes back by itself after a notice. */
async function setUpLost(automaticAfterMs: number | 'never' = 5_000) {
  const stage = await setUpTabs();
  stage.broker.end = sampleEnd(automaticAfterMs === 'never' ? {} : { automaticAfterMs });
  stage.world.join();
  await stage.clock.advance(100);
  stage.world.end();
  await stage.clock.advance(1_000);
  return stage;
}

const endingOf = ({ waiting }: WaitPage): WaitState['ending']['name'] => waiting.ending.name;

suite('waiting in several tabs', () => {
  test('one of them asks where the chat stands, and all show it', async () => {
    const { broker, clock, one, pages, two, world } = await setUpTabs(3);
    assert.equal(one.leads, true);
    for (const { line } of pages) assert.deepEqual([line?.contactId, line?.figures?.position], ['c-1', 3]);
    broker.report = sampleWait({ position: 2 });
    await clock.advance(minute);
    for (const { line } of pages) assert.equal(line?.figures?.position, 2);
    assert.ok(broker.count('wait') <= 8, `asked ${broker.count('wait')} times in a minute`);
    world.join();
    await clock.advance(200);
    for (const { line } of pages) assert.equal(line, undefined);
    assert.deepEqual(two.waiting, one.waiting);
  });

  test('a tab that is opened later shows at once what the others do', async () => {
    const { clock, one, world } = await setUpTabs();
    const three = world.visit();
    await clock.advance(10);
    assert.deepEqual(three.waiting, one.waiting);
    assert.equal(three.line?.figures?.position, 3);
  });

  test('a form is sent once, whichever tab it is sent from, and every tab says so', async () => {
    const { broker, clock, pages, two } = await setUpTabs();
    two.wait.choose(callback);
    await clock.advance(10);
    let isDone = false;
    void two.wait.sendCallback(form).then(() => {
      isDone = true;
    });
    await clock.advance(10);
    for (const { waiting } of pages) assert.equal(waiting.errand.name, 'sending');
    await clock.advance(500);
    assert.equal(isDone, true);
    assert.equal(broker.callbacks.length, 1);
    for (const { waiting } of pages) {
      assert.deepEqual(waiting.errand, { name: 'done', offer: callback, receipt: sampleReceipt() });
    }
  });

  test('an offer that is declined in one tab is gone in all of them, also after all were reloaded', async () => {
    const { broker, clock, pages, two, world } = await setUpTabs();
    broker.report = sampleWait({ offers: [callback, billing] });
    await clock.advance(20_000);
    two.wait.decline(billing);
    await clock.advance(10);
    for (const { line } of pages) assert.deepEqual(line?.offers, [callback]);
    const again = pages.map((page) => world.reload(page));
    for (const { chat } of again) void chat.resume();
    await clock.advance(20_000);
    for (const { line } of again) assert.deepEqual(line?.offers, [callback]);
  });

  test('over to another queue from a tab that does not lead: all tabs are there, and nobody is left behind', async () => {
    const { broker, clock, pages, two, world } = await setUpTabs();
    two.wait.choose(billing);
    await clock.advance(5_000);
    for (const { line, waiting } of pages)
      assert.deepEqual([line?.contactId, waiting.errand.name], ['c-moved-1', 'done']);
    assert.deepEqual(broker.stopped, ['h-c-1']);
    assert.equal(world.contacts.size, 2);
  });

  test('what is open is asked once for all tabs, however often they look', async () => {
    const { broker, clock, pages } = await setUpLost('never');
    for (let i = 0; i < 20; i++) for (const { wait } of pages) void wait.look();
    await clock.advance(1_000);
    for (const { waiting } of pages) assert.equal(waiting.hours.name, 'known');
    assert.equal(broker.count('availability'), 1);
  });

  test('nothing is left of it when every tab is closed', async () => {
    const { clock, pages } = await setUpTabs();
    for (const { chat, wait } of pages) {
      wait.shutdown();
      chat.shutdown();
    }
    await clock.advance(1_000);
    assert.equal(clock.pending, 0);
  });
});

suite('when the tab that leads is gone while the chat waits', () => {
  test('place, offers and the time waited stay on screen, and the next report goes on from there', async () => {
    const { broker, clock, one, two } = await setUpTabs();
    broker.report = sampleWait({ offers: [callback, billing], waitedMs: 90_000 });
    await clock.advance(20_000);
    const before = two.line;
    assert.equal(before?.offers.length, 2);
    const lines = shown(two, 'line');
    one.kill();
    await clock.advance(100);
    assert.deepEqual(two.line, before);
    await clock.advance(minute);
    assert.deepEqual(lines, ['waiting']);
    assert.deepEqual([two.line?.figures?.fresh, two.line?.figures?.position, two.line?.since], [true, 3, before.since]);
    assert.equal(two.line?.news, before.news, 'and nobody who listens is told again');
  });

  test('a person who came meanwhile is there, and the wait is over', async () => {
    const { clock, one, two, world } = await setUpTabs();
    one.kill();
    world.join();
    await clock.advance(1_000);
    assert.equal(two.line, undefined);
  });

  test('a form that is open stays open, and is sent once', async () => {
    const { broker, clock, one, two } = await setUpTabs();
    two.wait.choose(callback);
    await clock.advance(10);
    const errands = shown(two, 'errand');
    one.kill();
    await clock.advance(100);
    await Promise.all([two.wait.sendCallback(form), clock.advance(1_000)]);
    assert.deepEqual(errands, ['open', 'sending', 'done']);
    assert.equal(broker.callbacks.length, 1);
  });

  test('a form on its way is one callback, whenever it was killed, and whoever sent it sees how it ended', async () => {
    for (let at = 0; at <= 200; at += 10) {
      const { broker, clock, one, two } = await setUpTabs();
      two.wait.choose(callback);
      await clock.advance(10);
      const errands = shown(two, 'errand');
      let isDone = false;
      void two.wait.sendCallback(form).then(() => {
        isDone = true;
      });
      await clock.advance(at);
      one.kill();
      await clock.advance(3_000);
      const keys = broker.asked.filter(({ question }) => question === 'callback').map(({ key }) => key);
      assert.equal(new Set(keys).size, 1, `killed after ${at} ms`);
      assert.deepEqual(errands, ['open', 'sending', 'done'], `killed after ${at} ms`);
      assert.equal(isDone, true);
    }
  });

  test('the last words of a tab that is gone name the intent: it is not sent under another name', async () => {
    for (const at of [0, 40, 80]) {
      const { broker, clock, one, two } = await setUpTabs();
      two.wait.choose(callback);
      await clock.advance(10);
      const real = two.tab.hear.bind(two.tab);
      two.tab.hear = () => {};
      void two.wait.sendCallback(form);
      await clock.advance(at);
      two.tab.hear = real;
      one.kill();
      await clock.advance(3_000);
      const keys = broker.asked.filter(({ question }) => question === 'callback').map(({ key }) => key);
      assert.equal(new Set(keys).size, 1);
      assert.equal(two.waiting.errand.name, 'done');
    }
  });

  test('a form whose tab is gone with it fails with words, and can be sent again', async () => {
    const { broker, clock, one, two } = await setUpTabs();
    broker.hold('callback');
    one.wait.choose(callback);
    void one.wait.sendCallback(form);
    await clock.advance(100);
    one.kill();
    await clock.advance(2_000);
    const errand = (): string => two.waiting.errand.name;
    assert.equal(errand(), 'sending');
    await clock.advance(5_000);
    assert.equal(errand(), 'failed');
    broker.release('callback');
    await Promise.all([two.wait.sendCallback(form), clock.advance(1_000)]);
    assert.equal(errand(), 'done');
    const keys = broker.asked.filter(({ question }) => question === 'callback').map(({ key }) => key);
    assert.equal(new Set(keys).size, 1);
  });

  test('on the way to another queue it arrives there, in one contact, whenever it was killed', async () => {
    for (let at = 0; at <= 400; at += 10) {
      const { broker, clock, one, two, world } = await setUpTabs();
      two.wait.choose(billing);
      await clock.advance(at);
      one.kill();
      await clock.advance(10_000);
      // Where the answer got lost with the tab that had it, the place in the first queue is kept.
      const { errand, line } = two.waiting;
      const contactId = line.name === 'waiting' ? line.contactId : undefined;
      const left = [...world.contacts.keys()].filter((id) => id !== contactId).map((id) => `h-${id}`);
      assert.ok(contactId !== undefined, `killed after ${at} ms`);
      assert.deepEqual([...new Set(broker.stopped)], left, `killed after ${at} ms`);
      assert.notEqual(errand.name, 'sending', `killed after ${at} ms`);
      assert.ok(world.contacts.size <= 2);
    }
  });
});

suite('when a conversation was lost, in several tabs', () => {
  test('one tab goes back after the notice, once, and all are back in line', async () => {
    const { broker, clock, pages, world } = await setUpLost();
    for (const page of pages) assert.equal(endingOf(page), 'pausing');
    await clock.advance(10_000);
    for (const page of pages) assert.deepEqual([endingOf(page), page.line?.contactId], ['returned', 'c-back-1']);
    assert.equal(broker.count('requeue'), 1);
    assert.equal(world.contacts.size, 2);
  });

  test('staying away in a tab that does not lead is staying away', async () => {
    const { broker, clock, pages, two, world } = await setUpLost();
    two.wait.stayAway();
    await clock.advance(minute);
    for (const page of pages) assert.equal(endingOf(page), 'known');
    assert.equal(broker.count('requeue'), 0);
    await Promise.all([two.wait.goBack(), clock.advance(5_000)]);
    for (const page of pages) assert.equal(endingOf(page), 'returned');
    assert.equal(world.contacts.size, 2);
  });

  test('a tab that dies during the notice changes nothing about when it goes back', async () => {
    for (let at = 0; at <= 6_000; at += 500) {
      const { clock, one, two, world } = await setUpLost();
      const { ending } = two.waiting;
      const until = 'until' in ending ? ending.until : 0;
      const endings = shown(two, 'ending');
      await clock.advance(at);
      one.kill();
      const isDue = clock.now() >= until;
      await clock.advance(Math.max(0, until - clock.now() - 1));
      if (!isDue) assert.equal(endingOf(two), 'pausing', `killed after ${at} ms`);
      await clock.advance(10_000);
      assert.equal(two.line?.contactId, 'c-back-1', `killed after ${at} ms`);
      assert.equal(world.contacts.size, 2);
      assert.ok(!endings.includes('asking') && !endings.includes('known'), `${String(endings)}, killed after ${at} ms`);
    }
  });

  test('a tab that dies on the way back is one way back, whenever that was', async () => {
    for (let at = 0; at <= 400; at += 10) {
      const { clock, broker, one, two, world } = await setUpLost('never');
      void one.wait.goBack();
      const phases: string[] = [];
      await clock.advance(at);
      two.chat.store.subscribe(({ phase }) => phases.push(phase.name));
      one.kill();
      await clock.advance(5_000);
      assert.deepEqual([two.line?.contactId, world.contacts.size], ['c-back-1', 2], `killed after ${at} ms`);
      assert.deepEqual([broker.stopped, endingOf(two) === 'known'], [[], false], `killed after ${at} ms`);
      assert.ok(!phases.includes('idle'), `killed after ${at} ms: ${String(phases)}`);
    }
  });

  test('a way back asked for in a tab that does not lead survives the one that does', async () => {
    for (let at = 0; at <= 400; at += 10) {
      const { clock, broker, one, two, world } = await setUpLost('never');
      let isDone = false;
      void two.wait.goBack().then(() => {
        isDone = true;
      });
      await clock.advance(at);
      one.kill();
      await clock.advance(5_000);
      assert.deepEqual([two.line?.contactId, world.contacts.size, isDone], ['c-back-1', 2, true], `after ${at} ms`);
      assert.deepEqual(broker.stopped, []);
    }
  });

  test('a tab that hung on the way back, and wakes after another one led, stops nothing and connects nothing', async () => {
    for (let at = 0; at <= 400; at += 20) {
      const { clock, broker, one, two, world } = await setUpLost('never');
      void one.wait.goBack();
      await clock.advance(at);
      one.tab.freeze(false);
      two.chat.check();
      await clock.advance(3_000);
      one.tab.thaw();
      await clock.advance(5_000);
      assert.deepEqual(broker.stopped, [], `hung after ${at} ms`);
      assert.equal(world.contacts.size, 2);
      for (const { line } of [one, two]) assert.equal(line?.contactId, 'c-back-1', `hung after ${at} ms`);
    }
  });

  test('a rating that nobody saw answered can be given again', async () => {
    const { broker, clock, one, two } = await setUpTabs();
    broker.end = sampleEnd({ class: 'finished', next: 'goodbye', rating: true });
    one.chat.session?.store.dispatch({ type: 'over' });
    await clock.advance(1_000);
    const rating = (): string => (two.waiting.ending.name === 'known' ? two.waiting.ending.rating : 'none');
    assert.equal(rating(), 'wanted');
    void two.wait.rate(5);
    await clock.advance(60);
    one.kill();
    await clock.advance(2_000);
    assert.equal(rating(), 'given');
    assert.ok(broker.ratings.every(({ score }) => score === 5));
  });

  test('a tab that was reloaded does not go back where another one has gone already', async () => {
    const { broker, clock, one, two, world } = await setUpLost();
    const again = world.reload(one);
    void again.chat.resume();
    await clock.advance(10_000);
    assert.equal(world.contacts.size, 2);
    two.kill();
    await clock.advance(2_000);
    assert.deepEqual([again.leads, again.line?.contactId, world.contacts.size], [true, 'c-back-1', 2]);
    assert.deepEqual(broker.stopped, []);
  });

  test('what it knew last is heard by a tab that leads already: a way back it had begun is gone on with', async () => {
    const { broker, clock, one, two, world } = await setUpLost('never');
    const real = two.tab.hear.bind(two.tab);
    const late: unknown[] = [];
    two.tab.hear = (words) => void late.push(words);
    void one.wait.goBack();
    await clock.advance(30);
    one.kill();
    await clock.settle();
    assert.equal(two.leads, true);
    two.tab.hear = real;
    for (const words of late) real(words);
    await clock.advance(5_000);
    assert.deepEqual([two.line?.contactId, world.contacts.size], ['c-back-1', 2]);
    assert.deepEqual(broker.stopped, []);
  });

  test('what a tab keeps is what the one that leads knew last, so that all may be gone at once', async () => {
    const { clock, one, two, world } = await setUpLost('never');
    assert.deepEqual(two.kept.saved, one.kept.saved);
    assert.equal(two.kept.saved.ended?.contactId, 'c-1');
    void one.wait.goBack();
    await clock.advance(5_000);
    assert.deepEqual([two.kept.saved.ended, one.kept.saved.ended], [undefined, undefined]);
    one.kill();
    const again = world.reload(two);
    void again.chat.resume();
    await clock.advance(3_000);
    assert.deepEqual([again.line?.contactId, world.contacts.size], ['c-back-1', 2]);
  });

  test('a tab that does not lead any more writes nothing over what another one keeps', async () => {
    const { broker, clock, one, two } = await setUpTabs();
    broker.hold('callback');
    one.wait.choose(callback);
    void one.wait.sendCallback(form);
    await clock.advance(100);
    const { errandKey } = one.kept.saved;
    assert.ok(errandKey);
    one.tab.freeze();
    await clock.advance(100);
    assert.equal(two.leads, true);
    one.tab.say = () => {};
    one.tab.thaw();
    broker.release('callback');
    await clock.advance(200);
    assert.deepEqual([one.kept.saved.errandKey, two.kept.saved.errandKey], [errandKey, errandKey]);
  });
});

suite('when the service is full, in several tabs', () => {
  async function setUpFull() {
    const stage = await setUpTabs(2, (world) => {
      const start = world.start.bind(world);
      let isFull = true;
      world.start = async (request) => {
        if (isFull) throw new DeskbellError('token/busy', { retryable: true, retryAfterMs: 20_000 });
        return start(request);
      };
      return { open: () => void (isFull = false) };
    });
    return stage;
  }

  test('one tab tries again after the rest, also when the one that rested is gone', async () => {
    const { clock, one, pages, two, world, open } = await setUpFull();
    for (const { waiting } of pages) assert.equal(waiting.full.name, 'resting');
    const until = 'until' in two.waiting.full ? two.waiting.full.until : undefined;
    assert.ok(until !== undefined);
    one.kill();
    await clock.advance(200);
    assert.deepEqual(two.waiting.full, { name: 'resting', until }, 'and it rests no longer than before');
    open();
    await clock.advance(until - clock.now() + 2_000);
    assert.deepEqual([two.phase, two.waiting.full.name, world.contacts.size], ['live', 'none', 1]);
  });

  test('a press in a tab that does not lead tries at once', async () => {
    const { clock, pages, two, world, open } = await setUpFull();
    open();
    two.wait.tryNow();
    await clock.advance(2_000);
    for (const { phase, waiting } of pages) assert.deepEqual([phase, waiting.full.name], ['live', 'none']);
    assert.equal(world.contacts.size, 1);
  });
});
