import { Dice } from '../random.js';

/** The calls that leave a page. */
export type Call =
  'broker' | 'connect' | 'send' | 'transcript' | 'disconnect' | 'typing' | 'receipt' | 'announce' | 'put' | 'complete';

/** How a call fares: refused with a status, failed on the network or never answered, before or after its effect. */
export type Outcome = 'reset' | 'reset-after' | 'hang' | 'hang-after' | 'slow' | 'html' | 'html-after' | number;

/** What happens to a frame on its way to the page. */
export type FrameFault = 'drop' | 'double' | 'reorder' | 'late' | 'garbage' | 'truncated' | 'unknown' | 'huge';

/** One thing that happens, as plain data. */
export type Deed =
  /** The customer. `kind` of a text: what the service thinks of it. */
  | {
      readonly do:
        'start' | 'double-start' | 'end' | 'read' | 'earlier' | 'check' | 'retry' | 'delete' | 'edit' | 'cancel';
    }
  | { readonly do: 'send' | 'type' | 'attach'; readonly text: string }
  /** The agent, and what becomes of the contact. */
  | { readonly do: 'say'; readonly text: string; readonly times: number }
  | {
      readonly do:
        'agent-joins' | 'agent-types' | 'agent-ends' | 'transfer' | 'agent-lost' | 'idle' | 'expires' | 'flow-ends';
    }
  /** No data between the page and the world: connections fail at once, or stall. `tells`: what the browser says of it. */
  | { readonly do: 'down'; readonly how: 'reset' | 'stall'; readonly ms: number; readonly tells: boolean }
  /** The browser says that there is no network, and there is. */
  | { readonly do: 'offline-lie'; readonly ms: number }
  | { readonly do: 'kill' | 'half-open' | 'deaf' | 'token-ends' }
  | { readonly do: 'mute'; readonly ms: number }
  | { readonly do: 'upgrade'; readonly how: 'refuse' | 'hang'; readonly ms: number }
  | { readonly do: 'subscribe-ignored'; readonly ms: number }
  /** The next calls of this kind, or all of them for a while. */
  | { readonly do: 'call'; readonly call: Call; readonly fares: Outcome; readonly times: number }
  | { readonly do: 'calls'; readonly call: Call | 'all'; readonly fares: Outcome; readonly ms: number }
  | { readonly do: 'frames'; readonly fare: FrameFault; readonly times: number; readonly ms: number }
  | { readonly do: 'hide' | 'reload' | 'crash'; readonly ms: number }
  /** \`told\`: the page hears of it before and after. */
  | { readonly do: 'freeze'; readonly ms: number; readonly told: boolean }
  | { readonly do: 'open' | 'close' }
  | { readonly do: 'storage'; readonly how: 'blocked' | 'full' | 'corrupt'; readonly ms: number }
  | { readonly do: 'clock'; readonly ms: number };

/** In place of a tab's number: whichever leads by then. */
export const leader = -1;

/** `at`: milliseconds after the beginning. `tab`: which of the tabs it happens in or to; without it, the first. */
export type Step = Deed & { readonly at: number; readonly tab?: number };

/** What the facts leave open, and every customer has otherwise. */
export interface Circumstances {
  /** One way, in milliseconds. */
  readonly latencyMs: number;
  readonly echo: 'before' | 'after';
  /** Whether a transcript that starts at an item has that item in it. */
  readonly startInclusive: boolean;
  /** Whether a page of the transcript can still be had over another connection. */
  readonly pagesOutlive: boolean;
  /** How long a connection token lives, in milliseconds. */
  readonly tokenMs: number;
  /** How long the service takes to end a contact the customer leaves, in milliseconds. */
  readonly endingMs: number;
  /** UTF-8 bytes the service takes, which may be fewer than it announces. */
  readonly maxMessageBytes: number;
  /** Items one page of the transcript has at most, whatever is asked for. */
  readonly pageItems: number;
  /** How wrong the device's clock is from the beginning, in milliseconds. */
  readonly skewMs: number;
  readonly tabs: number;
  /** What joins the tabs: \`none\`: the page has a session of its own; \`missing\`: the browser has neither locks nor channels. */
  readonly locks: 'none' | 'missing' | 'there';
  readonly receipts: boolean;
  /** How long the bytes of a file are on their way, in milliseconds. */
  readonly uploadMs: number;
  /** What becomes of a file: its item comes at once, or is shown to be looked at first, or comes late, or is bad. */
  readonly scan: 'at-once' | 'shown' | 'late' | 'rejected';
  /** How long it is looked at, in milliseconds. */
  readonly scanMs: number;
  /** How many files one contact takes. */
  readonly filesAtMost: number;
  /** Whether the broker can say if a contact is over. */
  readonly endings: boolean;
  /** How long the device takes to read what it keeps, in milliseconds. */
  readonly readMs: number;
}

