import type { CallParticipant, CallTicket, MeetingTicket } from '../../core/call/ports.js';
import type { Clock } from '../../core/clock.js';
import { DeskbellError, type ErrorCode } from '../../core/errors.js';
import { parseMeeting } from '../../protocol/call.js';
import { timed } from '../browser/timed.js';

type Ticket = Pick<CallTicket, 'participantToken' | 'region' | 'endpoint'>;

/** What a participant token was exchanged for. */
interface Credentials {
  readonly participantToken: string;
  readonly token: string;
  /** Milliseconds since 1970 by this device's clock. */
  readonly usableUntil: number;
}

/** How long one request may take, in milliseconds. */
const requestMs = 10_000;
/** A connection token is replaced this long before it expires, in milliseconds. */
const marginMs = 60_000;
/** How long one is used where this device's clock makes nothing of its expiry, and at most, in milliseconds. */
const usableMs = 10 * 60_000;

/** What the service said no with, or `unsure` when it said nothing that could be understood. */
type Outcome = 'refused' | 'throttled' | 'unsure' | 'late';

/** How a request fails, before it is told in the words of what was asked for. */
class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly outcome: Outcome;
  readonly requestId: string | undefined;

  constructor(outcome: Outcome, requestId?: string) {
    super(outcome);
    this.outcome = outcome;
    this.requestId = requestId;
  }
}

type Codes = Readonly<Record<Outcome, ErrorCode>>;

const connecting: Codes = {
  refused: 'connection/refused',
  throttled: 'connection/throttled',
  unsure: 'connection/lost',
  late: 'connection/timeout',
};
/** Nothing was said yet when the way in was refused. */
const unsent: Codes = {
  refused: 'message/rejected',
  throttled: 'message/throttled',
  unsure: 'message/network',
  late: 'message/network',
};
const sending: Codes = { ...unsent, unsure: 'message/unconfirmed', late: 'message/unconfirmed' };

/**
 * Amazon Connect's participant service over fetch, as far as a call needs it. The bearer header is the whole
 * credential: the service asks customers for no signature.
 */
export class HttpParticipant implements CallParticipant {
  readonly #clock: Clock;
  /** Of the participant who pressed keys last. */
  #credentials: Credentials | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async connection(ticket: Ticket, signal: AbortSignal): Promise<MeetingTicket> {
    const answer = await this.#connect(ticket, 'WEBRTC_CONNECTION', connecting, signal);
    const { Meeting, Attendee } = membersOf(answer['WebRTCConnection']);
    const way = parseMeeting(Meeting, Attendee);
    if (!way) throw new DeskbellError('connection/lost', { retryable: true });
    return way;
  }

  async sendDigits(ticket: Ticket, digits: string, clientToken: string, signal: AbortSignal): Promise<void> {
    const kept = this.#kept(ticket);
    const { token } = kept ?? (await this.#newCredentials(ticket, signal));
    const body = { ContentType: 'audio/dtmf', Content: digits, ClientToken: clientToken };
    const send = (bearer: string): Promise<unknown> => this.#ask(ticket, 'message', bearer, body, sending, signal);
    try {
      await send(token);
    } catch (error) {
      // A kept token may have died before its time. The same ClientToken: nothing is pressed twice.
      const spent = kept && DeskbellError.is(error) && error.code === sending.refused;
      if (!spent) throw error;
      await send((await this.#newCredentials(ticket, signal)).token);
    }
  }

  #kept({ participantToken }: Ticket): Credentials | undefined {
    const kept = this.#credentials;
    return kept?.participantToken === participantToken && kept.usableUntil > this.#clock.now() ? kept : undefined;
  }

  async #newCredentials(ticket: Ticket, signal: AbortSignal): Promise<Credentials> {
    const answer = await this.#connect(ticket, 'CONNECTION_CREDENTIALS', unsent, signal);
    const { ConnectionToken, Expiry } = membersOf(answer['ConnectionCredentials']);
    if (typeof ConnectionToken !== 'string' || !ConnectionToken)
      throw new DeskbellError(unsent.unsure, { retryable: true });
    const now = this.#clock.now();
    const left = Date.parse(String(Expiry)) - marginMs - now;
    const usableUntil = now + (left > 0 ? Math.min(left, usableMs) : usableMs);
    this.#credentials = { participantToken: ticket.participantToken, token: ConnectionToken, usableUntil };
    return this.#credentials;
  }

  #connect(ticket: Ticket, kind: string, codes: Codes, signal: AbortSignal): Promise<Members> {
    return this.#ask(ticket, 'connection', ticket.participantToken, { Type: [kind] }, codes, signal);
  }

  #ask(
    { region, endpoint }: Ticket,
    operation: 'connection' | 'message',
    bearer: string,
    body: unknown,
    codes: Codes,
    signal: AbortSignal,
  ): Promise<Members> {
    const base = endpoint ?? `https://participant.connect.${region}.amazonaws.com`;
    return timed(
      { clock: this.#clock, ms: requestMs, signal },
      async (signal) => {
        const response = await fetch(`${base.replace(/\/+$/, '')}/participant/${operation}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-amz-bearer': bearer },
          body: JSON.stringify(body),
          credentials: 'omit',
          cache: 'no-store',
          signal,
        });
        if (!response.ok) throw refusalIn(response);
        return membersOf(await response.json());
      },
      (error, late) => {
        const { outcome, requestId } =
          error instanceof RequestError ? error : new RequestError(late ? 'late' : 'unsure');
        return DeskbellError.from(error, codes[outcome], { retryable: outcome !== 'refused', requestId });
      },
    );
  }
}

type Members = Partial<Record<string, unknown>>;

const membersOf = (value: unknown): Members => (typeof value === 'object' && value !== null ? value : {});

function refusalIn({ status, headers }: Response): RequestError {
  const said = status === 429 ? 'throttled' : status >= 400 && status < 500 && status !== 408 ? 'refused' : 'unsure';
  return new RequestError(said, headers.get('x-amzn-requestid') ?? undefined);
}
