import type { ContactBody } from './contact.js';

/** What the customer wants to send: the broker may only allow less. */
export type CallMediaBody = 'audio' | 'video';

/** The body of POST /v1/call. Unknown members are refused. */
export interface CallBody {
  /** UUID, one per intent: a repeat ends in the same contact. */
  readonly idempotencyKey: string;
  readonly media: CallMediaBody;
  /** May be empty: then the broker's own word for a customer is used. */
  readonly displayName: string;
  readonly topic?: string | undefined;
  /** BCP 47. */
  readonly locale?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Handle of a running chat of this customer: the call is related to it. */
  readonly chat?: string | undefined;
  /** `visitor` of an earlier ticket. */
  readonly visitor?: string | undefined;
}

/** What a call may do. */
export interface CallFeaturesBody {
  readonly video: boolean;
  readonly screenShare: boolean;
  readonly dtmf: boolean;
  readonly recorded: boolean;
}

/** The answer to POST /v1/call. */
export interface CallTicketBody {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly handle: string;
  readonly visitor: string;
  /** Milliseconds within which media has to be joined. */
  readonly connectWithinMs: number;
  readonly features: CallFeaturesBody;
  /** Amazon Connect's ConnectionData, as it came, without EventIngestionUrl. */
  readonly meeting: object;
  readonly attendee: object;
}

/** The body of POST /v1/call/rejoin. */
export interface RejoinBody extends ContactBody {
  /** UUID, one per way back. */
  readonly idempotencyKey: string;
}

/** The answer to POST /v1/call/rejoin. */
export interface RejoinTicketBody {
  readonly participantId: string;
  readonly participantToken: string;
}
