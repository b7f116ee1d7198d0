import { DeskbellError } from '../errors.js';
import { isUnknown, patiently, unlessAborted } from '../patience.js';
import { isNumber, isString, shape, type Check } from '../shape.js';
import type { Store } from '../store.js';
import type { ChatEvent } from './events.js';
import { contactIdOf } from './items.js';
import type { ChatPorts, ChatRequest, ChatTicket, ContactBroker, Unwanted } from './ports.js';
import type { ChatState } from './state.js';

/** How long a contact may be joined, in milliseconds: what nobody has joined by then the service ends by itself. */
const joinWithinMs = 300_000;
/** How long stopping one that may have been joined is tried, in milliseconds, in each life of a page. */
const stopWithinMs = 3_600_000;

export const isRequest = shape({ idempotencyKey: isString, displayName: isString });

export const isUnwanted: Check = (value) =>
  shape({ handle: isString })(value) || shape({ request: isRequest, until: isNumber })(value);

/** What may come of `request` and is not wanted, from `now` on (milliseconds since 1970): until nobody can join it. */
export const disowned = (request: ChatRequest, now: number): Unwanted => ({ request, until: now + joinWithinMs });

/** What tells one contact that is to be stopped from another. */
const nameOf = (unwanted: Unwanted): string =>
  'handle' in unwanted ? unwanted.handle : unwanted.request.idempotencyKey;

/** A request that has not led to a contact yet. */
interface Asked {
  readonly request: ChatRequest;
  /** While it is on its way. */
  answer: Promise<ChatTicket> | undefined;
  /** A contact may have been made although nobody said so. */
  mayExist: boolean;
  /** When it was asked for first, as far as this tab knows. */
  readonly at: number;
}

/**
 * Starts of chats that can be called off until the customer is connected. A contact nobody is in would ring an agent all
 * the same: a request on its way is not cut off but disowned, and what comes of it is stopped at the broker, where that
 * can. What is to be stopped is kept over a reload, until it is.
 */
export class Starts implements ContactBroker {
  #ports: ChatPorts;
  /** Of the contact the customer is in. */
  #contactId: () => string | undefined;
  #asked: Asked | undefined;
  #unwanted: readonly Unwanted[] = [];
  #keeps = true;
  #abort = new AbortController();

  constructor(store: Store<ChatState, ChatEvent>, ports: ChatPorts) {
    this.#ports = ports;
    this.#contactId = () => contactIdOf(store.state);
    store.subscribe(({ phase }) => {
      // Whatever was asked for is answered.
      if ('contact' in phase && phase.contact) this.#asked = undefined;
    });
  }

  /** Contacts that are to be stopped still. */
  get unwanted(): readonly Unwanted[] {
    return this.#unwanted;
  }

  /** The request that may have made a contact although nobody said so, or is on its way. */
  get asked(): ChatRequest | undefined {
    const asked = this.#asked;
    return asked && (asked.answer || asked.mayExist) ? asked.request : undefined;
  }

