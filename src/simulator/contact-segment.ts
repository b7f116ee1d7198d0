import type { Contact, Conversation } from './contact.js';
import { placeInQueue } from './queue.js';
import { account, arn, type Queue, type World } from './world.js';

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

/** Puts a segment into a queue, by id or by name. An unknown or disabled one leads to the first queue, as no wish does. */
export function enqueue(world: World, conversation: Conversation, contact: Contact, wanted?: string): void {
  const queue = openQueue(world, wanted) ?? [...world.queues.values()][0];
  if (!queue) return;
  contact.queueId = queue.id;
  contact.enqueueTimestamp = world.now();
  world.lines.move(contact, 'waiting');
  const estimate = placeInQueue(world, contact)?.estimatedWaitSeconds;
  if (estimate !== undefined) contact.firstEstimateSeconds = estimate;
  world.emit({ type: 'contact', conversation, change: 'queued' });
}

function openQueue(world: World, wanted: string | undefined): Queue | undefined {
  if (wanted === undefined) return undefined;
  const queue = [...world.queues.values()].find((one) => [one.id, one.arn, one.name].includes(wanted));
  return queue?.status === 'ENABLED' ? queue : undefined;
}

/** Closes a segment with a reason; null is one that nobody ever learns. The agent's after-contact work begins, and ends by itself. */
export function closeSegment(world: World, contact: Contact, reason: string | null): void {
  if (contact.disconnectTimestamp !== undefined) return;
  contact.disconnectTimestamp = world.now();
  if (reason !== null) contact.disconnectReason = reason;
  world.lines.move(contact, contact.connectedToAgentTimestamp === undefined ? 'gone' : 'working');
  if (contact.connectedToAgentTimestamp === undefined) return;
  const work: { start: number; end?: number } = { start: world.now() };
  contact.afterContactWork = work;
  world.clock.after(afterContactWorkMs, () => {
    work.end = world.now();
    world.lines.move(contact, 'gone');
  });
}

/** The reason as far as the service tells it yet: it may lag behind the end, or never come. */
export function visibleDisconnectReason(world: World, contact: Contact): string | undefined {
  const lag = world.faults.knobs.disconnectReasonLagSeconds;
  if (contact.disconnectTimestamp === undefined || lag === null) return undefined;
  return world.now() >= contact.disconnectTimestamp + lag * 1000 ? contact.disconnectReason : undefined;
}
