import type { ChatSession } from '../core/chat/session.js';
import { loadConnection } from './lazy.js';
import { sessionOver, type SessionOptions } from './sessions.js';

/**
 * A chat without any element: subscribe to `session.store`, call `start`, `send`, `end`. amazon-connect-chatjs is loaded
 * when the chat connects. The session belongs to the caller; one page can have several, one for each broker.
 */
export function createChatSession(options: SessionOptions): ChatSession {
  return sessionOver(loadConnection, options);
}
