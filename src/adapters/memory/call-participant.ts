import type { CallParticipant, CallTicket, MeetingTicket } from '../../core/call/ports.js';
import { DeskbellError, type DeskbellErrorOptions, type ErrorCode } from '../../core/errors.js';
import { answer, gone } from './call-broker.js';
import { sampleMeetingTicket } from './call-samples.js';

type Way = Pick<CallTicket, 'participantToken' | 'region' | 'endpoint'>;

/** The participant service of a call, in memory. Every way in that is asked for is a new attendee's. */
export class MemoryCallParticipant implements CallParticipant {
  /** Tokens a way in was asked for with. */
  readonly connections: string[] = [];
  /** Every attempt to press digits. */
  readonly pressed: { readonly digits: string; readonly clientToken: string; readonly participantToken: string }[] = [];
  #connectionFailures: DeskbellError[] = [];
  #digitFailures: DeskbellError[] = [];

  /** The next `connection` is refused with `code`; call again for more. */
  failConnection(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#connectionFailures.push(new DeskbellError(code, options));
  }

  /** The next digits are refused with `code`; call again for more. */
  failDigits(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#digitFailures.push(new DeskbellError(code, options));
  }

  connection({ participantToken }: Way, signal: AbortSignal): Promise<MeetingTicket> {
    this.connections.push(participantToken);
    const way = sampleMeetingTicket(`a-own-${this.connections.length}`);
    return answer(gone(signal) ?? this.#connectionFailures.shift(), way);
  }

  sendDigits({ participantToken }: Way, digits: string, clientToken: string, signal: AbortSignal): Promise<void> {
    this.pressed.push({ digits, clientToken, participantToken });
    return answer(gone(signal) ?? this.#digitFailures.shift(), undefined);
  }
}
