import { Buckets } from './bucket.js';
import type { CheckedQueues } from './config-queues.js';
import type { ConnectQueues, QueueRecord } from './connect-queues.js';
import { dateIn, openState, stretchesOf, type OpenState, type OpenStretch } from './opening.js';
import { readMs, waitFor } from './queue-figures.js';

/** When configured queues are open, shared by everybody who asks this instance. */
export interface Hours {
  /** Undefined when nobody knows: such a queue counts as open. */
  of(alias: string): OpenState | undefined;
  /**
   * Asks Amazon Connect for hours that are not known, and for those known longer than ten minutes, the latter without
   * anybody waiting. Never rejects, and waits for `patienceMs` at most.
   */
  refresh(aliases: readonly string[], patienceMs?: number): Promise<void>;
}

export interface HoursParts {
  readonly connect: Pick<ConnectQueues, 'describeQueue' | 'effectiveHours'>;
  readonly queues: CheckedQueues;
  /** How long an answer is good, in milliseconds; a third less by chance, so that instances do not ask together. */
  readonly freshMs: number;
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** How long a failure is left alone. */
const restMs = 30_000;
/** Days that are asked for: from the day before yesterday, because no calendar is further behind, to more than a week. */
const daysBack = 2;
const daysAhead = 8;
/** Both reads are allowed twice a second, five at once, to all instances together. */
const pace = { burst: 4, perMinute: 60 } as const;

/** Something that is asked for now and then, and stays known while asking fails. */
interface Entry<T> {
  value: T | undefined;
  /** When to ask again, milliseconds since 1970. */
  due: number;
  underWay: Promise<void> | undefined;
}

interface Opening {
  readonly stretches: readonly OpenStretch[];
  readonly until: number;
}

export function createHours({ connect, queues, freshMs, now, random, onFailure }: HoursParts): Hours {
  const records = new Map<string, Entry<QueueRecord>>();
  const openings = new Map<string, Entry<Opening>>();
  const paces = new Buckets(pace, now);

  /** Undefined when there is nothing to wait for. */
  const load = <T>(
    entries: Map<string, Entry<T>>,
    id: string,
    operation: string,
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<void> | undefined => {
    const entry = entries.get(id) ?? { value: undefined, due: -Infinity, underWay: undefined };
    entries.set(id, entry);
    // Too many at once stay unknown a moment longer, and are asked for by whoever comes next.
    if (!entry.underWay && now() >= entry.due && paces.take(operation) === 0) {
      entry.underWay = ask(AbortSignal.timeout(readMs))
        .then(
          (value) => {
            entry.value = value;
            entry.due = now() + freshMs * (1 - random() / 3);
          },
          (error: unknown) => {
            entry.due = now() + restMs;
            onFailure(error);
          },
        )
        .finally(() => {
          entry.underWay = undefined;
        });
    }
    return entry.value === undefined ? entry.underWay : undefined;
  };

  const hoursIdOf = (alias: string): string | undefined => {
    const queue = queues[alias];
    return queue && (queue.hoursId ?? records.get(queue.queueId)?.value?.hoursId);
  };

  const learn = async (alias: string): Promise<void> => {
    const queue = queues[alias];
    if (!queue) return;
    const record = records.get(queue.queueId)?.value;
    // Which hours a queue has is asked once; whether a disabled one is enabled again, now and then.
    if (queue.hoursId === undefined && !(record?.enabled && record.hoursId !== undefined)) {
      await load(records, queue.queueId, 'DescribeQueue', (signal) => connect.describeQueue(queue.queueId, signal));
    }
    const hoursId = hoursIdOf(alias);
    if (hoursId === undefined) return;
    await load(openings, hoursId, 'GetEffectiveHoursOfOperations', async (signal) => {
      const [from, to] = [dateIn('UTC', now(), -daysBack), dateIn('UTC', now(), daysAhead)];
      return stretchesOf(await connect.effectiveHours(hoursId, from, to, signal));
    });
  };

  return {
    of(alias) {
      const queue = queues[alias];
      if (queue && records.get(queue.queueId)?.value?.enabled === false) return { open: false };
      const opening = openings.get(hoursIdOf(alias) ?? '')?.value;
      if (!opening || now() >= opening.until) return undefined;
      return openState(opening.stretches, opening.until, now());
    },
    async refresh(aliases, patienceMs = readMs) {
      const learning = Promise.all(aliases.map(learn));
      await waitFor(
        learning.then(() => undefined),
        patienceMs,
      );
    },
  };
}
