import type { ConnectQueues, QueueReading } from './connect-queues.js';
import { DeadlineError, unlessAborted } from './deadline.js';
import type { Channel } from './guards/handle.js';

/** What is known of one queue and one channel. A member that is undefined is a figure nobody has: not zero. */
export interface QueueFigure extends Omit<QueueReading, 'queueId' | 'channel'> {
  /** When Amazon Connect counted, milliseconds since 1970. */
  readonly at: number;
}

/** Figures of all configured queues, shared by everybody who asks this instance. */
export interface QueueFigures {
  /** Undefined when nobody knows: not asked yet, or without an answer for two minutes. */
  of(queueId: string, channel: Channel): QueueFigure | undefined;
  /**
   * Asks Amazon Connect, once for everybody, when what is known is older than it has to be. Never rejects, and waits for
   * `patienceMs` at most; the call goes on for those who come later.
   */
  refresh(patienceMs?: number): Promise<void>;
}

export interface QueueFiguresParts {
  readonly connect: Pick<ConnectQueues, 'queueFigures'>;
  readonly queueIds: readonly string[];
  readonly channels: readonly Channel[];
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** How long an answer is good, in milliseconds: Amazon Connect's own figures are 5–10 s old. */
const freshMs = 7_000;
/** How long an old answer is better than none. */
const keptMs = 120_000;
/** How long a failure is left alone, at the least; half as much again by chance, so that instances do not ask together. */
const restMs = 10_000;
/** A count that is further from our clock than this tells more about a clock than about its age. */
const clockErrorMs = 60_000;
/** The longest time for one read, in milliseconds. */
export const readMs = 3_000;

interface Known {
  /** When we asked. */
  readonly askedAt: number;
  readonly at: number;
  readonly figures: ReadonlyMap<string, QueueFigure>;
}

const nothing = {
  contactsInQueue: undefined,
  agentsStaffed: undefined,
  agentsAvailable: undefined,
  etaSeconds: undefined,
} as const;

export function createQueueFigures(parts: QueueFiguresParts): QueueFigures {
  const { connect, queueIds, channels, now, random, onFailure } = parts;
  let known: Known | undefined;
  let underWay: Promise<void> | undefined;
  let restUntil = -Infinity;

  const ask = async (): Promise<void> => {
    const askedAt = now();
    try {
      const signal = AbortSignal.timeout(readMs);
      const { countedAt, readings } = await connect.queueFigures(queueIds, channels, signal);
      const at = countedAt !== undefined && Math.abs(askedAt - countedAt) < clockErrorMs ? countedAt : askedAt;
      const figures = new Map(
        readings.map(({ queueId, channel, ...figure }) => [keyOf(queueId, channel), { ...figure, at }]),
      );
      known = { askedAt, at, figures };
    } catch (error) {
      restUntil = now() + restMs * (1 + random() / 2);
      onFailure(error);
    }
  };

  return {
    of(queueId, channel) {
      if (!known || now() - known.at > keptMs) return undefined;
      const figure = known.figures.get(keyOf(queueId, channel));
      if (figure) return figure;
      const asked = channels.includes(channel) && queueIds.some((one) => bare(one) === bare(queueId));
      // In an answer that has nothing of it, nobody works there and nobody waits.
      return asked ? { ...nothing, at: known.at } : undefined;
    },
    async refresh(patienceMs = readMs) {
      if (queueIds.length === 0 || (known && Math.abs(now() - known.askedAt) < freshMs)) return;
      if (!underWay) {
        if (now() < restUntil) return;
        underWay = ask().finally(() => {
          underWay = undefined;
        });
      }
      await waitFor(underWay, patienceMs);
    },
  };
}

/** Whether somebody works in a queue. Amazon Connect tells no figure of agents that are not there. */
export function isStaffed({ agentsStaffed, etaSeconds }: QueueFigure): boolean {
  return agentsStaffed === undefined ? etaSeconds !== undefined : agentsStaffed > 0;
}

/** Waits for something that goes on whether anybody waits or not. */
export async function waitFor(promise: Promise<void>, patienceMs: number): Promise<void> {
  try {
    await unlessAborted(promise, AbortSignal.timeout(patienceMs));
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
  }
}

/** The id of a queue that is named by its ARN. */
export const bare = (queueId: string): string => queueId.slice(queueId.lastIndexOf('/') + 1);

const keyOf = (queueId: string, channel: Channel): string => `${bare(queueId)} ${channel}`;
