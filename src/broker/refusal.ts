import { refusalStatus, type RefusalCode } from '../protocol/refusal.js';

export interface RefusalOptions {
  /** HTTP status, when it is not the code's own. */
  readonly status?: 405 | 408 | 413 | 415 | undefined;
  readonly retryAfterMs?: number | undefined;
  /** With `token/closed`: when it opens. */
  readonly opensInMs?: number | undefined;
  /** The member of the request that was wrong. For the log; one of our own names, never the caller's. */
  readonly field?: string | undefined;
}

/** Ends a request with 202: the same is to be asked again after so many milliseconds. */
export class Postponed extends Error {
  override readonly name = 'Postponed';
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('later');
    this.retryAfterMs = retryAfterMs;
  }
}

/** Ends a request with one of the closed codes. Nothing else the broker says ever reaches a browser. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly opensInMs: number | undefined;
  readonly field: string | undefined;

  constructor(code: RefusalCode, { status, retryAfterMs, opensInMs, field }: RefusalOptions = {}) {
    super(code);
    this.code = code;
    this.status = status ?? refusalStatus[code];
    this.retryAfterMs = retryAfterMs;
    this.opensInMs = opensInMs;
    this.field = field;
  }
}
