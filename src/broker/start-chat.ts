import type { Breaker } from './breaker.js';
import type { ChatStart, ConnectPort, StartedChat } from './connect.js';
import { createStarter, type Starter } from './starter.js';

/** A participant the browser can become: who has the token is in. */
export interface Joinable {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string;
}

/** What of an answer lets somebody in; undefined when anything is missing. */
export function joinable({ contactId, participantId, participantToken }: StartedChat): Joinable | undefined {
  return contactId && participantId && participantToken ? { contactId, participantId, participantToken } : undefined;
}

export function createChatStarter(
  connect: ConnectPort,
  breaker: Breaker,
  random: () => number,
): Starter<ChatStart, Joinable> {
  return createStarter({
    operation: 'StartChatContact',
    ask: (start: ChatStart, signal) => connect.startChat(start, signal),
    read: (answer) => joinable(answer) ?? 'orphan',
    stopContact: (contactId, signal) => connect.stopContact(contactId, signal),
    breaker,
    random,
  });
}