/** A schedule: the whole of a customer's day, before anything of it is played. */
export interface Story {
  readonly seed: number;
  readonly circumstances: Circumstances;
  /** In the order of time. */
  readonly steps: readonly Step[];
}

const day = 86_400_000;
const announcedBytes = 64;
export const limits = { announcedBytes };

const calls: readonly Call[] = [
  'broker', 'connect', 'send', 'transcript', 'disconnect', 'typing', 'receipt', 'announce', 'put', 'complete',
]; // prettier-ignore
const outcomes: readonly Outcome[] = [
  'reset', 'reset-after', 'hang', 'hang-after', 'slow', 'html', 'html-after', 400, 402, 403, 429, 429, 500, 503,
]; // prettier-ignore
const passing: readonly Outcome[] = ['reset', 'hang', 'slow', 'html', 403, 429, 429, 500, 503];
const frameFaults: readonly FrameFault[] = [
  'drop', 'double', 'reorder', 'late', 'garbage', 'truncated', 'unknown', 'huge',
]; // prettier-ignore

/** Gaps between two things that happen: most races live in the first few, patience is tried by the last. */
const gaps = [0, 1, 10, 60, 200, 700, 2_000, 2_000, 6_000, 15_000] as const;
/** Two minutes, two hours, more than a day. */
const sleeps = [120_000, 7_200_000, 26 * 3_600_000] as const;
const durations = [40, 300, 1_500, 4_000, 9_000, 16_000, 40_000] as const;

/** Plans the schedule of a seed. The same seed is the same schedule, for ever. */
export function plan(seed: number): Story {
  const dice = new Dice(seed);
  const [locks, tabs] = company(dice);
  const latencyMs = dice.pick([5, 20, 40, 120, 400]);
  const circumstances: Circumstances = {
    latencyMs,
    echo: dice.pick(['before', 'after']),
    startInclusive: dice.happens(0.5),
    pagesOutlive: dice.happens(0.5),
    tokenMs: dice.happens(0.1) ? dice.between(65_000, 200_000) : day,
    endingMs: dice.pick([0, 100, 3_000, 8_000]),
    maxMessageBytes: dice.happens(0.1) ? announcedBytes / 2 : announcedBytes,
    // Short pages over a slow network would take longer to read than the minute there is.
    pageItems: dice.pick(latencyMs > 100 ? [5, 15, 100] : [2, 3, 5, 15, 100]),
    skewMs: dice.happens(0.1) ? dice.pick([day, -day]) : dice.between(-5_000, 5_000),
    tabs,
    locks,
    receipts: dice.happens(0.5),
    endings: dice.happens(0.8),
    uploadMs: dice.pick([0, 400, 3_000]),
    scan: dice.pick(['at-once', 'shown', 'late', 'rejected']),
    scanMs: dice.pick([0, 700, 5_000]),
    filesAtMost: dice.happens(0.1) ? 1 : 35,
    // Not drawn: the schedules of seeds are older than this.
    readMs: 5 * ((seed >> 2) % 4),
  };
  const steps = schedule(dice, tabs);
  const all = tabs > 1 ? withTabs(dice, steps, tabs) : steps;
  return { seed, circumstances, steps: tabs > 1 ? withSleeper(seed, all, tabs) : all };
}

/** In some stories a tab sleeps through what it should have heard of. */
function withSleeper(seed: number, steps: readonly Step[], tabs: number): readonly Step[] {
  if (seed % 5 === 0) return [...steps, ...encore(seed, steps, tabs)];
  if (seed % 5 === 1) return [...steps, ...overslept(seed, steps, tabs)].sort((a, b) => a.at - b.at);
  return steps;
}

