import type { Breaker } from './breaker.js';
import type { ChatStart, ConnectPort } from './connect.js';
import { ConnectFailure } from './connect-failure.js';
import { Refusal } from './refusal.js';

/** A chat the browser can connect to. */
export interface Chat {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string;
}

export interface ChatStarter {
  /** Rejects with Refusal. Says through `onFailure` what Amazon Connect said. */
  start(start: ChatStart, signal: AbortSignal, onFailure: (failure: ConnectFailure) => void): Promise<Chat>;
}

/** Starts chats, one call per intent however many requests carry it at the same moment. */
export function createChatStarter(connect: ConnectPort, breaker: Breaker, random: () => number): ChatStarter {
  const underWay = new Map<string, Promise<Chat>>();

  const begin: ChatStarter['start'] = async (start, signal, onFailure) => {
    const rest = breaker.enter();
    if (rest > 0) throw new Refusal('token/busy', { retryAfterMs: rest });
    try {
      const answer = await connect.startChat(start, signal);
      breaker.succeeded();
      const { contactId, participantId, participantToken } = answer;
      if (contactId && participantId && participantToken) return { contactId, participantId, participantToken };
      // A repeated intent may be answered without its token. Nobody can join that contact any more.
      if (contactId) await stopOrphan(contactId, signal, onFailure);
      throw new Refusal(contactId ? 'token/start-again' : 'token/unavailable');
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const failure = error instanceof ConnectFailure ? error : new ConnectFailure('StartChatContact', error);
      onFailure(failure);
      throw refusalOf(failure);
    }
  };

  const stopOrphan = async (contactId: string, signal: AbortSignal, onFailure: (failure: ConnectFailure) => void) => {
    try {
      await connect.stopContact(contactId, signal);
    } catch (error) {
      // Left alone it ends by itself: nobody connects to it within five minutes.
      onFailure(error instanceof ConnectFailure ? error : new ConnectFailure('StopContact', error));
    }
  };

  const refusalOf = ({ kind }: ConnectFailure): Refusal => {
    if (kind === 'full') return new Refusal('token/busy', { retryAfterMs: breaker.full() });
    breaker.failed();
    if (kind === 'throttled') return new Refusal('token/busy', { retryAfterMs: 2_000 + Math.round(random() * 3_000) });
    return new Refusal(kind === 'misconfigured' ? 'token/misconfigured' : 'token/unavailable');
  };

  return {
    start(start, signal, onFailure) {
      const running = underWay.get(start.clientToken);
      if (running) return running;
      const chat = begin(start, signal, onFailure).finally(() => underWay.delete(start.clientToken));
      underWay.set(start.clientToken, chat);
      return chat;
    },
  };
}
