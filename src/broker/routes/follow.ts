import type { TicketBody } from '../../protocol/chat.js';
import type { CheckedConfig } from '../config.js';
import type { ChatStart } from '../connect.js';
import type { HandleClaims, Since } from '../guards/handle.js';
import type { Places } from '../places.js';
import type { Chat, ChatWish } from '../start-chat.js';
import type { OnFailure, Starter } from '../starter.js';
import { chatFeatures, chatFlow, chatHandleSeconds, chatTicket, contentTypes } from './chat.js';
import { ticketFor, type RouteParts } from './start.js';

export interface Follower {
  readonly claims: HandleClaims;
  readonly start: ChatWish;
  /** Seconds of waiting to be credited. */
  readonly credit: number;
  /** The segment whose conversation the agent should be able to read. */
  readonly from: string | undefined;
}

export interface Followed {
  readonly chat: Chat;
  readonly ticket: TicketBody;
  readonly placeKept: boolean;
}

/** Begins the chats that follow another contact of the same customer, and keeps their place. */
export interface FollowerStarter {
  follow(follower: Follower, signal: AbortSignal, onFailure: OnFailure): Promise<Followed>;
}

export function createFollowerStarter(
  parts: RouteParts,
  starter: Starter<ChatWish, Chat>,
  places: Places,
): FollowerStarter {
  return {
    async follow({ claims, start, credit, from }, signal, onFailure) {
      const chat = await starter.start(start, signal, onFailure);
      const placeKept = await places.credit(chat.contactId, credit, signal, onFailure);
      const since: Since = { from: chat.continued ? undefined : from, credit, owed: !placeKept };
      const { channel, subject, origin, wish } = claims;
      const next = { channel, subject, origin, wish, since };
      const basics = await ticketFor(parts, chat, next, chatHandleSeconds(parts.config));
      const own = await chatTicket(parts, chat, { subject, origin, capabilities: wish?.capabilities });
      return { chat, ticket: { ...basics, ...own }, placeKept };
    },
  };
}

/** What starts a chat that follows the one a handle names: the same flow, name and features, in `queueId` if one is named. */
export function followingStart(
  config: CheckedConfig,
  { wish }: HandleClaims,
  clientToken: string,
  { queueId, ...origin }: { readonly queueId: string | undefined } & Readonly<Record<string, string | undefined>>,
): ChatStart {
  const attributes = { ...origin, targetQueue: queueId };
  return {
    flowId: chatFlow(config, wish?.topic),
    clientToken,
    displayName: wish?.displayName ?? config.defaultDisplayName,
    attributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    firstMessage: undefined,
    contentTypes: contentTypes(chatFeatures(config, wish?.capabilities), config.features.interactive),
  };
}
