import { DeskbellError, type ErrorCode } from '../../core/errors.js';
import type { Clock } from '../../core/clock.js';
import type { ChatRequest, ChatTicket, ContactBroker } from '../../core/chat/ports.js';
import { parseTicket } from '../../protocol/chat.js';
import { chatPath } from '../../protocol/paths.js';
import { parseRefusal, refusalStatus } from '../../protocol/refusal.js';

/** How long one attempt may take, in milliseconds. The broker itself answers within 8 seconds. */
const attemptMs = 10_000;

/** Codes after which the same request, with the same key, may succeed. */
const retryable = /busy|limited|network|timeout|unavail/;

/**
 * The site's token broker over HTTP. `url` is where the broker lives, with or without a path of its own, and may be
 * relative to the page. Rejects with DeskbellError `token/*`, or `config/broker-invalid` when `url` is no URL.
 */
export class HttpBroker implements ContactBroker {
  readonly #url: string;
  readonly #clock: Clock;

  constructor(url: string, clock: Clock) {
    this.#url = url;
    this.#clock = clock;
  }

  async startChat(request: ChatRequest, signal: AbortSignal): Promise<ChatTicket> {
    const url = resolve(this.#url);
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    const stop = this.#clock.after(attemptMs, abort);
    signal.addEventListener('abort', abort);
    try {
      signal.throwIfAborted();
      // A string body goes as text/plain, which needs no preflight: one round trip less on a slow network.
      const response = await fetch(url, {
        method: 'POST',
        body: JSON.stringify(request),
        credentials: 'omit',
        cache: 'no-store',
        signal: controller.signal,
      });
      return await read(response);
    } catch (error) {
      if (signal.aborted) throw DeskbellError.from(signal.reason, 'token/network');
      throw DeskbellError.from(error, controller.signal.aborted ? 'token/timeout' : 'token/network', {
        retryable: true,
      });
    } finally {
      stop();
      signal.removeEventListener('abort', abort);
    }
  }
}

/** Where chats are started, for a broker at `base`. */
function resolve(base: string): URL {
  try {
    const url = new URL(base, globalThis.location?.href);
    url.pathname = url.pathname.replace(/\/*$/, chatPath);
    if (url.protocol.startsWith('http')) return url;
  } catch {
    // Told below.
  }
  throw new DeskbellError('config/broker-invalid');
}

async function read(response: Response): Promise<ChatTicket> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // HTML, nothing, or half an answer: told by the status below.
  }
  if (response.ok) {
    const ticket = parseTicket(body);
    if (ticket) return ticket;
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
