import { mayFlag, mayNumber, Refusal, type AdminRoute } from './admin.js';
import { isOpen, overrideOf, wallClock, type Hours, type Override } from './hours.js';
import { othersWaiting, queueFigures, waitingContacts } from './queue.js';
import type { Queue, QueueSettings } from './queue-settings.js';
import type { WorkRequest } from './work-request.js';
import type { World } from './world.js';

/** One queue as the desk shows it. */
export interface QueueSummary {
  readonly id: string;
  readonly name: string;
  readonly staff: number;
  /** People who wait and are only a number. */
  readonly others: number;
  readonly contactsInQueue: number;
  /** What a newcomer would wait; null without staff. */
  readonly estimatedWaitSeconds: number | null;
  /** Contacts that wait, next one first; what there is to know of them stands in the list of contacts. */
  readonly waiting: readonly string[];
  readonly status: Queue['status'];
  /** By its hours, now. */
  readonly open: boolean;
  /** Whether the others come and go by chance. */
  readonly lively: boolean;
}

/** The desk's view of everything that is not a conversation. */
export interface QueueBoard {
  readonly queues: readonly QueueSummary[];
  /** Tasks, e-mails, outbound calls and texts, newest first. */
  readonly requests: readonly WorkRequest[];
}

export function queueBoard(world: World): QueueBoard {
  return {
    queues: [...world.queues.values()].map((queue) => summariseQueue(world, queue)),
    requests: [...world.requests.values()].reverse(),
  };
}

export function summariseQueue(world: World, queue: Queue): QueueSummary {
  const { contactsInQueue, estimatedWaitSeconds } = queueFigures(world, queue);
  return {
    id: queue.id,
    name: queue.name,
    staff: queue.staff,
    others: othersWaiting(world, queue),
    contactsInQueue,
    estimatedWaitSeconds: estimatedWaitSeconds ?? null,
    waiting: waitingContacts(world, queue.id).map((one) => one.initialContactId),
    status: queue.status,
    open: isOpen(queue.hours, world.now()),
    lively: queue.process !== null,
  };
}

/** What the desk can do with queues. */
export function deskQueueRoutes(world: World): readonly AdminRoute[] {
  return [
    {
      method: 'GET',
      path: '/_sim/desk/queues',
      says: 'The queues: who waits, how many work, whether it is open. A contact can be transferred to each.',
      run: () => ({ queues: queueBoard(world).queues }),
    },
    {
      method: 'POST',
      path: '/_sim/desk/queues/{id}',
      says: 'Sets how many work and how many others wait, opens or closes the queue for today by its hours, and lets the others come and go by chance (lively) or not.',
      example: { staff: 2, others: 5, open: false, lively: true },
      run({ params, body }) {
        const queue = world.queues.get(params['id'] ?? '');
        if (!queue) throw new Refusal(404, 'There is no queue with this id. GET /_sim/desk/queues lists them.');
        const [staff, others] = ['staff', 'others'].map((name) => {
          const figure = mayNumber(body, name);
          if (figure !== undefined && (figure < 0 || !Number.isInteger(figure)))
            throw new Refusal(400, `"${name}" must be a whole number from 0.`);
          return figure;
        });
        const open = mayFlag(body, 'open');
        const lively = mayFlag(body, 'lively');
        const change: QueueSettings = {
          ...(staff !== undefined && { staff }),
          ...(others !== undefined && { others }),
          ...(open !== undefined && { hours: today(queue.hours, world.now(), open) }),
          ...(lively !== undefined &&
            lively !== (queue.process !== null) && { process: lively ? busyDay(queue) : null }),
        };
        world.changeQueue({ id: queue.id, ...change });
        return { queue: summariseQueue(world, queue) };
      },
    },
  ];
}

const wholeDay = [['00:00', '24:00']] as const;

/** Hours that are open, or closed, today: by an override for the date, which goes again where the week says the same. */
function today(hours: Hours, now: number, open: boolean): Hours {
  const { date } = wallClock(hours.timeZone, now);
  const others: readonly Override[] = hours.overrides.filter((one) => one.date !== date);
  if (open === isOpen(hours, now)) return hours;
  const usual: Hours = { ...hours, overrides: others };
  if (overrideOf(hours, date) && open === isOpen(usual, now)) return usual;
  const override: Override = { date, name: open ? 'Open today' : 'Closed today', hours: open ? wholeDay : [] };
  return { ...hours, overrides: [...others, override] };
}

/** About as many come as the staff can serve. */
function busyDay({ staff, averageHandleSeconds }: Queue): NonNullable<Queue['process']> {
  const arrivalsPerHour = Math.round((Math.max(1, staff) * 3_600 * 0.95) / Math.max(1, averageHandleSeconds));
  return { seed: 1, arrivalsPerHour, patienceSeconds: 600, takes: 'others', handleTimes: 'exponential' };
}
