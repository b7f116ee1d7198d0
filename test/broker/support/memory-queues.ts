import { checkConfig, type BrokerConfig } from '../../../src/broker/config.js';
import { ConnectFailure } from '../../../src/broker/connect-failure.js';
import type { ConnectQueues, EffectiveHours, QueueReading } from '../../../src/broker/connect-queues.js';
import { createQueueChooser } from '../../../src/broker/queue-choice.js';
import { createQueues } from '../../../src/broker/queues.js';
import { dateIn } from '../../../src/broker/opening.js';
import { config } from './broker-world.js';

/** Queues as Amazon Connect would tell of them, without any: a test writes down what is asked and what is answered. */
export class MemoryQueues implements ConnectQueues {
  /** Operations, in order. */
  readonly calls: string[] = [];
  /** By queue id; `undefined` figures are not told, and a queue that is not here has no row. */
  readonly figures = new Map<string, Partial<Omit<QueueReading, 'queueId' | 'channel'>>>();
  /** By hours' id: minutes of every day, one span. `[]` is closed. Open around the clock when it is not here. */
  readonly hours = new Map<string, readonly [number, number] | readonly []>();
  readonly disabled = new Set<string>();
  countedAt: number | undefined;
  failing: string | undefined;
  /** Figures alone fail. */
  figuresFail = false;
  /** Set: figures hang until it resolves. */
  held: Promise<void> | undefined;

  async queueFigures(queueIds: readonly string[], channels: readonly ('chat' | 'call')[]) {
    this.#called('GetCurrentMetricData');
    if (this.figuresFail) throw new ConnectFailure('GetCurrentMetricData', { name: 'InternalServiceException' });
    await this.held;
    const readings = queueIds.flatMap((queueId) => {
      const figures = this.figures.get(queueId);
      return figures ? channels.map((channel) => ({ ...unknown, ...figures, queueId, channel })) : [];
    });
    return { countedAt: this.countedAt, readings };
  }

  effectiveHours(hoursId: string, from: string, to: string): Promise<EffectiveHours> {
    this.#called('GetEffectiveHoursOfOperations');
    const [start, end] = this.hours.get(hoursId) ?? [0, 1_440];
    const spans = start === undefined || end === undefined ? [] : [{ start, end }];
    const dates = [];
    for (let day = 0, date = from; date <= to; date = dateIn('UTC', Date.parse(from), ++day))
      dates.push({ date, spans });
    return Promise.resolve({ timeZone: 'UTC', dates });
  }

  describeQueue(queueId: string) {
    this.#called('DescribeQueue');
    return Promise.resolve({ hoursId: `hours of ${queueId}`, enabled: !this.disabled.has(queueId) });
  }

  count(operation: string): number {
    return this.calls.filter((one) => one === operation).length;
  }

  #called(operation: string): void {
    this.calls.push(operation);
    if (this.failing !== undefined) throw new ConnectFailure(operation, { name: this.failing });
  }
}

const unknown = {
  contactsInQueue: undefined,
  agentsStaffed: undefined,
  agentsAvailable: undefined,
  etaSeconds: undefined,
};

/** Figures of a queue with people in it. */
export const waiting = (
  etaSeconds: number | undefined,
  contactsInQueue = 0,
  agentsStaffed = 3,
  agentsAvailable = 0,
) => ({
  etaSeconds,
  contactsInQueue,
  agentsStaffed,
  agentsAvailable,
});

/** Configured queues on a clock a test moves. It stands at noon of a Thursday, UTC. */
export function queueWorld(changes: Partial<BrokerConfig>) {
  const connect = new MemoryQueues();
  const clock = { now: Date.UTC(2026, 0, 15, 12) };
  const draws: number[] = [];
  const logged: string[] = [];
  const now = (): number => clock.now;
  const random = (): number => draws.shift() ?? 0.5;
  const logger = {
    log: (level: string, name: string, fields: object = {}) => logged.push(JSON.stringify({ level, name, ...fields })),
  };
  const checked = checkConfig({ ...config, ...changes });
  const queues = createQueues({ config: checked, connect, now, random: () => 0.5, logger });
  const chooser = createQueueChooser(queues, now, random);
  let intents = 0;
  return {
    connect,
    clock,
    /** What chance says next; one half when it is empty. */
    draws,
    logged,
    queues,
    /** The alias a new contact gets. */
    choose: async (topic?: string, locale?: string, channel: 'chat' | 'call' = 'chat', intent = `i${intents++}`) =>
      (await chooser.choose({ channel, topic, locale }, intent))?.alias,
  };
}
