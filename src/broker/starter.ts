import type { Breaker } from './breaker.js';
import type { ConnectPort } from './connect.js';
import { ConnectFailure } from './connect-failure.js';
import { Postponed, Refusal } from './refusal.js';

/** Hears what Amazon Connect said when it did not do as asked. */
export type OnFailure = (failure: ConnectFailure) => void;

export interface Starter<Start, Contact> {
  /** Rejects with Refusal. */
  start(start: Start, signal: AbortSignal, onFailure: OnFailure): Promise<Contact>;
}

export interface StarterParts<Start, Answer, Contact> {
  /** For failures that are none of Amazon Connect's own. */
  readonly operation: string;
  readonly ask: (start: Start, signal: AbortSignal, onFailure: OnFailure) => Promise<Answer>;
  /** Makes a contact the browser can join of the answer, or says what is to be done about one that it cannot. */
  readonly read: (answer: Answer) => Contact | 'orphan' | 'broken';
  readonly stopContact: ConnectPort['stopContact'];
  readonly breaker: Breaker;
  /** In [0, 1). */
  readonly random: () => number;
  /** `leave` where somebody else may have the way into a contact that a repeat finds without one. Default `end`. */
  readonly orphans?: 'end' | 'leave' | undefined;
}

/** Starts contacts, one call per intent however many requests carry it at the same moment. */
export function createStarter<
  Start extends { readonly clientToken: string },
  Answer extends { readonly contactId: string | undefined },
  Contact extends object,
>({
  operation,
  ask,
  read,
  stopContact,
  breaker,
  random,
  orphans = 'end',
}: StarterParts<Start, Answer, Contact>): Starter<Start, Contact> {
  const underWay = new Map<string, Promise<Contact>>();

  const begin: Starter<Start, Contact>['start'] = async (start, signal, onFailure) => {
    const rest = breaker.enter();
    if (rest > 0) throw new Refusal('token/busy', { retryAfterMs: rest });
    try {
      const answer = await ask(start, signal, onFailure);
      breaker.succeeded();
      const contact = read(answer);
      if (typeof contact === 'object') return contact;
      // A repeated intent may be answered without its token. Nobody can join that contact any more.
      const orphan = contact === 'orphan' ? answer.contactId : undefined;
      if (orphan && orphans === 'end') await stopOrphan(orphan, signal, onFailure);
      throw new Refusal(orphan ? 'token/start-again' : 'token/unavailable');
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (error instanceof Postponed) {
        breaker.failed();
        throw error;
      }
      const failure = failureOf(operation, error);
      onFailure(failure);
      if (failure.kind === 'full') throw new Refusal('token/busy', { retryAfterMs: breaker.full() });
      breaker.failed();
      throw refusalFor(failure, random);
    }
  };

  const stopOrphan = async (contactId: string, signal: AbortSignal, onFailure: OnFailure): Promise<void> => {
    try {
      await stopContact(contactId, signal);
    } catch (error) {
      // Left alone it ends by itself: nobody ever joins it.
      onFailure(failureOf('StopContact', error));
    }
  };

  return {
    start(start, signal, onFailure) {
      const running = underWay.get(start.clientToken);
      if (running) return running;
      const contact = begin(start, signal, onFailure).finally(() => underWay.delete(start.clientToken));
      underWay.set(start.clientToken, contact);
      return contact;
    },
  };
}

/** Whatever was thrown while Amazon Connect was asked. */
export function failureOf(operation: string, error: unknown): ConnectFailure {
  return error instanceof ConnectFailure ? error : new ConnectFailure(operation, error);
}

/** What the browser is told. */
export function refusalFor({ kind }: ConnectFailure, random: () => number): Refusal {
  if (kind === 'throttled' || kind === 'full') {
    return new Refusal('token/busy', { retryAfterMs: 2_000 + Math.round(random() * 3_000) });
  }
  return new Refusal(kind === 'misconfigured' ? 'token/misconfigured' : 'token/unavailable');
}
