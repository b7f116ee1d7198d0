import type { Handler } from 'hono';
import type { FeaturesBody, TicketBody } from '../../protocol/chat.js';
import { chatRequestReader, type ChatRequest } from '../chat-request.js';
import { clientToken, firstVisitor } from '../client-token.js';
import type { CheckedConfig } from '../config.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import type { Handles } from '../guards/handle.js';
import type { RateGuard } from '../guards/rate.js';
import type { Visitors } from '../guards/visitor.js';
import { Refusal } from '../refusal.js';
import type { ChatStarter } from '../start-chat.js';

export interface ChatRouteParts {
  readonly config: CheckedConfig;
  readonly starter: ChatStarter;
  readonly rate: RateGuard;
  readonly handles: Handles;
  readonly visitors: Visitors;
}

/** Amazon Connect ends a chat nobody subscribed to within five minutes. */
const connectWithinMs = 300_000;
/** How long Amazon Connect lets a chat live unless told otherwise. */
const defaultDurationMinutes = 25 * 60;
/** A handle outlives its chat by this many seconds, for what comes after the end. */
const afterlife = 3_600;

const interactive = 'application/vnd.amazonaws.connect.message.interactive';

/** POST /v1/chat: one StartChatContact, answered with a ticket. */
export function chatRoute({ config, starter, rate, handles, visitors }: ChatRouteParts): Handler<BrokerEnv> {
  const { topics, attributes, defaultDisplayName, region, participantEndpoint } = config;
  const readRequest = chatRequestReader({ topics: Object.keys(topics), attributes, defaultDisplayName });
  const { secret } = config.keys[0];
  const minutes = config.chatDurationMinutes ?? defaultDurationMinutes;

  return async (context) => {
    const { origin, network } = context.var;
    if (origin === undefined) throw new Refusal('token/forbidden');
    const note = (fields: BrokerEnv['Variables']['noted']): void =>
      context.set('noted', { ...context.var.noted, ...fields });

    const ticket = await within(config.startDeadlineMs, async (signal): Promise<TicketBody> => {
      const request = readRequest(await readJson(context.req.raw, signal));
      const { idempotencyKey, displayName, firstMessage } = request;
      const known = request.visitor === undefined ? undefined : await visitors.verify(request.visitor);
      const subject = known ?? firstVisitor(secret, origin, idempotencyKey);
      const intent = clientToken(secret, { channel: 'chat', subject, idempotencyKey });
      rate.admitStart({ address: network.bucket, subject, intent });

      const features = featuresFor(config, request);
      const start = {
        flowId: flowFor(config, request),
        clientToken: intent,
        displayName,
        attributes: request.attributes,
        firstMessage,
        contentTypes: contentTypes(features, config.features.interactive),
      };
      const chat = await starter.start(start, signal, ({ operation, error, awsRequestId, attempts }) =>
        note({ operation, error, awsRequestId, attempts }),
      );
      note({ contactId: chat.contactId });
      const claims = { contactId: chat.contactId, participantId: chat.participantId, subject, origin } as const;
      return {
        ...chat,
        region,
        endpoint: participantEndpoint,
        handle: await handles.sign({ ...claims, channel: 'chat' }, minutes * 60 + afterlife),
        visitor: await visitors.sign(subject),
        expiresInMs: minutes * 60_000,
        connectWithinMs,
        features,
      };
    });
    return context.json(ticket);
  };
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
