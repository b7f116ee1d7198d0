import type { Clock } from '../../core/clock.js';
import type { ChatRequest, ChatTicket, ContactBroker } from '../../core/chat/ports.js';
import { DeskbellError } from '../../core/errors.js';
import { parseTicket } from '../../protocol/chat.js';
import type { ContactBody } from '../../protocol/contact.js';
import { chatPath, stopPath } from '../../protocol/paths.js';
import { post } from './post.js';

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

  startChat(request: ChatRequest, signal: AbortSignal): Promise<ChatTicket> {
    return post({ base: this.#url, path: chatPath, body: request, read, clock: this.#clock, signal });
  }

  async stop(handle: string): Promise<void> {
    const body: ContactBody = { handle };
    // Whoever ends a chat often closes the page with it: the request outlives that.
    const how = { clock: this.#clock, signal: new AbortController().signal, keepalive: true };
    await post({ base: this.#url, path: stopPath, body, read: () => true, ...how });
  }
}

/** A past conversation that cannot be had yet is told as a refusal that passes. */
function read(body: unknown): ChatTicket | undefined {
  const { retryAfterMs } = (body ?? {}) as { readonly retryAfterMs?: unknown };
  if (typeof retryAfterMs === 'number') throw new DeskbellError('token/busy', { retryable: true, retryAfterMs });
  return parseTicket(body);
}
