import type { ConnectWrites } from './connect-writes.js';
import type { HandleClaims } from './guards/handle.js';
import { failureOf, type OnFailure } from './starter.js';

/** Keeps customers' places in line when they begin a new contact. */
export interface Places {
  /**
   * Tells Amazon Connect how many seconds a contact's customer has waited before. Resolves with whether it took it:
   * nobody's way back fails for it. Saying it twice changes nothing.
   */
  credit(contactId: string, seconds: number, signal: AbortSignal, onFailure: OnFailure): Promise<boolean>;
  /**
   * What a handle still owes its contact, which was not queued yet when it began. Call it when the contact is seen
   * queued: it costs one call at most, and none once it is done.
   */
  settle(claims: HandleClaims, signal: AbortSignal, onFailure: OnFailure): Promise<void>;
}

const mostRemembered = 5_000;

export function createPlaces(connect: Pick<ConnectWrites, 'creditWait'>): Places {
  /** Contacts that are owed nothing any more, or never will get it. Per instance: another one asks once more. */
  const settled = new Map<string, boolean>();

  const settle = (contactId: string, taken: boolean): void => {
    settled.set(contactId, taken);
    const [oldest] = settled.keys();
    if (settled.size > mostRemembered && oldest !== undefined) settled.delete(oldest);
  };

  const credit: Places['credit'] = async (contactId, seconds, signal, onFailure) => {
    if (seconds < 1) return true;
    const known = settled.get(contactId);
    if (known !== undefined) return known;
    for (let attempt = 0; ; attempt++) {
      try {
        await connect.creditWait(contactId, seconds, signal);
        settle(contactId, true);
        return true;
      } catch (error) {
        const failure = failureOf('UpdateContactRoutingData', error);
        onFailure(failure);
        // A conflict: it is not in a queue yet. What is refused for good stays refused.
        const conflict = failure.error === 'ResourceConflictException';
        if (!conflict && (failure.kind === 'misconfigured' || failure.kind === 'gone')) settle(contactId, false);
        if (attempt > 0 || conflict || settled.has(contactId) || signal.aborted) return false;
      }
    }
  };

  return {
    credit,
    async settle({ contactId, since }, signal, onFailure) {
      if (since?.owed && !settled.has(contactId)) await credit(contactId, since.credit, signal, onFailure);
    },
  };
}
