import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { randomUUID } from 'node:crypto';
import type { LaterBody } from '../protocol/after.js';
import * as paths from '../protocol/paths.js';
import type { RefusalBody } from '../protocol/refusal.js';
import type { BrokerEnv } from './context.js';
import { clientNetwork } from './guards/address.js';
import { plainName, type BrokerLogger } from './log.js';
import { Postponed, Refusal } from './refusal.js';

/** Nothing is kept on the way, but what a route says is for everybody. */
const noStore = 'no-store';
const headers: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};
const routes: readonly string[] = Object.values(paths);
const methods: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

export interface EnvelopeOptions {
  readonly logger: BrokerLogger;
  readonly now: () => number;
  readonly basePath: string;
  readonly trustedProxies: number;
}

/** Around everything: an id, the caller's network, security headers, and one log line per request. */
export function envelope({ logger, now, basePath, trustedProxies }: EnvelopeOptions): MiddlewareHandler<BrokerEnv> {
  return async (context, next) => {
    const { req } = context;
    const began = now();
    const requestId = randomUUID();
    // Without a host that passes it, there is no peer.
    const peer = (context.env as BrokerEnv['Bindings'] | undefined)?.address;
    const network = clientNetwork(peer, req.header('x-forwarded-for'), trustedProxies);
    context.set('requestId', requestId);
    context.set('network', network);
    context.set('noted', {});
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', noStore);
    context.res.headers.set('x-request-id', requestId);
    const { status } = context.res;
    const route = routes.find((path) => basePath + path === req.path) ?? 'other';
    if (route === paths.healthPath && status === 200) return;
    const { code } = context.var.noted;
    logger.log(
      code === 'token/misconfigured' || status === 500 ? 'error' : status >= 400 ? 'warn' : 'info',
      'request',
      {
        ...context.var.noted,
        requestId,
        method: methods.includes(req.method) ? req.method : 'other',
        route,
        status,
        ms: Math.round(now() - began),
        origin: context.var.origin,
        network: network.prefix,
      },
    );
  };
}

/** The refusal for whatever was thrown. What is none of ours is told as an unknown outcome. */
export function refusalFor(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal('token/unavailable');
}

/** The one shape in which anything but a success leaves the broker. */
export function refuse(context: Context<BrokerEnv>, error: unknown): Response {
  if (error instanceof Postponed) {
    const later: LaterBody = { retryAfterMs: Math.round(error.retryAfterMs) };
    return context.json(later, 202);
  }
  const { code, status, retryAfterMs, opensInMs, field } = refusalFor(error);
  const known = error instanceof Refusal;
  context.set('noted', {
    ...context.var.noted,
    code,
    field,
    ...(!known && { error: plainName((error as Error).name) }),
  });
  if (retryAfterMs !== undefined) context.header('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  const body: RefusalBody = { code, requestId: context.var.requestId, retryAfterMs, opensInMs };
  return context.json(body, status as ContentfulStatusCode);
}
