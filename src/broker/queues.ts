import type { CheckedConfig } from './config.js';
import type { CheckedQueue } from './config-queues.js';
import type { ConnectQueues } from './connect-queues.js';
import type { Channel } from './guards/handle.js';
import { createHours, type Hours } from './hours.js';
import type { BrokerLogger } from './log.js';
import type { OpenState } from './opening.js';
import { bare, createQueueFigures, isStaffed, type QueueFigure, type QueueFigures } from './queue-figures.js';
import { failureOf } from './starter.js';

/** What a contact is looking for. */
export interface Wanted {
  readonly channel: Channel;
  readonly topic?: string | undefined;
  /** BCP 47. */
  readonly locale?: string | undefined;
}

/** A configured queue. */
export interface NamedQueue extends CheckedQueue {
  readonly alias: string;
}

/** How a queue is, for one channel. */
export interface QueueState extends OpenState {
  readonly queue: NamedQueue;
  /** Undefined when nobody knows. */
  readonly figure: QueueFigure | undefined;
}

/** The configured queues, with what is known of them. One per broker. */
export interface Queues {
  readonly figures: QueueFigures;
  readonly hours: Hours;
  /** The configured queue Amazon Connect knows by an id or an ARN. */
  byId(queueId: string | undefined): NamedQueue | undefined;
  /** Queues that fit, in no order; none where the site's flows choose. */
  fitting(wanted: Wanted): readonly NamedQueue[];
  /** As far as is known now: within its hours, and with somebody there. Unknown is open. */
  stateOf(queue: NamedQueue, channel: Channel): QueueState;
  /** The same by alias; an alias that is none is open. */
  isOpen(alias: string, channel: Channel): boolean;
  /** Brings what is known up to date, of some queues or of all. Never rejects. */
  refresh(queues?: readonly NamedQueue[], patienceMs?: number): Promise<void>;
}

export interface QueuesParts {
  readonly config: Pick<CheckedConfig, 'queues' | 'call' | 'hoursSeconds'>;
  readonly connect: ConnectQueues;
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly logger: BrokerLogger;
}

export function createQueues({ config, connect, now, random, logger }: QueuesParts): Queues {
  const all: readonly NamedQueue[] = Object.entries(config.queues).map(([alias, queue]) => ({ alias, ...queue }));
  const onFailure = (error: unknown): void => {
    const { kind, operation, error: name, awsRequestId, attempts } = failureOf('queues', error);
    const level = kind === 'misconfigured' ? 'error' : 'warn';
    logger.log(level, 'queues.unknown', { operation, error: name, awsRequestId, attempts });
  };
  const shared = { connect, now, random, onFailure };
  const figures = createQueueFigures({
    ...shared,
    queueIds: all.map(({ queueId }) => queueId),
    channels: config.call ? ['chat', 'call'] : ['chat'],
  });
  const hours = createHours({ ...shared, queues: config.queues, freshMs: config.hoursSeconds * 1_000 });

  const queues: Queues = {
    figures,
    hours,
    byId: (queueId) => (queueId === undefined ? undefined : all.find((queue) => bare(queue.queueId) === bare(queueId))),
    fitting: (wanted) => fitting(all, wanted),
    stateOf(queue, channel) {
      const figure = figures.of(queue.queueId, channel);
      const state = hours.of(queue.alias) ?? { open: true };
      const deserted = !queue.automated && figure !== undefined && !isStaffed(figure);
      return { queue, figure, ...(state.open && deserted ? { open: false } : state) };
    },
    isOpen(alias, channel) {
      const queue = all.find((one) => one.alias === alias);
      return queue === undefined || queues.stateOf(queue, channel).open;
    },
    async refresh(wanted = all, patienceMs) {
      const aliases = wanted.map(({ alias }) => alias);
      if (aliases.length > 0) await Promise.all([figures.refresh(patienceMs), hours.refresh(aliases, patienceMs)]);
    },
  };
  return queues;
}

/**
 * Queues of the channel that name the topic, or else those that name none; of these the ones that name the language, or
 * else those that name none. A language nobody names is no reason to have nobody.
 */
export function fitting(all: readonly NamedQueue[], { channel, topic, locale }: Wanted): readonly NamedQueue[] {
  const there = all.filter(({ channels }) => channels.includes(channel));
  const named = there.filter(({ topics }) => topic !== undefined && topics?.includes(topic));
  const ofTopic = named.length > 0 ? named : there.filter(({ topics }) => topics === undefined);
  if (locale === undefined) return ofTopic;
  const speaking = ofTopic.filter(({ languages }) => languages?.some((one) => covers(one, locale)));
  if (speaking.length > 0) return speaking;
  const any = ofTopic.filter(({ languages }) => languages === undefined);
  return any.length > 0 ? any : ofTopic;
}

/** Whether a language range, such as `de`, covers a locale, such as `de-AT`: as in a basic filter of RFC 4647. */
function covers(range: string, locale: string): boolean {
  const [wide, narrow] = [range.toLowerCase(), locale.toLowerCase()];
  return narrow === wide || narrow.startsWith(`${wide}-`);
}
