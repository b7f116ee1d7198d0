import type { CallBroker, CallRequest, CallTicket, RejoinTicket } from '../../core/call/ports.js';
import type { Clock } from '../../core/clock.js';
import { DeskbellError } from '../../core/errors.js';
import { parseCallTicket, parseRejoinTicket, type CallBody, type RejoinBody } from '../../protocol/call.js';
import type { ContactBody } from '../../protocol/contact.js';
import { callPath, rejoinPath, stopPath } from '../../protocol/paths.js';
import { post, type Post } from './post.js';

const never = new AbortController().signal;

/** What the site's token broker does for calls, over HTTP. `url` as for chats. */
export class HttpCallBroker implements CallBroker {
  readonly #url: string;
  readonly #clock: Clock;

  constructor(url: string, clock: Clock) {
    this.#url = url;
    this.#clock = clock;
  }

  async startCall({ chatHandle, ...request }: CallRequest, signal: AbortSignal): Promise<CallTicket> {
    const body: CallBody = { ...request, chat: chatHandle };
    try {
      return await this.#ask(callPath, body, parseCallTicket, { signal });
    } catch (error) {
      // There is no contact yet that could be missing: this broker starts no calls.
      if (DeskbellError.is(error) && error.code === 'token/not-found') {
        throw new DeskbellError('media/not-offered', { cause: error, requestId: error.requestId });
      }
      throw error;
    }
  }

  rejoin(handle: string, idempotencyKey: string, signal: AbortSignal): Promise<RejoinTicket> {
    const body: RejoinBody = { handle, idempotencyKey };
    return this.#ask(rejoinPath, body, parseRejoinTicket, { signal });
  }

  async stop(handle: string, { leaving }: { readonly leaving: boolean }): Promise<void> {
    const body: ContactBody = { handle };
    // Not sendBeacon: it says nothing of what became of it, and goes without the headers a script's request has.
    await this.#ask(stopPath, body, () => true, { signal: never, keepalive: leaving });
  }

  #ask<Answer>(
    path: string,
    body: unknown,
    read: Post<Answer>['read'],
    how: Pick<Post<Answer>, 'signal' | 'keepalive'>,
  ): Promise<Answer> {
    return post({ base: this.#url, path, body, read, clock: this.#clock, ...how });
  }
}
