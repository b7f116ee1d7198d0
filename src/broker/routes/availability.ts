import type { Handler } from 'hono';
import type { AvailabilityBody, TopicBody, WayBody, Words } from '../../protocol/availability.js';
import type { CheckedConfig } from '../config.js';
import type { BrokerEnv } from '../context.js';
import type { Channel } from '../guards/handle.js';
import type { NamedQueue, Queues, QueueState } from '../queues.js';
import { topicsOf } from './start.js';

/** How long an answer is good at the most, in milliseconds. */
const longestMs = 15_000;
/** How long one is, in which something closes or opens. */
const shortestMs = 1_000;
/** A page does not wait longer than this for figures: without them, hours alone decide. */
const patienceMs = 1_500;
/** Steps in which a wait is told: nobody knows it better. */
const stepSeconds = 30;
/** What is a long wait, where the site says nothing about waiting. */
const usualCongestedSeconds = 300;

/**
 * GET /v1/availability: what is open, and how long one waits. The same for everybody, so it may be kept on the way, and
 * asks nothing of Amazon Connect while what is known is fresh. What is unknown is open: never a reason to turn away.
 */
export function availabilityRoute(config: CheckedConfig, queues: Queues): Handler<BrokerEnv> {
  const { callback, message, articles } = config;
  const topics = topicsOf(config);
  return async (context) => {
    await queues.refresh(undefined, patienceMs);
    const general = topicOf(config, queues, undefined);
    const named = topics.map((alias) => [alias, topicOf(config, queues, alias)] as const);
    const ttlMs = goodFor([general, ...named.map(([, topic]) => topic)]);
    const body: AvailabilityBody = {
      general,
      topics: Object.fromEntries(named),
      callback: callback !== undefined,
      message: message !== undefined,
      articles,
      ttlMs,
    };
    context.header('cache-control', `public, max-age=${Math.floor(ttlMs / 1000)}`);
    return context.json(body);
  };
}

function topicOf(config: CheckedConfig, queues: Queues, topic: string | undefined): TopicBody {
  const way = (channel: Channel): WayBody => wayOf(config, queues, queues.fitting({ channel, topic }), channel);
  const label = labelOf(queues, topic);
  return {
    ...(label && { label }),
    chat: way('chat'),
    ...(config.call && { call: way('call') }),
  };
}

/** A topic is called as the one queue that answers it, and only it. */
function labelOf(queues: Queues, topic: string | undefined): Words | undefined {
  if (topic === undefined) return undefined;
  const answering = (['chat', 'call'] as const)
    .flatMap((channel) => queues.fitting({ channel, topic }))
    .filter(({ topics }) => topics?.length === 1);
  return answering.find(({ label }) => label !== undefined)?.label;
}

function wayOf({ waiting }: CheckedConfig, queues: Queues, fit: readonly NamedQueue[], channel: Channel): WayBody {
  // Nobody told us of a queue: the flow decides.
  if (fit.length === 0) return { open: true, congested: false };
  const states = fit.map((queue) => queues.stateOf(queue, channel));
  const open = states.filter((state) => state.open);
  if (open.length === 0) {
    const opensInMs = least(states.map((state) => state.opensInMs));
    return { open: false, ...(opensInMs !== undefined && { opensInMs }), congested: false };
  }
  const waitSeconds = waitOf(open);
  const closing = open.map(({ closesInMs }) => closesInMs ?? Infinity);
  const closesInMs = Math.max(...closing);
  return {
    open: true,
    ...(Number.isFinite(closesInMs) && { closesInMs }),
    ...(waitSeconds !== undefined && { waitSeconds: Math.round(waitSeconds / stepSeconds) * stepSeconds }),
    congested: waitSeconds !== undefined && waitSeconds > (waiting ? waiting.congestedSeconds : usualCongestedSeconds),
  };
}

/** People first: a bot that answers at once says nothing about the wait for them. */
function waitOf(open: readonly QueueState[]): number | undefined {
  const people = open.filter(({ queue }) => !queue.automated);
  return least((people.length > 0 ? people : open).map(({ figure }) => figure?.etaSeconds));
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

/** Whatever closes or opens before, ends it. */
function goodFor(topics: readonly TopicBody[]): number {
  const changes = topics
    .flatMap(({ chat, call }) => [chat, call])
    .flatMap((way) => [way?.closesInMs ?? Infinity, way?.opensInMs ?? Infinity]);
  return Math.max(shortestMs, Math.min(longestMs, ...changes));
}
