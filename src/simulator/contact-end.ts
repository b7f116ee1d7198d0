import { agentOf, contentType, currentContact, type Contact, type Conversation, type Participant } from './contact.js';
import type { DisconnectReason } from './disconnect-reasons.js';
import { leave, systemSays } from './contact-people.js';
import { addSegment, closeSegment, enqueue } from './contact-segment.js';
import type { World } from './world.js';

/** A reason of any list, or one that no list has yet; null = nobody ever learns why. */
export type EndReason = DisconnectReason | (string & {}) | null;

const surveyMs = 600_000;

/** The whole conversation is over: chat.ended is said, every token of its people is worth nothing any more. */
export function endConversation(world: World, conversation: Conversation, reason: EndReason): void {
  if (conversation.over) return;
  for (const name of [...conversation.deadlines.keys()]) world.deadline(conversation, name);
  closeSegment(world, currentContact(conversation), reason);
  conversation.over = true;
  world.publish(conversation, { Type: 'EVENT', ContentType: contentType.ended });
  for (const participant of conversation.participants) {
    participant.state = 'left';
    world.tokens.revokeAll(participant.id, 'participant', 'connection', 'socket', 'upload', 'view');
  }
  world.emit({ type: 'contact', conversation, change: 'ended' });
}

/**
 * The customer asked for the end. With DisconnectOnCustomerExit AGENT only the agent goes, and the customer stays for the
 * disconnect flow; otherwise the customer leaves, and chat.ended follows after the knob's delay.
 */
export function customerEnds(world: World, conversation: Conversation, customer: Participant): void {
  if (conversation.ending || conversation.over) return;
  const keepsCustomer = conversation.start.disconnectOnCustomerExit?.includes('AGENT') === true;
  if (keepsCustomer && agentOf(conversation)) {
    endAgentPart(world, conversation, 'CUSTOMER_DISCONNECT');
    return;
  }
  conversation.ending = true;
  leave(world, conversation, customer);
  world.emit({ type: 'contact', conversation, change: 'ending' });
  afterPause(world, conversation, world.faults.of(conversation.id).chatEndedDelayMs, () =>
    endConversation(world, conversation, 'CUSTOMER_DISCONNECT'),
  );
}

/** The agent's part is over: the agent leaves, and the disconnect flow has the customer, if there is one. */
export function endAgentPart(world: World, conversation: Conversation, reason: EndReason): void {
  if (conversation.over) return;
  const agent = agentOf(conversation);
  if (agent) leave(world, conversation, agent);
  world.deadline(conversation, 'agent loss');
  const { disconnectFlow, disconnectFlowSeconds } = world.faults.of(conversation.id);
  // Nobody could read the question in a call.
  const flow = conversation.call && disconnectFlow === 'survey' ? 'none' : disconnectFlow;
  if (flow === 'none' || conversation.ending) {
    afterPause(world, conversation, conversation.ending ? 0 : world.faults.of(conversation.id).chatEndedDelayMs, () =>
      endConversation(world, conversation, reason),
    );
    return;
  }
  const before = currentContact(conversation);
  closeSegment(world, before, reason);
  const segment = addSegment(world, conversation, {
    initiationMethod: 'DISCONNECT',
    previousContactId: before.id,
    contactAssociationId: before.contactAssociationId,
  });
  before.nextContactId = segment.id;
  if (flow === 'survey') return askForRating(world, conversation);
  if (flow === 'requeue') {
    systemSays(world, conversation, 'Your agent lost the connection. We are finding somebody else for you.');
    // Who waited once need not wait as long again.
    segment.queueTimeAdjustmentSeconds = before.queueTimeAdjustmentSeconds + waitedSeconds(before);
  }
  afterPause(world, conversation, disconnectFlowSeconds * 1000, () => {
    if (flow === 'requeue') enqueue(world, conversation, segment, before.queueId);
    else endConversation(world, conversation, 'CONTACT_FLOW_DISCONNECT');
  });
}

function waitedSeconds({ enqueueTimestamp, connectedToAgentTimestamp }: Contact): number {
  if (enqueueTimestamp === undefined || connectedToAgentTimestamp === undefined) return 0;
  return Math.round((connectedToAgentTimestamp - enqueueTimestamp) / 1000);
}

/** The agent's network is gone. Nobody notices for a while; unless it comes back by then, the agent's part ends. */
export function loseAgent(world: World, conversation: Conversation): void {
  world.deadline(conversation, 'agent loss', world.faults.of(conversation.id).agentLossNoticedAfterSeconds * 1000, () =>
    endAgentPart(world, conversation, 'AGENT_NETWORK_DISCONNECT'),
  );
  world.emit({ type: 'contact', conversation, change: 'agent network' });
}

/** The agent's network is there again, in time. */
export function recoverAgent(world: World, conversation: Conversation): void {
  world.deadline(conversation, 'agent loss');
  world.emit({ type: 'contact', conversation, change: 'agent network' });
}

function askForRating(world: World, conversation: Conversation): void {
  const question = 'Did we help you today?';
  if (conversation.contentTypes.has(contentType.interactive)) {
    const content = { title: question, elements: [{ title: 'Yes' }, { title: 'No' }] };
    const card = { templateType: 'QuickReply', version: '1.0', data: { content } };
    systemSays(world, conversation, JSON.stringify(card), contentType.interactive);
  } else systemSays(world, conversation, `${question} (yes / no)`);
  const stop = world.on((event) => {
    if (event.type !== 'published' || event.conversation !== conversation) return;
    if (event.item.ParticipantRole !== 'CUSTOMER' || event.item.Type !== 'MESSAGE') return;
    done();
    systemSays(world, conversation, 'Thank you. Good-bye!');
    endConversation(world, conversation, 'CONTACT_FLOW_DISCONNECT');
  });
  const done = (): void => {
    stop();
    world.deadline(conversation, 'survey');
  };
  world.deadline(conversation, 'survey', surveyMs, () => {
    done();
    endConversation(world, conversation, 'CONTACT_FLOW_DISCONNECT');
  });
}

function afterPause(world: World, conversation: Conversation, ms: number, task: () => void): void {
  if (ms === 0) task();
  else world.deadline(conversation, 'chat ended', ms, task);
}
