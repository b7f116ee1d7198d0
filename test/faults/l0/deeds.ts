import { leader, type Deed, type Step } from './plan.js';
import { agent, joinWithinMs, message, type Contact } from './service.js';
import type { Device } from './storage.js';
import type { Tab } from './tab.js';
import type { World } from './world.js';

/** Where a story is played. */
export interface Scene {
  readonly world: World;
  readonly device: Device;
  readonly tabs: readonly Tab[];
}

type Named<Name extends Deed['do']> = Step & { readonly do: Name };
type Deeds<Name extends Deed['do'], Who> = {
  readonly [Each in Name]: (who: Who, step: Named<Each>, scene: Scene) => void;
};

/** What the customer does, and what becomes of a page. */
const inTab: Deeds<TabDeed, Tab> = {
  start: (tab) => tab.press(),
  'double-start': (tab) => tab.press(2),
  end: (tab) => tab.end(),
  read: (tab) => tab.read(),
  earlier: (tab) => tab.earlier(),
  check: (tab) => tab.lookNow(),
  retry: (tab) => tab.mend('retry'),
  delete: (tab) => tab.mend('delete'),
  edit: (tab) => tab.mend('edit'),
  send: (tab, { text }) => tab.write(text),
  type: (tab, { text }) => tab.type(text),
  attach: (tab, { text }) => tab.attach(text),
  cancel: (tab) => tab.takeBack(),
  hide: (tab, step, { world }) => {
    world.open(step, () => tab.hide(false));
    tab.hide(true);
  },
  freeze: (tab, step, { world }) => {
    world.open(step, () => tab.thaw());
    tab.freeze(step.ms, step.told);
  },
  open: (tab) => tab.come(),
  close: (tab) => tab.close(),
  reload: (tab, step, { world }) => goAndCome(tab, step, world),
  crash: (tab, step, { world }) => goAndCome(tab, step, world),
};
type TabDeed =
  | 'start'
  | 'double-start'
  | 'end'
  | 'read'
  | 'earlier'
  | 'check'
  | 'retry'
  | 'delete'
  | 'edit'
  | 'send'
  | 'type'
  | 'attach'
  | 'cancel'
  | 'hide'
  | 'freeze'
  | 'open'
  | 'close'
  | 'reload'
  | 'crash';

/** What agents, flows and clocks of the service do to the contact that lives. */
const inContact: Deeds<ContactDeed, Contact> = {
  say: (contact, { text, times }, { world }) => {
    for (let left = times; left > 0; left--) {
      world.service.publish(contact, message(times > 1 ? `${text}.${left}` : text, agent));
    }
  },
  'agent-joins': (contact, _, { world }) => world.service.tell(contact, 'participant.joined'),
  'agent-types': (contact, _, { world }) => world.service.tell(contact, 'typing', false),
  transfer: (contact, _, { world }) => {
    world.service.tell(contact, 'participant.left');
    world.service.tell(contact, 'transfer.succeeded');
    world.service.tell(contact, 'participant.joined');
  },
  // The agent's network: the service notices after a while, and before all is well.
  'agent-lost': (contact, { at }, { world }) => {
    const last = world.story.steps.at(-1)?.at ?? at;
    world.line.after(Math.min(20_000, last - at), () => {
      if (contact.overAt === undefined) world.service.tell(contact, 'participant.left');
    });
  },
  idle: (contact, _, { world }) => world.service.tell(contact, 'participant.idle', false),
  'agent-ends': (contact, _, { world }) => world.service.finish(contact),
  expires: (contact, _, { world }) => world.service.finish(contact),
  // The flow says goodbye first, and the customer can still answer.
  'flow-ends': (contact, _, { world }) => {
    world.service.tell(contact, 'participant.left');
    world.service.publish(contact, message('How was it?', { ParticipantRole: 'SYSTEM', DisplayName: 'BOT' }));
    world.line.after(4_000, () => world.service.finish(contact));
  },
};
type ContactDeed =
  'say' | 'agent-joins' | 'agent-types' | 'transfer' | 'agent-lost' | 'idle' | 'agent-ends' | 'expires' | 'flow-ends';

/** What goes wrong. */
const inWorld: Deeds<Exclude<Deed['do'], TabDeed | ContactDeed>, World> = {
  down: (world, step, scene) => {
    offline(world, step, scene);
    if (step.how === 'reset') eachLife(scene, (life) => life.lose());
    // A socket that stalls for long is dead at the other end.
    else if (step.ms > 20_000) eachLife(scene, (life) => life.dieSilently());
  },
  'offline-lie': (world, step, scene) => offline(world, step, scene),
  kill: (world, _, scene) => {
    eachLife(scene, (life) => life.lose());
    world.disturb();
  },
  'half-open': (world, _, scene) => {
    eachLife(scene, (life) => life.dieSilently());
    world.disturb();
  },
  deaf: (world, _, scene) => {
    eachLife(scene, (life) => life.goDeaf());
    world.disturb();
  },
  'token-ends': (world) => {
    world.service.voidTokens();
    world.disturb();
  },
  mute: (world, step) => world.open(step),
  upgrade: (world, step) => world.open(step),
  'subscribe-ignored': (world, step) => world.open(step),
  calls: (world, step) => world.open(step),
  call: (world, { call, fares, times }) => world.expect(call, fares, times),
  frames: (world, { fare, ms, times }) => world.spoil(fare, times, ms),
  storage: (world, step, { device, tabs }) => {
    device.lastTroubleAt = world.line.now;
    if (step.how !== 'full') {
      device.lose();
      // With the key of what is asked for, it is known no more that it is the same wish.
      if (!tabs.some(({ hasContact }) => hasContact)) world.loseKeys();
      for (const tab of tabs) tab.forgetWish();
    }
    if (step.how === 'corrupt') return;
    device.trouble = step.how;
    for (const tab of tabs) tab.noteKeeping();
    world.open(step, () => {
      device.trouble = undefined;
      device.lastTroubleAt = world.line.now;
      for (const tab of tabs) tab.noteKeeping();
    });
  },
  clock: (world, { ms }) => {
    world.skewMs += ms;
    if (ms < joinWithinMs) return;
    world.jumpedAhead = true;
    for (const contact of world.service.contacts) contact.unstoppable ||= contact.calledOff;
  },
};

export function act(scene: Scene, step: Step): void {
  const { tabs, world } = scene;
  const contact = world.service.living;
  const tab = step.tab === leader ? tabs.find(({ isFrozen, leads }) => leads && !isFrozen) : tabs[step.tab ?? 0];
  const deed = (deeds: object): ((who: unknown, step: Step, scene: Scene) => void) | undefined =>
    (deeds as Record<string, (who: unknown, step: Step, scene: Scene) => void>)[step.do];
  if (tab) deed(inTab)?.(tab, step, scene);
  if (contact?.joined) deed(inContact)?.(contact, step, scene);
  deed(inWorld)?.(world, step, scene);
}

function goAndCome(tab: Tab, step: Named<'reload' | 'crash'>, world: World): void {
  world.open(step, () => tab.come());
  tab.leave();
}

function offline(world: World, step: Named<'down' | 'offline-lie'>, { tabs }: Scene): void {
  const wasOnline = world.online;
  world.open(step, () => {
    if (!wasOnline || !world.online || (step.do === 'down' && !step.tells)) return;
    for (const tab of tabs) tab.tell('online');
  });
  if (!wasOnline || world.online) return;
  for (const tab of tabs) tab.tell('offline');
}

function eachLife({ tabs }: Scene, task: Parameters<Tab['eachLife']>[0]): void {
  for (const tab of tabs) tab.eachLife(task);
}
