import type { Receipt } from '../../core/chat/ports.js';
import type { Content, Item, NoticeKind, Person, Role } from '../../core/chat/state.js';
import { interactiveText, responseText, selectionText } from './interactive.js';
import type { RawItem } from './ports.js';

/** What one item of the service means to us. */
export type Heard =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'typing'; readonly person: Person }
  | { readonly kind: 'renamed'; readonly person: Person }
  /** Somebody got, or read, what this customer said. */
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** The past conversation is in the transcript now. */
  | { readonly kind: 'rehydrated' }
  /** The client says the chat has ended and the service never did: it takes any 403 on a reconnect for an end. */
  | { readonly kind: 'end-suspected' }
  | { readonly kind: 'nothing' };

export interface NormaliseContext {
  readonly contactId: string;
  readonly participantId: string;
  /** Stands in where the service's time cannot be read. Milliseconds since 1970. */
  readonly now: number;
}

const eventPrefix = 'application/vnd.amazonaws.connect.event.';
const messagePrefix = 'application/vnd.amazonaws.connect.message.';

/** Events that become a line in the conversation. All others show nothing. */
const notices: Readonly<Record<string, NoticeKind>> = {
  'participant.joined': 'joined',
  'participant.left': 'left',
  'participant.invited': 'invited',
  'participant.idle': 'idle',
  'participant.returned': 'returned',
  'participant.autodisconnection': 'auto-disconnected',
  'transfer.succeeded': 'transferred',
  'transfer.failed': 'transfer-failed',
  'chat.ended': 'ended',
};

const roles: Readonly<Record<string, Role>> = {
  AGENT: 'agent',
  CUSTOMER: 'customer',
  CUSTOM_BOT: 'bot',
  SUPERVISOR: 'supervisor',
  SYSTEM: 'system',
};

const nothing: Heard = { kind: 'nothing' };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const record = (value: unknown): RawItem => (typeof value === 'object' && value !== null ? (value as RawItem) : {});

/**
 * Turns one item of the socket or the transcript (Item of the Participant Service API) into ours. Total and pure:
 * whatever comes, it never throws, and what nobody can draw becomes `unsupported` or nothing.
 */
export function normalise(raw: RawItem, context: NormaliseContext): Heard {
  const contentType = text(raw['ContentType']);
  if (raw['Type'] === 'MESSAGEMETADATA') {
    const receipt = receiptIn(raw, (recipient) => recipient !== context.participantId);
    return receipt ? { kind: 'receipt', receipt } : nothing;
  }
  if (contentType.startsWith(eventPrefix)) return event(contentType.slice(eventPrefix.length), raw, context);
  const content = messageContent(contentType, raw);
  const id = text(raw['Id']);
  if (!content || id === '') return nothing;
  const from = person(raw);
  // In an earlier chat this customer was another participant, and the only customer there.
  const wasOwn = from.role === 'customer' && isEarlier(raw);
  const own = wasOwn || (from.id !== '' && from.id === context.participantId);
  return { kind: 'item', item: { kind: 'message', ...identity(id, raw, context), from, own, content } };
}

function event(name: string, raw: RawItem, context: NormaliseContext): Heard {
  const who = person(raw);
  if (name === 'typing') return who.id === context.participantId ? nothing : { kind: 'typing', person: who };
  if (name === 'participant.displayname.updated') return who.name ? { kind: 'renamed', person: who } : nothing;
  if (name === 'chat.rehydrated') return { kind: 'rehydrated' };
  const what = notices[name];
  const id = text(raw['Id']);
  if (what === 'ended' && id === '') return { kind: 'end-suspected' };
  if (!what || id === '') return nothing;
  const about = who.id === '' && who.name === undefined ? undefined : who;
  return { kind: 'item', item: { kind: 'notice', ...identity(id, raw, context), what, person: about } };
}

/**
 * What the service knows of how far a message came, from what rides on it in a transcript, or comes by itself. `by`: of
 * whose receipts.
 */