/** A chat is asked for in a tab, too, that sleeps at once and wakes when the chat is over or nearly so. */
function overslept(seed: number, others: readonly Step[], tabs: number): readonly Step[] {
  const dice = new Dice(seed ^ 0x2545f491);
  const near = (): number => Math.round(dice.roll() * dice.pick([1, 10, 60, 200, 700, 2_000]));
  const [tab, sleeper] = [dice.below(tabs), dice.below(tabs)];
  const begins = others.find((step) => step.do === 'start' || step.do === 'double-start')?.at ?? 0;
  const asksAt = Math.max(0, begins + dice.pick([-1, 1, 1]) * near());
  const sleepsAt = asksAt + dice.pick([0, near()]);
  const endsAt = Math.max(sleepsAt, others[others.length - 1]?.at ?? 0) + near();
  const wakesAt = Math.max(sleepsAt, endsAt + dice.pick([-1, 1]) * near());
  return [
    { do: 'open', at: Math.max(0, asksAt - near()), tab: sleeper },
    { do: 'start', at: asksAt, tab: sleeper },
    { do: 'freeze', ms: wakesAt - sleepsAt, told: dice.happens(0.5), at: sleepsAt, tab: sleeper },
    { do: dice.pick(['end', 'end', 'agent-ends']), at: endsAt, tab },
  ];
}

/** One more chat after the last one was ended, begun in a tab that reloads at once, while another one sleeps. */
function encore(seed: number, before: readonly Step[], tabs: number): readonly Step[] {
  const dice = new Dice(seed ^ 0x165667b1);
  const near = (): number => Math.round(dice.roll() * dice.pick([1, 10, 60, 200, 700, 2_000]));
  const [tab, sleeper] = [dice.below(tabs), dice.below(tabs)];
  const sleepsAt = (before[before.length - 1]?.at ?? 0) + near();
  const endsAt = sleepsAt + near();
  const startsAt = endsAt + dice.pick([100, 3_500]) + near();
  const goesAt = startsAt + near();
  const wakesAt = Math.max(endsAt, startsAt + dice.pick([-1, 1]) * near());
  return [
    { do: 'freeze', ms: wakesAt - sleepsAt, told: dice.happens(0.5), at: sleepsAt, tab: sleeper },
    { do: 'end', at: endsAt, tab },
    { do: 'start', at: startsAt, tab },
    { do: dice.pick(['reload', 'crash']), ms: dice.pick([30, 400]), at: goesAt, tab },
  ];
}

/** What joins the tabs, and how many there are. */
function company(dice: Dice): readonly [Circumstances['locks'], number] {
  const kind = dice.roll();
  if (kind < 0.45) return ['none', 1];
  if (kind < 0.5) return ['missing', 1];
  if (kind < 0.65) return ['there', 1];
  return ['there', dice.pick([2, 2, 2, 3, 3, 4, 6, 8])];
}

/** The other tabs are opened at some time, mostly early; now and then one is closed. */
function withTabs(dice: Dice, steps: readonly Step[], tabs: number): Step[] {
  const end = steps[steps.length - 1]?.at ?? 0;
  const more: Step[] = [];
  for (let tab = 1; tab < tabs; tab++) {
    more.push({ do: 'open', tab, at: dice.below(dice.happens(0.7) ? 3_000 : end + 1) });
    if (dice.happens(0.15)) more.push({ do: 'close', tab: dice.below(tabs), at: dice.below(end + 1) });
  }
  return [...steps, ...more].sort((a, b) => a.at - b.at);
}

