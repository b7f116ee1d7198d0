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

export type { SessionOptions } from './sessions.js';
export { callbackLogger, type LogLine } from '../adapters/browser/logger.js';
export * from '../core/chat/selectors.js';
export { ChatSession } from '../core/chat/session.js';
export * from '../core/chat/state.js';
export type * from '../core/chat/ports.js';
export type { ChatOptions } from '../core/chat/ticket.js';
export { DeskbellError, errorCodes, type ErrorCode } from '../core/errors.js';
export type { LogFields, Logger, LogLevel } from '../core/log.js';
export type { Store } from '../core/store.js';
