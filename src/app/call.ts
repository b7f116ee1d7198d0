// A call on a page of your own: `defineCall()`, `<deskbell-call>`, and a session from `createCallSession`.
import { callElements } from '../elements/define-call.js';
import { attendCalls } from './attend-calls.js';
import { defineElements } from '../elements/register.js';

/** Registers `<deskbell-call>` and what it is made of. */
export function defineCall(): void {
  attendCalls();
  defineElements(callElements);
}

export type { CallSessionOptions } from './calls.js';
export { createCallSession } from './create-call.js';
export type { CallControl } from '../core/call/control.js';
export type { CallSession } from '../core/call/session.js';
export type { CallState } from '../core/call/state.js';
export { DeskbellCall } from '../elements/call/call.js';
export * from '../elements/call-events.js';