function schedule(dice: Dice, tabs: number): Step[] {
  const steps: Step[] = [];
  let at = 0;
  let texts = 0;
  const step = (deed: Deed, after = 0): void => {
    at += after;
    const tab = tabs === 1 || dice.happens(0.3) ? 0 : dice.happens(0.3) ? leader : dice.below(tabs);
    steps.push(tab === 0 ? { ...deed, at } : { ...deed, at, tab });
  };
  /** Long texts are over one of the limits; now and then somebody says the same twice. */
  const text = (): string => {
    const kind = dice.roll();
    if (kind < 0.08) return dice.pick(['yes', 'ok']);
    return `w${++texts}${kind < 0.12 ? ' long'.repeat(dice.pick([8, 14])) : ''}`;
  };
  /** Now and then a file bears the name of another one, or somebody says no more than a name. */
  const fileName = (): string => (dice.happens(0.2) ? 'photo.png' : `f${++texts}.png`);
  const customer = (): Deed => {
    const kind = dice.below(23);
    if (kind < 9) return { do: 'send', text: dice.happens(0.03) ? 'photo.png' : text() };
    if (kind >= 20) return kind === 22 ? { do: 'cancel' } : { do: 'attach', text: fileName() };
    if (kind < 11) return { do: 'type', text: dice.happens(0.3) ? '' : `half ${texts}` };
    return { do: dice.pick(['read', 'earlier', 'check', 'retry', 'delete', 'edit', 'start', 'double-start'] as const) };
  };
  const agent = (): Deed => {
    const kind = dice.below(12);
    if (kind < 8) return { do: 'say', text: `a${++texts}`, times: dice.happens(0.1) ? dice.pick([3, 12, 40]) : 1 };
    return { do: dice.pick(['agent-types', 'transfer', 'idle', 'agent-lost', 'agent-joins'] as const) };
  };
  if (dice.happens(0.2)) step({ do: 'send', text: text() }, dice.below(500));
  if (dice.happens(0.3)) step(trouble(dice), dice.below(500));
  step({ do: dice.happens(0.2) ? 'double-start' : 'start' }, dice.below(500));
  if (dice.happens(0.8)) step({ do: 'agent-joins' }, dice.pick([300, 2_000]));
  for (let left = dice.between(4, 26); left > 0; left--) {
    const gap = Math.round(dice.roll() * dice.pick(gaps));
    const kind = dice.roll();
    step(kind < 0.4 ? customer() : kind < 0.65 ? agent() : trouble(dice), gap);
  }
  const end = dice.roll();
  if (end < 0.12) step({ do: 'end' }, dice.below(3_000));
  else if (end < 0.2) step({ do: dice.pick(['agent-ends', 'expires', 'flow-ends'] as const) }, dice.below(3_000));
  if (end < 0.2) {
    for (let left = dice.below(5); left > 0; left--) {
      step(dice.happens(0.5) ? customer() : trouble(dice), Math.round(dice.roll() * dice.pick(gaps)));
    }
  }
  return steps;
}

function trouble(dice: Dice): Deed {
  const ms = (): number => Math.round((0.5 + dice.roll()) * dice.pick(durations));
  switch (dice.below(19)) {
    case 0:
    case 1:
      return { do: 'down', how: dice.pick(['reset', 'stall']), ms: ms(), tells: dice.happens(0.6) };
    case 2:
      return { do: 'offline-lie', ms: ms() };
    case 3:
    case 4:
      return { do: dice.pick(['kill', 'half-open', 'deaf', 'token-ends']) };
    case 5:
      return { do: 'mute', ms: ms() };
    case 6:
      return { do: 'upgrade', how: dice.pick(['refuse', 'hang']), ms: ms() };
    case 7:
      return { do: 'subscribe-ignored', ms: ms() };
    case 8:
    case 9:
    case 10:
    case 11:
      return { do: 'call', call: dice.pick(calls), fares: dice.pick(outcomes), times: dice.pick([1, 1, 2, 4]) };
    case 12:
      return { do: 'calls', call: dice.happens(0.4) ? 'all' : dice.pick(calls), fares: dice.pick(passing), ms: ms() };
    case 13:
    case 14:
      return {
        do: 'frames',
        fare: dice.pick(frameFaults),
        times: dice.pick([1, 1, 2, 5]),
        ms: dice.pick([100, 1_000, 30_000]),
      };
    case 15:
      return { do: 'hide', ms: ms() };
    case 16:
      return { do: 'freeze', ms: dice.happens(0.8) ? ms() : dice.pick(sleeps), told: dice.happens(0.6) };
    case 17:
      return { do: dice.pick(['reload', 'reload', 'crash']), ms: dice.pick([30, 400, 5_000]) };
    default:
      return dice.happens(0.5)
        ? { do: 'storage', how: dice.pick(['blocked', 'full', 'corrupt']), ms: ms() }
        : { do: 'clock', ms: dice.pick([day, -day, 3_600_000, -40_000, 40_000]) };
  }
}
