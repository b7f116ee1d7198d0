/** The one mutable cell of a session: holds a frozen snapshot, and lets a pure function decide the next one. */
export interface Store<S, E> {
  readonly state: S;
  /** Applies one event. Events dispatched by a listener wait for their turn. */
  dispatch(event: E): void;
  /** Calls `listener` after each change of the snapshot. Returns its own stop. */
  subscribe(listener: (state: S, previous: S) => void): () => void;
}

/**
 * Makes a store around `transition`. Listeners hear of changes only, never of events that changed nothing.
 * A listener that throws is reported through `onListenerError` and does not keep the others from hearing.
 */
export function createStore<S, E>(
  initial: S,
  transition: (state: S, event: E) => S,
  onListenerError: (error: unknown) => void = () => {},
): Store<S, E> {
  let state = initial;
  let busy = false;
  const waiting: E[] = [];
  const listeners = new Set<(state: S, previous: S) => void>();

  const apply = (event: E): void => {
    const previous = state;
    state = transition(previous, event);
    if (state === previous) return;
    for (const listener of [...listeners]) {
      try {
        listener(state, previous);
      } catch (error) {
        onListenerError(error);
      }
    }
  };

  return {
    get state() {
      return state;
    },
    dispatch(event) {
      waiting.push(event);
      if (busy) return;
      busy = true;
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) apply(next);
      } finally {
        busy = false;
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
