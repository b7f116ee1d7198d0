import type { Contact } from './contact.js';
import type { Queue, World } from './world.js';

export interface QueueFigures {
  readonly contactsInQueue: number;
  readonly agentsStaffed: number;
  readonly agentsAvailable: number;
  readonly slotsAvailable: number;
  /** Seconds; undefined when nobody waits. */
  readonly oldestContactAgeSeconds: number | undefined;
  /** Seconds a newcomer would wait; undefined without staff. */
  readonly estimatedWaitSeconds: number | undefined;
}

/** Where one contact stands. Undefined figures are figures the service has not got. */
export interface PlaceInQueue {
  /** 1 is next. */
  readonly position: number;
  readonly estimatedWaitSeconds: number | undefined;
}

const usualPriority = 5;

const secondsPerLeaver = (queue: Queue): number =>
  queue.staff > 0 ? queue.averageHandleSeconds / queue.staff : Infinity;

/** How many of the others still wait at `now` (milliseconds since 1970). */
export function othersWaiting(queue: Queue, now: number): number {
  const gone = Math.floor((now - queue.othersSince) / 1000 / Math.max(secondsPerLeaver(queue), 0.001));
  return Math.max(0, queue.others - Math.max(0, gone));
}

/** Simulated contacts waiting in a queue, next one first: by priority, then by age and adjustment. */
export function waitingContacts(world: World, queueId: string): Contact[] {
  return [...world.lines.of(queueId).waiting].sort(
    (a, b) => a.priority - b.priority || routedSince(a) - routedSince(b),
  );
}

/** Since when a contact waits as far as its turn goes: an adjustment makes it older than it is. */
export function routedSince(contact: Contact): number {
  return (contact.enqueueTimestamp ?? 0) - contact.queueTimeAdjustmentSeconds * 1000;
}

/**
 * How many of the others stand before a contact. They came one after the other, at the pace at which they leave, before
 * they were counted; one who looks older than some of them, or has a better priority, has overtaken these.
 */
export function othersAhead(world: World, queue: Queue, contact: Contact): number {
  const others = othersWaiting(queue, world.now());
  if (contact.priority < usualPriority) return 0;
  if (contact.priority > usualPriority || contact.queueTimeAdjustmentSeconds <= 0) return others;
  const head = (contact.enqueueTimestamp ?? 0) - Math.min(contact.enqueueTimestamp ?? 0, queue.othersSince);
  const overtakenSeconds = contact.queueTimeAdjustmentSeconds - head / 1000;
  if (overtakenSeconds <= 0) return others;
  return Math.max(0, others - Math.floor(overtakenSeconds / secondsPerLeaver(queue)));
}

/** Queued means: entered a queue, no agent yet, not over. */
export function isQueued(contact: Contact): boolean {
  return (
    contact.enqueueTimestamp !== undefined &&
    contact.connectedToAgentTimestamp === undefined &&
    contact.disconnectTimestamp === undefined
  );
}

/** Position and estimate of a contact, or undefined when it is in no queue. */
export function placeInQueue(world: World, contact: Contact): PlaceInQueue | undefined {
  const queue = contact.queueId === undefined ? undefined : world.queues.get(contact.queueId);
  if (!queue || !isQueued(contact)) return undefined;
  const position = othersAhead(world, queue, contact) + waitingContacts(world, queue.id).indexOf(contact) + 1;
  const live = queue.staff > 0 ? Math.round(position * secondsPerLeaver(queue)) : undefined;
  const frozen = world.faults.knobs.waitEstimate === 'frozen' ? contact.firstEstimateSeconds : undefined;
  return { position, estimatedWaitSeconds: frozen ?? live };
}

/** What GetCurrentMetricData can know about a queue. */
export function queueFigures(world: World, queue: Queue): QueueFigures {
  const now = world.clock.now();
  const others = othersWaiting(queue, now);
  const waiting = waitingContacts(world, queue.id);
  const talking = world.lines.of(queue.id).talking.size;
  const oldest = Math.min(
    ...waiting.map((one) => one.enqueueTimestamp ?? now),
    others > 0 ? queue.othersSince : Infinity,
  );
  const total = others + waiting.length;
  const free = total > 0 ? 0 : Math.max(0, queue.staff - talking);
  return {
    contactsInQueue: total,
    agentsStaffed: queue.staff,
    agentsAvailable: free,
    slotsAvailable: free,
    oldestContactAgeSeconds: Number.isFinite(oldest) ? Math.round((now - oldest) / 1000) : undefined,
    estimatedWaitSeconds:
      queue.staff > 0 ? Math.round((total + (free > 0 ? 0 : 1)) * secondsPerLeaver(queue)) : undefined,
  };
}
