/** What a customer can do in a contact. */
export interface FeaturesBody {
  readonly attachments: boolean;
  readonly markdown: boolean;
  readonly typing: boolean;
  readonly receipts: boolean;
  /** UTF-8 bytes one message may have. */
  readonly maxMessageBytes: number;
}

/** What the browser can show or do; the contact gets what both the site and the browser can. */
export type Capability = 'attachments' | 'markdown' | 'typing' | 'receipts';

/** The body of POST /v1/chat. Unknown members are refused. */
export interface ChatBody {
  /** UUID, one per intent: a repeat ends in the same contact. */
  readonly idempotencyKey: string;
  /** May be empty: then the broker's own word for a customer is used. */
  readonly displayName: string;
  /** One of the topics the site configured. */
  readonly topic?: string | undefined;
  /** BCP 47. */
  readonly locale?: string | undefined;
  /** Only keys the site allows; the agent's side sees them as `web_…`. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Up to 1,024 characters, shown as the customer's first message. */
  readonly firstMessage?: string | undefined;
  /** Absent: everything the site offers. */
  readonly capabilities?: readonly Capability[] | undefined;
  /** `visitor` of an earlier ticket. Sent once with an idempotencyKey, it belongs to every repeat of that key. */
  readonly visitor?: string | undefined;
  /** `memory` of an earlier ticket: the chat goes on where that one ended. Answered with 202 while it is too early. */
  readonly continueFrom?: string | undefined;
}

/** The answer to POST /v1/chat. Times are relative, because clocks of browsers are wrong. */
export interface TicketBody {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string;
  readonly region: string;
  /** Participant service, when it is not Amazon's for the region. */
  readonly endpoint?: string | undefined;
  /** Signed; names this contact to the broker. */
  readonly handle: string;
  /** Signed; names this browser to the broker. */
  readonly visitor: string;
  /** Milliseconds the chat may last, waiting included. */
  readonly expiresInMs: number;
  /** Milliseconds within which the connection has to be made. */
  readonly connectWithinMs: number;
  readonly features: FeaturesBody;
  /** Whether this broker says where a contact stands while it waits. */
  readonly waiting?: boolean | undefined;
  /** Whether this broker says why a contact ended, and what can be done about it. */
  readonly endings?: boolean | undefined;
  /** Signed; with it this customer can go on with this conversation later. Absent where the site keeps none. */
  readonly memory?: string | undefined;
  /** Answers `continueFrom`: false when that conversation cannot be gone on with any more, and this is a new one. */
  readonly continued?: boolean | undefined;
}

/** What a browser needs of a ticket. */
export type Ticket = Omit<TicketBody, 'visitor' | 'endpoint'> & { readonly endpoint: string | undefined };

type Json = Partial<Record<string, unknown>>;

/** Reads a ticket; undefined when anything a chat cannot do without is missing. */
export function parseTicket(value: unknown): Ticket | undefined {
  const body = (value ?? {}) as Json;
  const features = (body['features'] ?? {}) as Json;
  const text = (key: string): string => (typeof body[key] === 'string' ? body[key] : '');
  const number = (from: Json, key: string): number => (typeof from[key] === 'number' ? from[key] : 0);
  const ticket = {
    contactId: text('contactId'),
    participantId: text('participantId'),
    participantToken: text('participantToken'),
    region: text('region'),
    handle: text('handle'),
  };
  const connectWithinMs = number(body, 'connectWithinMs');
  if (!connectWithinMs || !Object.values(ticket).every(Boolean)) return undefined;
  return {
    ...ticket,
    endpoint: text('endpoint') || undefined,
    expiresInMs: number(body, 'expiresInMs'),
    connectWithinMs,
    features: {
      attachments: features['attachments'] === true,
      markdown: features['markdown'] === true,
      typing: features['typing'] === true,
      receipts: features['receipts'] === true,
      maxMessageBytes: number(features, 'maxMessageBytes') || 1024,
    },
    ...(body['waiting'] === true && { waiting: true }),
    ...(body['endings'] === true && { endings: true }),
    ...(text('memory') && { memory: text('memory') }),
  };
}
