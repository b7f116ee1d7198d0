import { randomUUID } from 'node:crypto';
import { arn } from './account.js';
import { alwaysOpen, type Hours } from './hours.js';

/** A queue as plain data. People who wait in it without being simulated one by one are only a number. */
export interface Queue {
  readonly id: string;
  readonly arn: string;
  name: string;
  /** Agents signed in for it. With none there is no estimate at all. */
  staff: number;
  averageHandleSeconds: number;
  /** Others who wait in front, as counted at `othersSince`. One leaves every `averageHandleSeconds / staff`. */
  others: number;
  othersSince: number;
  /** A disabled one takes nobody: contacts that ask for it go to the first queue. */
  status: 'ENABLED' | 'DISABLED';
  /** How many may wait, as it is set up; null = no limit. */
  maxContacts: number | null;
  /** When it is open, and the id of these hours. They are told and stop nobody, as in the service. */
  readonly hoursId: string;
  hours: Hours;
  /** Set = the others come, wait and go by chance, and contacts wait in turn with them. See `ProcessSettings`. */
  process: ProcessSettings | null;
  /** When it was set up or last changed. */
  changedAt: number;
}

/** A queueing process: with the queue's staff as its agents, and `averageHandleSeconds` as the mean of their work. */
export interface ProcessSettings {
  readonly seed: number;
  readonly arrivalsPerHour: number;
  /** Mean time after which one of the others gives up; null = never. */
  readonly patienceSeconds: number | null;
  /**
   * `others`: a contact whose turn has come waits for somebody to accept it, and an agent is kept for it for 20 s.
   * `everybody`: an agent takes it at once, says nothing, and ends their part after the handle time.
   */
  readonly takes: 'others' | 'everybody';
  readonly handleTimes: 'exponential' | 'fixed';
}

/** What can be changed of a queue. */
export type QueueSettings = Partial<
  Pick<Queue, 'staff' | 'averageHandleSeconds' | 'others' | 'status' | 'maxContacts' | 'hours' | 'process'>
>;

export type QueueSeed = Partial<Omit<Queue, 'arn'>>;

/** The queues there are when nobody asks for others. */
export const usualQueues: readonly QueueSeed[] = [
  {
    id: 'a1f6f0c2-51d4-4b7c-9a0e-3d1b5c7e9f11',
    name: 'Customer care',
    hoursId: 'c3d8b2e4-73f6-4d9e-9c20-5f3d7e90b133',
  },
  { id: 'b2e7a1d3-62e5-4c8d-8b1f-4e2c6d8fa022', name: 'Returns', hoursId: 'd4e9c3f5-8407-4eaf-8d31-604e8fa1c244' },
];

export function makeQueue(seed: QueueSeed, now: number): Queue {
  const id = seed.id ?? randomUUID();
  return {
    name: 'Queue',
    staff: 3,
    averageHandleSeconds: 240,
    others: 0,
    othersSince: now,
    status: 'ENABLED',
    maxContacts: null,
    hoursId: randomUUID(),
    hours: alwaysOpen,
    process: null,
    changedAt: now,
    ...seed,
    id,
    arn: arn('queue', id),
  };
}

/** Changes what is named. New `others` count from now. */
export function adjustQueue(
  queue: Queue,
  change: { readonly name?: string | undefined } & QueueSettings,
  now: number,
): void {
  const { others, ...rest } = change;
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined && name !== 'id') Object.assign(queue, { [name]: value });
  }
  if (others !== undefined) Object.assign(queue, { others, othersSince: now });
  queue.changedAt = now;
}
