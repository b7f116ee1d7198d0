import { DeskbellError, type ErrorCode } from '../../core/errors.js';
import type { Clock } from '../../core/clock.js';
import { parseRefusal, refusalStatus } from '../../protocol/refusal.js';
import { timed } from '../browser/timed.js';

/** How long one attempt may take, in milliseconds. The broker itself answers within 8 seconds. */
const attemptMs = 10_000;

/** Codes after which the same request, with the same key, may succeed. */
const retryable = /busy|limited|network|timeout|unavail/;

export interface Post<Answer> {
  /** Where the broker lives, with or without a path of its own; may be relative to the page. */
  readonly base: string;
  /** One of the broker's paths. */
  readonly path: string;
  /** What is posted. Without one, it is a GET whose answer may be anybody's: it is cached as the broker says. */
  readonly body?: unknown;
  /** Reads a good answer; undefined when it is not what was asked for. */
  readonly read: (body: unknown) => Answer | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean;
}

/**
 * Asks the site's token broker. Rejects with DeskbellError `token/*`, or `config/broker-invalid` when `base` is no URL.
 */
export async function post<Answer>({
  base,
  path,
  body,
  read,
  clock,
  signal,
  keepalive,
}: Post<Answer>): Promise<Answer> {
  const url = resolve(base, path);
  return timed(
    { clock, ms: attemptMs, signal },
    async (signal) => {
      // A string body goes as text/plain, which needs no preflight: one round trip less on a slow network.
      const response = await fetch(url, {
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body), cache: 'no-store' }),
        credentials: 'omit',
        signal,
        ...(keepalive && { keepalive }),
      });
      return answerIn(response, read);
    },
    (error, late) => DeskbellError.from(error, late ? 'token/timeout' : 'token/network', { retryable: true }),
  );
}

/** A path of the broker at `base`. */
function resolve(base: string, path: string): URL {
  try {
    const url = new URL(base, globalThis.location?.href);
    url.pathname = url.pathname.replace(/\/*$/, path);
    if (url.protocol.startsWith('http')) return url;
  } catch {
    // Told below.
  }
  throw new DeskbellError('config/broker-invalid');
}

async function answerIn<Answer>(response: Response, read: Post<Answer>['read']): Promise<Answer> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // HTML, nothing, or half an answer: told by the status below.
  }
  if (response.ok) {
    const answer = read(body);
    if (answer !== undefined) return answer;
    // A contact may well exist behind a broken answer: the same key finds it again.
    throw new DeskbellError('token/invalid-answer', { retryable: true });
  }
  const { code = codeOf(response.status), requestId, retryAfterMs } = parseRefusal(body) ?? {};
  throw new DeskbellError(code, {
    retryable: retryable.test(code),
    requestId,
    retryAfterMs: retryAfterMs ?? ((Number(response.headers.get('retry-after')) || 0) * 1000 || undefined),
  });
}

/** For answers of whoever stands before the broker. A 404 or a 200 in HTML means: this is not the broker. */
function codeOf(status: number): ErrorCode {
  if (status === 404) return 'token/invalid-answer';
  if (status === 500 || status === 408) return 'token/unavailable';
  for (const [code, known] of Object.entries(refusalStatus)) if (known === status) return code as ErrorCode;
  return status > 500
    ? 'token/unavailable'
    : status === 413 || status === 415
      ? 'token/bad-request'
      : 'token/invalid-answer';
}
