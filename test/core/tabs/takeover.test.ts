import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MemoryStorage } from '../../../src/adapters/memory/storage.js';
import { unreadCount } from '../../../src/core/chat/selectors.js';
import { textOf, TabsWorld, type Page } from './world.js';

async function setUp(count = 2, latency = 0) {
  const world = new TabsWorld({ latency: () => latency });
  const pages = Array.from({ length: count }, () => world.page());
  const [one, two] = pages;
  assert.ok(one && two);
  await world.clock.advance(200);
  void one.chat.start();
  await world.clock.advance(1_000);
  return { world, clock: world.clock, pages, one, two };
}

const minute = 60_000;
const hour = 60 * minute;

/** How long it takes until one of the tabs that are left is connected again, in milliseconds. At most 10 s. */
async function untilLive(world: TabsWorld, pages: readonly Page[]): Promise<number> {
  const from = world.clock.now();
  const isUp = (): boolean => pages.some(({ leads, phase }) => leads && phase === 'live');
  while (!isUp() && world.clock.now() - from < 10_000) await world.clock.advance(10);
  return world.clock.now() - from;
}

suite('when the tab that leads is gone', () => {
  test('another one goes on within a second, with everything, and nothing on screen goes away meanwhile', async () => {
    const { world, clock, one, two } = await setUp();
    world.say('Hello');
    two.chat.note('I was just');
    await clock.advance(200);
    const shown: string[] = [];
    two.chat.store.subscribe((state) => {
      shown.push(state.phase.name === 'live' ? state.phase.link : state.phase.name);
      assert.deepEqual([state.items.map(textOf), state.typed], [['Hello'], 'I was just']);
    });
    one.kill();
    assert.ok((await untilLive(world, [two])) < 1_000);
    await clock.advance(200);
    assert.deepEqual([...new Set(shown)], ['reconnecting', 'up']);
    assert.equal(two.state.synced, true);
    assert.equal(world.contacts.size, 1);
    world.say('Still there?');
    await clock.advance(200);
    assert.deepEqual(two.texts, ['Hello', 'Still there?']);
  });

  test('what was said while nobody was connected is there after it', async () => {
    const { world, clock, one, two } = await setUp();
    one.kill();
    world.say('In between');
    await clock.advance(1_000);
    assert.deepEqual(two.texts, ['In between']);
  });

  test('a message on its way when it was killed is in the log once, wherever it had come to', async () => {
    for (let at = 0; at <= 200; at += 10) {
      const { world, clock, one, two } = await setUp();
      one.chat.send('Just before');
      await clock.advance(at);
      one.kill();
      await clock.advance(2_000);
      assert.deepEqual(
        [world.texts(), two.texts, two.drafts],
        [['Just before'], ['Just before'], []],
        `killed after ${at} ms`,
      );
    }
  });

  test('a message that its death left unsaid is told to the next one', async () => {
    for (let at = 0; at <= 200; at += 10) {
      const { world, clock, one, two, pages } = await setUp(3, 30);
      two.chat.send('From the second tab');
      await clock.advance(at);
      one.kill();
      await clock.advance(3_000);
      assert.deepEqual(world.texts(), ['From the second tab'], `killed after ${at} ms`);
      assert.deepEqual(
        pages.slice(1).map(({ texts, drafts }) => [texts, drafts]),
        [
          [['From the second tab'], []],
          [['From the second tab'], []],
        ],
      );
    }
  });

  test('the last thing it was told is not lost, although the lead is quicker than the word', async () => {
    const world = new TabsWorld();
    const [one, two] = [world.page(), world.page()];
    await world.clock.advance(10);
    void one.chat.start();
    await world.clock.advance(1_000);
    const real = two.tab.hear.bind(two.tab);
    const late: unknown[] = [];
    two.tab.hear = (words) => void late.push(words);
    one.chat.send('My last words');
    one.chat.note('and these');
    one.kill();
    await world.clock.settle();
    assert.equal(two.leads, true);
    for (const words of late) real(words);
    await world.clock.advance(1_000);
    assert.deepEqual([world.texts(), two.texts, two.state.typed], [['My last words'], ['My last words'], 'and these']);
  });

  test('a start or an end that was the last thing it was told is not lost either', async () => {
    for (const does of ['start', 'end'] as const) {
      const world = new TabsWorld();
      const [one, two] = [world.page(), world.page()];
      await world.clock.advance(10);
      if (does === 'end') {
        void one.chat.start();
        await world.clock.advance(1_000);
      }
      const real = two.tab.hear.bind(two.tab);
      const late: unknown[] = [];
      two.tab.hear = (words) => void late.push(words);
      void one.chat[does]();
      await world.clock.settle();
      one.kill();
      await world.clock.settle();
      assert.equal(two.leads, true);
      for (const words of late) real(words);
      await world.clock.advance(2_000);
      assert.deepEqual([two.phase, world.contacts.size], [does === 'start' ? 'live' : 'ended', 1]);
    }
  });

  test('a start that was under way is answered, and stays one contact, wherever it had come to', async () => {
    for (const pressed of ['one', 'two'] as const) {
      for (let at = 0; at <= 260; at += 10) {
        const world = new TabsWorld();
        const pages = { one: world.page(), two: world.page(), three: world.page() };
        await world.clock.advance(10);
        void pages[pressed].chat.start();
        await world.clock.advance(at);
        // What was pressed in the tab itself, and is with nobody else yet, goes with it.
        const isKnown = pages.two.phase !== 'idle';
        pages.one.kill();
        await world.clock.advance(2_000);
        const expected = isKnown ? 'live' : 'idle';
        assert.deepEqual(
          [pages.two.phase, pages.three.phase],
          [expected, expected],
          `${pressed}, killed after ${at} ms`,
        );
        assert.equal(world.contacts.size, isKnown ? 1 : world.contacts.size, `${pressed}, killed after ${at} ms`);
        assert.ok(world.contacts.size <= 1);
      }
    }
  });

  test('what was written for a chat that was about to start goes into it, wherever its start had come to', async () => {
    for (let at = 0; at <= 300; at += 10) {
      const { world, clock, one, two } = await setUp();
      void one.chat.end();
      await clock.advance(1_000);
      two.chat.gate = () => world.pass(100).then(() => true);
      void two.chat.start();
      two.chat.send('Once more');
      await clock.advance(at);
      one.kill();
      await clock.advance(3_000);
      const [contact] = world.live;
      assert.ok(contact);
      assert.deepEqual(
        [two.leads, two.drafts, world.texts(contact)],
        [true, [], ['Once more']],
        `killed after ${at} ms`,
      );
      assert.equal(world.live.length, 1, `killed after ${at} ms`);
    }
  });

  test('an end that was asked for comes, wherever it had come to', async () => {
    for (const by of ['one', 'two'] as const) {
      for (let at = 0; at <= 200; at += 10) {
        const { world, clock, one, two } = await setUp();
        void { one, two }[by].chat.end();
        await clock.advance(at);
        one.kill();
        await clock.advance(3_000);
        assert.deepEqual([two.phase, world.contact.live], ['ended', false], `${by}, killed after ${at} ms`);
      }
    }
  });

  test('what was written and is refused meanwhile is told as refused', async () => {
    const { world, clock, one, two } = await setUp();
    two.chat.send('Hello?');
    one.kill();
    world.end();
    await clock.advance(2_000);
    assert.deepEqual([two.phase, two.drafts], ['ended', ['Hello?: failed']]);
  });

  test('the next one takes over in less than a second in 100 of 100 kills, with 2 to 8 tabs', async () => {
    const times: number[] = [];
    for (let n = 0; n < 100; n++) {
      const { world, clock, pages } = await setUp(2 + (n % 7), n % 3 === 0 ? 0 : n % 40);
      world.say('Hello');
      await clock.advance(300 + n);
      pages[0]?.kill();
      times.push(await untilLive(world, pages.slice(1)));
      await clock.advance(500);
      for (const page of pages.slice(1)) assert.deepEqual([page.phase, page.texts], ['live', ['Hello']]);
      assert.deepEqual([world.contact.sockets.size, world.contacts.size], [1, 1]);
    }
    assert.ok(Math.max(...times) < 1_000, `The slowest took ${Math.max(...times)} ms.`);
  });

  test('however many die one after the other, the last one has everything', async () => {
    const { world, clock, pages } = await setUp(8);
    for (const [index, page] of pages.slice(0, -1).entries()) {
      page.chat.send(`from ${index}`);
      await clock.advance(35 * index);
      page.kill();
      await clock.advance(1_000);
      world.say(`to ${index}`);
      await clock.advance(200);
    }
    const last = pages[7] as Page;
    const expected = [0, 1, 2, 3, 4, 5, 6].map((n) => `from ${n}`);
    assert.deepEqual(world.texts(), expected);
    assert.deepEqual(last.texts, world.contact.log.map(textOf));
    assert.deepEqual(last.drafts, []);
  });
});

