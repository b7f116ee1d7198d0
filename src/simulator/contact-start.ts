import {
  contentType,
  type Contact,
  type Conversation,
  type Item,
  type Participant,
  type StartContact,
} from './contact.js';
import { expectMedia, newCall } from './contact-call.js';
import { endConversation } from './contact-end.js';
import { addParticipant } from './contact-people.js';
import { addSegment, enqueue } from './contact-segment.js';
import type { World } from './world.js';

export interface Started {
  readonly conversation: Conversation;
  readonly contact: Contact;
  readonly participant: Participant;
  readonly participantToken: string;
}

const defaultDurationMinutes = 1500;

/**
 * Starts a contact: its first segment, its customer with a participant token, its place in the queue, its deadlines.
 * The caller has validated it and looked at `world.hasRoomFor` and `continuable`.
 */
export function startContact(world: World, start: StartContact): Started {
  const id = world.newId();
  const source = start.persistentChat && world.conversationOf(start.persistentChat.sourceContactId);
  const related = start.relatedContactId === undefined ? undefined : world.contact(start.relatedContactId);
  const conversation: Conversation = {
    id,
    start,
    segments: [],
    participants: [],
    transcript: [],
    history: source ? pastItems(source, start, id) : [],
    attributes: { ...start.attributes },
    contentTypes: new Set([contentType.text, ...(start.contentTypes ?? [])]),
    files: new Map(),
    agentLog: [],
    deadlines: new Map(),
    signIns: new Map(),
    ...(start.channel === 'VOICE' && { call: newCall() }),
    ending: false,
    over: false,
  };
  world.conversations.set(id, conversation);
  const contact = addSegment(world, conversation, {
    id,
    initiationMethod: start.channel === 'CHAT' ? 'API' : 'WEBRTC_API',
    ...(related && { relatedContactId: related.id }),
    contactAssociationId: related?.contactAssociationId ?? id,
  });
  const participant = addParticipant(world, conversation, { role: 'CUSTOMER', displayName: start.displayName });
  world.emit({ type: 'contact', conversation, change: 'started' });
  const queueAfterMs = world.faults.knobs.queueAfterSeconds * 1000;
  const queue = (): void => enqueue(world, conversation, contact, conversation.attributes['targetQueue']);
  if (queueAfterMs === 0) queue();
  else world.deadline(conversation, 'flow', queueAfterMs, queue);
  if (start.channel === 'CHAT') setDeadlines(world, conversation);
  else expectMedia(world, conversation);
  if (conversation.history.length > 0) {
    world.publish(conversation, { Type: 'EVENT', ContentType: contentType.rehydrated });
  }
  if (start.initialMessage) {
    const { contentType: ContentType, content: Content } = start.initialMessage;
    world.publish(conversation, { Type: 'MESSAGE', ContentType, Content }, participant);
  }
  return { conversation, contact, participant, participantToken: participant.token ?? '' };
}

/** A chat has to be connected in time, and does not last for ever. */
function setDeadlines(world: World, conversation: Conversation): void {
  world.deadline(conversation, 'connect', world.faults.knobs.connectWithinSeconds * 1000, () =>
    endConversation(world, conversation, 'CUSTOMER_CONNECTION_NOT_ESTABLISHED'),
  );
  world.deadline(
    conversation,
    'duration',
    (conversation.start.durationMinutes ?? defaultDurationMinutes) * 60_000,
    () => endConversation(world, conversation, 'EXPIRED'),
  );
}

/**
 * Whether a chat can be continued by PersistentChat: `unknown` id or not the initial one where that is needed, still
 * `running`, ended `tooEarly`, or `yes`.
 */
export function continuable(
  world: World,
  wish: NonNullable<StartContact['persistentChat']>,
): 'yes' | 'unknown' | 'running' | 'tooEarly' {
  const source = world.conversationOf(wish.sourceContactId);
  const ended = source?.segments.at(-1)?.disconnectTimestamp;
  if (!source || source.start.channel !== 'CHAT') return 'unknown';
  if (wish.rehydrationType === 'ENTIRE_PAST_SESSION' && world.contact(wish.sourceContactId)?.id !== source.id)
    return 'unknown';
  if (!source.over || ended === undefined) return 'running';
  return world.now() - ended < world.faults.knobs.historyReadyAfterSeconds * 1000 ? 'tooEarly' : 'yes';
}

function pastItems(source: Conversation, start: StartContact, id: string): Item[] {
  const last =
    start.persistentChat?.rehydrationType === 'FROM_SEGMENT' ? start.persistentChat.sourceContactId : undefined;
  const index = source.segments.findIndex((one) => one.id === last);
  const wanted = new Set(source.segments.slice(0, index < 0 ? undefined : index + 1).map((one) => one.id));
  const own = source.transcript.filter((item) => item.ContactId !== undefined && wanted.has(item.ContactId));
  return [...source.history, ...own].map(({ ContactId, ...item }) => ({
    ...item,
    ...(ContactId !== undefined && { RelatedContactId: ContactId }),
    InitialContactId: id,
  }));
}
