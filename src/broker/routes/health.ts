import type { Handler } from 'hono';
import type { HealthBody } from '../../protocol/paths.js';
import type { Breaker } from '../breaker.js';

export interface HealthRouteParts {
  readonly version: string;
  readonly chats: Breaker;
  /** Undefined where no calls are started. */
  readonly calls: Breaker | undefined;
}

/** GET /v1/health: this process is alive. Asks nothing of Amazon Connect, so that a health check costs no quota. */
export function healthRoute({ version, chats, calls }: HealthRouteParts): Handler {
  return (context) =>
    context.json({ status: 'ok', version, breaker: chats.state, calls: calls?.state } satisfies HealthBody);
}
