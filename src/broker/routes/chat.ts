import type { Handler } from 'hono';
import type { FeaturesBody, TicketBody } from '../../protocol/chat.js';
import { chatRequestReader, type ChatRequest } from '../chat-request.js';
import type { CheckedConfig } from '../config.js';
import type { ChatStart } from '../connect.js';
import type { BrokerEnv } from '../context.js';
import type { Joinable } from '../start-chat.js';
import type { Starter } from '../starter.js';
import { startRoute, startRules, type RouteParts } from './start.js';

/** Amazon Connect ends a chat nobody subscribed to within five minutes. */
const connectWithinMs = 300_000;
/** How long Amazon Connect lets a chat live unless told otherwise. */
const defaultDurationMinutes = 25 * 60;
/** A handle outlives its chat by this many seconds, for what comes after the end. */
const afterlife = 3_600;

const interactive = 'application/vnd.amazonaws.connect.message.interactive';

type Own = Pick<TicketBody, 'expiresInMs' | 'connectWithinMs' | 'features'>;

/** POST /v1/chat: one StartChatContact, answered with a ticket. */
export function chatRoute(parts: RouteParts, starter: Starter<ChatStart, Joinable>): Handler<BrokerEnv> {
  const { config } = parts;
  const minutes = config.chatDurationMinutes ?? defaultDurationMinutes;
  return startRoute(parts, {
    channel: 'chat',
    starter,
    read: chatRequestReader(startRules(config)),
    startOf: (request, clientToken) => ({
      flowId: flowFor(config, request),
      clientToken,
      displayName: request.displayName,
      attributes: request.attributes,
      firstMessage: request.firstMessage,
      contentTypes: contentTypes(featuresFor(config, request), config.features.interactive),
    }),
    own: (_contact, request): Own => ({
      expiresInMs: minutes * 60_000,
      connectWithinMs,
      features: featuresFor(config, request),
    }),
    handleSeconds: minutes * 60 + afterlife,
  });
}

function flowFor({ topics, chatFlowId }: CheckedConfig, { topic }: ChatRequest): string {
  return (topic === undefined ? undefined : topics[topic]) ?? chatFlowId;
}

/** What both the site offers and the browser can: a browser can only take away. */
function featuresFor({ features }: CheckedConfig, { capabilities }: ChatRequest): FeaturesBody {
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
function contentTypes({ markdown }: FeaturesBody, lists: boolean): string[] {
  return [
    'text/plain',
    ...(markdown ? ['text/markdown'] : []),
    ...(lists ? [interactive, `${interactive}.response`] : []),
  ];
}
