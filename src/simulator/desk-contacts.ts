import {
  agentOf,
  currentContact,
  customerOf,
  type CallState,
  type Channel,
  type Conversation,
  type Item,
} from './contact.js';
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
  /** What there is to a call; null for a chat. */
  readonly call: CallSummary | null;
}

/** A call as the desk shows it. Unless said otherwise it is about the customer's side. */
export interface CallSummary {
  /** What each side may send; the only value is SEND, absent means forbidden. */
  readonly allowed: Readonly<Record<'customer' | 'agent', { readonly video: boolean; readonly screenShare: boolean }>>;
  /** Whether the customer's media was ever there. */
  readonly arrived: boolean;
  readonly camera: boolean;
  readonly muted: boolean;
  readonly sharing: boolean;
  readonly held: boolean;
  /** Whether the agent allowed the customer to share a screen. */
  readonly shareAllowed: boolean;
  /** `down` while an outage of the customer's network lasts. */
  readonly network: 'up' | 'down';
  /** What the agent in the call sends: a recording, or what their own page sends. */
  readonly agentMedia: 'synthetic' | 'own' | null;
  /** The synthetic agent as it is meant to be. */
  readonly agent: { readonly muted: boolean; readonly camera: boolean; readonly sharing: boolean };
  /** Digits the customer pressed, in order. */
  readonly digits: string;
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
    call: conversation.call ? summariseCall(conversation, conversation.call) : null,
  };
}

function summariseCall(conversation: Conversation, call: CallState): CallSummary {
  const { arrived, camera, muted, sharing, held, shareAllowed, network, digits } = call;
  return {
    allowed: { customer: allowedTo(conversation, 'Customer'), agent: allowedTo(conversation, 'Agent') },
    arrived,
    camera,
    muted,
    sharing,
    held,
    shareAllowed,
    network: network.signaling === 'up' && network.media === 'up' ? 'up' : 'down',
    agentMedia: agentOf(conversation)?.media ?? null,
    agent: { ...call.agent },
    digits,
  };
}

function allowedTo({ start }: Conversation, side: 'Customer' | 'Agent'): { video: boolean; screenShare: boolean } {
  const given = start.allowedCapabilities?.[side] as Readonly<Record<string, string>> | undefined;
  return { video: given?.['Video'] === 'SEND', screenShare: given?.['ScreenShare'] === 'SEND' };
}
