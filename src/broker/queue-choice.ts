import { Refusal } from './refusal.js';
import type { NamedQueue, Queues, QueueState, Wanted } from './queues.js';

/** The attribute under which a flow learns the queue: for "Set working queue", by attribute. */
export const targetQueue = 'targetQueue';

export interface QueueChooser {
  /**
   * The queue a new contact is sent to, the same one for every repeat of an intent; undefined where the site's flow
   * chooses. Rejects with `token/closed` when every queue that fits is. A contact that runs is never moved.
   */
  choose(wanted: Wanted, intent: string): Promise<NamedQueue | undefined>;
}

/** Figures are worth a moment of a start, not more. */
const patienceMs = 1_500;
/** Queues this close to the least wait are as good as it: figures are 5–10 s old, and everybody sent to one makes a herd. */
const good = { share: 1.2, seconds: 15 };
/** One that was as good stays so until it is this much worse, or small changes would turn the stream to and fro. */
const stillGood = { share: 1.35, seconds: 25 };
/** How long a contact takes from its start until it is counted in its queue, in milliseconds. */
const settlingMs = 3_000;
/** What one contact takes of an agent where no estimate tells it. */
const usualHandleSeconds = 300;
/** How long the choice for an intent is kept for its repeats, in milliseconds, and for how many at the most. */
const rememberedMs = 10 * 60_000;
const mostRemembered = 20_000;

interface Sent {
  readonly alias: string;
  readonly channel: Wanted['channel'];
  readonly queue: NamedQueue;
  readonly at: number;
}

/** Chooses queues for new contacts, among those that fit, are open and have somebody there. */
export function createQueueChooser(queues: Queues, now: () => number, random: () => number): QueueChooser {
  /** By intent, oldest first. */
  const sent = new Map<string, Sent>();
  /** The queues that were good last time, by those there were to choose from. */
  const before = new Map<string, ReadonlySet<string>>();

  const forget = (): void => {
    for (const [intent, { at }] of sent) {
      if (now() - at < rememberedMs && sent.size <= mostRemembered) return;
      sent.delete(intent);
    }
  };
  /** Contacts on their way to a queue that its figures cannot count yet. */
  const onTheirWay = ({ queue, figure }: QueueState): number => {
    if (!figure) return 0;
    let count = 0;
    for (const { alias, at } of sent.values()) if (alias === queue.alias && at > figure.at - settlingMs) count++;
    return count;
  };
  const among = (open: readonly QueueState[], channel: Wanted['channel']): NamedQueue | undefined => {
    const waits = waitsOf(open, onTheirWay);
    if (!waits) return drawn(open, random);
    const key = [channel, ...open.map(({ queue }) => queue.alias)].join(' ');
    const least = Math.min(...waits);
    const best = open.filter(({ queue }, index) => {
      const { share, seconds } = before.get(key)?.has(queue.alias) ? stillGood : good;
      return (waits[index] ?? Infinity) <= Math.max(least * share, least + seconds);
    });
    before.set(key, new Set(best.map(({ queue }) => queue.alias)));
    return drawn(best, random);
  };

  return {
    async choose(wanted, intent) {
      forget();
      const known = sent.get(intent);
      if (known) return known.queue;
      const fit = queues.fitting(wanted);
      if (fit.length === 0) return undefined;
      await queues.refresh(fit, patienceMs);
      const states = fit.map((queue) => queues.stateOf(queue, wanted.channel));
      const open = states.filter((state) => state.open);
      if (open.length === 0) throw closed(states);
      const people = open.filter(({ queue }) => !queue.automated);
      const queue = among(people.length > 0 ? people : open, wanted.channel);
      if (queue) sent.set(intent, { alias: queue.alias, channel: wanted.channel, queue, at: now() });
      return queue;
    },
  };
}

/**
 * Seconds a newcomer would wait in each queue, those counted in who are on their way. Estimates where all have one; else
 * made of the lengths, for all of them, so that they can be compared. Undefined when nothing is known of one of them.
 */
function waitsOf(
  open: readonly QueueState[],
  onTheirWay: (state: QueueState) => number,
): readonly number[] | undefined {
  const estimated = open.every(({ figure }) => figure?.etaSeconds !== undefined);
  const waits = open.map((state) => {
    const { etaSeconds = 0, contactsInQueue = 0, agentsAvailable = 0, agentsStaffed } = state.figure ?? {};
    const staff = Math.max(1, agentsStaffed ?? 1);
    const perContact = estimated && etaSeconds > 0 ? etaSeconds / (contactsInQueue + 1) : usualHandleSeconds / staff;
    const more = onTheirWay(state);
    // Those on their way find the free agents first.
    const queued = Math.max(0, more - agentsAvailable);
    const length = Math.max(0, contactsInQueue + more - agentsAvailable);
    return estimated ? etaSeconds + queued * perContact : length * perContact;
  });
  return open.every(({ figure, queue }) => figure !== undefined || queue.automated) ? waits : undefined;
}

/** One at random, by weight. */
function drawn(states: readonly QueueState[], random: () => number): NamedQueue | undefined {
  let left = random() * states.reduce((sum, { queue }) => sum + queue.weight, 0);
  for (const { queue } of states) {
    left -= queue.weight;
    if (left < 0) return queue;
  }
  return states.at(-1)?.queue;
}

function closed(states: readonly QueueState[]): Refusal {
  const opensInMs = Math.min(...states.map((state) => state.opensInMs ?? Infinity));
  return new Refusal('token/closed', Number.isFinite(opensInMs) ? { opensInMs } : {});
}
