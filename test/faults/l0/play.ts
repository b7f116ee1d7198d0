import { isName } from '../../../src/core/chat/file-names.js';
import { check, type Finding, type Screen } from '../check.js';
import { Browser } from './browser.js';
import { act } from './deeds.js';
import type { Story } from './plan.js';
import { Device } from './storage.js';
import { Tab } from './tab.js';
import { settle } from './timeline.js';
import { World } from './world.js';

/** How long everything is healthy before the count, in milliseconds. */
const healthyMs = 60_000;
/** When the customer looks whether something is to be pressed, once all is well; milliseconds. */
const looksAgainAfter = [1_000, 12_000, 25_000, 38_000] as const;

/** How long a link that is well may be away to be replaced, in milliseconds. */
const backWithinMs = 3_000;

/** What came of one story. */
export interface Play {
  readonly findings: readonly Finding[];
  readonly screens: readonly Screen[];
  /** Virtual time it took, in milliseconds. */
  readonly ms: number;
}

/**
 * Plays a story to its end and counts what went wrong. `tell` hears what happens on the way, a line at a time. Works in
 * a task of its own only; see `settle`.
 */
export function play(story: Story, tell?: (line: string) => void): Play {
  const world: World = new World(story, tell && ((line) => tell(`${seconds(world.line.now)} ${line}`)));
  const device = new Device();
  const { locks, tabs: number } = story.circumstances;
  const browser =
    locks === 'none' ? undefined : new Browser(world.line, locks === 'missing', () => 3 * world.dice.roll());
  const tabs: Tab[] = [];
  for (let index = 0; index < number; index++) tabs.push(new Tab(world, device, browser, `tab ${index + 1}`, tabs));
  tabs[0]?.come();
  const { line } = world;
  for (const step of story.steps) {
    line.run(step.at);
    world.tell?.(`> ${JSON.stringify(step)}`);
    act({ world, device, tabs }, step);
    settle();
  }
  heal(world, device, tabs);
  const healed = line.now;
  const open = tabs.filter(({ isOpen }) => isOpen);
  for (const ms of looksAgainAfter) {
    line.run(healed + ms);
    for (const tab of open) {
      const { drafts, phase } = tab.state;
      const waits = drafts.some(({ state }) => state.name !== 'failed');
      if (phase.name === 'failed' || (phase.name === 'idle' && waits)) tab.press();
    }
  }
  line.run(healed + healthyMs);
  for (let left = 200; left > 0 && open.some(hasEarlier); left--) {
    open.find(hasEarlier)?.earlier();
    line.run(line.now + 300);
  }
  open[0]?.read();
  line.run(line.now + 50);
  // A token may run out, or a socket be found deaf, in the last moment of all.
  for (const until = line.now + backWithinMs; line.now < until && open.some(isDown);) line.run(line.now + 100);
  const screens = open.map((tab) => tab.screen);
  const contacts = world.service.contacts.map((contact) => contact.logged);
  const leaders = open.filter(({ leads }) => leads).length;
  const endedAt = line.now;
  const loose: Record<string, number> = {};
  const wanted = new Set(open.flatMap((tab) => tab.state.drafts.map(({ localId }) => localId)));
  // Where a draft was forgotten, its bytes go stale.
  const isWell = device.lastTroubleAt === -Infinity && locks !== 'missing' && open.length === tabs.length;
  loose['files nobody sends'] = isWell
    ? [...device.files.keys()].filter((name) => !isName(name) && !wanted.has(name)).length
    : 0;
  for (const tab of open) {
    tab.shutdown();
    line.run(line.now + 1_000);
  }
  for (const tab of open) {
    for (const [name, number] of Object.entries(tab.left)) loose[name] = (loose[name] ?? 0) + number;
  }
  loose['sockets'] = world.sockets;
  loose['locks and tab listeners'] = browser?.left ?? 0;
  const { leaderless, moments, receiptsRepeated, writings } = world;
  const forgets = device.lastTroubleAt !== -Infinity;
  const evidence = { contacts, forgets, writings, screens, moments, receiptsRepeated, endedAt, loose };
  const findings = check(locks === 'there' ? { ...evidence, leaders, leaderless } : evidence);
  return { findings, screens, ms: endedAt };
}

const isDown = ({ state: { phase } }: Tab): boolean => phase.name === 'live' && phase.link !== 'up';

const hasEarlier = ({ state: { earlier } }: Tab): boolean => earlier.name === 'more' || earlier.name === 'loading';

const seconds = (ms: number): string => (ms / 1_000).toFixed(3).padStart(9);

/** Whatever is wrong ends: networks, pages, storage. What was lost on the way stays lost. */
function heal(world: World, device: Device, tabs: readonly Tab[]): void {
  const wasOnline = world.online;
  world.tell?.('> all is well from here on');
  world.heal();
  device.trouble = undefined;
  for (const tab of tabs) {
    tab.thaw();
    if (tab.wasOpen) tab.come();
    tab.hide(false);
    tab.noteKeeping();
    if (!wasOnline) tab.tell('online');
  }
  settle();
}