export function receiptIn(raw: RawItem, by: (recipient: string) => boolean): Receipt | undefined {
  const metadata = record(raw['MessageMetadata']);
  const messageId = text(metadata['MessageId']) || (raw['Type'] === 'MESSAGEMETADATA' ? '' : text(raw['Id']));
  const receipts = Array.isArray(metadata['Receipts']) ? (metadata['Receipts'] as unknown[]).map(record) : [];
  const theirs = receipts.filter((each) => by(text(each['RecipientParticipantId'])));
  const has = (stamp: string): boolean => theirs.some((each) => text(each[stamp]) !== '');
  if (messageId === '' || !(has('ReadTimestamp') || has('DeliveredTimestamp'))) return undefined;
  return { kind: has('ReadTimestamp') ? 'read' : 'delivered', messageId };
}

/** What a transcript knows of receipts: those of others for the items of `me`, and those of `me` for theirs. */
export function receiptsIn(items: readonly RawItem[], me: string | undefined): Record<'seen' | 'told', Receipt[]> {
  const isMe = (recipient: string): boolean => recipient === me;
  const of = (raws: readonly RawItem[], by: (recipient: string) => boolean): Receipt[] =>
    raws.flatMap((raw) => receiptIn(raw, by) ?? []);
  const mine = items.filter((raw) => raw['ParticipantId'] === me || raw['Type'] === 'MESSAGEMETADATA');
  return { seen: of(mine, (recipient) => !isMe(recipient)), told: of(items, isMe) };
}

/** Undefined: nothing to show. Attachments carry no content type of their own, so their `Type` decides. */
function messageContent(contentType: string, raw: RawItem): Content | undefined {
  const body = text(raw['Content']);
  if (raw['Type'] === 'ATTACHMENT') return attachmentContent(raw['Attachments']);
  // Receipts come as items of their own, and ride on messages in a transcript.
  if (raw['Type'] !== 'MESSAGE' && raw['Type'] !== undefined) return undefined;
  switch (contentType) {
    case 'text/plain':
    case 'text/markdown':
      return { kind: 'text', text: selectionText(body) ?? body };
    case `${messagePrefix}interactive`:
      return { kind: 'unsupported', contentType, text: interactiveText(body) };
    case `${messagePrefix}interactive.response`: {
      const label = responseText(body);
      return label === undefined ? undefined : { kind: 'text', text: label };
    }
    default:
      return { kind: 'unsupported', contentType, text: undefined };
  }
}

const fileStates: Readonly<Record<string, Extract<Content, { readonly kind: 'file' }>['status']>> = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
};

/** The service sends files one at a time. One whose state nobody knows is not offered. */
function attachmentContent(attachments: unknown): Content {
  const file = record(Array.isArray(attachments) ? attachments[0] : undefined);
  const [attachmentId, name] = [text(file['AttachmentId']), text(file['AttachmentName'])];
  const contentType = text(file['ContentType']) || 'application/octet-stream';
  if (attachmentId === '') return { kind: 'unsupported', contentType, text: name || undefined };
  const status = fileStates[text(file['Status'])] ?? 'scanning';
  return { kind: 'file', text: name, attachmentId, file: { name, contentType, size: undefined }, status };
}

/** Only items of an earlier chat name a contact of their own (RelatedContactId) in place of this one's. */
const isEarlier = (raw: RawItem): boolean => text(raw['ContactId']) === '' && text(raw['RelatedContactId']) !== '';

function identity(id: string, raw: RawItem, { contactId, now }: NormaliseContext) {
  const at = Date.parse(text(raw['AbsoluteTime']));
  return {
    key: id,
    id,
    // A ContactId is this chat's, or that of its part after a transfer.
    contactId: isEarlier(raw) ? text(raw['RelatedContactId']) : contactId,
    at: Number.isNaN(at) ? now : at,
  };
}

/** A Lex bot speaks as SYSTEM with the name BOT. */
function person(raw: RawItem): Person {
  const name = text(raw['DisplayName']) || undefined;
  const role = roles[text(raw['ParticipantRole'])] ?? 'system';
  return { id: text(raw['ParticipantId']), role: role === 'system' && name === 'BOT' ? 'bot' : role, name };
}
