import type { Handler } from 'hono';
import type { Capability, FeaturesBody, TicketBody } from '../../protocol/chat.js';
import { chatRequestReader } from '../chat-request.js';
import type { CheckedConfig } from '../config.js';
import type { BrokerEnv } from '../context.js';
import type { Continuer } from '../continue-chat.js';
import type { Chat, ChatWish } from '../start-chat.js';
import type { Starter } from '../starter.js';
import { startRoute, startRules, type RouteParts } from './start.js';

/** Amazon Connect ends a chat nobody subscribed to within five minutes. */
const connectWithinMs = 300_000;
/** How long Amazon Connect lets a chat live unless told otherwise. */
const defaultDurationMinutes = 25 * 60;
/** A handle outlives its chat by this many seconds, for what comes after the end. */
const afterlife = 3_600;

const interactive = 'application/vnd.amazonaws.connect.message.interactive';

type Own = Pick<TicketBody, 'expiresInMs' | 'connectWithinMs' | 'features' | 'endings' | 'waiting' | 'memory'>;

/** POST /v1/chat: one StartChatContact, answered with a ticket. */
export function chatRoute(
  parts: RouteParts,
  starter: Starter<ChatWish, Chat>,
  continuer: Continuer | undefined,
): Handler<BrokerEnv> {
  const { config } = parts;
  return startRoute(parts, {
    channel: 'chat',
    starter,
    read: chatRequestReader(startRules(config)),
    startOf: async (request, clientToken, asker) => {
      const start = {
        flowId: chatFlow(config, request.topic),
        clientToken,
        displayName: request.displayName,
        attributes: request.attributes,
        firstMessage: request.firstMessage,
        contentTypes: contentTypes(chatFeatures(config, request.capabilities), config.features.interactive),
      };
      const { continueFrom } = request;
      return continueFrom === undefined || !continuer ? start : continuer.from(continueFrom, start, asker);
    },
    own: async (chat, { capabilities, continueFrom }, { subject, origin }) => ({
      ...(await chatTicket(parts, chat, { subject, origin, capabilities })),
      ...(continueFrom !== undefined && { continued: chat.continued }),
    }),
    wishOf: ({ displayName, topic, capabilities }) => ({
      displayName: displayName === config.defaultDisplayName ? undefined : displayName,
      topic,
      capabilities,
    }),
    handleSeconds: chatHandleSeconds(config),
  });
}

/** What the ticket of a chat says beside what every ticket says. */
export async function chatTicket(
  { config, memories }: RouteParts,
  { contactId }: Chat,
  asker: {
    readonly subject: string;
    readonly origin: string;
    readonly capabilities: readonly Capability[] | undefined;
  },
): Promise<Own> {
  const { subject, origin, capabilities } = asker;
  const { persistent } = config;
  return {
    expiresInMs: chatMinutes(config) * 60_000,
    connectWithinMs,
    features: chatFeatures(config, capabilities),
    ...(config.endings && { endings: true }),
    ...(config.waiting && { waiting: true }),
    ...(persistent && { memory: await memories.sign({ contactId, subject }, origin, persistent.days) }),
  };
}

/** How long a chat may last, waiting included. */
const chatMinutes = ({ chatDurationMinutes }: CheckedConfig): number => chatDurationMinutes ?? defaultDurationMinutes;

/** How long a chat's handle holds. */
export const chatHandleSeconds = (config: CheckedConfig): number => chatMinutes(config) * 60 + afterlife;

/** The flow of a topic's chats. */
export function chatFlow({ topics, chatFlowId }: CheckedConfig, topic: string | undefined): string {
  return (topic === undefined ? undefined : topics[topic]) ?? chatFlowId;
}

/** What both the site offers and the browser can: a browser can only take away. */
export function chatFeatures(
  { features }: CheckedConfig,
  capabilities: readonly Capability[] | undefined,
): FeaturesBody {
  const can = (name: 'attachments' | 'markdown' | 'typing' | 'receipts'): boolean =>
    features[name] && (capabilities?.includes(name) ?? true);
  return {
    attachments: can('attachments'),
    markdown: can('markdown'),
    typing: can('typing'),
    receipts: can('receipts'),
    maxMessageBytes: features.maxMessageBytes,
  };
}

/** Amazon Connect refuses a list without text/plain, and a message of a type that is not in the list. */
export function contentTypes({ markdown }: FeaturesBody, lists: boolean): string[] {
  return [
    'text/plain',
    ...(markdown ? ['text/markdown'] : []),
    ...(lists ? [interactive, `${interactive}.response`] : []),
  ];
}
