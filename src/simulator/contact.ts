/** What a contact is made of, as plain data. Names of members that go over the wire are Amazon's. */

export type Channel = 'CHAT' | 'VOICE';
export type Role = 'AGENT' | 'CUSTOMER' | 'SYSTEM' | 'CUSTOM_BOT' | 'SUPERVISOR';

const events = 'application/vnd.amazonaws.connect.event.';

/** Content types of Amazon Connect chat. */
export const contentType = {
  text: 'text/plain',
  markdown: 'text/markdown',
  json: 'application/json',
  interactive: 'application/vnd.amazonaws.connect.message.interactive',
  interactiveResponse: 'application/vnd.amazonaws.connect.message.interactive.response',
  typing: `${events}typing`,
  delivered: `${events}message.delivered`,
  read: `${events}message.read`,
  joined: `${events}participant.joined`,
  left: `${events}participant.left`,
  invited: `${events}participant.invited`,
  idle: `${events}participant.idle`,
  returned: `${events}participant.returned`,
  autodisconnection: `${events}participant.autodisconnection`,
  transferSucceeded: `${events}transfer.succeeded`,
  transferFailed: `${events}transfer.failed`,
  ended: `${events}chat.ended`,
  rehydrated: `${events}chat.rehydrated`,
  authenticationInitiated: `${events}authentication.initiated`,
  authenticationCancelled: `${events}authentication.cancelled`,
} as const;

export interface Receipt {
  readonly RecipientParticipantId: string;
  DeliveredTimestamp?: string;
  ReadTimestamp?: string;
}

export interface AttachmentItem {
  readonly AttachmentId: string;
  readonly AttachmentName: string;
  readonly ContentType: string;
  Status: 'APPROVED' | 'REJECTED' | 'IN_PROGRESS';
}

/** One line of a conversation, in the form in which it goes over the wire. */
export interface Item {
  readonly Id: string;
  readonly Type: 'MESSAGE' | 'EVENT' | 'ATTACHMENT' | 'MESSAGEMETADATA';
  readonly AbsoluteTime: string;
  readonly ContentType?: string;
  Content?: string;
  readonly ParticipantId?: string;
  readonly ParticipantRole?: Role;
  DisplayName?: string;
  Attachments?: AttachmentItem[];
  MessageMetadata?: {
    MessageId?: string;
    Receipts?: Receipt[];
    ChunkNumber?: number;
    MessageCompleted?: boolean;
    MessageProcessingStatus?: 'PROCESSING' | 'FAILED' | 'REJECTED';
  };
  /** The segment it was said in. Absent on items of an earlier chat. */
  readonly ContactId?: string;
  /** On items of an earlier chat: the contact they come from. */
  readonly RelatedContactId?: string;
  readonly InitialContactId: string;
}

export interface Participant {
  readonly id: string;
  readonly role: Role;
  displayName: string;
  /** `expected` until the first subscription, then `joined` until it leaves. */
  state: 'expected' | 'joined' | 'left';
  /** Its participant token, for as long as it has one (agents and the system have none). */
  readonly token?: string;
  readonly capabilities?: Readonly<Record<string, string>>;
  idle?: boolean;
  /** In a call: who it is to the media, and the token that opens it. Replaced when somebody asks for a fresh one. */
  attendee?: { readonly id: string; readonly joinToken: string };
  /** Of an agent in a call: a recording, or a page of their own. */
  media?: 'synthetic' | 'own';
}

/** How a network treats what goes through it: `silence` swallows everything, `cut` ends what is open. */
export type Outage = 'up' | 'silence' | 'cut';

/** What there is to a call besides being a contact. */
export interface CallState {
  readonly meetingId: string;
  /** What the media says of the customers: `arrived` once, the rest as it is now. */
  arrived: boolean;
  camera: boolean;
  muted: boolean;
  sharing: boolean;
  /** How the synthetic agent is meant to be. */
  readonly agent: { muted: boolean; camera: boolean; sharing: boolean };
  shareAllowed: boolean;
  held: boolean;
  /** The customers' network. */
  readonly network: { signaling: Outage; media: Outage };
  /** Digits the customer pressed, in order. */
  digits: string;
}

