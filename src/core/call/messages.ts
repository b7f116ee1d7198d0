/** What an agent's page says over data messages. */
export type AgentWord = 'share-allowed' | 'share-stopped' | 'held' | 'resumed';

/**
 * Amazon Connect's own topic for shared screens, as its in-app calling samples use it; and ours for hold, for which
 * Amazon has none.
 */
const words: Readonly<Record<string, Readonly<Record<string, AgentWord>>>> = {
  AMAZON_CONNECT_SCREEN_SHARING: { ScreenSharingStarted: 'share-allowed', ScreenSharingStopped: 'share-stopped' },
  DESKBELL_CALL: { HoldStarted: 'held', HoldStopped: 'resumed' },
};

/** Reads a data message: JSON `{"message": …}` on a topic we know. Anything else says nothing. */
export function readMessage(topic: string, text: string): AgentWord | undefined {
  const known = Object.hasOwn(words, topic) ? words[topic] : undefined;
  if (!known) return undefined;
  try {
    const { message } = (JSON.parse(text) ?? {}) as { readonly message?: unknown };
    return typeof message === 'string' && Object.hasOwn(known, message) ? known[message] : undefined;
  } catch {
    return undefined; // Not JSON: not meant for us.
  }
}
