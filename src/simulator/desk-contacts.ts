import { agentOf, currentContact, customerOf, type Channel, type Conversation, type Item } from './contact.js';
import { isQueued, placeInQueue } from './queue.js';
import type { Sockets } from './sockets.js';
import type { World } from './world.js';

/** One contact as a list of an agent desk shows it. Times are milliseconds. */
export interface ContactSummary {
  /** Initial contact id. */
  readonly contactId: string;
  /** The segment it is in now. */
  readonly segmentId: string;
  readonly channel: Channel;
  readonly customer: string;
  /** `waiting` in a queue, `active` with an agent, `flow` = with neither, `over`. */
  readonly state: 'waiting' | 'active' | 'flow' | 'over';
  readonly queue: { readonly id: string; readonly name: string } | null;
  /** 1 is next; null when it does not wait. */
  readonly position: number | null;
  /** Since 1970. */
  readonly startedAt: number;
  /** How long it has waited, or had waited when an agent took it. */
  readonly waitedMs: number;
  readonly agent: string | null;
  /** Whether the agent was marked as away. */
  readonly agentAway: boolean;
  /** Whether the agent's network is gone. */
  readonly agentLost: boolean;
  /** Whether the customer has ever been connected, and how many sockets are open now. */
  readonly customerConnected: boolean;
  readonly sockets: number;
  readonly lastMessage: Item | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly disconnectReason: string | null;
}

/** What the desk shows of one conversation. */
export function summarise(world: World, sockets: Sockets, conversation: Conversation): ContactSummary {
  const contact = currentContact(conversation);
  const customer = customerOf(conversation);
  const agent = agentOf(conversation);
  const queue = contact.queueId === undefined ? undefined : world.queues.get(contact.queueId);
  const waited =
    (contact.connectedToAgentTimestamp ?? contact.disconnectTimestamp ?? world.now()) -
    (contact.enqueueTimestamp ?? world.now());
  return {
    contactId: conversation.id,
    segmentId: contact.id,
    channel: contact.channel,
    customer: customer.displayName,
    state: conversation.over ? 'over' : agent ? 'active' : isQueued(contact) ? 'waiting' : 'flow',
    queue: queue ? { id: queue.id, name: queue.name } : null,
    position: placeInQueue(world, contact)?.position ?? null,
    startedAt: conversation.segments[0]?.initiationTimestamp ?? contact.initiationTimestamp,
    waitedMs: Math.max(0, waited),
    agent: agent?.displayName ?? null,
    agentAway: agent?.idle === true,
    agentLost: conversation.deadlines.has('agent loss'),
    customerConnected: customer.state === 'joined',
    sockets: sockets.list({ contactId: conversation.id }).length,
    lastMessage: conversation.transcript.findLast((one) => one.Type === 'MESSAGE') ?? null,
    attributes: conversation.attributes,
    disconnectReason: contact.disconnectReason ?? null,
  };
}