suite('when the tab that leads is put aside', () => {
  for (const [name, ms] of Object.entries({
    'two minutes': 2 * minute,
    'two hours': 2 * hour,
    '26 hours': 26 * hour,
  })) {
    for (const told of [true, false]) {
      test(`${told ? 'frozen' : 'hung'} for ${name}, it shows the same as the others when it is back`, async () => {
        const { world, clock, one, two } = await setUp();
        one.chat.send('Before');
        await clock.advance(20);
        one.tab.freeze(told);
        await clock.advance(1_000);
        two.chat.send('Meanwhile');
        await clock.advance(ms);
        world.say('Hello');
        await clock.advance(1_000);
        assert.deepEqual([two.leads, two.drafts], [true, []]);
        one.tab.thaw();
        await clock.advance(3_000);
        assert.deepEqual(one.state, two.state);
        assert.deepEqual(one.texts, world.contact.log.map(textOf));
        assert.deepEqual([[...world.texts()].sort(), world.contact.sockets.size], [['Before', 'Meanwhile'], 1]);
        one.chat.send('After');
        await clock.advance(1_000);
        assert.deepEqual([world.texts().length, two.drafts, one.drafts], [3, [], []]);
      });
    }
  }

  test('one that is put aside by its browser lets go at once, and joins again when it is back', async () => {
    const { world, clock, one, two } = await setUp();
    one.tab.freeze();
    await clock.advance(200);
    assert.deepEqual([two.leads, two.phase], [true, 'live']);
    one.tab.thaw();
    await clock.advance(200);
    assert.deepEqual([one.leads, one.phase, world.contact.sockets.size], [false, 'live', 1]);
  });

  test('alone in the browser, it goes on where it was when it is back', async () => {
    const world = new TabsWorld();
    const page = world.page();
    void page.chat.start();
    await world.clock.advance(1_000);
    page.tab.freeze();
    assert.equal(world.contact.sockets.size, 0);
    await world.clock.advance(2 * hour);
    world.say('Are you there?');
    page.tab.thaw();
    await world.clock.advance(1_000);
    assert.deepEqual([page.phase, page.texts, world.contacts.size], ['live', ['Are you there?'], 1]);
  });

  test('what it knew goes on in a tab that was opened meanwhile and knew of nothing', async () => {
    const world = new TabsWorld();
    const one = world.page();
    void one.chat.start();
    await world.clock.advance(1_000);
    one.chat.note('typed');
    one.tab.freeze();
    const two = world.page();
    await world.clock.advance(minute);
    assert.deepEqual([two.leads, two.phase], [true, 'idle']);
    one.tab.thaw();
    await world.clock.advance(1_000);
    assert.deepEqual([one.phase, two.phase, two.state.typed, world.contacts.size], ['live', 'live', 'typed', 1]);
    assert.deepEqual(one.state, two.state);
  });

  test('a tab that sleeps just after something was pressed in it hears of its answer when it is back', async () => {
    for (let after = 0; after <= 200; after += 5) {
      const { world, clock, two } = await setUp(2, 20);
      // Opening the panel: a start where there is one already.
      const late = world.page();
      await clock.advance(45);
      const pressed = late.chat.resume();
      await clock.advance(after);
      late.tab.freeze();
      await clock.advance(minute);
      late.tab.thaw();
      await clock.advance(1_000);
      let isDone = false;
      void pressed.then(() => (isDone = true));
      await clock.advance(1);
      assert.ok(isDone, `asleep after ${after} ms`);
      assert.deepEqual(late.state, two.state);
    }
  });

  test('a tab that sleeps just after a chat was started in it does not start another one when that is over', async () => {
    for (const place of [0, 1]) {
      for (let after = 0; after <= 300; after += 5) {
        const world = new TabsWorld({ latency: () => 20 });
        const { clock } = world;
        const pages = [world.page(), world.page()];
        await clock.advance(200);
        const [pressed, other] = [pages[place], pages[1 - place]];
        assert.ok(pressed && other);
        void pressed.chat.start();
        await clock.advance(after);
        pressed.tab.freeze();
        await clock.advance(minute);
        const begun = world.contacts.size;
        for (const contact of world.live) world.end(contact);
        await clock.advance(minute);
        pressed.tab.thaw();
        await clock.advance(minute);
        assert.equal(world.contacts.size, 1, `pressed in ${place}, asleep after ${after} ms`);
        // What nobody had heard of begins when it is heard.
        assert.deepEqual([pressed.phase, other.phase], begun ? ['ended', 'ended'] : ['live', 'live']);
      }
    }
  });

  test('a start that was called off in another tab does not come again with a tab that slept meanwhile', async () => {
    const { world, clock, one, two, pages } = await setUp(3);
    const [, , three] = pages;
    assert.ok(three);
    world.end(world.contact);
    await clock.advance(1_000);
    world.network = () => 10 * minute;
    void one.chat.start();
    await clock.advance(100);
    one.tab.freeze();
    await clock.advance(2_000);
    void two.chat.end();
    await clock.advance(100);
    two.kill();
    world.network = () => 20;
    one.tab.thaw();
    await clock.advance(30 * minute);
    assert.deepEqual([one.phase, three.phase, world.live.length], [three.phase, 'idle', 0]);
  });

  test('a tab that slept before it had heard of the chat does not start another one when that is over', async () => {
    const { world, clock, one } = await setUp();
    const three = world.page();
    void three.chat.start();
    three.tab.freeze();
    await clock.advance(4_000);
    void one.chat.end();
    await clock.advance(10_000);
    three.tab.thaw();
    await clock.advance(3_000);
    assert.deepEqual([three.phase, one.phase, world.contacts.size], ['ended', 'ended', 1]);
    void three.chat.start();
    await clock.advance(3_000);
    assert.deepEqual([three.phase, one.phase, world.contacts.size], ['live', 'live', 2]);
  });

  test('what another tab may have sent while this one slept is not sent in another chat by itself', async () => {
    const { world, clock, one, two } = await setUp();
    one.chat.send('One');
    one.chat.send('Two');
    await clock.advance(10);
    assert.deepEqual(two.drafts, ['One: sending', 'Two: waiting']);
    two.tab.freeze();
    await clock.advance(minute);
    const [first] = world.contacts.values();
    world.end(first);
    await clock.advance(minute);
    one.kill();
    two.tab.thaw();
    await clock.advance(minute);
    assert.equal(two.phase, 'ended');
    void two.chat.start();
    await clock.advance(minute);
    const [, second] = world.contacts.values();
    assert.ok(first && second);
    assert.deepEqual([world.texts(first), world.texts(second)], [['One', 'Two'], []]);
    const told = two.state.drafts.map(({ state }) => (state.name === 'failed' ? state.code : state.name));
    assert.deepEqual(told, ['message/unconfirmed', 'message/unconfirmed']);
  });

  test('hung, it is left alone until somebody has something to say, and then loses the lead in half a second', async () => {
    const { world, clock, one, two } = await setUp();
    one.tab.freeze(false);
    await clock.advance(10 * minute);
    assert.equal(world.browser.leader, one.tab);
    two.chat.send('Anybody?');
    await clock.advance(700);
    assert.deepEqual([two.leads, two.texts, world.texts()], [true, ['Anybody?'], ['Anybody?']]);
  });

  test('what it said just before it hung is no sign of life', async () => {
    const { clock, one, two } = await setUp(2, 20);
    one.chat.note('I was just');
    one.tab.freeze(false);
    two.chat.send('Anybody?');
    await clock.advance(20);
    assert.equal(two.state.typed, 'I was just');
    await clock.advance(700);
    assert.deepEqual([two.leads, two.texts], [true, ['Anybody?']]);
  });

  test('what was written elsewhere while it hung for a moment goes out in the order of writing', async () => {
    for (let pause = 0; pause <= 480; pause += 20) {
      const { world, clock, one, two } = await setUp();
      one.tab.freeze(false);
      two.chat.send('First');
      await clock.advance(pause);
      two.chat.send('Second');
      one.tab.thaw();
      two.chat.send('Third');
      await clock.advance(2_000);
      assert.deepEqual(world.texts(), ['First', 'Second', 'Third'], `${pause} ms apart`);
      assert.deepEqual([one.leads, two.drafts], [true, []]);
    }
  });

  test('what was written elsewhere while it hung for a moment is sent before the chat is ended', async () => {
    for (let pause = 0; pause <= 480; pause += 20) {
      const { world, clock, one, two } = await setUp();
      one.tab.freeze(false);
      two.chat.send('Thank you');
      await clock.advance(pause);
      one.tab.thaw();
      await clock.settle();
      void two.chat.end();
      await clock.advance(2_000);
      assert.deepEqual([world.texts(), two.drafts, two.phase], [['Thank you'], [], 'ended'], `${pause} ms apart`);
    }
  });

  test('of what a tab that hangs may send yet, nobody says that it was not sent; of a tab that is gone they do', async () => {
    const told = async (how: 'hung' | 'killed'): Promise<readonly string[]> => {
      const { world, clock, one, two } = await setUp();
      one.chat.send('One');
      one.chat.send('Two');
      await clock.advance(10);
      if (how === 'hung') one.tab.freeze(false);
      else one.kill();
      two.chat.send('Three');
      world.end();
      await clock.advance(minute);
      assert.deepEqual([two.leads, two.phase], [true, 'ended']);
      return two.state.drafts.map(({ state, text }) => `${text}: ${state.name === 'failed' ? state.code : state.name}`);
    };
    assert.deepEqual(await told('hung'), [
      'One: message/unconfirmed',
      'Two: message/unconfirmed',
      'Three: message/unconfirmed',
    ]);
    assert.deepEqual(await told('killed'), ['One: message/unconfirmed', 'Two: message/ended', 'Three: message/ended']);
  });

  test('hung, it loses the lead when somebody looks at another tab', async () => {
    const { clock, one, two } = await setUp();
    two.tab.hide();
    one.tab.freeze(false);
    await clock.advance(minute);
    two.tab.show();
    await clock.advance(700);
    assert.deepEqual([two.leads, two.phase], [true, 'live']);
  });

  test('a leader that answers keeps the lead, whoever looks', async () => {
    const { clock, one, two } = await setUp();
    for (let n = 0; n < 5; n++) {
      two.tab.hide();
      two.tab.show();
      two.chat.send(`${n}`);
      await clock.advance(5_000);
    }
    assert.deepEqual([one.leads, two.leads], [true, false]);
  });

  test('a tab that slept itself asks again instead of seizing', async () => {
    const { clock, one, two } = await setUp(2, 20);
    two.chat.send('Hello');
    two.tab.freeze(false);
    await clock.advance(hour);
    two.tab.thaw();
    await clock.advance(2_000);
    assert.deepEqual([one.leads, two.leads, two.texts], [true, false, ['Hello']]);
  });

  test('a leader that nobody has seen for a minute yields to a tab that somebody looks at', async () => {
    const { world, clock, one, two } = await setUp();
    two.tab.hide();
    one.tab.hide();
    await clock.advance(30_000);
    two.tab.show();
    await clock.advance(100);
    assert.equal(one.leads, true, 'half a minute is not long');
    two.tab.hide();
    await clock.advance(minute);
    two.tab.show();
    await clock.advance(300);
    assert.deepEqual([one.leads, two.leads, one.phase, two.phase], [false, true, 'live', 'live']);
    assert.equal(world.contact.sockets.size, 1);
  });
});

