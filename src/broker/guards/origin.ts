import type { MiddlewareHandler } from 'hono';
import type { BrokerEnv } from '../context.js';
import { Refusal } from '../refusal.js';

/** Seconds a browser may remember a preflight. */
const maxAge = '600';

/**
 * Lets the configured sites in, by exact origin, and gives them CORS headers on every answer, refusals included.
 * Whatever changes something needs an Origin, and must not be a navigation or a form. `*` (development only) lets any
 * origin in.
 */
export function originGuard(origins: readonly string[]): MiddlewareHandler<BrokerEnv> {
  const any = origins.includes('*');
  return async (context, next) => {
    const { method } = context.req;
    const origin = context.req.header('origin');
    const allowed = origin !== undefined && (any || origins.includes(origin));
    context.header('vary', 'Origin');
    if (allowed) {
      context.set('origin', origin);
      context.header('access-control-allow-origin', origin);
      context.header('access-control-expose-headers', 'Retry-After, X-Request-Id');
    }
    if (method === 'OPTIONS') {
      if (!allowed) throw new Refusal('token/forbidden');
      context.header('access-control-allow-methods', 'GET, POST');
      context.header('access-control-allow-headers', 'Authorization, Content-Type');
      context.header('access-control-max-age', maxAge);
      return context.body(null, 204);
    }
    const reads = method === 'GET' || method === 'HEAD';
    if (!reads && !(allowed && madeByScript(context.req.raw.headers))) throw new Refusal('token/forbidden');
    return next();
  };
}

/** Fetch metadata, where the browser sends it: a form or a link that posts is not our widget. */
function madeByScript(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  const mode = headers.get('sec-fetch-mode');
  return (
    (site === null || /^(same-origin|same-site|cross-site)$/.test(site)) &&
    (mode === null || /^(cors|same-origin)$/.test(mode))
  );
}
