import type { Breaker } from './breaker.js';
import { ConnectFailure } from './connect-failure.js';
import type { ChatStart, ConnectPort, StartedChat } from './connect.js';
import type { Postponed } from './refusal.js';
import { createStarter, type OnFailure, type Starter } from './starter.js';

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

/** A chat to start. */
export interface ChatWish extends ChatStart {
  /** Where the earlier chat cannot be gone on with: another start under the same ClientToken, or none yet. */
  readonly otherwise?: ChatStart | Postponed | undefined;
}

/** A chat the browser can join. */
export interface Chat extends Joinable {
  /** Whether it goes on with the earlier one that was asked for. */
  readonly continued: boolean;
}

type Answer = StartedChat & { readonly continued: boolean };

/** `orphans`: what becomes of a contact that a repeat finds without a way in. */
export function createChatStarter(
  connect: Pick<ConnectPort, 'startChat' | 'stopContact'>,
  breaker: Breaker,
  random: () => number,
  orphans?: 'end' | 'leave',
): Starter<ChatWish, Chat> {
  const plain = async (start: ChatStart, signal: AbortSignal, onFailure: OnFailure): Promise<Answer> => {
    try {
      return { ...(await connect.startChat(start, signal)), continued: start.persistent !== undefined };
    } catch (error) {
      const refused = error instanceof ConnectFailure && error.kind === 'misconfigured';
      if (start.relatedContactId === undefined || !refused) throw error;
      // Relating it to the earlier contact is worth having, but not worth the chat: that one may be forgotten by now.
      onFailure(error);
      return { ...(await connect.startChat({ ...start, relatedContactId: undefined }, signal)), continued: false };
    }
  };
  const ask = async ({ otherwise, ...start }: ChatWish, signal: AbortSignal, onFailure: OnFailure): Promise<Answer> => {
    try {
      return await plain(start, signal, onFailure);
    } catch (error) {
      if (!otherwise || !notYet(error)) throw error;
      onFailure(error);
      if (otherwise instanceof Error) throw otherwise;
      return plain(otherwise, signal, onFailure);
    }
  };
  return createStarter({
    operation: 'StartChatContact',
    ask,
    read: (answer) => {
      const contact = joinable(answer);
      return contact ? { ...contact, continued: answer.continued } : 'orphan';
    },
    stopContact: (contactId, signal) => connect.stopContact(contactId, signal),
    breaker,
    random,
    orphans,
  });
}

/** How Amazon Connect says that an earlier chat cannot be gone on with yet, or not any more. */
function notYet(error: unknown): error is ConnectFailure {
  return error instanceof ConnectFailure && /^(InvalidRequest|ResourceNotFound)Exception$/.test(error.error);
}
