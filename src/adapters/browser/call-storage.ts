import type { CallStorage, SavedCall } from '../../core/call/ports.js';
import type { Clock } from '../../core/clock.js';
import { browserStores, fieldStorage, type BrowserStores } from './field-storage.js';
import { savedCallShape } from './saved-call-shape.js';

/** How long an intent that was never answered is remembered, in milliseconds: as long as its call could be joined. */
const startKeyMs = 60_000;

/**
 * What survives a reload of a call, under `deskbell:call:` and the broker's address. The call and the intent to start
 * one belong to the tab: no other may go on with them unasked. The devices are the site's: whoever chose a headset
 * means it next week too.
 */
export function browserCallStorage(broker: string, clock: Clock, stores: BrowserStores = browserStores()): CallStorage {
  return fieldStorage<SavedCall>({
    prefix: `deskbell:call:${broker}:`,
    shape: savedCallShape,
    stores,
    clock,
    shared: ['chosen'],
    intent: { field: 'startKey', ms: startKeyMs },
  });
}
