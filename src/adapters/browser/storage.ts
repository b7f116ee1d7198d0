import type { ChatStorage, Saved } from '../../core/chat/ports.js';
import type { Item } from '../../core/chat/state.js';
import type { Clock } from '../../core/clock.js';
import { browserStores, fieldStorage, type BrowserStores } from './field-storage.js';
import { savedShape } from './saved-shape.js';

/** How long an intent that was never answered is remembered, in milliseconds: as long as its contact could be joined. */
const startKeyMs = 5 * 60_000;
/** The tail of the conversation that is kept: the service has the rest. */
const itemsAtMost = 200;
/** The same in characters of JSON. The page may need the rest of the few megabytes it has. */
const charactersAtMost = 200_000;

/**
 * What survives a reload of a chat, under `deskbell:` and the broker's address. The conversation belongs to the tab, the
 * intent to start one to the site, and so does what a customer goes on with days later, where the site wants that.
 */
export function browserStorage(broker: string, clock: Clock, stores: BrowserStores = browserStores()): ChatStorage {
  const files = new Map<string, object>();
  const watchers = new Set<(keeps: boolean) => void>();
  const tell = (): void => watchers.forEach((watcher) => watcher(files.size === 0));
  const fields = fieldStorage<Saved>({
    prefix: `deskbell:${broker}:`,
    shape: savedShape,
    stores,
    clock,
    shared: ['startKey', 'longMemory'],
    intent: { field: 'startKey', ms: startKeyMs },
    bulky: { field: 'items', cut: (items) => tail(items as Item[]) },
  });
  return {
    ...fields,
    clear() {
      fields.clear();
      files.clear();
      tell();
    },
    watch(listener) {
      watchers.add(listener);
      listener(files.size === 0);
      return () => {
        watchers.delete(listener);
      };
    },
    // Bytes last as long as the page, and whoever watches is told so.
    saveFile(localId, bytes) {
      files.set(localId, bytes);
      tell();
    },
    loadFile: (localId) => Promise.resolve(files.get(localId)),
    dropFile(localId) {
      files.delete(localId);
      tell();
    },
  };
}

/** The newest items, as many as are kept. */
function tail(items: readonly Item[]): readonly Item[] {
  let newest = items.slice(-itemsAtMost);
  while (newest.length > 0 && JSON.stringify(newest).length > charactersAtMost) {
    newest = newest.slice(Math.ceil(newest.length / 2));
  }
  return newest;
}
