import { DeskbellError } from '../errors.js';
import type { Store } from '../store.js';
import { isGood } from './hours.js';
import type { WaitPorts } from './ports.js';
import type { WaitState } from './state.js';
import type { WaitEvent } from './transition.js';

/** How long after a failure nobody is asked again, in milliseconds. */
const afterFailureMs = 5_000;

/** Asks what is open: once at a time, and not again while what is known is good. */
export class HoursWatch {
  #store: Store<WaitState, WaitEvent>;
  #ports: WaitPorts;
  #asking: Promise<void> | undefined;
  #failedAt = -Infinity;

  constructor(store: Store<WaitState, WaitEvent>, ports: WaitPorts) {
    this.#store = store;
    this.#ports = ports;
  }

  look(): Promise<void> {
    const now = this.#ports.clock.now();
    if (isGood(this.#store.state.hours, now) || Math.abs(now - this.#failedAt) < afterFailureMs) {
      return Promise.resolve();
    }
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const { broker, clock, logger } = this.#ports;
    this.#store.dispatch({ type: 'hours-asked' });
    try {
      const availability = await broker.availability(new AbortController().signal);
      this.#store.dispatch({ type: 'hours-came', availability, at: clock.now() });
    } catch (error) {
      this.#failedAt = clock.now();
      logger.log('info', 'wait.hours-failed', { code: DeskbellError.from(error).code });
      this.#store.dispatch({ type: 'hours-failed' });
    }
  }
}
