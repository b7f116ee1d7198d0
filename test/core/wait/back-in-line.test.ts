import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MemoryStorage } from '../../../src/adapters/memory/storage.js';
import { MemoryWaitStorage } from '../../../src/adapters/memory/wait-storage.js';
import { peoplePresent } from '../../../src/core/chat/selectors.js';
import { dice, openPage, QuickClock, sampleAgent, Service, type Page } from './world.js';

const runs = 1_000;

/** What the customer did that says what they want. */
interface Wish {
  /** They did not want to go back, or wanted something else, at some time. */
  wavered: boolean;
  startedAnew: boolean;
}

/** Where the way back is closed, or nobody knows of one, a press begins anew. */
function press(wait: Page['wait'], wish: Wish): void {
  const { ending } = wait.store.state;
  if (ending.name === 'known' && ending.next !== 'requeue') wish.startedAnew = true;
}

/** What a customer and their browser may do around a lost agent, in no sensible order. */
const moves: Readonly<Record<string, (page: Page, wish: Wish) => unknown>> = {
  'goes back': ({ wait }, wish) => {
    press(wait, wish);
    return wait.goBack();
  },
  'clicks twice': ({ wait }, wish) => {
    press(wait, wish);
    void wait.goBack();
    return wait.goBack();
  },
  'stays away': ({ wait }, wish) => {
    wish.wavered = true;
    wait.stayAway();
  },
  'gives up': ({ chat }, wish) => {
    wish.wavered = true;
    return chat.end();
  },
  writes: ({ chat }) => chat.note('half a sen'),
  'sends again': ({ chat }) => {
    for (const { localId } of chat.store.state.drafts) chat.retryDraft(localId);
  },
  waits: () => {},
};
const often = ['goes back', 'clicks twice', 'writes', 'sends again', 'waits', 'waits', 'reloads'] as const;
const seldom = ['stays away', 'gives up'] as const;

/** What has to be true of every snapshot, whatever happened before it. */
function isTrue({ chat, wait }: Page, service: Service): void {
  const { phase } = chat.store.state;
  const { ending, line } = wait.store.state;
  const where = `${phase.name}, ${ending.name}, ${line.name}`;
  if (line.name === 'waiting') {
    assert.ok(phase.name === 'live' && phase.contact.contactId === line.contactId, `waits where nobody is: ${where}`);
    assert.ok(!peoplePresent(chat.store.state).some(({ role }) => role === 'agent'), 'waits beside an agent');
  }
  if (ending.name === 'pausing') assert.ok(phase.name === 'ended' || phase.name === 'idle', `pauses in ${where}`);
  if (ending.name === 'returned') {
    assert.ok(phase.name === 'live' && phase.contact.contactId === ending.contactId, `is back in ${where}`);
    assert.equal(ending.placeKept, true);
  }
  if (ending.name === 'known') assert.ok(phase.name !== 'live', `knows an end in ${where}`);
  assert.ok(service.mostConnected <= 1, `${service.mostConnected} contacts at the same time`);
}

/** One customer who loses their agent, in one weather and with one course of events. */
async function run(seed: number): Promise<'in line' | 'away'> {
  const roll = dice(seed);
  const clock = new QuickClock();
  const service = new Service(clock, roll, {
    lost: [0, 10, 30][roll(3)] ?? 0,
    refused: [0, 10, 30][roll(3)] ?? 0,
    mode: roll(2) ? 'fast' : 'continuous',
    automaticAfterMs: [undefined, 0, 5_000][roll(3)],
  });
  const storage = { chat: new MemoryStorage(), wait: new MemoryWaitStorage() };
  let ids = 0;
  const chance = { random: () => roll(1_000) / 1_000, newId: () => `id-${seed}-${++ids}` };
  service.isCalm = true;
  let page = openPage(service, storage, chance);
  void page.chat.start();
  await clock.advance(2_000);
  const first = service.contact('c-1');
  first.connection.notice('joined');
  for (const text of ['one', 'two', 'three']) {
    page.chat.send(text);
    await clock.advance(1_000);
    first.connection.say(`${text}, I see`, sampleAgent);
  }
  page.chat.note('half a sen');
  // A message may be on its way when the agent is lost.
  if (roll(2)) {
    first.connection.nextSend({ answer: 'held', echo: roll(2) ? 'never' : 'not-taken' });
    page.chat.send('four');
  }
  await clock.advance(100);
  const before = page.chat.store.state;
  service.isCalm = false;
  service.end('c-1');
  const wish: Wish = { wavered: false, startedAnew: false };
  for (let step = 0; step < 12; step++) {
    await clock.advance([0, 30, 300, 1_500, 6_000, 12_000][roll(6)] ?? 0);
    const names = roll(6) === 0 ? seldom : often;
    const name = names[roll(names.length)] ?? 'waits';
    if (name === 'reloads') {
      page.die();
      page = openPage(service, storage, chance);
    } else void moves[name]?.(page, wish);
    await clock.settle();
    isTrue(page, service);
  }
  // The weather clears, and whoever wants to go back presses until they are.
  await clock.advance(120_000);
  service.isCalm = true;
  await clock.advance(60_000);
  if (!wish.wavered) {
    for (let attempt = 0; attempt < 3 && page.chat.store.state.phase.name !== 'live'; attempt++) {
      press(page.wait, wish);
      if (page.wait.store.state.ending.name === 'none') void page.chat.retry();
      else void page.wait.goBack();
      await clock.advance(120_000);
    }
  }
  // What nobody came to in time is over by then.
  const isIn = page.chat.store.state.phase.name === 'live';
  if (service.live.length !== (isIn ? 1 : 0)) await clock.advance(360_000);
  check(page, service, before, wish);
  return page.chat.store.state.phase.name === 'live' ? 'in line' : 'away';
}

