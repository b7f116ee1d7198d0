import { Hono, type Handler } from 'hono';
import * as paths from '../protocol/paths.js';
import { afterRoutes } from './after-routes.js';
import { Breaker } from './breaker.js';
import { checkConfig, type BrokerConfig, type CheckedConfig } from './config.js';
import { createConnect, type ConnectPort } from './connect.js';
import type { BrokerEnv, Peer } from './context.js';
import { envelope, refuse } from './envelope.js';
import { createTeller } from './events.js';
import { createHandles } from './guards/handle.js';
import { createMemories } from './guards/memory.js';
import { originGuard } from './guards/origin.js';
import { RateGuard } from './guards/rate.js';
import { createVisitors } from './guards/visitor.js';
import { jsonLines, type BrokerLogger } from './log.js';
import { createQueueChooser } from './queue-choice.js';
import { createQueues } from './queues.js';
import { Refusal } from './refusal.js';
import { availabilityRoute } from './routes/availability.js';
import { callRoute } from './routes/call.js';
import { chatRoute } from './routes/chat.js';
import { healthRoute } from './routes/health.js';
import { rejoinRoute } from './routes/rejoin.js';
import { stopRoute } from './routes/stop.js';
import { turnRoute } from './routes/turn.js';
import { waitRoute } from './routes/wait.js';
import { Signed } from './signed.js';
import { createCallStarter } from './start-call.js';
import { createChatStarter } from './start-chat.js';
import { Turns } from './turns.js';
import { createWaiting } from './waiting.js';

export { BrokerConfigError, type BrokerConfig, type CallConfig, type CallSide, type FeatureConfig } from './config.js';
export type { AttributeRule } from './start-request.js';
export type { CallStart, ChatStart, ConnectPort, Rejoin, Sends, StartedCall, StartedChat } from './connect.js';
export type { Peer } from './context.js';
export type { EndFigure, EndingsConfig, PersistentConfig, Rehydration, RequeueConfig } from './config-endings.js';
export type {
  CallbackConfig,
  CallbackReceipt,
  CallbackRequest,
  MessageConfig,
  Proof,
  VerifyProof,
} from './config-leave.js';
export type { BrokerEvent } from './events.js';
export { summarise, type ContactSummary } from './summary.js';
export { configFromEnvironment } from './environment.js';
export type { Limits } from './guards/rate.js';
export type { Rate } from './bucket.js';
export { jsonLines, type BrokerLogFields, type BrokerLogger, type BrokerLogLevel } from './log.js';
export { iamPolicy, type PolicyDocument, type PolicyScope, type PolicyStatement } from './policy.js';
export type { SigningKey } from './signed.js';

/** The version `/v1/health` tells; package.json's, kept equal by a test. */
export const version = '0.1.0';

export interface Broker {
  /** Answers one request. Never rejects. `peer` comes from the host; without it, all callers share one limit. */
  fetch(request: Request, peer?: Peer): Promise<Response>;
}

/** What the broker takes from its surroundings. Each has a default. */
export interface BrokerPorts {
  /** JSON lines on standard output by default. */
  readonly logger?: BrokerLogger | undefined;
  /** Amazon Connect through the AWS SDK by default. */
  readonly connect?: ConnectPort | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** In [0, 1). */
  readonly random?: (() => number) | undefined;
}

/**
 * The token broker: what stands between a website and Amazon Connect, and the only one of the three that holds AWS
 * credentials. Needs no database: any instance answers any request. Throws BrokerConfigError.
 */
export function createBroker(config: BrokerConfig, ports: BrokerPorts = {}): Broker {
  const checked = checkConfig(config);
  const { now = Date.now, random = Math.random } = ports;
  const base = checked.basePath;
  const logger = ports.logger ?? jsonLines((line) => process.stdout.write(line), now);
  sayOverrides(checked, logger);

  const signed = new Signed(checked.keys, now);
  const rate = new RateGuard(checked.limits, now);
  const tell = createTeller(logger, checked.onEvent);
  const connect = ports.connect ?? createConnect(checked);
  const queues = createQueues({ config: checked, connect, now, random, logger });
  const parts = {
    config: checked,
    rate,
    handles: createHandles(signed),
    visitors: createVisitors(signed),
    memories: createMemories(signed),
    chooser: createQueueChooser(queues, now, random),
  };
  const chats = new Breaker(now, random);
  const calls = checked.call && new Breaker(now, random);

  const app = new Hono<BrokerEnv>();
  app.onError((error, context) => refuse(context, error));
  app.notFound((context) => refuse(context, new Refusal('token/not-found')));
  app.use(envelope({ logger, now, basePath: base, trustedProxies: checked.trustedProxies }));
  app.use((context, next) => {
    context.set('tell', tell);
    return next();
  });
  app.use(originGuard(checked.origins));
  app.get(base + paths.healthPath, healthRoute({ version, chats, calls }));
  app.get(base + paths.availabilityPath, availabilityRoute(checked, queues));
  // After an outage many customers of one address ask at once, each of them about a contact of their own.
  app.post(base + paths.turnPath, turnRoute(parts, new Turns(checked.limits.connections, now)));
  app.use((context, next) => {
    rate.admitCall(context.var.network.bucket);
    return next();
  });
  const { routes, places, continuer } = afterRoutes(parts, { connect, queues, chats, now, random });
  const open = new Map<string, Handler<BrokerEnv>>([
    ...routes,
    [paths.chatPath, chatRoute(parts, createChatStarter(connect, chats, random), continuer)],
    [paths.stopPath, stopRoute(parts, connect, random)],
  ]);
  // Without waiting its path is none of ours, and tickets say so.
  if (checked.waiting) {
    const { waiting } = checked;
    const line = createWaiting({ config: checked, waiting, connect, queues, places, now, random });
    const route = waitRoute(parts, line);
    open.set(paths.waitPath, route);
    app.get(base + paths.waitPath, route);
  }
  // Without calls their paths are none of ours: `token/misconfigured` would let anybody ring an alarm.
  if (checked.call && calls) {
    open.set(paths.callPath, callRoute(parts, checked.call, createCallStarter(connect, calls, random)));
    open.set(paths.rejoinPath, rejoinRoute(parts, checked.call, connect, random));
  }
  for (const [path, handler] of open) app.post(base + path, handler);
  for (const path of [...open.keys(), paths.turnPath, paths.availabilityPath, paths.healthPath]) {
    app.all(base + path, methodNotAllowed);
  }
  return { fetch: async (request, peer = {}) => app.fetch(request, peer) };
}

function methodNotAllowed(): never {
  throw new Refusal('token/bad-request', { status: 405 });
}

/** A broker that talks to somebody else than Amazon, or to anybody's page, says so where nobody can overlook it. */
function sayOverrides(
  { connectEndpoint, participantEndpoint, development }: CheckedConfig,
  logger: BrokerLogger,
): void {
  const say = (name: string, url: string): void => logger.log('warn', name, { host: new URL(url).host });
  if (connectEndpoint) say('config.connect-endpoint-overridden', connectEndpoint);
  if (participantEndpoint) say('config.participant-endpoint-overridden', participantEndpoint);
  if (development) logger.log('warn', 'config.development');
}
