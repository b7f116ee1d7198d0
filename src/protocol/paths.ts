/** Starts a chat: POST `ChatBody`, answered with `TicketBody`. */
export const chatPath = '/v1/chat';
/** Starts a call: POST `CallBody`, answered with `CallTicketBody`. */
export const callPath = '/v1/call';
/** A new way into the handle's own call: POST `RejoinBody`, answered with `RejoinTicketBody`. */
export const rejoinPath = '/v1/call/rejoin';
/** Ends the handle's own contact: POST `ContactBody`, answered with 204. Ended already is ended. */
export const stopPath = '/v1/contact/stop';
/** Whether the broker is alive: GET, answered with `HealthBody`. Asks nothing of Amazon Connect. */
export const healthPath = '/v1/health';

export type BreakerState = 'closed' | 'open' | 'probing';

export interface HealthBody {
  readonly status: 'ok';
  readonly version: string;
  /** `open`: Amazon Connect said it is full, and new chats are refused for a while. `probing`: one is trying. */
  readonly breaker: BreakerState;
  /** The same for calls, which have a quota of their own; absent where the broker starts none. */
  readonly calls?: BreakerState | undefined;
}
