import type { Contact, Conversation, Item, Role } from '../contact.js';
import { epochSeconds } from './time.js';

/** The ChatMetrics of one segment: who wrote how much, and how fast the agent answered first. */
export function chatMetrics(conversation: Conversation, contact: Contact): Readonly<Record<string, unknown>> {
  const messages = conversation.transcript.filter((item) => item.Type === 'MESSAGE' && item.ContactId === contact.id);
  const of = (...roles: readonly Role[]): readonly Item[] =>
    messages.filter((item) => item.ParticipantRole !== undefined && roles.includes(item.ParticipantRole));
  const agents = of('AGENT');
  const bots = of('SYSTEM', 'CUSTOM_BOT');
  const joined = contact.connectedToAgentTimestamp;
  const first = agents[0] && Date.parse(agents[0].AbsoluteTime);
  return {
    ChatContactMetrics: {
      MultiParty: conversation.participants.filter((one) => one.role !== 'SYSTEM').length > 2,
      TotalMessages: messages.length,
      TotalBotMessages: bots.length,
      TotalBotMessageLengthInChars: characters(bots),
      ...(first !== undefined &&
        joined !== undefined && {
          AgentFirstResponseTimestamp: epochSeconds(first),
          AgentFirstResponseTimeInMillis: Math.max(0, first - joined),
        }),
    },
    ...(joined !== undefined && { AgentMetrics: participantMetrics('AGENT', agents) }),
    CustomerMetrics: participantMetrics('CUSTOMER', of('CUSTOMER')),
  };
}

function participantMetrics(role: 'AGENT' | 'CUSTOMER', items: readonly Item[]): Readonly<Record<string, unknown>> {
  const last = items.at(-1);
  return {
    ParticipantType: role,
    MessagesSent: items.length,
    MessageLengthInChars: characters(items),
    ...(last && {
      ParticipantId: last.ParticipantId,
      LastMessageTimestamp: epochSeconds(Date.parse(last.AbsoluteTime)),
    }),
  };
}

function characters(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + [...(item.Content ?? '')].length, 0);
}
