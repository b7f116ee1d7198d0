import { Dice } from '../random.js';

/** Operations of the service that a chat calls. */
export type Route =
  | 'StartChatContact'
  | 'CreateParticipantConnection'
  | 'SendMessage'
  | 'GetTranscript'
  | 'SendEvent'
  | 'DisconnectParticipant';

/** What becomes of a call: an error of Amazon's, or something no client expects. */
export interface Fate {
  readonly error?: string;
  readonly status?: number;
  readonly act?: 'reset' | 'hang' | 'html' | 'cut' | 'empty' | 'garbage' | 'pass';
  readonly when?: 'before' | 'after';
  /** Milliseconds of the story. */
  readonly delayMs?: number;
}

/** Positions of the simulator's knobs, as it names them. Waits are milliseconds of the story. */
export type Turns = Readonly<Record<string, string | number>>;

/** One thing that happens, as plain data. All times are milliseconds of the story. */
export type Deed =
  /** The customer. */
  | { readonly do: 'send' | 'type'; readonly text: string }
  | { readonly do: 'check' | 'reload' | 'end' | 'earlier' | 'again' | 'retry' }
  | { readonly do: 'hide'; readonly ms: number }
  /** The agent, and what becomes of the contact. */
  | { readonly do: 'say'; readonly texts: readonly string[] }
  | { readonly do: 'agent'; readonly what: 'typing' | 'transfer' | 'lose' | 'idle' | 'end' }
  /** Nothing gets through: at once (`reset`), or late (`stall`). `tells`: the browser says that it is offline. */
  | { readonly do: 'down'; readonly how: 'reset' | 'stall'; readonly tells: boolean; readonly ms: number }
  /** The browser says that it is offline, and errs. */
  | { readonly do: 'offline-lie'; readonly ms: number }
  | { readonly do: 'sockets'; readonly what: 'reset' | 'pause' | 'unsubscribe' }
  | { readonly do: 'close'; readonly code: number }
  /** Knobs stand like this for a while. */
  | { readonly do: 'turn'; readonly to: Turns; readonly ms: number }
  /** The next calls fare like this, or all of them for a while. */
  | {
      readonly do: 'calls';
      readonly route: Route | '*';
      readonly fate: Fate;
      readonly times: number;
      readonly ms: number;
    };

/** `at`: milliseconds of the story. */
export type Step = Deed & { readonly at: number };

/** What the facts about the service leave open: every story has it otherwise. */
export interface Circumstances {
  readonly echo: 'before' | 'after';
  readonly startPosition: 'inclusive' | 'exclusive';
  readonly displayNames: 'present' | 'missing';
  /** Seconds of a connection token; more than 60, or the client asks without end. */
  readonly connectionTokenSeconds: number;
  /** How long the service takes to end a chat the customer leaves. */
  readonly chatEndedDelayMs: number;
  /** How far the device's clock is ahead of the service's. */
  readonly skewMs: number;
}

export interface Story {
  readonly seed: number;
  readonly circumstances: Circumstances;
  readonly steps: readonly Step[];
}

const dayMs = 86_400_000;
const gaps = [0, 5, 60, 200, 700, 2_000, 2_000, 6_000, 12_000] as const;
const whiles = [60, 300, 1_500, 4_000, 9_000, 16_000, 35_000] as const;
const routes: readonly Route[] = [
  'CreateParticipantConnection', 'CreateParticipantConnection', 'SendMessage', 'SendMessage', 'GetTranscript', 'SendEvent',
  'DisconnectParticipant',
]; // prettier-ignore

const fates: readonly Fate[] = [
  { error: 'ThrottlingException' },
  { error: 'LimitExceededException' },
  { error: 'InternalServerException' },
  { error: 'InternalServerException', when: 'after' },
  { error: 'AccessDeniedException' },
  { status: 402 },
  { status: 503 },
  { act: 'html' },
  { act: 'html', when: 'after' },
  { act: 'reset' },
  { act: 'reset', when: 'after' },
  { act: 'hang' },
  { act: 'hang', when: 'after' },
  { act: 'cut', when: 'after' },
  { act: 'empty', when: 'after' },
  { act: 'garbage', when: 'after' },
  { act: 'pass', delayMs: 3_000 },
  { act: 'pass', delayMs: 20_000 },
];
/** Answers that say no: one alone is a rumour, and of two the second one is believed. */
const isNo = ({ error, status }: Fate): boolean => error === 'AccessDeniedException' || status === 402;
const passing = fates.filter((fate) => fate.act !== 'hang' && !isNo(fate));

