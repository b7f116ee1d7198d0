// Chats and calls without any element.
export { createCallSession } from './create-call.js';
export { createChatSession } from './create-chat.js';
export type { CallSessionOptions } from './calls.js';
export type { SessionOptions } from './sessions.js';
export { callbackLogger, type LogLine } from '../adapters/browser/logger.js';
export type { CallControl } from '../core/call/control.js';
export type { CallOptions } from '../core/call/options.js';
export { CallSession } from '../core/call/session.js';
export * from '../core/call/state.js';
export type * from '../core/call/ports.js';
export * from '../core/chat/selectors.js';
export { ChatSession } from '../core/chat/session.js';
export * from '../core/chat/state.js';
export type * from '../core/chat/ports.js';
export type { ChatOptions } from '../core/chat/ticket.js';
export { DeskbellError, errorCodes, type ErrorCode } from '../core/errors.js';
export type { LogFields, Logger, LogLevel } from '../core/log.js';
export type { Store } from '../core/store.js';
