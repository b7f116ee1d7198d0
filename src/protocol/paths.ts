/** Starts a chat: POST `ChatBody`, answered with `TicketBody`. */
export const chatPath = '/v1/chat';
/** Whether the broker is alive: GET, answered with `HealthBody`. Asks nothing of Amazon Connect. */
export const healthPath = '/v1/health';

export interface HealthBody {
  readonly status: 'ok';
  readonly version: string;
  /** `open`: Amazon Connect said it is full, and new chats are refused for a while. `probing`: one is trying. */
  readonly breaker: 'closed' | 'open' | 'probing';
}
