import type { Store } from '../store.js';
import { isRunning } from './phases.js';
import type { CallPage } from './ports.js';
import type { CallState } from './state.js';
import type { CallEvent } from './transition.js';

/** Keeps the screen on and the media keys ours, for as long as a call runs. */
export function holdPage(
  store: Store<CallState, CallEvent>,
  page: CallPage,
  keys: Parameters<CallPage['onMediaKeys']>[0],
): void {
  let stops: readonly (() => void)[] | undefined;
  store.subscribe((state) => {
    if (isRunning(state)) stops ??= [page.keepAwake(), page.onMediaKeys(keys)];
    else if (stops) {
      for (const stop of stops) stop();
      stops = undefined;
    }
  });
}
