import { backoff, delay } from '../clock.js';
import { DeskbellError } from '../errors.js';
import { askUnderOneKey } from '../ticket.js';
import type { CallOptions } from './options.js';
import type { CallPorts, CallTicket } from './ports.js';
import type { CallMedia } from './state.js';

/** A ticket with the moment after which it is dead unless media was joined. Milliseconds since 1970. */
export type HeldTicket = CallTicket & { readonly connectBy: number };

interface Asked {
  readonly media: CallMedia;
  readonly answer: Promise<HeldTicket>;
  readonly abort: AbortController;
  ticket: HeldTicket | undefined;
}

/** Attempts at stopping a contact nobody needs any more. The service ends it by itself in the end. */
const stopAttempts = 4;

/**
 * Tickets that were asked for and are not in use yet. A request that is on its way is never cut off, because its contact
 * would ring an agent all the same: when nobody wants it any more, it is stopped as soon as it is answered.
 */
export class CallTickets {
  #ports: CallPorts;
  #options: () => CallOptions;
  #asked: Asked | undefined;

  constructor(ports: CallPorts, options: () => CallOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  /** Asks for a ticket, or joins an asking for the same that is under way or answered. `fresh`: for a new one. */
  ask(media: CallMedia, fresh = false): Promise<HeldTicket> {
    if (this.#asked && !fresh && this.#asked.media === media) return this.#asked.answer;
    this.drop();
    const abort = new AbortController();
    const asked: Asked = { media, abort, ticket: undefined, answer: this.#request(media, fresh, abort.signal) };
    this.#asked = asked;
    asked.answer.then(
      (ticket) => {
        asked.ticket = ticket;
        if (this.#asked === asked) this.#ports.storage.save({ startKey: undefined });
      },
      () => {
        if (this.#asked === asked) this.#asked = undefined;
      },
    );
    return asked.answer;
  }

  /** The ticket is in use: it is no longer dropped. */
  use(): void {
    this.#asked = undefined;
  }

  /** Nobody wants the ticket any more. `leaving`: the page is going away. */
  drop(leaving = false): void {
    const asked = this.#asked;
    if (!asked) return;
    this.#asked = undefined;
    asked.abort.abort(new DeskbellError('token/timeout'));
    this.#ports.storage.save({ startKey: undefined });
    if (asked.ticket) this.stop(asked.ticket.handle, leaving);
    else void asked.answer.then(({ handle }) => this.stop(handle, leaving)).catch(() => {}); // Told already, when asked.
  }

  /** Stops a contact, in the background and with patience: whoever waits there would wait for nobody. */
  stop(handle: string, leaving = false): void {
    const { broker, chance, clock, logger } = this.#ports;
    const never = new AbortController().signal;
    void (async () => {
      for (let attempt = 0; attempt < stopAttempts; attempt++) {
        try {
          await broker.stop(handle, { leaving });
          return;
        } catch (error) {
          const { code, retryable } = DeskbellError.from(error);
          logger.log('warn', 'call.stop-failed', { code, attempt });
          if (!retryable || leaving) return;
          await delay(clock, 500 + backoff(attempt, 1_000, 8_000, chance), never);
        }
      }
    })();
  }

  async #request(media: CallMedia, fresh: boolean, signal: AbortSignal): Promise<HeldTicket> {
    const { broker, clock } = this.#ports;
    const { displayName = '', locale, topic, attributes, chatHandle } = this.#options();
    const about = { media, displayName, locale, topic, attributes, chatHandle: chatHandle?.() };
    const never = new AbortController().signal;
    const ticket = await askUnderOneKey(
      this.#ports,
      (idempotencyKey) => broker.startCall({ idempotencyKey, ...about }, never),
      { fresh, failed: 'call.ticket-failed', signal },
    );
    return { ...ticket, connectBy: clock.now() + ticket.connectWithinMs };
  }
}
