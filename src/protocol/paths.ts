/** Starts a chat: POST `ChatBody`, answered with `TicketBody`. */
export const chatPath = '/v1/chat';
/** Starts a call: POST `CallBody`, answered with `CallTicketBody`. */
export const callPath = '/v1/call';
/** A new way into the handle's own call: POST `RejoinBody`, answered with `RejoinTicketBody`. */
export const rejoinPath = '/v1/call/rejoin';
/** Ends the handle's own contact: POST `ContactBody`, answered with 204. Ended already is ended. */
export const stopPath = '/v1/contact/stop';
/** What is open, and how long one waits: GET, public, answered with `AvailabilityBody`. */
export const availabilityPath = '/v1/availability';
/** Where the handle's own contact stands: POST `ContactBody`, or GET with the handle as bearer token; `WaitBody`. */
export const waitPath = '/v1/contact/wait';
/** Why the handle's own contact ended: POST `AfterBody`, answered with `EndBody`, or 202 with `LaterBody`. */
export const afterPath = '/v1/contact/after';
/** Back in line after an end that was nobody's wish: POST `RequeueBody`; `RequeueTicketBody`, or 202 with `LaterBody`. */
export const requeuePath = '/v1/contact/requeue';
/** The same wish in another queue, while the first one still waits: POST `SwitchBody`, answered with `TicketBody`. */
export const switchPath = '/v1/contact/switch';
/** Lets the agent read what was said before a way back: POST `ContactBody`; 204, or 202 with `LaterBody`. */
export const historyPath = '/v1/contact/history';
/** When it is the customer's turn to connect again, among all who want to: POST `ContactBody`, answered with `TurnBody`. */
export const turnPath = '/v1/contact/turn';
/** What the customer thought of it: POST `RateBody`, answered with 204. */
export const ratePath = '/v1/contact/rate';
/** Asks to be called: POST `CallbackBody`, answered with `ReceiptBody`. With or without a contact. */
export const callbackPath = '/v1/callback';
/** Leaves a message: POST `MessageBody`, answered with `ReceiptBody`. With or without a contact. */
export const messagePath = '/v1/message';
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
