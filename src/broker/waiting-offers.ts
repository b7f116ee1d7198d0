import type { OfferBody } from '../protocol/wait.js';
import type { CheckedConfig } from './config.js';
import type { CheckedWaiting, OfferKind } from './config-queues.js';
import type { Channel, HandleClaims } from './guards/handle.js';
import type { NamedQueue, Queues } from './queues.js';

/** What a site can offer, and to whom. */
export interface OffersParts {
  readonly config: Pick<CheckedConfig, 'call' | 'callback' | 'message' | 'articles'>;
  readonly waiting: CheckedWaiting;
  readonly queues: Pick<Queues, 'byId' | 'fitting' | 'stateOf'>;
}

/** One wait, as far as offers go. */
export interface Waited {
  readonly claims: Pick<HandleClaims, 'channel' | 'wish'>;
  /** As Amazon Connect names it. */
  readonly queueId: string | undefined;
  readonly position: number | undefined;
  readonly etaSeconds: number | undefined;
  readonly waitedSeconds: number;
  readonly isGrowing: boolean;
  /** Something was offered before. */
  readonly wasOffered: boolean;
}

/** Another queue is worth changing for when it saves so much of the wait, and so many seconds. */
const clearlyShorter = { share: 0.4, seconds: 120 };
/** Queues that are offered at the most. */
const mostQueues = 3;
/** What was offered is taken back only when the wait is so much shorter than the threshold: nothing flickers. */
const offeredUntil = 0.6;
/** Steps in which another wait is told. */
const stepSeconds = 30;

/** Whether the site's thresholds are passed. */
export function isLongWait({ offers }: CheckedWaiting, wait: Waited): boolean {
  if (offers === false) return false;
  const { position, etaSeconds, waitedSeconds, isGrowing, wasOffered } = wait;
  const share = wasOffered ? offeredUntil : 1;
  const beyond = (value: number | undefined, threshold: number | undefined): boolean =>
    value !== undefined && threshold !== undefined && value > threshold * share;
  // Where nobody can estimate, the time that has gone by is all there is.
  if (beyond(etaSeconds ?? waitedSeconds, offers.afterSeconds) || beyond(position, offers.afterPosition)) return true;
  return offers.whenGrowing && isGrowing;
}

/** What can be done instead of waiting, or beside it, in the site's order. */
export function offersFor(parts: OffersParts, wait: Waited): readonly OfferBody[] {
  const { offers } = parts.waiting;
  if (offers === false || !isLongWait(parts.waiting, wait)) return [];
  return offers.kinds.flatMap((kind) => offersOf(kind, parts, wait));
}

function offersOf(kind: OfferKind, parts: OffersParts, wait: Waited): readonly OfferBody[] {
  const { callback, message, articles } = parts.config;
  switch (kind) {
    case 'callback':
      // A phone that rings at once is answered, or the place here is kept: not both.
      return callback ? [{ kind, keepsPlace: callback.kind !== 'voice' }] : [];
    case 'queue':
      return otherQueues(parts, wait);
    case 'chat':
    case 'call':
      return otherChannel(kind, parts, wait);
    case 'article':
      return articles.map((article) => ({ kind, ...article }));
    case 'message':
      return message ? [{ kind, by: message.kind }] : [];
  }
}

/** Queues of the same topic and language that are clearly better. A call cannot change: nobody would hear it ring. */
function otherQueues({ queues }: OffersParts, { claims, queueId, etaSeconds }: Waited): readonly OfferBody[] {
  const own = queues.byId(queueId);
  if (claims.channel !== 'chat' || !own) return [];
  return queues
    .fitting({ channel: 'chat', topic: topicOf(claims, own) })
    .filter((queue) => queue.alias !== own.alias && speaksFor(queue, own))
    .map((queue) => ({ queue, state: queues.stateOf(queue, 'chat') }))
    .filter(
      ({ queue, state }) => state.open && (queue.automated || isClearlyShorter(state.figure?.etaSeconds, etaSeconds)),
    )
    .sort((a, b) => (a.state.figure?.etaSeconds ?? 0) - (b.state.figure?.etaSeconds ?? 0))
    .slice(0, mostQueues)
    .map(({ queue, state }) => ({
      kind: 'queue',
      queue: queue.alias,
      ...(queue.label && { label: queue.label }),
      ...told(state.figure?.etaSeconds),
      automated: queue.automated,
    }));
}

function otherChannel(
  kind: Channel,
  { config, queues }: OffersParts,
  { claims, queueId }: Waited,
): readonly OfferBody[] {
  if (kind === claims.channel || (kind === 'call' && !config.call)) return [];
  const fit = queues.fitting({ channel: kind, topic: topicOf(claims, queues.byId(queueId)) });
  const open = fit.map((queue) => queues.stateOf(queue, kind)).filter((state) => state.open);
  // Where no queue is named, the site's flow chooses, and nobody knows more.
  if (fit.length > 0 && open.length === 0) return [];
  const waits = open.map(({ figure }) => figure?.etaSeconds ?? Infinity);
  const least = Math.min(...waits);
  return [{ kind, ...told(Number.isFinite(least) ? least : undefined) }];
}

/** What the customer chose, or what their queue is for. */
function topicOf({ wish }: Waited['claims'], own: NamedQueue | undefined): string | undefined {
  return wish?.topic ?? own?.topics?.[0];
}

/** Whoever was put into a queue speaks one of its languages, and nobody knows which. */
function speaksFor(other: NamedQueue, own: NamedQueue): boolean {
  if (other.languages === undefined) return true;
  return own.languages?.every((language) => other.languages?.includes(language)) ?? false;
}

function isClearlyShorter(other: number | undefined, own: number | undefined): boolean {
  if (other === undefined || own === undefined) return false;
  return own - other >= Math.max(clearlyShorter.seconds, own * clearlyShorter.share);
}

const told = (seconds: number | undefined): { readonly waitSeconds?: number } =>
  seconds === undefined ? {} : { waitSeconds: Math.round(seconds / stepSeconds) * stepSeconds };
