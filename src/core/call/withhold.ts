import type { Store } from '../store.js';
import type { Captures } from './captures.js';
import type { Line } from './line.js';
import { isRunning } from './phases.js';
import type { CallState } from './state.js';
import type { CallEvent } from './transition.js';

/**
 * On hold the agent would go on seeing the customer. So on hold, and in privacy, the camera is off (its light too) and a
 * shared screen is paused; both come back after it, if they were on.
 */
export function withhold(store: Store<CallState, CallEvent>, captures: Captures, line: Line): void {
  store.subscribe((state, previous) => {
    const [is, was] = [state, previous].map(({ held, privacy }) => held || privacy);
    if (is === was) return;
    if (isRunning(state)) line.connection?.setSharePaused(is === true);
    if (is && captures.has('camera')) {
      captures.close('camera');
      store.dispatch({ type: 'withheld', camera: true });
    } else if (!is && previous.cameraWithheld) {
      store.dispatch({ type: 'withheld', camera: false });
      if (isRunning(state)) void captures.open('camera');
    }
  });
}
