import type { Handler } from 'hono';
import type { HealthBody } from '../../protocol/paths.js';
import type { Breaker } from '../breaker.js';
import type { BrokerEnv } from '../context.js';

/** GET /v1/health: this process is alive. Asks nothing of Amazon Connect, so that a health check costs no quota. */
export function healthRoute(breaker: Breaker, version: string): Handler<BrokerEnv> {
  return (context) => context.json({ status: 'ok', version, breaker: breaker.state } satisfies HealthBody);
}