/** One segment: what DescribeContact speaks of. Times are milliseconds since 1970. */
export interface Contact {
  readonly id: string;
  readonly arn: string;
  readonly instanceId: string;
  readonly channel: Channel;
  readonly initiationMethod: 'API' | 'WEBRTC_API' | 'TRANSFER' | 'QUEUE_TRANSFER' | 'DISCONNECT';
  readonly initialContactId: string;
  readonly previousContactId?: string;
  readonly relatedContactId?: string;
  /** Root of the tree of related contacts. */
  readonly contactAssociationId: string;
  nextContactId?: string;
  readonly initiationTimestamp: number;
  queueId?: string;
  enqueueTimestamp?: number;
  /** Lower is served first; 5 is usual. */
  priority: number;
  /** Added to the age in the queue; positive means nearer the front. */
  queueTimeAdjustmentSeconds: number;
  /** Seconds, as computed when it entered the queue. */
  firstEstimateSeconds?: number;
  agentId?: string;
  connectedToAgentTimestamp?: number;
  afterContactWork?: { start: number; end?: number };
  disconnectTimestamp?: number;
  /** Look at it with `visibleDisconnectReason`: it may lag. */
  disconnectReason?: string;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly participantId: string;
  /** Undefined until the object store has it. */
  body?: Buffer;
  state: 'started' | 'completing' | 'IN_PROGRESS' | 'APPROVED' | 'REJECTED';
  itemId?: string;
}

/** What StartChatContact and StartWebRTCContact can say about a contact, already validated. */
export interface StartContact {
  readonly channel: Channel;
  readonly contactFlowId: string;
  readonly displayName: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly initialMessage?: { readonly contentType: string; readonly content: string };
  readonly durationMinutes?: number;
  readonly contentTypes?: readonly string[];
  readonly responseMode?: 'COMPLETE' | 'INCREMENTAL';
  readonly persistentChat?: {
    readonly rehydrationType: 'ENTIRE_PAST_SESSION' | 'FROM_SEGMENT';
    readonly sourceContactId: string;
  };
  readonly relatedContactId?: string;
  readonly segmentAttributes?: Readonly<Record<string, unknown>>;
  readonly customerId?: string;
  readonly disconnectOnCustomerExit?: readonly string[];
  readonly description?: string;
  readonly references?: Readonly<Record<string, unknown>>;
  readonly allowedCapabilities?: Readonly<Record<string, unknown>>;
}

/** A whole conversation: one or more segments, its people and everything that was said. */
export interface Conversation {
  /** The initial contact's id. */
  readonly id: string;
  readonly start: StartContact;
  /** Oldest first; the last one is the current segment. Never empty. */
  readonly segments: Contact[];
  readonly participants: Participant[];
  /** What GetTranscript knows of this chat, oldest first. */
  readonly transcript: Item[];
  /** Items of earlier chats it continues, oldest first. */
  readonly history: Item[];
  /** The last segment of the chat it continues, once it was decided. */
  continuedFrom?: string;
  readonly attributes: Record<string, string>;
  readonly contentTypes: ReadonlySet<string>;
  readonly files: Map<string, StoredFile>;
  /** What the agents' side received, in order of arrival. */
  readonly agentLog: { readonly at: number; readonly item: Item }[];
  /** Named deadlines that are running, each with its stop. */
  readonly deadlines: Map<string, () => void>;
  /** Set for a WebRTC contact. */
  readonly call?: CallState;
  /** Sign-in that was asked for: session id → when it was asked (ms). */
  readonly signIns: Map<string, number>;
  /** True from the moment the customer asked for the end. */
  ending: boolean;
  /** True once chat.ended was said. */
  over: boolean;
}

/** The segment a conversation is in. */
export function currentContact(conversation: Conversation): Contact {
  const last = conversation.segments.at(-1);
  if (!last) throw new Error('A conversation always has a segment.');
  return last;
}

/** The customer of a conversation (the first one, where several were invited). */
export function customerOf(conversation: Conversation): Participant {
  const customer = conversation.participants.find((one) => one.role === 'CUSTOMER');
  if (!customer) throw new Error('A conversation always has a customer.');
  return customer;
}

/** The agent who is in the conversation now, if any. */
export function agentOf(conversation: Conversation): Participant | undefined {
  return conversation.participants.find((one) => one.role === 'AGENT' && one.state === 'joined');
}
