import type { Contact, Conversation } from '../contact.js';
import type { WorkRequest } from '../work-request.js';
import { serviceError } from '../wire.js';
import { account, arn, type Queue, type World } from '../world.js';

/** Throws unless this is the one instance there is, by id or ARN. */
export function requireInstance(instanceId: string): void {
  if (instanceId !== account.instanceId && instanceId !== arn(undefined)) throw notFound('Instance');
}

/** Throws unless this is the one flow there is, by id or ARN. */
export function requireFlow(contactFlowId: string): void {
  const known = contactFlowId === account.contactFlowId || contactFlowId === arn('contact-flow', account.contactFlowId);
  if (!known) throw notFound('Contact flow');
}

export interface Found {
  readonly contact: Contact;
  readonly conversation: Conversation;
}

/** A segment and its conversation, by id or ARN. Throws ResourceNotFoundException. */
export function requireContact(world: World, contactId: string): Found {
  const contact = world.contact(contactId);
  const conversation = contact && world.conversations.get(contact.initialContactId);
  if (!conversation || (contactId !== contact.id && contactId !== contact.arn)) throw notFound('Contact');
  return { contact, conversation };
}

/** A queue by id or ARN. Throws ResourceNotFoundException. */
export function requireQueue(world: World, queueId: string): Queue {
  const queue = [...world.queues.values()].find((one) => one.id === queueId || one.arn === queueId);
  if (!queue) throw notFound('Queue');
  return queue;
}

/** A segment, or something that is only recorded (a task, an e-mail), by id or ARN. Throws ResourceNotFoundException. */
export function requireAnyContact(world: World, contactId: string): Contact | WorkRequest {
  return world.request(contactId) ?? requireContact(world, contactId).contact;
}

/** A conversation by the id of its first segment. Throws ResourceNotFoundException for any later segment, too. */
export function requireInitialContact(world: World, initialContactId: string): Found {
  const found = requireContact(world, initialContactId);
  if (found.contact.id !== found.conversation.id) throw notFound('Initial contact');
  return found;
}

export function notFound(what: string): Error {
  return serviceError('ResourceNotFoundException', `${what} not found.`);
}
