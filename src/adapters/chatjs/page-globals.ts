import type { Chatjs } from './chatjs-types.js';

/** The page's global scope, as far as amazon-connect-chatjs touches it. */
export interface PageScope {
  connect?: unknown;
}

/** Puts `value` in the place of the page's `connect`. Returns how to put the page's own back. */
function replace(scope: PageScope, value: object): () => void {
  const hadOwn = Object.hasOwn(scope, 'connect');
  const theirs = scope.connect;
  scope.connect = value;
  return () => {
    if (hadOwn) scope.connect = theirs;
    else delete scope.connect;
    // The client reads `window.connect.version` when a connection fails: something has to be there.
    scope.connect ??= {};
  };
}

/**
 * Puts the page's `connect` aside. Call what it returns once amazon-connect-chatjs has been evaluated: it hands out our
 * copy and puts the page's back.
 *
 * The client has no exports: it fills `window.connect`, keeps there whatever was first, and reads its own version from
 * there whenever it makes a session. The page may have a copy of its own, or Amazon Connect Streams, or an element with
 * the id "connect". Ours is in place only while the client is evaluated and while it makes a session, each within one
 * turn, so neither sees the other.
 */
export function putAside(scope: PageScope): () => Chatjs {
  const namespace: { ChatSession?: Chatjs } = {};
  const putBack = replace(scope, namespace);
  return () => {
    putBack();
    const { ChatSession: ours } = namespace;
    if (!ours) throw new Error('amazon-connect-chatjs did not load');
    return {
      setGlobalConfig: (config) => ours.setGlobalConfig(config),
      create(args) {
        const restore = replace(scope, namespace);
        try {
          return ours.create(args);
        } finally {
          restore();
        }
      },
    };
  };
}

/** Evaluated before amazon-connect-chatjs, because it is imported before it. */
export const takeOver = putAside(globalThis);
