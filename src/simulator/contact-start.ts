import { contentType, type Contact, type Conversation, type Participant, type StartContact } from './contact.js';
import { expectMedia, newCall } from './contact-call.js';
import { endConversation } from './contact-end.js';
import { rehydrate } from './contact-history.js';
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
  const related = start.relatedContactId === undefined ? undefined : world.contact(start.relatedContactId);
  const conversation: Conversation = {
    id,
    start,
    segments: [],
    participants: [],
    transcript: [],
    history: [],
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
  if (start.persistentChat) rehydrate(world, conversation, start.persistentChat);
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
