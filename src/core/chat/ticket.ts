import { askUnderOneKey } from '../ticket.js';
import type { ChatPorts, Saved } from './ports.js';

/** What a site says about its customer. All of it optional, all of it changeable until a chat starts. */
export interface ChatOptions {
  readonly displayName?: string | undefined;
  readonly locale?: string | undefined;
  readonly topic?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** A ticket in use: until when it has to be connected, and whether it has been. */
export type Ticket = NonNullable<Saved['ticket']>;

/** Asks the broker for a ticket. `fresh`: this is a new intent, whatever is kept. Rejects with the last refusal. */
export async function requestTicket(
  ports: ChatPorts,
  { displayName = '', locale, topic, attributes }: ChatOptions,
  fresh: boolean,
  signal: AbortSignal,
): Promise<Ticket> {
  const ticket = await askUnderOneKey(
    ports,
    (idempotencyKey) => ports.broker.startChat({ idempotencyKey, displayName, locale, topic, attributes }, signal),
    { fresh, failed: 'chat.ticket-failed', signal },
  );
  return { ...ticket, connectBy: ports.clock.now() + ticket.connectWithinMs, connected: false };
}
