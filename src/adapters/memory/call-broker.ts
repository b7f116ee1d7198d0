import type { CallBroker, CallRequest, CallTicket, RejoinTicket } from '../../core/call/ports.js';
import { DeskbellError, type DeskbellErrorOptions, type ErrorCode } from '../../core/errors.js';
import { aborted } from './broker.js';
import { sampleCallTicket } from './call-samples.js';

/** A broker for calls that never leaves the page. Every new idempotency key gets a ticket for a new contact at once. */
export class MemoryCallBroker implements CallBroker {
  /** Every request for a call, oldest first. */
  readonly requests: CallRequest[] = [];
  /** Every request for a way back. */
  readonly rejoins: { readonly handle: string; readonly idempotencyKey: string }[] = [];
  /** Every request to stop a contact. */
  readonly stops: { readonly handle: string; readonly leaving: boolean }[] = [];
  /** Off: no request gets through. */
  isReachable = true;
  #tickets = new Map<string, CallTicket>();
  #failures: DeskbellError[] = [];
  #rejoinFailures: DeskbellError[] = [];
  #stopFailures: DeskbellError[] = [];
  #changes: Partial<CallTicket>;
  #held: Promise<void> | undefined;
  #release: () => void = () => {};

  /** @param changes how every ticket differs from the sample */
  constructor(changes: Partial<CallTicket> = {}) {
    this.#changes = changes;
  }

  /** Every ticket from now on differs so. */
  change(changes: Partial<CallTicket>): void {
    this.#changes = { ...this.#changes, ...changes };
  }

  /** The next request for a call is refused with `code`; call again for more. */
  failNext(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#failures.push(new DeskbellError(code, options));
  }

  /** The next request for a way back is refused with `code`; call again for more. */
  failRejoin(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#rejoinFailures.push(new DeskbellError(code, options));
  }

  /** The next stop is refused with `code`; call again for more. */
  failStop(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#stopFailures.push(new DeskbellError(code, options));
  }

  /** Leaves requests for a call without an answer until `release`. */
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

  async startCall(request: CallRequest, signal: AbortSignal): Promise<CallTicket> {
    this.requests.push(request);
    if (this.#held) await Promise.race([this.#held, aborted(signal)]);
    if (signal.aborted) throw DeskbellError.from(signal.reason, 'token/network');
    const failure = this.#unreachable() ?? this.#failures.shift();
    if (failure) throw failure;
    const known = this.#tickets.get(request.idempotencyKey);
    if (known) return known;
    const count = this.#tickets.size + 1;
    const ticket = sampleCallTicket({ contactId: `c-${count}`, handle: `handle-${count}`, ...this.#changes });
    this.#tickets.set(request.idempotencyKey, ticket);
    return ticket;
  }

  rejoin(handle: string, idempotencyKey: string, signal: AbortSignal): Promise<RejoinTicket> {
    this.rejoins.push({ handle, idempotencyKey });
    const ticket = { participantId: `p-${idempotencyKey}`, participantToken: `token-${idempotencyKey}` };
    return answer(gone(signal) ?? this.#unreachable() ?? this.#rejoinFailures.shift(), ticket);
  }

  stop(handle: string, { leaving }: { readonly leaving: boolean }): Promise<void> {
    this.stops.push({ handle, leaving });
    return answer(this.#unreachable() ?? this.#stopFailures.shift(), undefined);
  }

  #unreachable(): DeskbellError | undefined {
    return this.isReachable ? undefined : new DeskbellError('token/network', { retryable: true });
  }
}

/** Rejects with the failure, if there is one. */
export function answer<T>(failure: DeskbellError | undefined, value: T): Promise<T> {
  return failure ? Promise.reject(failure) : Promise.resolve(value);
}

/** Why whoever asked does not wait any more, if they do not. */
export function gone(signal: AbortSignal): DeskbellError | undefined {
  return signal.aborted ? DeskbellError.from(signal.reason, 'connection/lost') : undefined;
}
