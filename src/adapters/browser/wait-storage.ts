import type { Clock } from '../../core/clock.js';
import type { SavedWait, WaitStorage } from '../../core/wait/ports.js';
import { browserStores, fieldStorage, type BrowserStores } from './field-storage.js';
import { savedWaitShape } from './saved-wait-shape.js';

/** How long a callback or message that was never answered is the same intent, in milliseconds. */
const errandKeyMs = 15 * 60_000;

/**
 * What survives a reload of waiting and endings, under `deskbell:wait:`, the channel and the broker's address. What was
 * declined is declined for the site; everything else is about the contact of this tab.
 */
export function browserWaitStorage(
  broker: string,
  channel: 'chat' | 'call',
  clock: Clock,
  stores: BrowserStores = browserStores(),
): WaitStorage {
  return fieldStorage<SavedWait>({
    prefix: `deskbell:wait:${channel}:${broker}:`,
    shape: savedWaitShape,
    stores,
    clock,
    shared: ['declined'],
    intent: { field: 'errandKey', ms: errandKeyMs },
  });
}
