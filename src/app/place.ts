import type { ChatControl } from '../core/chat/control.js';
import type { DeskbellChat } from '../elements/chat/chat.js';

/** Where a reader was: pixels from the end, and with which message the unread ones began. */
type Place = readonly [fromEnd: number, unreadFrom: string | null];

/**
 * Brings the reader of a chat back to where they were when the tab left its last page, and remembers where they are when
 * it leaves this one. Returns the stop.
 */
export function keepPlace(chat: DeskbellChat, { store }: Pick<ChatControl, 'store'>, broker: string): () => void {
  const key = `deskbell:${broker}:place`;
  const transcript = () => chat.renderRoot.querySelector('deskbell-transcript');
  const stop = new AbortController();
  let place = read(key);

  /** Once there is something to be in the middle of. */
  const goBack = async (): Promise<void> => {
    if (!place || store.state.items.length === 0) return;
    const [fromEnd, unreadFrom] = place;
    place = undefined;
    await Promise.resolve(); // Whoever draws hears of it after us.
    await chat.updateComplete;
    const list = transcript();
    if (!list) return;
    if (unreadFrom !== null) {
      list.unreadFrom = unreadFrom;
      list.requestUpdate();
    }
    await list.updateComplete;
    list.place = fromEnd;
  };
  const remember = (): void => {
    const list = transcript();
    if (!list) return;
    try {
      if (store.state.keeps) sessionStorage.setItem(key, JSON.stringify([list.place, list.unreadFrom ?? null]));
    } catch {
      // Full, or blocked: the next page begins at the end.
    }
  };

  const unsubscribe = store.subscribe(() => void goBack());
  window.addEventListener('pagehide', remember, stop);
  // A phone may throw a page away that nobody sees, without a word.
  document.addEventListener('visibilitychange', remember, stop);
  void goBack();
  return () => {
    unsubscribe();
    stop.abort();
  };
}

/** What the last page remembered, once. */
function read(key: string): Place | undefined {
  try {
    const place: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    const [fromEnd, unreadFrom] = Array.isArray(place) ? (place as unknown[]) : [];
    if (typeof fromEnd !== 'number') return undefined;
    return [fromEnd, typeof unreadFrom === 'string' ? unreadFrom : null];
  } catch {
    return undefined;
  }
}