suite('when a tab is reloaded', () => {
  test('it is back with everything, while another tab goes on', async () => {
    const { world, clock, one, two } = await setUp();
    one.chat.send('Hello');
    one.chat.note('and');
    await clock.advance(30);
    const again = world.page(one.kill());
    await again.chat.resume();
    await clock.advance(1_000);
    assert.deepEqual([again.leads, again.phase, again.texts, again.state.typed], [false, 'live', ['Hello'], 'and']);
    assert.deepEqual(again.state, two.state);
    assert.deepEqual([world.texts(), world.contact.sockets.size], [['Hello'], 1]);
  });

  test('a tab that follows loses nothing that a hung leader had not heard', async () => {
    const { world, clock, one, two } = await setUp();
    one.tab.freeze(false);
    two.chat.send('Not heard');
    await clock.advance(100);
    const again = world.page(two.kill());
    void again.chat.resume();
    await clock.advance(3_000);
    assert.deepEqual([again.leads, again.texts, world.texts()], [true, ['Not heard'], ['Not heard']]);
    one.tab.thaw();
    await clock.advance(3_000);
    assert.deepEqual([one.texts, world.texts()], [['Not heard'], ['Not heard']]);
  });

  test('when all tabs are gone at once, any of them goes on where it was', async () => {
    const { world, clock, pages } = await setUp(3);
    world.say('Hello');
    await clock.advance(200);
    const kept = pages.map((page) => page.kill());
    for (const storage of kept) {
      const again = world.page(storage);
      void again.chat.resume();
      await clock.advance(2_000);
      assert.deepEqual([again.phase, again.texts, world.contacts.size], ['live', ['Hello'], 1]);
      again.kill();
    }
  });

  test('what is left in a tab that follows is not sent again by its next life', async () => {
    const { world, clock, one, two } = await setUp();
    one.chat.send('Once');
    one.tab.freeze();
    await clock.advance(2_000);
    assert.deepEqual(world.texts(), ['Once']);
    one.tab.thaw();
    await clock.advance(1_000);
    assert.deepEqual(one.storage.saved.drafts, []);
    two.kill();
    const again = world.page(one.kill());
    void again.chat.resume();
    await clock.advance(2_000);
    assert.deepEqual([world.texts(), again.texts, again.drafts], [['Once'], ['Once'], []]);
  });

  test('a chat that ended while a tab followed does not come back with it', async () => {
    const { clock, one, two } = await setUp();
    void one.chat.end();
    await clock.advance(1_000);
    assert.equal(two.storage.saved.ticket, undefined);
  });
});

