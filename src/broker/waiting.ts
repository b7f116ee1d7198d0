import type { Standing, WaitBody } from '../protocol/wait.js';
import { Buckets } from './bucket.js';
import type { CheckedConfig } from './config.js';
import type { CheckedWaiting } from './config-queues.js';
import type { ConnectMetrics } from './connect-metrics.js';
import type { ConnectReads } from './connect-reads.js';
import type { ContactRecord } from './contact-record.js';
import type { HandleClaims } from './guards/handle.js';
import type { Places } from './places.js';
import type { QueueFigure } from './queue-figures.js';
import type { Queues } from './queues.js';
import { segmentsFrom } from './segments.js';
import { failureOf, type OnFailure } from './starter.js';
import { estimate, withFigures, type Estimate } from './waiting-estimate.js';
import { Waiters, type Waiter } from './waiters.js';
import type { Place } from './waiting-line.js';
import { isLongWait, offersFor, type Waited } from './waiting-offers.js';
import { MetricsQuota } from './waiting-quota.js';

export interface WaitingParts {
  readonly config: CheckedConfig;
  readonly waiting: CheckedWaiting;
  readonly connect: Pick<ConnectReads, 'describeContact'> & ConnectMetrics;
  readonly queues: Pick<Queues, 'figures' | 'refresh' | 'byId' | 'fitting' | 'stateOf'>;
  readonly places: Pick<Places, 'settle'>;
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Where contacts stand while they wait. One per broker: what it knows, all who ask share. */
export interface Waiting {
  /** Never rejects: what is not known is not there. `onFailure` hears what went wrong on the way. */
  look(claims: HandleClaims, onFailure: OnFailure): Promise<WaitBody>;
  /** Contacts that are remembered. */
  readonly size: number;
}

/** The longest time for one read, in milliseconds. */
const readMs = 3_000;
/** How long a page waits for figures of queues, in milliseconds. */
const patienceMs = 1_000;
/** When a standing is looked up again, in milliseconds. */
const lookAgainMs: Readonly<Record<Standing, number>> = {
  unknown: 0,
  flow: 2_000,
  queued: 300_000,
  connected: 15_000,
  ended: Infinity,
};
/** Lookups this instance makes, of the 10 a second (burst 15) there are for everything in the account. */
const lookups = { burst: 8, perMinute: 360 };
/** Need of a measurement, in seconds of doubt, below which none is made. */
const leastNeed = 6;
/** How long a contact that Amazon Connect knows in a queue, but has no figure for, is not asked about again. */
const mutedMs = 30_000;
/** The whole wait has grown when it is so much longer than it once was, and so many seconds. */
const grown = { share: 1.25, seconds: 60 };

export function createWaiting({ config, waiting, connect, queues, places, now, random }: WaitingParts): Waiting {
  const waiters = new Waiters(waiting.metricsPerSecond, now);
  const quota = new MetricsQuota(waiting.metricsPerSecond, now, random);
  const described = new Buckets(lookups, now);
  const { offers } = waiting;
  const elsewhere = offers !== false && offers.kinds.some((kind) => ['queue', 'chat', 'call'].includes(kind));

  const learn = (waiter: Waiter, record: ContactRecord): void => {
    const standing = standingOf(record);
    const stays = standing === 'queued' && record.id === waiter.segmentId && record.queueId === waiter.queueId;
    if (!stays) {
      waiters.leave(waiter);
      waiter.estimates = undefined;
      waiter.leastTotal = Infinity;
    }
    // In a queue after all: what has no figure now may have one later.
    if (standing === 'queued' && waiter.inDoubt) waiter.mutedUntil = now() + mutedMs;
    waiter.inDoubt = false;
    waiter.standing = standing;
    waiter.segmentId = record.id;
    waiter.queueId = record.queueId;
    waiter.enqueuedAt = record.enqueuedAt ?? now();
    const credit = Math.max(record.queueTimeAdjustmentSeconds, waiter.claims.since?.credit ?? 0);
    waiter.since = waiter.enqueuedAt - credit * 1000;
    if (standing === 'queued') waiters.join(waiter);
  };

  const describe = async (waiter: Waiter, onFailure: OnFailure): Promise<void> => {
    waiter.describedAt = now();
    try {
      const segments = await segmentsFrom(connect, waiter.segmentId, AbortSignal.timeout(readMs));
      const latest = segments.at(-1);
      if (latest) learn(waiter, latest);
    } catch (error) {
      // What was known is known on; the next question looks again.
      waiter.describedAt = -Infinity;
      onFailure(failureOf('DescribeContact', error));
    }
  };

  const measure = async (waiter: Waiter, onFailure: OnFailure): Promise<void> => {
    const { contactId } = waiter.claims;
    try {
      const figures = await connect.contactMetrics(waiter.segmentId, AbortSignal.timeout(readMs));
      quota.answered();
      const line = waiters.lineOf(waiter);
      if (!line?.has(contactId)) return;
      if (!figures) {
        waiter.inDoubt = true;
        return;
      }
      waiter.estimates = withFigures(waiter.estimates, figures, now());
      if (figures.position === undefined) waiter.mutedUntil = now() + mutedMs;
      else line.measured(contactId, { position: figures.position, at: now() });
    } catch (error) {
      const failure = failureOf('GetContactMetrics', error);
      if (failure.kind === 'throttled') quota.throttled();
      else quota.rest(failure.kind === 'misconfigured' ? 60_000 : 5_000);
      onFailure(failure);
    }
  };

  const mayBeMeasured = (id: string): boolean => {
    const waiter = waiters.get(id);
    return waiter !== undefined && !waiter.measuring && !waiter.inDoubt && now() >= waiter.mutedUntil;
  };

  /** Whoever asks spends a call, if there is one to spend, on the contact of which least is known. */
  const spend = async (onFailure: OnFailure): Promise<void> => {
    if (!quota.ready) return;
    const needy = waiters.lines.flatMap((line) => line.neediest(now(), mayBeMeasured) ?? []);
    const [most] = needy.sort((a, b) => b.need - a.need);
    const waiter = most && most.need >= leastNeed ? waiters.get(most.id) : undefined;
    if (!waiter) return;
    quota.spend();
    waiter.measuring = measure(waiter, onFailure).finally(() => {
      waiter.measuring = undefined;
    });
    await waiter.measuring;
  };

  const lookUp = async (waiter: Waiter, onFailure: OnFailure): Promise<void> => {
    const due = now() - waiter.describedAt >= lookAgainMs[waiter.standing];
    if (!waiter.describing && (due || waiter.inDoubt) && described.take('all') === 0) {
      waiter.describing = describe(waiter, onFailure).finally(() => {
        waiter.describing = undefined;
      });
    }
    await waiter.describing;
  };

  const figureOf = ({ queueId, claims }: Waiter): QueueFigure | undefined =>
    queueId === undefined ? undefined : queues.figures.of(queueId, claims.channel);

  /** The end of the queue, in whichever channel; for those that were there when it was counted. */
  const endOf = ({ queueId, enqueuedAt, claims }: Waiter): Place | undefined => {
    if (queueId === undefined) return undefined;
    const figure = queues.figures.of(queueId, claims.channel);
    const other = config.call ? queues.figures.of(queueId, claims.channel === 'chat' ? 'call' : 'chat') : undefined;
    if (figure?.contactsInQueue === undefined || enqueuedAt > figure.at) return undefined;
    return { position: figure.contactsInQueue + (other?.contactsInQueue ?? 0), at: figure.at };
  };

  const queuedBody = (waiter: Waiter): WaitBody => {
    const { claims, queueId, enqueuedAt } = waiter;
    const place = waiters.lineOf(waiter)?.place(claims.contactId, now(), endOf(waiter));
    const eta = estimate(place, figureOf(waiter), waiter.estimates, enqueuedAt, now());
    const waitedMs = Math.max(0, now() - enqueuedAt);
    const etaSeconds = eta?.etaSeconds;
    const total = etaSeconds === undefined ? undefined : etaSeconds + waitedMs / 1000;
    const wait: Waited = {
      claims,
      queueId,
      position: place?.position,
      etaSeconds,
      waitedSeconds: waitedMs / 1000,
      isGrowing:
        total !== undefined && total > Math.max(waiter.leastTotal * grown.share, waiter.leastTotal + grown.seconds),
      wasOffered: waiter.wasOffered,
    };
    waiter.leastTotal = Math.min(waiter.leastTotal, total ?? Infinity);
    const offered = offersFor({ config, waiting, queues }, wait);
    waiter.wasOffered = isLongWait(waiting, wait);
    const told = { ...figures(place, eta, now()), waitedMs, offers: offered };
    return { state: 'queued', ...told, nextPollMs: jittered(pollOf(place) * Math.min(2, quota.slowness)) };
  };

  const body = (waiter: Waiter): WaitBody => {
    const { standing } = waiter;
    if (standing === 'queued') return queuedBody(waiter);
    const young = now() - waiter.firstAt < 60_000;
    const pollMs = standing === 'ended' ? 60_000 : standing === 'connected' ? 20_000 : young ? 3_000 : 8_000;
    return { state: standing, ageMs: age(waiter.describedAt), nextPollMs: jittered(pollMs), offers: [] };
  };

  const age = (at: number): number => (Number.isFinite(at) ? Math.max(0, Math.round(now() - at)) : 0);
  const jittered = (ms: number): number => Math.round(ms * (0.85 + random() * 0.3));

  return {
    get size() {
      return waiters.size;
    },
    async look(claims, onFailure) {
      const waiter = waiters.of(claims);
      await lookUp(waiter, onFailure);
      if (waiter.standing === 'queued') {
        waiters.join(waiter);
        // What a way back still owes may be given now that it is in a queue; its place is measured after that.
        if (claims.since?.owed) await places.settle(claims, AbortSignal.timeout(readMs), onFailure);
        await Promise.all([refreshed(), spend(onFailure)]);
        // Its own measurement may be under way for somebody else.
        await waiter.measuring;
        // It may just have turned out that it left its queue.
        if (waiter.inDoubt) await lookUp(waiter, onFailure);
      }
      return body(waiter);
    },
  };

  /** Figures of all queues are one call. Hours count only where another way may be offered. */
  function refreshed(): Promise<void> {
    return elsewhere ? queues.refresh(undefined, patienceMs) : queues.figures.refresh(patienceMs);
  }
}

function standingOf({ disconnectedAt, connectedAt, enqueuedAt }: ContactRecord): Standing {
  if (disconnectedAt !== undefined) return 'ended';
  if (connectedAt !== undefined) return 'connected';
  return enqueuedAt !== undefined ? 'queued' : 'flow';
}

function figures(
  place: Place | undefined,
  eta: Estimate | undefined,
  now: number,
): Pick<WaitBody, 'position' | 'etaSeconds' | 'etaBasis' | 'ageMs'> {
  const at = Math.min(place?.at ?? now, eta?.at ?? now);
  return {
    ...(place && { position: place.position }),
    ...(eta && { etaSeconds: eta.etaSeconds, etaBasis: eta.basis }),
    ageMs: Math.max(0, Math.round(now - at)),
  };
}

/** Milliseconds until a new answer is worth a question: soon in front, later behind, and soon when there was none. */
function pollOf(place: Place | undefined): number {
  if (!place) return 4_000;
  if (place.position <= 3) return 8_000;
  return 10_000 + Math.min(5_000, place.position * 10);
}
