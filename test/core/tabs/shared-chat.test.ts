import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { TabsWorld, type Page } from './world.js';

/** Tabs of one site, of which the first leads, in a chat that is live. */
async function setUp(count = 2) {
  const world = new TabsWorld();
  const pages = Array.from({ length: count }, () => world.page());
  const [one, two] = pages;
  assert.ok(one && two);
  await world.clock.advance(10);
  void one.chat.start();
  await world.clock.advance(1_000);
  assert.deepEqual(
    pages.map(({ phase }) => phase),
    pages.map(() => 'live'),
  );
  return { world, clock: world.clock, pages, one, two };
}

/** All tabs show the same. */
function alike(pages: readonly Page[]): void {
  const [first] = pages;
  for (const { state } of pages) assert.deepEqual(state, first?.state);
}

suite('one chat in all tabs', () => {
  test('one tab leads, the others show the same, and there is one contact', async () => {
    const { world, pages, clock } = await setUp(4);
    world.say('Hello');
    await clock.advance(200);
    assert.deepEqual(
      pages.map(({ leads }) => leads),
      [true, false, false, false],
    );
    for (const { texts } of pages) assert.deepEqual(texts, ['Hello']);
    alike(pages);
    assert.equal(world.contact.sockets.size, 1);
  });

  test('a tab that comes later shows everything at once', async () => {
    const { world, clock, pages } = await setUp();
    world.say('Hello');
    await clock.advance(200);
    const late = world.page();
    await clock.settle();
    assert.deepEqual([late.phase, late.texts], ['live', ['Hello']]);
    alike([...pages, late]);
  });

  test('what is sent in another tab shows there at once, and goes out once', async () => {
    const { world, clock, pages, two } = await setUp();
    two.chat.send('From the second tab');
    assert.deepEqual(two.drafts, ['From the second tab: waiting']);
    await clock.advance(500);
    assert.deepEqual(world.texts(), ['From the second tab']);
    for (const { texts, drafts } of pages) assert.deepEqual([texts, drafts], [['From the second tab'], []]);
    alike(pages);
  });

  test('a message keeps its key from draft to confirmed, in the tab where it was written and in all others', async () => {
    const { clock, pages, two } = await setUp();
    two.chat.send('Hello');
    const key = two.state.drafts[0]?.localId;
    await clock.advance(500);
    for (const { state } of pages)
      assert.deepEqual(
        state.items.map((item) => item.key),
        [key],
      );
  });

  test('messages of several tabs stand in one order everywhere, the one the agent reads', async () => {
    const { world, clock, pages, one, two } = await setUp(3);
    for (let n = 0; n < 5; n++) {
      one.chat.send(`one ${n}`);
      two.chat.send(`two ${n}`);
      pages[2]?.chat.send(`three ${n}`);
    }
    await clock.advance(5_000);
    assert.equal(world.texts().length, 15);
    for (const { texts } of pages) assert.deepEqual(texts, world.texts());
    for (const name of ['one', 'two', 'three']) {
      assert.deepEqual(
        world.texts().filter((text) => text.startsWith(name)),
        [0, 1, 2, 3, 4].map((n) => `${name} ${n}`),
      );
    }
  });

  test('whatever tab it is pressed in, a start is one contact, also when both press', async () => {
    for (const pressed of [['one'], ['two'], ['one', 'two'], ['two', 'one', 'two']]) {
      const world = new TabsWorld();
      const pages = { one: world.page(), two: world.page() };
      await world.clock.settle();
      await Promise.all([...pressed.map((name) => pages[name as 'one'].chat.start()), world.clock.advance(2_000)]);
      assert.deepEqual([pages.one.phase, pages.two.phase], ['live', 'live']);
      assert.equal(world.contact.live, true);
    }
  });

  test('what a page knows of its customer counts in the tab where the chat is started', async () => {
    const world = new TabsWorld();
    world.page(undefined, true, { displayName: 'Somebody' });
    const two = world.page(undefined, true, { displayName: 'Ada', topic: 'orders' });
    await world.clock.settle();
    void two.chat.start();
    await world.clock.advance(1_000);
    assert.deepEqual([world.requests[0]?.displayName, world.requests[0]?.topic], ['Ada', 'orders']);
  });

  test('the tab where a chat is started asks at its own door, and no other does', async () => {
    const world = new TabsWorld();
    const [one, two] = [world.page(), world.page()];
    await world.clock.settle();
    one.chat.gate = () => assert.fail('The leader was asked.');
    let asked = 0;
    two.chat.gate = async () => ++asked > 1;
    const closed = two.chat.start();
    assert.deepEqual([one.phase, two.phase], ['idle', 'requesting']);
    await world.clock.advance(100);
    await closed;
    assert.deepEqual([one.phase, two.phase, world.requests.length], ['idle', 'idle', 0]);
    void two.chat.start();
    await world.clock.advance(1_000);
    assert.deepEqual([one.phase, two.phase, world.requests.length, asked], ['live', 'live', 1, 2]);
  });

  test('giving up at the door starts nothing', async () => {
    const world = new TabsWorld();
    const [, two] = [world.page(), world.page()];
    await world.clock.settle();
    let open: (isOpen: boolean) => void = () => {};
    two.chat.gate = () => new Promise((resolve) => (open = resolve));
    void two.chat.start();
    await world.clock.advance(100);
    await two.chat.end();
    assert.equal(two.phase, 'idle');
    open(true);
    await world.clock.advance(1_000);
    assert.deepEqual([two.phase, world.requests.length], ['idle', 0]);
  });

  test('what was written at the door is not sent where it was given up there', async () => {
    const world = new TabsWorld();
    const [one, two] = [world.page(), world.page()];
    await world.clock.settle();
    for (const page of [one, two]) {
      let open: (isOpen: boolean) => void = () => {};
      page.chat.gate = () => new Promise((resolve) => (open = resolve));
      void page.chat.start();
      page.chat.send('Never mind');
      await world.clock.advance(100);
      await page.chat.end();
      open(true);
      await world.clock.advance(100);
    }
    two.chat.gate = undefined;
    void two.chat.start();
    two.chat.send('Hello');
    await world.clock.advance(1_000);
    assert.deepEqual(world.texts(), ['Hello']);
    for (const page of [one, two]) {
      const said = page.state.drafts.map(({ state, text }) => [text, state.name === 'failed' && state.code]);
      assert.deepEqual(said, Array(2).fill(['Never mind', 'message/ended']));
    }
  });

  test('what comes from another tab after its start was called off is not sent with the next one', async () => {
    for (let at = 10; at <= 80; at += 10) {
      const world = new TabsWorld({ latency: () => 30 });
      const [one, two] = [world.page(), world.page()];
      await world.clock.advance(200);
      world.network = () => 5_000;
      void one.chat.start();
      await world.clock.advance(200);
      two.chat.send('Never mind');
      await world.clock.advance(at);
      void one.chat.end();
      await world.clock.advance(200);
      for (const page of [one, two]) {
        const said = page.state.drafts.map(({ state, text }) => [text, state.name === 'failed' && state.code]);
        assert.deepEqual(said, [['Never mind', 'message/ended']], `after ${at} ms`);
      }
      world.network = () => 40;
      void two.chat.start();
      two.chat.send('Hello');
      await world.clock.advance(20_000);
      assert.deepEqual(
        world.live.map((contact) => world.texts(contact)),
        [['Hello']],
        `after ${at} ms`,
      );
    }
  });

  test('giving up right after a start in another tab leaves no contact that anybody waits in', async () => {
    const world = new TabsWorld();
    const [one, two] = [world.page(), world.page()];
    await world.clock.settle();
    void two.chat.start();
    await world.clock.advance(10);
    void two.chat.end();
    await world.clock.advance(1_000);
    assert.deepEqual([one.phase, two.phase], ['idle', 'idle']);
    assert.equal(
      [...world.contacts.values()].every(({ sockets }) => sockets.size === 0),
      true,
    );
  });

  test('ending in any tab, or in both, ends the chat in all of them, once', async () => {
    for (const by of [['one'], ['two'], ['one', 'two'], ['two', 'two']] as const) {
      const { world, clock, one, two, pages } = await setUp();
      for (const name of by) void { one, two }[name].chat.end();
      await clock.advance(1_000);
      for (const { state } of pages) assert.deepEqual(state.phase, { name: 'ended', contactId: 'c-1', by: 'customer' });
      assert.equal(world.contact.log.length, 1);
    }
  });

  test('after an end, another chat can be started in any tab', async () => {
    const { world, clock, pages, two } = await setUp();
    void two.chat.end();
    await clock.advance(1_000);
    void two.chat.start();
    await clock.advance(1_000);
    assert.deepEqual(
      pages.map(({ state }) => 'contact' in state.phase && state.phase.contact?.contactId),
      ['c-2', 'c-2'],
    );
    assert.equal(world.contacts.size, 2);
  });

  test('what is written for a new chat while its start is still at the door is sent there, in whichever tab', async () => {
    for (const place of [0, 1]) {
      const { world, clock, pages } = await setUp();
      void pages[0]?.chat.end();
      await clock.advance(1_000);
      const page = pages[place];
      assert.equal(page?.phase, 'ended');
      page.chat.gate = () => world.pass(500).then(() => true);
      void page.chat.start();
      await clock.advance(100);
      page.chat.send('Once more');
      await clock.advance(100);
      assert.deepEqual(page.drafts, ['Once more: waiting']);
      await clock.advance(3_000);
      const [contact] = world.live;
      assert.ok(contact);
      assert.deepEqual([world.contacts.size, world.texts(contact), page.drafts], [2, ['Once more'], []]);
      assert.equal(page.storage.saved.fresh, undefined);
    }
  });

  test('a message that was written while the chat ended elsewhere is told not sent, not lost', async () => {
    const { world, clock, pages, two } = await setUp();
    world.network = () => 0;
    world.end();
    two.chat.send('Wait!');
    await clock.advance(1_000);
    for (const { drafts } of pages) assert.deepEqual(drafts, ['Wait!: failed']);
    alike(pages);
  });

  test('what failed can be sent again or taken away in another tab', async () => {
    const { world, clock, pages, one, two } = await setUp();
    one.chat.send('Hello');
    world.end();
    await clock.advance(1_000);
    const id = two.state.drafts[0]?.localId ?? '';
    assert.deepEqual(two.drafts, ['Hello: failed']);
    assert.equal(two.chat.discardDraft(id), 'Hello');
    assert.deepEqual(two.drafts, []);
    await clock.advance(100);
    alike(pages);
    assert.deepEqual(one.drafts, []);
  });

  test('what stands in the box stands in all tabs', async () => {
    const { clock, pages, one, two } = await setUp();
    two.chat.note('Half a sen');
    await clock.advance(10);
    assert.equal(one.state.typed, 'Half a sen');
    one.chat.note('Half a sentence');
    await clock.advance(10);
    assert.equal(two.state.typed, 'Half a sentence');
    alike(pages);
  });

  test('no echo of what was typed moves what is typed here, and the newest writer wins', async () => {
    const world = new TabsWorld({ latency: () => 30 });
    const [one, two] = [world.page(), world.page()];
    await world.clock.advance(200);
    const seen: string[] = [];
    two.chat.store.subscribe(({ typed }) => seen.push(typed));
    const words = 'I have a question about my order'.split(' ');
    for (let n = 1; n <= words.length; n++) {
      two.chat.note(words.slice(0, n).join(' '));
      await world.clock.advance(20);
    }
    await world.clock.advance(500);
    const steps = words.map((_, n) => words.slice(0, n + 1).join(' '));
    assert.deepEqual([...new Set(seen)], steps);
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a.length - b.length),
    );
    one.chat.note('Something else');
    await world.clock.advance(500);
    assert.deepEqual([one.state.typed, two.state.typed], ['Something else', 'Something else']);
  });

  test('two that type at the same time end with the same text in both', async () => {
    const world = new TabsWorld({ latency: () => 25 });
    const [one, two] = [world.page(), world.page()];
    await world.clock.advance(200);
    for (let n = 0; n < 10; n++) {
      one.chat.note(`one ${n}`);
      two.chat.note(`two ${n}`);
      await world.clock.advance(10);
    }
    await world.clock.advance(500);
    assert.equal(one.state.typed, two.state.typed);
  });

  test('what was read in one tab is read in all, and what came meanwhile is not', async () => {
    const { world, clock, pages, two } = await setUp();
    world.say('One');
    await clock.advance(200);
    two.chat.markRead();
    world.say('Two');
    await clock.advance(200);
    for (const { state } of pages) assert.equal(state.readTo, state.items[0]?.key);
    alike(pages);
  });

  test('older messages come into all tabs when one asks', async () => {
    const { clock, pages, two } = await setUp();
    await two.chat.loadEarlier();
    await clock.advance(100);
    alike(pages);
  });

  test('forgetting everything in one tab forgets it in all, and leaves nobody listening there', async () => {
    const { world, clock, one, two } = await setUp();
    world.say('Hello');
    await clock.advance(200);
    two.chat.shutdown();
    await clock.advance(200);
    assert.deepEqual([one.phase, one.texts, two.phase, two.texts], ['idle', [], 'idle', []]);
    assert.deepEqual([two.tab.listeners, one.storage.saved, two.storage.saved], [0, {}, {}]);
    assert.equal(world.contact.live, true);
    one.chat.shutdown();
    await clock.advance(60_000);
    assert.deepEqual(
      [one.tab.listeners, world.browser.leader, world.browser.waiting, clock.pending],
      [0, undefined, 0, 0],
    );
  });

  test('a tab that forgot everything can be used again', async () => {
    const { clock, one, two } = await setUp();
    one.chat.shutdown();
    await clock.advance(100);
    void one.chat.start();
    await clock.advance(1_000);
    assert.deepEqual([one.phase, two.phase], ['live', 'live']);
    alike([one, two]);
  });
});

