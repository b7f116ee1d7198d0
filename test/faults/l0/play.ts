import { check, type Finding, type Screen } from '../check.js';
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
  const tabs = Array.from(
    { length: story.circumstances.tabs },
    (_, index) => new Tab(world, device, `tab ${index + 1}`),
  );
  const { line } = world;
  for (const step of story.steps) {
    line.run(step.at);
    world.tell?.(`> ${JSON.stringify(step)}`);
    act({ world, device, tabs }, step);
    settle();
  }
  heal(world, device, tabs);
  const healed = line.now;
  for (const ms of looksAgainAfter) {
    line.run(healed + ms);
    for (const tab of tabs) {
      const { drafts, phase } = tab.state;
      if (phase.name === 'failed' || (phase.name === 'idle' && drafts.length > 0)) tab.press();
    }
  }
  line.run(healed + healthyMs);
  for (const tab of tabs) {
    for (
      let left = 200;
      left > 0 && (tab.state.earlier.name === 'more' || tab.state.earlier.name === 'loading');
      left--
    ) {
      tab.earlier();
      line.run(line.now + 300);
    }
    tab.read();
  }
  const screens = tabs.map((tab) => tab.screen);
  const contacts = world.service.contacts.map((contact) => contact.logged);
  const endedAt = line.now;
  const loose: Record<string, number> = {};
  for (const tab of tabs) {
    for (const [name, number] of Object.entries(tab.shutdown())) loose[name] = (loose[name] ?? 0) + number;
  }
  loose['sockets'] = world.sockets;
  const { moments, writings } = world;
  const findings = check({ contacts, writings, screens, moments, endedAt, loose });
  return { findings, screens, ms: endedAt };
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3).padStart(9);

/** Whatever is wrong ends: networks, pages, storage. What was lost on the way stays lost. */
function heal(world: World, device: Device, tabs: readonly Tab[]): void {
  const wasOnline = world.online;
  world.tell?.('> all is well from here on');
  world.heal();
  device.trouble = undefined;
  for (const tab of tabs) {
    tab.thaw();
    tab.come();
    tab.hide(false);
    tab.noteKeeping();
    if (!wasOnline) tab.tell('online');
  }
  settle();
}