  /** The key of that request, for as long as its contact can be joined. */
  get key(): string | undefined {
    const isOpen = Math.abs(this.#ports.clock.now() - (this.#asked?.at ?? 0)) < joinWithinMs;
    return isOpen ? this.asked?.idempotencyKey : undefined;
  }

  /**
   * Rejects as soon as `signal` aborts; the request goes on until it is answered, or another tab goes on. `mayExist`: an
   * earlier life of this page, or another tab, may have made a contact under its key.
   */
  startChat(request: ChatRequest, signal: AbortSignal, mayExist = false): Promise<ChatTicket> {
    if (signal.aborted) return Promise.reject(DeskbellError.from(signal.reason, 'token/network'));
    const before = this.#asked;
    const same = before?.request.idempotencyKey === request.idempotencyKey ? before : undefined;
    const answer = this.#ports.broker.startChat(request, this.#abort.signal);
    const at = same?.at ?? this.#ports.clock.now();
    const asked: Asked = { request, answer, mayExist: mayExist || same?.mayExist === true, at };
    this.#asked = asked;
    answer.catch((error: unknown) => {
      asked.mayExist ||= isUnknown(error);
      asked.answer = undefined;
    });
    return unlessAborted(answer, signal);
  }

  /** The customer wants none of it any more. `ticket`: of the contact there is, to which nobody was connected yet. */
  callOff(ticket: ChatTicket | undefined): void {
    const { asked: request } = this;
    const asked = this.#asked;
    this.#asked = undefined;
    if (!this.#ports.broker.stop) return;
    if (ticket) this.#undo({ handle: ticket.handle });
    else if (request) this.disown(request, asked);
  }

  /** What may come of this request is stopped, unless it is the contact there is. */
  disown(request: ChatRequest, asked?: Asked): void {
    if (this.#ports.broker.stop) this.#undo(disowned(request, this.#ports.clock.now()), asked);
  }

  /** What an earlier life of this page left behind, or another tab. */
  restore(unwanted: readonly Unwanted[] = [], asked?: ChatRequest): void {
    const now = this.#ports.clock.now();
    if (asked) this.#asked = { request: asked, answer: undefined, mayExist: true, at: now };
    // Where the device's clock was put back meanwhile, `until` is further away than it ever was, and means as much.
    const isKnown = (each: Unwanted): boolean => this.#unwanted.some((known) => nameOf(known) === nameOf(each));
    const open = unwanted.filter((each) => !isKnown(each) && ('handle' in each || each.until >= now));
    for (const each of this.#ports.broker.stop ? open : []) this.#undo(each);
    if (unwanted.length > 0) this.#save();
  }

  /** Another tab goes on with it. */
  letGo(): void {
    this.#keeps = false;
    this.#abort.abort(new DeskbellError('token/timeout'));
  }

  /** What is being stopped goes on being stopped, and nothing of it is kept. */
  forget(): void {
    this.#keeps = false;
  }

  #undo(unwanted: Unwanted, asked?: Asked): void {
    this.#unwanted = [...this.#unwanted, unwanted];
    this.#save();
    void this.#stop(unwanted, asked).catch((error: unknown) => {
      const { code } = DeskbellError.from(error);
      if (!this.#abort.signal.aborted) this.#ports.logger.log('warn', 'chat.not-stopped', { code });
    });
  }

  async #stop(unwanted: Unwanted, asked?: Asked): Promise<void> {
    const { broker } = this.#ports;
    const { signal } = this.#abort;
    const name = 'chat.stop-failed';
    let at = unwanted;
    try {
      if ('request' in at) {
        const { request } = at;
        let answer = asked?.answer;
        let mayExist = asked?.mayExist ?? true;
        const ask = (): Promise<ChatTicket> => {
          const asking = answer ?? broker.startChat(request, signal);
          answer = undefined;
          return asking;
        };
        const onFailure = (unknown: boolean): boolean => (mayExist ||= unknown);
        const how = { withinMs: joinWithinMs, attempts: Infinity, signal, onFailure };
        const { contactId, handle } = await patiently(this.#ports, name, ask, how);
        if (contactId === this.#contactId()) return;
        at = this.#replace(at, { handle });
      }
      const { handle } = at;
      const how = { withinMs: stopWithinMs, attempts: Infinity, signal };
      await patiently(this.#ports, name, async () => broker.stop?.(handle), how);
    } finally {
      if (!signal.aborted) this.#replace(at, undefined);
    }
  }

  #replace<Next extends Unwanted | undefined>(unwanted: Unwanted, next: Next): Next {
    this.#unwanted = this.#unwanted.flatMap((each) => (each !== unwanted ? [each] : next ? [next] : []));
    this.#save();
    return next;
  }

  #save(): void {
    const unwanted = this.#unwanted;
    if (this.#keeps) this.#ports.storage.save({ unwanted: unwanted.length > 0 ? unwanted : undefined });
  }
}