suite('when a tab leads that knows less than another one', () => {
  /** Both tabs are gone: one was before the chat it knows was ended in the other, and the next one was begun there. */
  async function leaveTwoChats(begunMs: number) {
    const { world, clock, one, two } = await setUp();
    const first = one.kill();
    await clock.advance(1_000);
    void two.chat.end();
    await clock.advance(1_000);
    void two.chat.start();
    await clock.advance(begunMs);
    const second = two.kill();
    await clock.advance(1_000);
    const shown = new Set<string>();
    const open = (storage: MemoryStorage): Page => {
      const page = world.page(storage);
      page.chat.store.subscribe(({ phase }) => shown.add(phase.name));
      void page.chat.resume();
      return page;
    };
    return { world, clock, open, first, second, shown };
  }

  test('of two chats that tabs come back with, the one goes on that lives, and no end is told of the other', async () => {
    for (const apart of [0, 20, 60, 200]) {
      const { world, clock, open, first, second, shown } = await leaveTwoChats(1_000);
      const one = open(first);
      await clock.advance(apart);
      const two = open(second);
      await clock.advance(3_000);
      const [contact] = world.live;
      assert.ok(contact);
      world.say('Here I am', contact);
      await clock.advance(200);
      assert.deepEqual([one.phase, two.phase, world.contacts.size], ['live', 'live', 2], `${apart} ms apart`);
      assert.deepEqual([one.texts.at(-1), two.texts.at(-1)], ['Here I am', 'Here I am']);
      if (apart < 60) assert.equal(shown.has('ended'), false, `${apart} ms apart`);
    }
  });

  test('what was asked for in a tab that is gone goes on where the chat before it turns out to be over', async () => {
    for (let begunMs = 10; begunMs <= 70; begunMs += 10) {
      const { world, clock, open, first, shown } = await leaveTwoChats(begunMs);
      const one = open(first);
      await clock.advance(3_000);
      assert.deepEqual([one.phase, world.contacts.size, shown.has('ended')], ['live', 2, false], `${begunMs} ms`);
    }
  });

  test('what was said in the chat before stands there and is read, whichever tab is the first one back', async () => {
    for (const apart of [0, 20, 60, 2_000]) {
      const { world, clock, one, two } = await setUp();
      world.say('In the first one');
      await clock.advance(200);
      two.chat.send('Yes');
      await clock.advance(200);
      void one.chat.end();
      await clock.advance(1_000);
      void one.chat.start();
      await clock.advance(1_000);
      const [contact] = world.live;
      assert.ok(contact);
      world.say('In the second one', contact);
      await clock.advance(200);
      one.chat.markRead();
      await clock.advance(200);
      const { texts } = one;
      assert.deepEqual(texts, ['In the first one', 'Yes', '(ended)', 'In the second one']);
      const [led, followed] = [one.kill(), two.kill()];
      const first = world.page(followed);
      void first.chat.resume();
      await clock.advance(apart);
      const second = world.page(led);
      void second.chat.resume();
      await clock.advance(3_000);
      assert.deepEqual([first.leads, first.texts, second.texts], [true, texts, texts], `${apart} ms apart`);
      assert.deepEqual([unreadCount(first.state), unreadCount(second.state)], [0, 0], `${apart} ms apart`);
      assert.deepEqual(first.state, second.state);
    }
  });

  test('what another tab has sent before all came back is told sent, not lost with the chat that ended meanwhile', async () => {
    for (const apart of [0, 20, 60]) {
      const { world, clock, one, two } = await setUp();
      one.chat.send('First');
      one.chat.send('Second');
      await clock.advance(10);
      const old = one.kill();
      await clock.advance(1_000);
      void two.chat.end();
      await clock.advance(1_000);
      assert.deepEqual([two.phase, world.texts()], ['ended', ['First', 'Second']]);
      const first = world.page(old);
      const ended = two.kill();
      void first.chat.resume();
      await clock.advance(apart);
      const second = world.page(ended);
      void second.chat.resume();
      await clock.advance(3_000);
      assert.deepEqual([first.leads, first.drafts, second.drafts], [true, [], []], `${apart} ms apart`);
      for (const { texts } of [first, second]) assert.deepEqual(texts, ['First', 'Second', '(ended)']);
    }
  });

  /** A tab sleeps while the chat is forgotten in another one. */
  async function forgetInOne(isHung = false) {
    const { world, clock, one, two } = await setUp();
    world.say('For Ada alone');
    await clock.advance(200);
    one.tab.freeze(!isHung);
    await clock.advance(1_000);
    two.chat.shutdown();
    await clock.advance(1_000);
    return { world, clock, slept: one, awake: two };
  }

  test('what was forgotten while a tab slept does not come with it into somebody else’s chat', async () => {
    const { clock, slept, awake } = await forgetInOne();
    void awake.chat.start();
    await clock.advance(1_000);
    awake.chat.send('This is Ben');
    await clock.advance(1_000);
    assert.equal(slept.phase, 'live');
    slept.tab.thaw();
    await clock.advance(3_000);
    for (const { texts } of [slept, awake]) assert.deepEqual(texts, ['This is Ben']);
  });

  test('nor into one that is just being asked for', async () => {
    for (let after = 0; after <= 200; after += 5) {
      const { clock, slept, awake } = await forgetInOne();
      void awake.chat.start();
      await clock.advance(after);
      slept.tab.thaw();
      await clock.advance(3_000);
      awake.chat.send('This is Ben');
      await clock.advance(1_000);
      for (const { texts } of [slept, awake]) assert.deepEqual(texts, ['This is Ben'], `back after ${after} ms`);
    }
  });

  test('nor into a tab in which nobody has begun anything since', async () => {
    const { clock, slept, awake } = await forgetInOne();
    void awake.chat.resume();
    await clock.advance(1_000);
    slept.tab.thaw();
    await clock.advance(3_000);
    for (const { phase, texts } of [slept, awake]) assert.deepEqual([phase, texts], ['idle', []]);
  });

  test('nor into a page that was opened since, whether or not anything was begun there', async () => {
    for (const isHung of [false, true]) {
      for (const begins of [false, true]) {
        const { world, clock, slept, awake } = await forgetInOne(isHung);
        awake.kill();
        const later = world.page();
        void (begins ? later.chat.start() : later.chat.resume());
        await clock.advance(1_000);
        if (begins) later.chat.send('This is Ben');
        await clock.advance(1_000);
        slept.tab.thaw();
        await clock.advance(3_000);
        const texts = begins ? ['This is Ben'] : [];
        for (const page of [slept, later]) assert.deepEqual(page.texts, texts);
        slept.kill();
        const again = world.page(later.kill());
        void again.chat.resume();
        await clock.advance(1_000);
        assert.deepEqual([again.phase, again.texts], [begins ? 'live' : 'idle', texts]);
      }
    }
  });

  test('nor does it come back where the tab that slept is the only one left', async () => {
    for (const isHung of [false, true]) {
      const { clock, slept, awake } = await forgetInOne(isHung);
      awake.kill();
      await clock.advance(1_000);
      slept.tab.thaw();
      await clock.advance(3_000);
      assert.deepEqual([slept.leads, slept.phase, slept.texts], [true, 'idle', []]);
      void slept.chat.start();
      await clock.advance(1_000);
      assert.equal(slept.phase, 'live');
    }
  });

  test('nor by a reload of it, and what comes after is kept as ever', async () => {
    const { world, clock, slept, awake } = await forgetInOne();
    awake.kill();
    let page = world.page(slept.kill());
    void page.chat.resume();
    await clock.advance(1_000);
    assert.deepEqual([page.phase, page.texts], ['idle', []]);
    void page.chat.start();
    await clock.advance(1_000);
    page.chat.send('This is Ben');
    await clock.advance(1_000);
    page = world.page(page.kill());
    void page.chat.resume();
    await clock.advance(1_000);
    assert.deepEqual([page.phase, page.texts], ['live', ['This is Ben']]);
  });

  test('nor by a reload of the tab that hung with it, although the page where it was forgotten was gone at once', async () => {
    for (let after = 0; after <= 600; after += 50) {
      const { world, clock, one, two } = await setUp();
      world.say('For Ada alone');
      await clock.advance(200);
      one.tab.freeze(false);
      two.chat.shutdown();
      assert.deepEqual([two.phase, two.texts], ['idle', []], 'it shows at once');
      await clock.advance(after);
      two.kill();
      const again = world.page(one.kill());
      void again.chat.resume();
      await clock.advance(1_000);
      assert.deepEqual([again.phase, again.texts], ['idle', []], `gone after ${after} ms`);
    }
  });

  test('a leader that was not told that all was forgotten hears so from the next page', async () => {
    const { world, clock, one, two } = await setUp();
    world.say('For Ada alone');
    await clock.advance(200);
    const real = one.tab.hear.bind(one.tab);
    one.tab.hear = () => {};
    two.chat.shutdown();
    two.kill();
    await clock.advance(10);
    one.tab.hear = real;
    assert.equal(one.phase, 'live');
    const later = world.page();
    void later.chat.start();
    await clock.advance(1_000);
    later.chat.send('This is Ben');
    await clock.advance(1_000);
    assert.equal(world.contacts.size, 2);
    for (const { phase, texts } of [one, later]) assert.deepEqual([phase, texts], ['live', ['This is Ben']]);
  });

  test('what comes right after it goes into the next chat, however long the tab that leads hangs', async () => {
    for (let hung = 0; hung <= 1_500; hung += 50) {
      const { world, clock, one, two } = await setUp();
      world.say('For Ada alone');
      await clock.advance(200);
      one.tab.freeze(false);
      two.chat.shutdown();
      two.chat.send('This is Ben');
      void two.chat.start();
      await clock.advance(hung);
      one.tab.thaw();
      await clock.advance(3_000);
      const [, second] = world.contacts.values();
      assert.ok(second, `hung for ${hung} ms`);
      assert.deepEqual(world.texts(second), ['This is Ben'], `hung for ${hung} ms`);
      for (const { phase, texts } of [one, two]) assert.deepEqual([phase, texts], ['live', ['This is Ben']]);
      assert.equal(world.contacts.size, 2);
    }
  });

  test('what is written in the same moment in which all before it is forgotten, is in the next chat', async () => {
    for (const which of ['one', 'two'] as const) {
      const { world, clock, ...tabs } = await setUp();
      const { chat } = tabs[which];
      chat.shutdown();
      chat.send('This is Ben');
      if (which === 'two') await clock.advance(1_000);
      void chat.start();
      await clock.advance(3_000);
      const [, second] = world.contacts.values();
      assert.ok(second, which);
      assert.deepEqual([world.texts(second), tabs[which].texts], [['This is Ben'], ['This is Ben']], which);
    }
  });

  test('nor what was written there and waited to be sent', async () => {
    const { world, clock, one, two } = await setUp();
    world.network = () => 40_000;
    one.chat.send('From Ada');
    two.chat.send('From Ada, too');
    await clock.advance(10);
    one.tab.freeze();
    await clock.advance(1_000);
    two.chat.shutdown();
    await clock.advance(1_000);
    two.kill();
    world.network = () => 40;
    const later = world.page();
    void later.chat.start();
    await clock.advance(1_000);
    one.tab.thaw();
    await clock.advance(minute);
    const [, second] = world.contacts.values();
    assert.deepEqual([one.texts, one.drafts, later.texts, later.drafts], [[], [], [], []]);
    assert.deepEqual(second && world.texts(second), []);
  });

  test('a dead ticket that was being replaced by a tab that is gone is replaced once', async () => {
    for (let at = 0; at <= 300; at += 10) {
      const world = new TabsWorld();
      const [one, two, three] = [world.page(), world.page(), world.page()];
      await world.clock.advance(10);
      void one.chat.start();
      await world.clock.advance(90);
      one.kill();
      world.contact.live = false;
      await world.clock.advance(at);
      two.kill();
      await world.clock.advance(3_000);
      assert.deepEqual([three.phase, world.contacts.size], ['live', 2], `killed after ${at} ms`);
    }
  });

  test('what a tab that hung had written does not vanish although another one has started a chat meanwhile', async () => {
    const world = new TabsWorld();
    const one = world.page();
    await world.clock.advance(10);
    void one.chat.start();
    await world.clock.advance(90);
    one.chat.send('From before');
    one.tab.freeze(false);
    const two = world.page();
    await world.clock.advance(3_000);
    void two.chat.start();
    await world.clock.advance(3_000);
    assert.equal(world.contacts.size, 2);
    one.tab.thaw();
    await world.clock.advance(3_000);
    assert.deepEqual(one.state, two.state);
    assert.deepEqual([...two.texts, ...two.drafts], ['From before: failed'], 'it may have arrived in the first one');
  });

  test('a page that comes back with old knowledge sends nothing again that another tab knows to be sent', async () => {
    const { world, clock, one, two } = await setUp();
    const old = new MemoryStorage(one.storage.saved);
    const { ticket } = one.storage.saved;
    assert.ok(ticket);
    one.chat.send('Once');
    const [draft] = one.state.drafts;
    old.save({ ticket: { ...ticket, connected: false }, drafts: draft ? [draft] : [] });
    await clock.advance(1_000);
    one.kill();
    two.tab.freeze();
    await clock.advance(1_000);
    const three = world.page(old);
    void three.chat.resume();
    await clock.settle();
    two.tab.thaw();
    await clock.settle();
    world.contact.live = false;
    await clock.advance(3_000);
    assert.equal(three.leads, true);
    assert.deepEqual(
      [...world.contacts.values()].flatMap((each) => world.texts(each)),
      ['Once'],
    );
    assert.deepEqual([three.texts.includes('Once'), three.phase, two.phase], [true, 'ended', 'ended']);
  });
});