suite('what a page asked for before it crashed', () => {
  const crashed = async () => {
    const world = new TabsWorld();
    const first = world.page();
    await world.clock.settle();
    void first.chat.start();
    await world.clock.advance(60);
    const page = world.page(first.kill());
    assert.deepEqual([world.live.length, world.startKey === undefined], [1, false]);
    return { world, page };
  };

  test('is called off where it is given up before the page had read of it', async () => {
    const { world, page } = await crashed();
    void page.chat.start();
    void page.chat.end();
    await world.clock.advance(1_000);
    assert.deepEqual([page.phase, world.live.length, world.startKey], ['idle', 0, undefined]);
  });

  test('waits where the door is closed, and is gone on with once it is open', async () => {
    const { world, page } = await crashed();
    let isOpen = false;
    page.chat.gate = async () => isOpen;
    void page.chat.start();
    await world.clock.advance(1_000);
    assert.deepEqual([page.phase, world.live.length], ['idle', 1]);
    isOpen = true;
    void page.chat.start();
    await world.clock.advance(1_000);
    assert.deepEqual([page.phase, world.contacts.size], ['live', 1]);
  });
});

suite('where a browser has neither locks nor channels', () => {
  test('every tab works alone, and the kept key still makes one contact of one intent', async () => {
    const world = new TabsWorld({ alone: true });
    const [one, two] = [world.page(), world.page()];
    await world.clock.settle();
    void one.chat.start();
    await world.clock.advance(1_000);
    one.chat.send('Hello');
    two.chat.note('Hm');
    await world.clock.advance(1_000);
    assert.deepEqual([one.phase, one.texts, two.phase, two.state.typed], ['live', ['Hello'], 'idle', 'Hm']);
    assert.deepEqual([one.leads, two.leads], [true, true]);
  });

  test('what is being asked for in one tab is left alone by another one that comes back', async () => {
    const world = new TabsWorld({ alone: true });
    const [one, two] = [world.page(), world.page()];
    await world.clock.settle();
    void one.chat.start();
    await world.clock.advance(1_000);
    world.network = () => 500;
    void two.chat.start();
    await world.clock.advance(400);
    const again = world.page(one.kill());
    void again.chat.resume();
    await world.clock.advance(5_000);
    assert.deepEqual([again.phase, two.phase, world.live.length], ['live', 'live', 2]);
  });
});
