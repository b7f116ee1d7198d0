import { agentOf, contentType, customerOf, type Conversation, type Participant } from './contact.js';
import { leave } from './contact-people.js';
import { endConversation } from './contact-end.js';
import type { World } from './world.js';

/**
 * Runs the idle timers of every conversation while agent and customer are both there. A message of somebody ends that
 * person's idleness; auto-disconnection removes everybody but the customer. Returns the stop.
 */
export function watchIdleness(world: World): () => void {
  return world.on((event) => {
    if (event.type !== 'contact' && event.type !== 'published') return;
    const { conversation } = event;
    if (event.type === 'contact') {
      if (event.change === 'agent network' || event.change === 'routed') return;
      const both = agentOf(conversation) && customerOf(conversation).state === 'joined';
      for (const one of conversation.participants) {
        if (both && one.state === 'joined') begin(world, conversation, one);
        else stop(world, conversation, one);
      }
      return;
    }
    const { item } = event;
    const speaker = item.ParticipantId === undefined ? undefined : world.participant(conversation, item.ParticipantId);
    if (!speaker || (item.Type !== 'MESSAGE' && item.Type !== 'ATTACHMENT')) return;
    if (speaker.idle) {
      speaker.idle = false;
      world.publish(conversation, { Type: 'EVENT', ContentType: contentType.returned }, speaker);
    }
    if (conversation.deadlines.has(`disconnect ${speaker.id}`) || conversation.deadlines.has(`idle ${speaker.id}`)) {
      begin(world, conversation, speaker);
    }
  });
}

/** Says that somebody is idle, or is back. */
export function markIdle(world: World, conversation: Conversation, who: Participant, idle: boolean): void {
  if (who.state !== 'joined' || (who.idle ?? false) === idle) return;
  who.idle = idle;
  world.publish(conversation, { Type: 'EVENT', ContentType: idle ? contentType.idle : contentType.returned }, who);
}

function begin(world: World, conversation: Conversation, who: Participant): void {
  const timers = who.role === 'AGENT' || who.role === 'CUSTOMER' ? world.idleTimers[who.role] : undefined;
  const { idleMinutes, disconnectMinutes } = timers ?? {};
  world.deadline(conversation, `idle ${who.id}`, minutes(idleMinutes), () => markIdle(world, conversation, who, true));
  world.deadline(conversation, `disconnect ${who.id}`, minutes(disconnectMinutes), () => {
    world.publish(conversation, { Type: 'EVENT', ContentType: contentType.autodisconnection }, who);
    for (const one of conversation.participants) if (one.role !== 'CUSTOMER') leave(world, conversation, one);
    endConversation(world, conversation, 'IDLE_DISCONNECT');
  });
}

function stop(world: World, conversation: Conversation, who: Participant): void {
  world.deadline(conversation, `idle ${who.id}`);
  world.deadline(conversation, `disconnect ${who.id}`);
}

function minutes(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 60_000;
}
