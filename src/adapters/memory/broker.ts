import type { ChatRequest, ChatTicket, ContactBroker } from '../../core/chat/ports.js';
import { DeskbellError, type DeskbellErrorOptions, type ErrorCode } from '../../core/errors.js';
import { sampleTicket } from './samples.js';

/** A broker that never leaves the page. By default every new idempotency key gets a ticket for a new contact at once. */
export class MemoryBroker implements ContactBroker {
  /** Every request, oldest first. */
  readonly requests: ChatRequest[] = [];
  /** Handles of contacts that were stopped, oldest first. */
  readonly stopped: string[] = [];
  #tickets = new Map<string, ChatTicket>();
  #failures: DeskbellError[] = [];
  #stopFailures: DeskbellError[] = [];
  #changes: Partial<ChatTicket>;
  #held: Promise<void> | undefined;
  #release: () => void = () => {};

  /** @param changes how every ticket differs from the sample */
  constructor(changes: Partial<ChatTicket> = {}) {
    this.#changes = changes;
  }

  /** The next request is refused with `code`; call again for more. */
  failNext(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#failures.push(new DeskbellError(code, options));
  }

  /** The next stop is refused with `code`; call again for more. */
  failStop(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#stopFailures.push(new DeskbellError(code, options));
  }

  /** Leaves requests without an answer until `release`. */
  hold(): void {
    this.#held ??= new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  /** Answers what `hold` kept, and from now on at once again. */
  release(): void {
    this.#held = undefined;
    this.#release();
  }

  async startChat(request: ChatRequest, signal: AbortSignal): Promise<ChatTicket> {
    this.requests.push(request);
    if (this.#held) await Promise.race([this.#held, aborted(signal)]);
    if (signal.aborted) throw DeskbellError.from(signal.reason, 'token/network');
    const failure = this.#failures.shift();
    if (failure) throw failure;
    const known = this.#tickets.get(request.idempotencyKey);
    if (known) return known;
    const ticket = sampleTicket({ contactId: `c-${this.#tickets.size + 1}`, ...this.#changes });
    this.#tickets.set(request.idempotencyKey, ticket);
    return ticket;
  }

  stop(handle: string): Promise<void> {
    const failure = this.#stopFailures.shift();
    if (failure) return Promise.reject(failure);
    this.stopped.push(handle);
    return Promise.resolve();
  }
}

/** Rejects with the signal's reason when it aborts, and never settles otherwise. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(DeskbellError.from(signal.reason, 'connection/lost'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
