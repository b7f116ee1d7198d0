import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStorage } from '../../../src/adapters/memory/storage.js';
import { dice, TabsWorld, textOf, type Page } from './world.js';

const seeds = Number(process.env['SEEDS'] ?? 400);
const first = Number(process.env['SEED'] ?? 1);

/** One life of a chat in several tabs: whatever becomes of the tabs, and whatever the customer does in them. */
async function live(seed: number): Promise<void> {
  const roll = dice(seed);
  const latency = roll(3) === 0 ? 0 : 1 + roll(60);
  const world = new TabsWorld({ latency: () => (latency === 0 ? 0 : roll(latency)) });
  world.network = () => 5 + roll(100);
  const { clock } = world;
  const pages: Page[] = [world.page()];
  const lost: Page[] = [];
  /** Everything that was sent in a tab which somebody went on in. */
  const sent: string[] = [];
  const said: string[] = [];
  let ended = false;
  const some = (): Page => pages[roll(pages.length)] as Page;
  const running = (): Page | undefined => {
    const page = some();
    return page.tab.state === 'running' ? page : undefined;
  };
  await clock.advance(200);
  const steps = 8 + roll(25);
  for (let step = 0; step < steps; step++) {
    const page = running();
    const what = roll(13);
    switch (what) {
      case 0:
      case 1:
        if (pages.length < 8) pages.push(world.page(new MemoryStorage(), roll(2) === 0));
        break;
      case 2:
        // Somebody stays, and nothing is asked of a customer who closes a tab in the very moment of a press.
        if (pages.filter(({ tab }) => tab.state === 'running').length > 1 && page) {
          await clock.advance(700);
          pages.splice(pages.indexOf(page), 1);
          page.kill();
          lost.push(page);
        }
        break;
      case 3:
        if (page && pages.length > 1) {
          await clock.advance(700);
          const again = world.page(page.kill());
          pages.splice(pages.indexOf(page), 1, again);
          void again.chat.resume();
        }
        break;
      case 4:
        if (page && pages.filter(({ tab }) => tab.state === 'running').length > 1) {
          await clock.advance(700); // Until the others know what it knows.
          page.tab.freeze(roll(2) === 0);
        }
        break;
      case 5:
        pages.find(({ tab }) => tab.state === 'frozen')?.tab.thaw();
        break;
      case 6:
        if (page) page.tab[roll(2) === 0 ? 'hide' : 'show']();
        break;
      case 7:
        if (page && !ended) {
          void page.chat.start();
        }
        break;
      case 8:
        if (page?.phase === 'live' && roll(6) === 0) {
          ended = true;
          void page.chat.end();
        }
        break;
      case 9:
        page?.chat.note(`typed ${step}`);
        break;
      case 10:
      case 11:
        if (page && page.phase !== 'ended') {
          const text = `message ${step}`;
          sent.push(text);
          page.chat.send(text);
        }
        break;
      case 12:
        if (world.live.length === 1) {
          said.push(`answer ${step}`);
          world.say(`answer ${step}`, world.live[0]);
        }
    }
    await clock.advance([0, 1, 10, 50, 300, 1_000, 70_000][roll(7)] ?? 0);
  }
  for (const page of pages) {
    page.tab.thaw();
    page.tab.show();
  }
  await clock.advance(60_000);

  const states = pages.map(({ state }) => state);
  for (const state of states) assert.deepEqual(state, states[0], 'all tabs show the same');
  assert.equal(pages.filter(({ leads }) => leads).length, 1, 'one tab leads');
  assert.ok(world.contacts.size <= 1, `${world.contacts.size} contacts were made`);
  const [state] = states;
  assert.ok(state);
  if (world.contacts.size === 0) return;
  const { contact } = world;
  const texts = world.texts();
  assert.equal(new Set(texts).size, texts.length, `doubled: ${texts.join(', ')}`);
  const own = [...texts, ...state.drafts.map(({ text }) => text)];
  assert.deepEqual([...own].sort(), [...sent].sort(), 'every message is in the log or still on screen');
  const shown = state.items.map(textOf);
  if (contact.live && !ended) {
    assert.deepEqual([state.phase.name, state.drafts, contact.sockets.size], ['live', [], 1]);
    assert.deepEqual(shown, contact.log.map(textOf), 'the screen shows what the agent has');
  } else {
    // Given up before anything was connected, or over: of the last moments, nobody can be told any more.
    assert.ok(
      contact.live ? state.phase.name === 'idle' && contact.sockets.size === 0 : state.phase.name === 'ended',
      state.phase.name,
    );
    assert.deepEqual(
      shown,
      contact.log.map(textOf).filter((text) => shown.includes(text)),
      'nothing is shown that is not so',
    );
  }
}

test('nor on days on which something was, once', async () => {
  for (const seed of [5_222, 5_438, 6_385, 8_207]) await live(seed);
});

for (let seed = first; seed < first + seeds; seed += 50) {
  test(`whatever becomes of the tabs, nothing is lost, doubled or different between them (${seed} and on)`, async () => {
    for (let each = seed; each < Math.min(seed + 50, first + seeds); each++) {
      try {
        await live(each);
      } catch (error) {
        throw new Error(`SEED=${each} SEEDS=1: ${error instanceof Error ? error.message : ''}`, { cause: error });
      }
    }
  });
}
