import type { Contact, Conversation } from './contact.js';
import { placeInQueue } from './queue.js';
import { account, arn, type World } from './world.js';

const afterContactWorkMs = 30_000;

/** Opens a segment and makes it the current one. */
export function addSegment(
  world: World,
  conversation: Conversation,
  segment: Pick<Contact, 'initiationMethod' | 'contactAssociationId'> & Partial<Contact>,
): Contact {
  const id = segment.id ?? world.newId();
  const contact: Contact = {
    instanceId: account.instanceId,
    channel: conversation.start.channel,
    initialContactId: conversation.id,
    initiationTimestamp: world.now(),
    priority: 5,
    queueTimeAdjustmentSeconds: 0,
    ...segment,
    id,
    arn: arn('contact', id),
  };
  conversation.segments.push(contact);
  world.contacts.set(id, contact);
  return contact;
}

/** Puts a segment into a queue, by id or by name (default: the first queue). */
export function enqueue(world: World, conversation: Conversation, contact: Contact, wanted?: string): void {
  const queues = [...world.queues.values()];
  const queue = queues.find((one) => one.id === wanted || one.arn === wanted || one.name === wanted) ?? queues[0];
  if (!queue) return;
  contact.queueId = queue.id;
  contact.enqueueTimestamp = world.now();
  const estimate = placeInQueue(world, contact)?.estimatedWaitSeconds;
  if (estimate !== undefined) contact.firstEstimateSeconds = estimate;
  world.emit({ type: 'contact', conversation, change: 'queued' });
}

/** Closes a segment with a reason. The agent's after-contact work begins, and ends by itself. */
export function closeSegment(world: World, contact: Contact, reason: string): void {
  if (contact.disconnectTimestamp !== undefined) return;
  contact.disconnectTimestamp = world.now();
  contact.disconnectReason = reason;
  if (contact.connectedToAgentTimestamp === undefined) return;
  const work: { start: number; end?: number } = { start: world.now() };
  contact.afterContactWork = work;
  world.clock.after(afterContactWorkMs, () => (work.end = world.now()));
}

/** The reason as far as the service tells it yet: it may lag behind the end, or never come. */
export function visibleDisconnectReason(world: World, contact: Contact): string | undefined {
  const lag = world.faults.knobs.disconnectReasonLagSeconds;
  if (contact.disconnectTimestamp === undefined || lag === null) return undefined;
  return world.now() >= contact.disconnectTimestamp + lag * 1000 ? contact.disconnectReason : undefined;
}
