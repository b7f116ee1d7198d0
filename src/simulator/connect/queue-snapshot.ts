import type { Channel } from '../contact.js';
import type { Queue, World } from '../world.js';
import { figuresOf, type Figures } from './queue-figures.js';

export interface Reading {
  readonly queue: Queue;
  readonly channel: Channel;
  readonly figures: Figures;
}

/** Figures of queues, and when they were read (milliseconds since 1970). */
export interface Snapshot {
  readonly at: number;
  readonly rows: readonly Reading[];
}

const keptMs = 5_000;
const snapshots = new WeakMap<World, Snapshot>();

/**
 * Figures of some queues. All of them were read at one moment and are told unchanged for five seconds, as the service
 * does it: nobody may take them for the present.
 */
export function readFigures(world: World, queues: readonly Queue[]): Snapshot {
  const known = snapshots.get(world);
  const fresh = known && isFresh(world, known) ? known : readAll(world);
  snapshots.set(world, fresh);
  return { at: fresh.at, rows: fresh.rows.filter((row) => queues.includes(row.queue)) };
}

/** After a reset of the world, or a step back of its clock, an old snapshot is worth nothing. */
function isFresh(world: World, { at, rows }: Snapshot): boolean {
  const age = world.now() - at;
  return age >= 0 && age < keptMs && rows.every(({ queue }) => world.queues.get(queue.id) === queue);
}

function readAll(world: World): Snapshot {
  const rows = [...world.queues.values()].flatMap((queue) =>
    (['CHAT', 'VOICE'] as const).flatMap((channel) => {
      const figures = figuresOf(world, queue, channel);
      return figures ? [{ queue, channel, figures }] : [];
    }),
  );
  return { at: world.now(), rows };
}
