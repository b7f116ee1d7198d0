import { agentOf, contentType, currentContact, type Contact, type Conversation, type Participant } from './contact.js';
import { addParticipant, join, leave } from './contact-people.js';
import { addSegment, closeSegment, enqueue } from './contact-segment.js';
import { isQueued } from './queue.js';
import { arn, type World } from './world.js';

/**
 * An agent takes the contact out of its queue and joins; into a call with media of the given kind. Undefined when it no
 * longer waits there.
 */
export function acceptContact(
  world: World,
  conversation: Conversation,
  agentName: string,
  media: 'synthetic' | 'own' = 'synthetic',
): Participant | undefined {
  const contact = currentContact(conversation);
  if (!isQueued(contact)) return undefined;
  return seatAgent(world, conversation, contact, agentName, media);
}

export type TransferTarget = { readonly queue: string } | { readonly agent: string } | { readonly fails: true };

/**
 * The agent hands the contact over: to a queue, to another agent who takes it at once, or to nobody (transfer.failed, and
 * the agent stays). Returns the new segment, undefined when it failed.
 */
export function transferContact(world: World, conversation: Conversation, target: TransferTarget): Contact | undefined {
  const agent = agentOf(conversation);
  if (!agent || conversation.over) return undefined;
  if ('fails' in target) {
    world.publish(conversation, { Type: 'EVENT', ContentType: contentType.transferFailed }, agent);
    return undefined;
  }
  const before = currentContact(conversation);
  world.publish(conversation, { Type: 'EVENT', ContentType: contentType.transferSucceeded }, agent);
  leave(world, conversation, agent);
  closeSegment(world, before, 'AGENT_DISCONNECT');
  world.deadline(conversation, 'agent loss');
  const segment = addSegment(world, conversation, {
    initiationMethod: 'queue' in target ? 'QUEUE_TRANSFER' : 'TRANSFER',
    previousContactId: before.id,
    contactAssociationId: before.contactAssociationId,
  });
  before.nextContactId = segment.id;
  world.emit({ type: 'contact', conversation, change: 'transferred' });
  if ('queue' in target) enqueue(world, conversation, segment, target.queue);
  else seatAgent(world, conversation, segment, target.agent);
  return segment;
}

function seatAgent(
  world: World,
  conversation: Conversation,
  contact: Contact,
  name: string,
  media: 'synthetic' | 'own' = 'synthetic',
): Participant {
  const agent = addParticipant(world, conversation, { role: 'AGENT', displayName: name });
  if (conversation.call) agent.media = media;
  contact.agentId = arn('agent', agent.id);
  contact.connectedToAgentTimestamp = world.now();
  world.lines.move(contact, 'talking');
  join(world, conversation, agent);
  world.emit({ type: 'contact', conversation, change: 'accepted' });
  return agent;
}
