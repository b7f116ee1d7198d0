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

interface Kept {
  /** Oldest first. */
  readonly samples: Snapshot[];
  /** Whether the next sample is on its way. */
  sampling: boolean;
}

const kept = new WeakMap<World, Kept>();

/**
 * Figures of some queues. All of them were read at one moment and are told unchanged for five seconds, as the service
 * does it: nobody may take them for the present. The knob `metricsDelaySeconds` makes them older by so much, from the
 * second question on, because nobody has looked before the first.
 */
export function readFigures(world: World, queues: readonly Queue[]): Snapshot {
  const own = kept.get(world) ?? { samples: [], sampling: false };
  kept.set(world, own);
  const delayMs = world.faults.knobs.metricsDelaySeconds * 1000;
  const last = own.samples.at(-1);
  if (!last || !isFresh(world, last)) sample(world, own);
  if (delayMs > 0) keepSampling(world, own);
  const old = own.samples.findLast((one) => world.now() - one.at >= delayMs) ?? own.samples[0] ?? readAll(world);
  return { at: old.at, rows: old.rows.filter((row) => queues.includes(row.queue)) };
}

function sample(world: World, own: Kept): void {
  const now = readAll(world);
  const oldest = now.at - world.faults.knobs.metricsDelaySeconds * 1000 - keptMs;
  const known = own.samples.filter((one) => isOfNow(world, one) && one.at > oldest);
  own.samples.splice(0, own.samples.length, ...known, now);
}

function keepSampling(world: World, own: Kept): void {
  if (own.sampling) return;
  own.sampling = true;
  world.clock.after(keptMs, () => {
    own.sampling = false;
    if (world.faults.knobs.metricsDelaySeconds === 0) return;
    sample(world, own);
    keepSampling(world, own);
  });
}

/** After a reset of the world, or a step back of its clock, an old snapshot is worth nothing. */
function isOfNow(world: World, { at, rows }: Snapshot): boolean {
  return at <= world.now() && rows.every(({ queue }) => world.queues.get(queue.id) === queue);
}

function isFresh(world: World, snapshot: Snapshot): boolean {
  return isOfNow(world, snapshot) && world.now() - snapshot.at < keptMs;
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
