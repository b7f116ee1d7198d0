import type { Handler } from 'hono';
import * as paths from '../protocol/paths.js';
import type { Breaker } from './breaker.js';
import type { ConnectPort } from './connect.js';
import type { BrokerEnv } from './context.js';
import { createContinuer, type Continuer } from './continue-chat.js';
import { createEndFinder } from './find-end.js';
import { createPlaces, type Places } from './places.js';
import type { Queues } from './queues.js';
import { afterRoute } from './routes/after.js';
import { callbackRoute } from './routes/callback.js';
import { createFollowerStarter } from './routes/follow.js';
import { historyRoute } from './routes/history.js';
import { messageRoute } from './routes/message.js';
import { rateRoute } from './routes/rate.js';
import { requeueRoute } from './routes/requeue.js';
import type { RouteParts } from './routes/start.js';
import { switchRoute } from './routes/switch.js';
import { createChatStarter } from './start-chat.js';

export interface AfterPorts {
  readonly connect: ConnectPort;
  readonly queues: Queues;
  /** Of chats. */
  readonly chats: Breaker;
  readonly now: () => number;
  readonly random: () => number;
}

export interface AfterRoutes {
  /** By path, all of them POST. What the site has not configured is not there. */
  readonly routes: ReadonlyMap<string, Handler<BrokerEnv>>;
  readonly places: Places;
  /** Undefined where every chat begins anew. */
  readonly continuer: Continuer | undefined;
}

/** Seconds of waiting that are credited at most where the site does not say. */
const usualCreditSeconds = 3_600;

/** What comes after a contact, or instead of one: ends, ways back, other queues, callbacks and messages. */
export function afterRoutes(parts: RouteParts, { connect, queues, chats, now, random }: AfterPorts): AfterRoutes {
  const { endings, persistent, callback, message } = parts.config;
  const ends = createEndFinder(connect, now);
  const places = createPlaces(connect);
  const routes = new Map<string, Handler<BrokerEnv>>();

  if (endings) {
    const { requeue } = endings;
    routes.set(paths.afterPath, afterRoute(parts, endings, connect, ends, random));
    if (endings.rating) routes.set(paths.ratePath, rateRoute(parts, connect, random));
    if (requeue) {
      // Another tab may be in the contact that a repeat finds without a way in: it is left to itself.
      const follower = createFollowerStarter(parts, createChatStarter(connect, chats, random, 'leave'), places);
      const requeueParts = { endings, requeue, connect, ends, follower, queues, now, random };
      routes.set(paths.requeuePath, requeueRoute(parts, requeueParts));
    }
  }
  if (Object.keys(parts.config.queues).length > 0) {
    const follower = createFollowerStarter(parts, createChatStarter(connect, chats, random), places);
    const mostCreditSeconds = (endings && endings.requeue && endings.requeue.mostCreditSeconds) || usualCreditSeconds;
    const switchParts = { connect, follower, mostCreditSeconds, queues, now, random };
    routes.set(paths.switchPath, switchRoute(parts, switchParts));
  }
  if (routes.has(paths.requeuePath) || routes.has(paths.switchPath)) {
    routes.set(paths.historyPath, historyRoute(parts, { connect, places, now, random }));
  }
  if (callback) routes.set(paths.callbackPath, callbackRoute(parts, callback, { connect, now, random }));
  if (message) routes.set(paths.messagePath, messageRoute(parts, message, { connect, now, random }));
  const { memories } = parts;
  const continuer = persistent ? createContinuer({ memories, ends, persistent, now }) : undefined;
  return { routes, places, continuer };
}
