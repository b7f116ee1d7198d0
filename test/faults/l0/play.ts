import { check, type Finding, type Screen } from '../check.js';
import type { Step, Story } from './plan.js';
import { agent, message, type Contact } from './service.js';
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
    act(world, device, tabs, step);
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
    if (!wasOnline) tab.tell('online');
  }
  settle();
}

function act(world: World, device: Device, tabs: readonly Tab[], step: Step): void {
  const tab = tabs[step.tab ?? 0];
  if (!tab) return;
  const { service } = world;
  const contact = service.living;
  switch (step.do) {
    case 'start':
      return tab.press();
    case 'double-start':
      return tab.press(2);
    case 'end':
      return tab.end();
    case 'read':
      return tab.read();
    case 'earlier':
      return tab.earlier();
    case 'check':
      return tab.lookNow();
    case 'retry':
    case 'delete':
    case 'edit':
      return tab.mend(step.do);
    case 'send':
      return tab.write(step.text);
    case 'type':
      return tab.type(step.text);
    case 'say':
    case 'agent-joins':
    case 'agent-types':
    case 'agent-ends':
    case 'transfer':
    case 'agent-lost':
    case 'idle':
    case 'expires':
    case 'flow-ends':
      if (contact?.joined) live(world, contact, step);
      return;
    case 'hide':
      world.open(step, () => tab.hide(false));
      return tab.hide(true);
    case 'freeze':
      world.open(step, () => tab.thaw());
      return tab.freeze(step.ms);
    case 'reload':
    case 'crash':
      world.open(step, () => tab.come());
      return tab.leave();
    default:
      return trouble(world, device, tabs, step);
  }
}

/** What agents, flows and clocks of the service do. */
function live(world: World, contact: Contact, step: Step): void {
  const { line, service } = world;
  switch (step.do) {
    case 'say':
      for (let left = step.times; left > 0; left--) {
        service.publish(contact, message(step.times > 1 ? `${step.text}.${left}` : step.text, agent));
      }
      return;
    case 'agent-joins':
      return service.tell(contact, 'participant.joined');
    case 'agent-types':
      return service.tell(contact, 'typing', false);
    case 'transfer':
      service.tell(contact, 'participant.left');
      service.tell(contact, 'transfer.succeeded');
      return service.tell(contact, 'participant.joined');
    case 'agent-lost':
      // The agent's network: the service notices after a while, and the contact goes back into the queue.
      line.after(20_000, () => {
        if (contact.overAt === undefined) service.tell(contact, 'participant.left');
      });
      return;
    case 'idle':
      return service.tell(contact, 'participant.idle', false);
    case 'agent-ends':
    case 'expires':
      return service.finish(contact);
    case 'flow-ends':
      // The flow says goodbye first, and the customer can still answer.
      service.tell(contact, 'participant.left');
      service.publish(contact, message('How was it?', { ParticipantRole: 'SYSTEM', DisplayName: 'BOT' }));
      line.after(4_000, () => service.finish(contact));
      return;
    default:
  }
}

function trouble(world: World, device: Device, tabs: readonly Tab[], step: Step): void {
  const lives = (task: Parameters<Tab['eachLife']>[0]): void => {
    for (const tab of tabs) tab.eachLife(task);
  };
  const tellAll = (change: 'online' | 'offline'): void => {
    for (const tab of tabs) tab.tell(change);
  };
  switch (step.do) {
    case 'down':
    case 'offline-lie': {
      const wasOnline = world.online;
      world.open(step, () => {
        if (!wasOnline || !world.online) return;
        if (step.do === 'offline-lie' || step.tells) tellAll('online');
      });
      if (wasOnline && !world.online) tellAll('offline');
      if (step.do === 'offline-lie') return;
      if (step.how === 'reset') lives((life) => life.lose());
      // A socket that stalls for long is dead at the other end.
      else if (step.ms > 20_000) lives((life) => life.dieSilently());
      return;
    }
    case 'kill':
      lives((life) => life.lose());
      return world.disturb();
    case 'half-open':
      lives((life) => life.dieSilently());
      return world.disturb();
    case 'deaf':
      lives((life) => life.goDeaf());
      return world.disturb();
    case 'token-ends':
      world.service.voidTokens();
      return world.disturb();
    case 'mute':
    case 'upgrade':
    case 'subscribe-ignored':
    case 'calls':
      return world.open(step);
    case 'call':
      return world.expect(step.call, step.fares, step.times);
    case 'frames':
      return world.spoil(step.fare, step.times, step.ms);
    case 'storage':
      device.lastTroubleAt = world.line.now;
      if (step.how !== 'full') {
        device.saved = {};
        for (const each of tabs) each.forgetWish();
      }
      if (step.how === 'corrupt') return;
      device.trouble = step.how;
      return world.open(step, () => {
        device.trouble = undefined;
        device.lastTroubleAt = world.line.now;
      });
    case 'clock':
      world.skewMs += step.ms;
      return;
    default:
  }
}
