import type { Chatjs } from './chatjs-types.js';

/** The page's global scope, as far as amazon-connect-chatjs touches it. */
export interface PageScope {
  connect?: unknown;
}

/**
 * Puts the page's `connect` aside and returns how to get ours and put the page's back.
 *
 * amazon-connect-chatjs has no exports: it fills `window.connect`, and keeps there whatever was first. The page may have
 * a copy of its own, or Amazon Connect Streams, or an element with the id "connect". Ours is evaluated in between, within
 * one turn, so neither sees the other.
 */
export function putAside(scope: PageScope): () => Chatjs {
  const hadOwn = Object.hasOwn(scope, 'connect');
  const theirs = scope.connect;
  scope.connect = {};
  return () => {
    const ours = (scope.connect as { ChatSession?: Chatjs } | undefined)?.ChatSession;
    if (hadOwn) scope.connect = theirs;
    else delete scope.connect;
    // The client reads `window.connect.version` whenever it makes a session: something has to be there.
    scope.connect ??= {};
    if (!ours) throw new Error('amazon-connect-chatjs did not load');
    return ours;
  };
}

/** Evaluated before amazon-connect-chatjs, because it is imported before it. */
export const takeOver = putAside(globalThis);