const frames: readonly Turns[] = [
  { frameLoss: 0.4 },
  { frameDuplicates: 0.6 },
  { frameReorder: 0.6 },
  { frameDelayMs: 2_000, frameJitterMs: 8_000 },
  { frameJitterMs: 30_000 },
  { frameUnknown: 0.5 },
  { frameTruncated: 0.4 },
  { frameGarbage: 0.5 },
  { frameHuge: 0.3 },
];
const doors: readonly Turns[] = [
  { upgrade: 'refuse' },
  { upgrade: 'hang' },
  { upgrade: 'stall' },
  { subscribe: 'ignore' },
  { subscribe: 'refuse' },
  { heartbeat: 'mute' },
  { ping: 'mute' },
  { pingStatus: 500 },
  { heartbeatDelayMs: 6_000 },
];

/** Plans the schedule of a seed: the same seed is the same schedule, for ever. */
export function plan(seed: number): Story {
  const dice = new Dice(seed);
  const circumstances: Circumstances = {
    echo: dice.pick(['before', 'after']),
    startPosition: dice.pick(['inclusive', 'exclusive']),
    displayNames: dice.happens(0.1) ? 'missing' : 'present',
    connectionTokenSeconds: dice.happens(0.1) ? 65 : 86_400,
    chatEndedDelayMs: dice.pick([0, 500, 3_000, 8_000]),
    skewMs: dice.happens(0.1) ? dice.pick([dayMs, -dayMs]) : 0,
  };
  return { seed, circumstances, steps: steps(dice) };
}

function steps(dice: Dice): Step[] {
  const planned: Step[] = [];
  const texts = counter('w');
  const words = counter('a');
  let [hangs, noes, at] = [0, 0, 0];
  for (let left = dice.between(6, 22); left > 0; left--) {
    at += dice.pick(gaps);
    const kind = dice.roll();
    const deed = kind < 0.35 ? customer(dice, texts) : kind < 0.55 ? agent(dice, words) : trouble(dice);
    if (deed.do === 'calls') {
      // A browser has six connections to a place: three that hang for ever are enough.
      if (deed.fate.act === 'hang' && (hangs += deed.times) > 3) continue;
      if (isNo(deed.fate) && ++noes > 1) continue;
    }
    planned.push({ ...deed, at });
    if (deed.do !== 'end' && !(deed.do === 'agent' && deed.what === 'end')) continue;
    if (dice.happens(0.5)) left = Math.min(left, 3);
    else planned.push({ do: 'again', at: (at += 12_000) });
  }
  return planned;
}

const counter = (prefix: string) => {
  let count = 0;
  return (): string => `${prefix}${++count}`;
};

function customer(dice: Dice, text: () => string): Deed {
  const kind = dice.below(40);
  if (kind < 22) return { do: 'send', text: dice.happens(0.08) ? 'yes' : text() };
  if (kind < 26) return { do: 'type', text: text() };
  if (kind < 28) return { do: 'check' };
  if (kind < 31) return { do: 'hide', ms: dice.pick(whiles) };
  if (kind < 36) return { do: 'reload' };
  if (kind < 37) return { do: 'earlier' };
  if (kind < 38) return { do: 'again' };
  if (kind < 39) return { do: 'retry' };
  return { do: 'end' };
}

function agent(dice: Dice, text: () => string): Deed {
  const kind = dice.below(20);
  if (kind < 14) {
    const count = dice.happens(0.06) ? dice.between(101, 230) : dice.between(1, 4);
    return { do: 'say', texts: Array.from({ length: count }, text) };
  }
  return { do: 'agent', what: dice.pick(['typing', 'typing', 'transfer', 'lose', 'idle', 'end']) };
}

function trouble(dice: Dice): Deed {
  const ms = dice.pick(whiles);
  switch (dice.below(9)) {
    case 0:
      return { do: 'sockets', what: dice.pick(['reset', 'reset', 'pause', 'unsubscribe']) };
    case 1:
      return { do: 'close', code: dice.pick([1000, 1001, 1011, 4001, 4500]) };
    case 2:
      return { do: 'down', how: dice.pick(['reset', 'stall']), tells: dice.happens(0.5), ms };
    case 3:
      return { do: 'offline-lie', ms };
    case 4:
      return { do: 'turn', to: dice.pick(doors), ms };
    case 5:
      return { do: 'turn', to: dice.pick(frames), ms };
    case 6:
      return { do: 'calls', route: dice.pick([...routes, '*'] as const), fate: dice.pick(passing), times: 1000, ms };
    default: {
      const [route, fate, times] = [dice.pick(routes), dice.pick(fates), dice.between(1, 4)];
      return { do: 'calls', route, fate, times: isNo(fate) || fate.act === 'hang' ? 1 : times, ms: Infinity };
    }
  }
}
