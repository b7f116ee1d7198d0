import type { CheckedPersistent } from './config-endings.js';
import { ConnectFailure } from './connect-failure.js';
import type { ChatStart } from './connect.js';
import type { EndFinder } from './find-end.js';
import type { Memories } from './guards/memory.js';
import { Postponed, Refusal } from './refusal.js';
import type { Asker } from './routes/start.js';
import type { ChatWish } from './start-chat.js';

/** Goes on with a chat that its customer had before. */
export interface Continuer {
  /**
   * What starts a chat that goes on with the one `memory` reminds of; `start` as it is when that one cannot be gone on
   * with. Rejects with Postponed while it is too early.
   */
  from(memory: string, start: ChatStart, asker: Asker): Promise<ChatWish>;
}

/** How long after its end Amazon Connect needs until a chat can be gone on with: 30 to 60 s, it says. */
export const soonestMs = 30_000;
/** When it is given up that it still can be. */
export const latestMs = 90_000;
/** How often it is tried in between. */
export const againMs = 10_000;

export interface ContinuerParts {
  readonly memories: Memories;
  readonly ends: EndFinder;
  readonly persistent: CheckedPersistent;
  readonly now: () => number;
}

export function createContinuer({ memories, ends, persistent, now }: ContinuerParts): Continuer {
  return {
    async from(token, start, { origin, visitor, signal, onFailure }) {
      const memory = await memories.verify(token, origin);
      // A browser that proved to be somebody else does not get this customer's conversation.
      if (!memory || (visitor !== undefined && visitor !== memory.subject)) return start;
      const { contactId } = memory;
      const ended = await ends.lastOf(contactId, signal).catch((error: unknown) => {
        if (!(error instanceof ConnectFailure)) throw error;
        onFailure(error);
        if (error.kind === 'misconfigured') return undefined;
        throw new Refusal('token/unavailable');
      });
      // It goes on, in another tab say, or nobody remembers it.
      if (!ended) return start;
      const since = now() - ended.at;
      if (since >= 0 && since < soonestMs) throw new Postponed(Math.min(againMs, soonestMs - since));
      const { rehydration } = persistent;
      return {
        ...start,
        persistent: {
          rehydration,
          // The whole session goes by its initial contact; a part of it leaves out what came after it, a survey say.
          sourceContactId: rehydration === 'FROM_SEGMENT' ? ended.counted.id : contactId,
        },
        otherwise: since < latestMs ? new Postponed(againMs) : start,
      };
    },
  };
}
