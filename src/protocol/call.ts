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
  /** Whether this broker says where a contact stands while it waits. */
  readonly waiting?: boolean | undefined;
  /** Whether this broker says why a contact ended. */
  readonly endings?: boolean | undefined;
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

/** What a browser needs of a call's ticket. */
export type CallTicketRead = Omit<CallTicketBody, 'visitor' | 'endpoint'> & { readonly endpoint: string | undefined };

/** The way into a meeting, as the browser's client takes it. */
export type MeetingRead = Pick<CallTicketBody, 'meeting' | 'attendee'>;

type Json = Partial<Record<string, unknown>>;

const json = (value: unknown): Json => (typeof value === 'object' && value !== null ? value : {});
const filled = (...values: unknown[]): boolean => values.every((value) => typeof value === 'string' && value !== '');

/**
 * Reads a Meeting and an Attendee of Amazon Connect; undefined when anything a client cannot join without is missing.
 * EventIngestionUrl is left out: with it, the client would report to Amazon what the customer's browser does.
 */
export function parseMeeting(meeting: unknown, attendee: unknown): MeetingRead | undefined {
  const { MeetingId, MediaPlacement } = json(meeting);
  const placement = { ...json(MediaPlacement) };
  delete placement['EventIngestionUrl'];
  const { AttendeeId, JoinToken } = json(attendee);
  // Without an audio host there would be a call without a voice, and without anybody in it.
  if (!filled(MeetingId, placement['AudioHostUrl'], placement['SignalingUrl'], AttendeeId, JoinToken)) return undefined;
  return { meeting: { ...json(meeting), MediaPlacement: placement }, attendee: { ...json(attendee) } };
}

/** Reads a call's ticket; undefined when anything a call cannot do without is missing. */
export function parseCallTicket(value: unknown): CallTicketRead | undefined {
  const body = json(value);
  const { contactId, participantId, participantToken, region, handle, endpoint, connectWithinMs } = body;
  const way = parseMeeting(body['meeting'], body['attendee']);
  if (!way || !filled(contactId, participantId, participantToken, region, handle)) return undefined;
  if (typeof connectWithinMs !== 'number' || !(connectWithinMs > 0)) return undefined;
  const features = json(body['features']);
  return {
    ...({ contactId, participantId, participantToken, region, handle } as Ids),
    ...way,
    endpoint: filled(endpoint) ? (endpoint as string) : undefined,
    connectWithinMs,
    features: {
      video: features['video'] === true,
      screenShare: features['screenShare'] === true,
      dtmf: features['dtmf'] === true,
      // Whoever does not say that nothing is recorded may record: then the customer is asked.
      recorded: features['recorded'] !== false,
    },
    ...(body['waiting'] === true && { waiting: true }),
    ...(body['endings'] === true && { endings: true }),
  };
}

type Ids = Pick<CallTicketBody, 'contactId' | 'participantId' | 'participantToken' | 'region' | 'handle'>;

/** Reads the answer to a rejoin; undefined when something is missing. */
export function parseRejoinTicket(value: unknown): RejoinTicketBody | undefined {
  const { participantId, participantToken } = json(value);
  return filled(participantId, participantToken)
    ? { participantId: participantId as string, participantToken: participantToken as string }
    : undefined;
}