function check(page: Page, service: Service, before: Page['chat']['store']['state'], wish: Wish): void {
  const state = page.chat.store.state;
  const { phase } = state;
  const { ending } = page.wait.store.state;
  isTrue(page, service);
  assert.ok(service.after('c-1').length <= 1, `${service.after('c-1').length} contacts for one end`);
  const live = service.live.map(({ id }) => id);
  const here = phase.name === 'live' ? [phase.contact.contactId] : [];
  assert.deepEqual(live, here, `live at the service, and here, in ${phase.name} and ${ending.name}`);
  if (!wish.wavered) {
    assert.equal(phase.name, 'live', `whoever wants to go back is back, not in ${phase.name} and ${ending.name}`);
    const back = service.after('c-1').map(({ id }) => id);
    if (!wish.startedAnew) assert.deepEqual(back, here, 'and has the place they had');
  }
  // Nothing that was said or written is gone, or there twice.
  const kept = state.items.map(({ id }) => id);
  assert.equal(new Set(kept).size, kept.length);
  for (const { id } of before.items) assert.ok(kept.includes(id), `${id} is gone from the screen`);
  const written = [
    ...state.items.flatMap((item) => (item.kind === 'message' && item.own ? [item.content.text ?? ''] : [])),
    ...state.drafts.map(({ text }) => text),
  ];
  for (const text of ['one', 'two', 'three', ...before.drafts.map((draft) => draft.text)]) {
    assert.equal(written.filter((each) => each === text).length, 1, `“${text}” is there once`);
  }
  assert.equal(state.typed, 'half a sen');
}

suite('back in line', () => {
  test(`after a lost agent, in ${runs} courses of events and weathers, there is one contact for each intent`, async () => {
    const only = process.env['SEED'];
    const seeds = only ? [Number(only)] : Array.from({ length: runs }, (_, index) => index + 1);
    const began = performance.now();
    const ends = { 'in line': 0, away: 0 };
    const failures: string[] = [];
    for (const seed of seeds) {
      try {
        ends[await run(seed)]++;
      } catch (error) {
        failures.push(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const seconds = (performance.now() - began) / 1_000;
    const told = `${seeds.length} runs in ${seconds.toFixed(1)} s: ${ends['in line']} back in line, ${ends.away} away`;
    assert.deepEqual(failures.slice(0, 20), [], `${failures.length} of ${told}`);
    console.log(told);
  });

  test('two tabs that both go back, in a hundred weathers, are in one contact', async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const roll = dice(seed);
      const clock = new QuickClock();
      const weather = {
        lost: 20,
        refused: 20,
        mode: roll(2) ? 'fast' : 'continuous',
        automaticAfterMs: 5_000,
      } as const;
      const service = new Service(clock, roll, weather);
      const storage = { chat: new MemoryStorage(), wait: new MemoryWaitStorage() };
      let ids = 0;
      const chance = { random: () => roll(1_000) / 1_000, newId: () => `id-${seed}-${++ids}` };
      service.isCalm = true;
      const one = openPage(service, storage, chance);
      void one.chat.start();
      await clock.advance(2_000);
      service.end('c-1');
      await clock.advance(10);
      const copy = { chat: new MemoryStorage(storage.chat.saved), wait: new MemoryWaitStorage(storage.wait.saved) };
      const two = openPage(service, copy, chance, true);
      // Both know what there is to go back for.
      await clock.advance(1_000);
      service.isCalm = false;
      for (let step = 0; step < 6; step++) {
        await clock.advance(roll(4_000));
        for (const { wait } of [one, two]) if (roll(2)) void wait.goBack();
      }
      service.isCalm = true;
      for (let attempt = 0; attempt < 3; attempt++) {
        await clock.advance(60_000);
        for (const { chat, wait } of [one, two]) if (chat.store.state.phase.name !== 'live') void wait.goBack();
      }
      await clock.advance(30_000);
      const back = service.after('c-1').map(({ id }) => id);
      assert.ok(back.length <= 1, `seed ${seed}: ${back.length} contacts for one end`);
      for (const { chat } of [one, two]) {
        const { phase } = chat.store.state;
        if (phase.name === 'live' && back.length === 1) assert.equal(phase.contact.contactId, back[0], `seed ${seed}`);
      }
    }
  });
});
