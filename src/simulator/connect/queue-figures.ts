import type { Channel } from '../contact.js';
import { oldestOther, othersWaiting, queueFigures, waitingContacts } from '../queue.js';
import type { Queue, World } from '../world.js';

/** Metrics of GetCurrentMetricData and the unit of each. */
export const metricUnit = {
  AGENTS_AFTER_CONTACT_WORK: 'COUNT',
  AGENTS_AVAILABLE: 'COUNT',
  AGENTS_ERROR: 'COUNT',
  AGENTS_NON_PRODUCTIVE: 'COUNT',
  AGENTS_ONLINE: 'COUNT',
  AGENTS_ON_CALL: 'COUNT',
  AGENTS_ON_CONTACT: 'COUNT',
  AGENTS_STAFFED: 'COUNT',
  CONTACTS_IN_QUEUE: 'COUNT',
  CONTACTS_SCHEDULED: 'COUNT',
  ESTIMATED_WAIT_TIME: 'SECONDS',
  OLDEST_CONTACT_AGE: 'SECONDS',
  SLOTS_ACTIVE: 'COUNT',
  SLOTS_AVAILABLE: 'COUNT',
} as const;

export type MetricName = keyof typeof metricUnit;

/** What is known of one queue and one channel. What has no figure is absent, which is not zero. */
export type Figures = Readonly<Partial<Record<MetricName, number>>>;

/**
 * Figures of a queue for contacts of one channel. Agents serve both channels, so theirs are the same for both; people who
 * wait or are served without being simulated one by one count as chats. Undefined where nobody works and nobody waits.
 */
export function figuresOf(world: World, queue: Queue, channel: Channel): Figures | undefined {
  const now = world.now();
  const whole = queueFigures(world, queue);
  const others = channel === 'CHAT' ? othersWaiting(world, queue) : 0;
  const waiting = waitingContacts(world, queue.id).filter((one) => one.channel === channel);
  const inQueue = others + waiting.length;
  if (queue.staff === 0 && inQueue === 0) return undefined;
  const line = world.lines.of(queue.id);
  const talking = [...line.talking].filter((one) => one.channel === channel);
  const busy = talking.length + (channel === 'CHAT' ? (world.courses.get(queue.id)?.busy ?? 0) : 0);
  const working = [...line.working].filter((one) => one.channel === channel);
  const since = Math.min(
    ...waiting.map((one) => one.enqueueTimestamp ?? now),
    (channel === 'CHAT' ? oldestOther(world, queue) : undefined) ?? now,
  );
  return {
    AGENTS_AFTER_CONTACT_WORK: working.length,
    AGENTS_AVAILABLE: whole.agentsAvailable,
    AGENTS_ERROR: 0,
    AGENTS_NON_PRODUCTIVE: 0,
    AGENTS_ONLINE: queue.staff,
    AGENTS_ON_CALL: busy,
    AGENTS_ON_CONTACT: busy,
    AGENTS_STAFFED: whole.agentsStaffed,
    CONTACTS_IN_QUEUE: inQueue,
    CONTACTS_SCHEDULED: 0,
    ...(whole.estimatedWaitSeconds !== undefined && { ESTIMATED_WAIT_TIME: whole.estimatedWaitSeconds }),
    OLDEST_CONTACT_AGE: Math.round((now - since) / 1000),
    SLOTS_ACTIVE: busy,
    SLOTS_AVAILABLE: whole.slotsAvailable,
  };
}

const sharedByChannels: ReadonlySet<MetricName> = new Set([
  'AGENTS_AVAILABLE',
  'AGENTS_ONLINE',
  'AGENTS_STAFFED',
  'SLOTS_AVAILABLE',
]);

/** Several figures in one row: counts add up, the oldest is the oldest, the same agents are counted once. */
export function combine(rows: readonly { readonly queue: Queue; readonly figures: Figures }[]): Figures {
  const sum: Partial<Record<MetricName, number>> = {};
  const counted = new Set<string>();
  for (const { queue, figures } of rows) {
    for (const [name, value] of Object.entries(figures) as [MetricName, number][]) {
      const seen = `${name} ${queue.id}`;
      if (sharedByChannels.has(name) && counted.has(seen)) continue;
      counted.add(seen);
      const known = sum[name] ?? 0;
      sum[name] = metricUnit[name] === 'SECONDS' ? Math.max(known, value) : known + value;
    }
  }
  return sum;
}
