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

/** 1 is first. */
export const usualPriority = 5;

const secondsPerLeaver = (queue: Queue): number =>
  queue.staff > 0 ? queue.averageHandleSeconds / queue.staff : Infinity;

/** How many of the others still wait. */
export function othersWaiting(world: World, queue: Queue): number {
  const course = world.courses.get(queue.id);
  if (course) return course.others;
  const gone = Math.floor((world.now() - queue.othersSince) / 1000 / Math.max(secondsPerLeaver(queue), 0.001));
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
  const course = world.courses.get(queue.id);
  if (course) return course.ahead(contact);
  const others = othersWaiting(world, queue);
  if (contact.priority < usualPriority) return 0;
  if (contact.priority > usualPriority || contact.queueTimeAdjustmentSeconds <= 0) return others;
  const head = (contact.enqueueTimestamp ?? 0) - Math.min(contact.enqueueTimestamp ?? 0, queue.othersSince);
  const overtakenSeconds = contact.queueTimeAdjustmentSeconds - head / 1000;
  if (overtakenSeconds <= 0) return others;
  return Math.max(0, others - Math.floor(overtakenSeconds / secondsPerLeaver(queue)));
}

/** Whether nobody stands before a contact any more; in a process, whether an agent was free for it. */
export function isTurnOf(world: World, queue: Queue, contact: Contact): boolean {
  return world.courses.get(queue.id)?.isTurnOf(contact) ?? othersAhead(world, queue, contact) === 0;
}

/** Since when the first of the others waits; undefined when none does. */
export function oldestOther(world: World, queue: Queue): number | undefined {
  const course = world.courses.get(queue.id);
  if (course) return course.oldest;
  return othersWaiting(world, queue) > 0 ? queue.othersSince : undefined;
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
  const others = othersWaiting(world, queue);
  const waiting = waitingContacts(world, queue.id);
  const talking = world.lines.of(queue.id).talking.size;
  const oldest = Math.min(...waiting.map((one) => one.enqueueTimestamp ?? now), oldestOther(world, queue) ?? Infinity);
  const total = others + waiting.length;
  const course = world.courses.get(queue.id);
  const idle = Math.max(0, queue.staff - talking - (course?.busy ?? 0));
  const free = total > 0 && !course ? 0 : idle;
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
