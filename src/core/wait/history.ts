import { delay } from '../clock.js';
import { DeskbellError } from '../errors.js';
import { patiently } from '../patience.js';
import type { WaitPorts } from './ports.js';

/** When Amazon Connect has the past conversation ready, in milliseconds after the end: at the earliest. */
const readyAfterMs = 60_000;
/** How soon it is asked again after a reload, when nobody remembers the end. */
const afterReloadMs = 10_000;
const withinMs = 5 * 60_000;
const attempts = 5;

/** Lets the agent of a contact that came back read what was said before: once, when it can be had. */
export class History {
  #ports: WaitPorts;
  #handle: string | undefined;
  #abort = new AbortController();

  constructor(ports: WaitPorts) {
    this.#ports = ports;
  }

  /** The contact whose agent lacks the history. Kept until it is done. */
  owe(handle: string, reloaded = false): void {
    this.#drop();
    this.#handle = handle;
    this.#ports.storage.save({ historyFor: handle });
    void this.#send(handle, reloaded ? afterReloadMs : readyAfterMs, this.#abort.signal);
  }

  /** What the customer is in now. The history of any other contact is not needed any more. */
  look(running: { readonly handle: string | undefined } | undefined): void {
    if (this.#handle !== undefined && running?.handle !== this.#handle) this.#settle();
  }

  /** Nothing is asked any more; it is still owed. */
  stop(): void {
    this.#drop();
  }

  async #send(handle: string, afterMs: number, signal: AbortSignal): Promise<void> {
    try {
      await delay(this.#ports.clock, afterMs, signal);
      const ask = () => this.#ports.broker.history(handle, signal);
      await patiently(this.#ports, 'wait.history-failed', ask, { withinMs, attempts, signal });
    } catch (error) {
      if (signal.aborted) return;
      this.#ports.logger.log('info', 'wait.history-missing', { code: DeskbellError.from(error).code });
    }
    if (!signal.aborted) this.#settle();
  }

  #drop(): void {
    this.#abort.abort(new DeskbellError('connection/lost'));
    this.#abort = new AbortController();
    this.#handle = undefined;
  }

  #settle(): void {
    this.#drop();
    this.#ports.storage.save({ historyFor: undefined });
  }
}
