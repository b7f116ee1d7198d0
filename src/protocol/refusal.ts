import type { ErrorCode } from '../core/errors.js';

/** Every code the broker refuses with, and the HTTP status it travels under (413 and 415 are `token/bad-request` too). */
export const refusalStatus = {
  'token/bad-request': 400,
  'token/expired': 401,
  'token/forbidden': 403,
  'token/not-found': 404,
  'token/start-again': 409,
  'token/rate-limited': 429,
  'token/misconfigured': 500,
  'token/unavailable': 503,
  'token/busy': 503,
  'token/closed': 503,
} as const satisfies Partial<Record<ErrorCode, number>>;

export type RefusalCode = keyof typeof refusalStatus;

/** The body of every answer that is not a success. */
export interface RefusalBody {
  readonly code: RefusalCode;
  /** For support: the broker logs under the same id. */
  readonly requestId: string;
  /** Milliseconds to wait before asking again. */
  readonly retryAfterMs?: number | undefined;
  /** With `token/closed`: milliseconds until it opens, where that is known. */
  readonly opensInMs?: number | undefined;
}

/** Reads a refusal; undefined when the answer came from somebody else (a proxy, a firewall, another server). */
export function parseRefusal(value: unknown): RefusalBody | undefined {
  const { code, requestId, retryAfterMs, opensInMs } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (typeof code !== 'string' || !Object.hasOwn(refusalStatus, code)) return undefined;
  return {
    code: code as RefusalCode,
    requestId: typeof requestId === 'string' ? requestId : '',
    retryAfterMs: time(retryAfterMs),
    opensInMs: time(opensInMs),
  };
}

const time = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);
