import type { Clock } from '../../core/clock.js';
import { within } from './deadline.js';
import { LinkError, linkError } from './failure.js';
import type { ChatLink } from './ports.js';

/** How long one call of the service may take, in milliseconds. */
const callMs = 15_000;

/** Calls over links that break: none takes for ever, and none outlives its link for long. */
export class Calls {
  #clock: Clock;
  #onFailure: (error: LinkError) => void;
  #open = new Set<{ readonly link: ChatLink; readonly giveUp: () => void }>();

  /** @param onFailure hears of every failure the service or the network is to blame for */
  constructor(clock: Clock, onFailure: (error: LinkError) => void) {
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  /** Runs a call within the time it may take; its signal aborts when that is over. Rejects with LinkError. */
  make<T>(
    link: ChatLink | undefined,
    run: (link: ChatLink, signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    ms = callMs,
  ): Promise<T> {
    if (signal?.aborted || !link) return Promise.reject(new LinkError('unsent', signal?.reason));
    const inner = new AbortController();
    const answer = new Promise<T>((resolve, reject) => {
      const call = { link, giveUp: () => reject(new LinkError('late')) };
      this.#open.add(call);
      run(link, inner.signal)
        .then(resolve, (thrown: unknown) => {
          const error = linkError(thrown);
          this.#onFailure(error);
          reject(error);
        })
        .finally(() => this.#open.delete(call));
    });
    return within(this.#clock, ms, signal, answer).finally(() => inner.abort());
  }

  /** `link` is up: what was asked over others and not answered yet went down with them, as far as anybody knows. */
  giveUpOthers(link: ChatLink | undefined): void {
    for (const call of this.#open) {
      if (call.link === link) continue;
      this.#open.delete(call);
      call.giveUp();
    }
  }
}
