import type { Clock } from '../clock.js';
import type { Store } from '../store.js';
import type { Captures } from './captures.js';
import { isRunning } from './phases.js';
import type { CallState } from './state.js';
import type { CallEvent } from './transition.js';

/** Louder than this is somebody speaking, not a room. */
const speech = 0.2;
/** How many loud moments in a row are speech, and not a cough: about ten come in a second. */
const moments = 4;
/** How long the hint stays after the last word, in milliseconds. */
const lingerMs = 3_000;

/** Notices that a muted customer speaks. Listens only while they are muted in a call. */
export function noticeMutedSpeech(store: Store<CallState, CallEvent>, captures: Captures, clock: Clock): void {
  let stop: (() => void) | undefined;
  let stopLingering: (() => void) | undefined;
  let loud = 0;
  const hear = (level: number): void => {
    loud = level > speech ? loud + 1 : 0;
    if (loud < moments) return;
    stopLingering?.();
    stopLingering = clock.after(lingerMs, () => store.dispatch({ type: 'speaking-muted', on: false }));
    store.dispatch({ type: 'speaking-muted', on: true });
  };
  store.subscribe((state) => {
    const listens = state.muted && isRunning(state) && state.microphone.name === 'on';
    if (listens) stop ??= captures.watchLevel(hear);
    else if (stop) {
      stop();
      stopLingering?.();
      stop = stopLingering = undefined;
      loud = 0;
      store.dispatch({ type: 'speaking-muted', on: false });
    }
  });
}
