import type { CallSession } from '../core/call/session.js';
import { callOver, type CallSessionOptions } from './calls.js';
import { loadChime } from './lazy.js';

/**
 * A voice or video call without any element: subscribe to `session.store`, call `prepare`, `join`, `leave`. What talks to
 * Amazon Chime is loaded when somebody is about to call. The session belongs to the caller.
 */
export function createCallSession(options: CallSessionOptions): CallSession {
  return callOver(loadChime, options);
}
