import type { SharedChat } from '../core/chat/shared-chat.js';
import { loadConnection } from './lazy.js';
import { sessionOver, type SessionOptions } from './sessions.js';

/**
 * A chat without any element: subscribe to `session.store`, call `start`, `send`, `end`. amazon-connect-chatjs is loaded
 * when the chat connects. The session belongs to the caller; one page can have several, one for each broker.
 */
export function createChatSession(options: SessionOptions): SharedChat {
  return sessionOver(loadConnection, options);
}
