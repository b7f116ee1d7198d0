/**
 * Every way a session can fail, as `where/why`. The union is closed: each code has exactly one sentence per language,
 * so a missing sentence is a compile error. The broker answers with codes of this same union.
 */
export const errorCodes = [
  'config/broker-missing',
  'config/broker-invalid',
  'token/network',
  'token/timeout',
  'token/bad-request',
  'token/forbidden',
  'token/expired',
  'token/not-found',
  'token/start-again',
  'token/rate-limited',
  'token/busy',
  'token/closed',
  'token/unavailable',
  'token/misconfigured',
  'token/invalid-answer',
  'connection/load-failed',
  'connection/timeout',
  'connection/refused',
  'connection/expired',
  'connection/lost',
  'connection/throttled',
  'message/too-long',
  'message/rejected',
  'message/throttled',
  'message/network',
  'message/unconfirmed',
  'message/ended',
  'attachment/too-large',
  'attachment/empty',
  'attachment/type-refused',
  'attachment/limit',
  'attachment/refused',
  'attachment/failed',
  'attachment/gone',
  'attachment/unconfirmed',
  'attachment/ended',
  'media/load-failed',
  'media/unsupported',
  'media/insecure',
  'media/denied',
  'media/denied-by-system',
  'media/blocked-by-page',
  'media/not-found',
  'media/busy',
  'media/not-offered',
  'media/no-route',
  'media/timeout',
  'media/lost',
  'media/full',
  'media/elsewhere',
  'media/interrupted',
  'media/failed',
  'unknown',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What only a call can fail with: its sentences come with the call's own words. */
export type MediaErrorCode = Extract<ErrorCode, `media/${string}`>;

/** What a chat can fail with. */
export type ChatErrorCode = Exclude<ErrorCode, MediaErrorCode>;

/** A code as a chat may show it: what it cannot fail with is unknown to it. */
export const forChat = (code: ErrorCode): ChatErrorCode =>
  code.startsWith('media/') ? 'unknown' : (code as ChatErrorCode);

const marker = Symbol.for('deskbell.error');

export interface DeskbellErrorOptions {
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  /** What the SDK or the browser threw. For debuggers only: it may hold tokens, so it is never logged or shown. */
  readonly cause?: unknown;
  /** The broker's or the service's request id, for support. */
  readonly requestId?: string | undefined;
  /** How long the refusing side asks us to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** The only error type that leaves an adapter. */
export class DeskbellError extends Error {
  override readonly name = 'DeskbellError';
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, options: DeskbellErrorOptions = {}) {
    super(code, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.requestId = options.requestId;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** True across bundles too (a script-tag copy and an npm copy on one page). */
  static is(value: unknown): value is DeskbellError {
    return typeof value === 'object' && value !== null && marker in value;
  }

  /** Wraps whatever was thrown (SDKs reject with strings and bare objects) unless it already is ours. */
  static from(value: unknown, code: ErrorCode = 'unknown', options: DeskbellErrorOptions = {}): DeskbellError {
    return DeskbellError.is(value) ? value : new DeskbellError(code, { cause: value, ...options });
  }
}
