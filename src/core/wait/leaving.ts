import type { WaitPorts } from './ports.js';
import { patiently } from '../patience.js';

/** How long stopping a contact is tried, in milliseconds, and how often. The service ends it by itself in the end. */
const stopWithinMs = 120_000;
const stopAttempts = 8;

/**
 * Contacts of this customer in which nobody is any more, or of which only one will stay. They are kept until they are
 * stopped, over a reload too: whoever waits there would wait for nobody, and an agent would answer nobody.
 */
export class Leaving {
  #ports: WaitPorts;
  #handles = new Set<string>();

  constructor(ports: WaitPorts) {
    this.#ports = ports;
  }

  /** Stops a contact, in the background and with patience. */
  leave(handle: string): void {
    this.#note(handle);
    void this.#stop(handle);
  }

  /** Of these, one will stay: it is not known yet which. Returns how to say it; the others are stopped then. */
  oneOf(...handles: readonly string[]): (staying: string | undefined) => void {
    for (const handle of handles) this.#note(handle);
    return (staying) => {
      for (const handle of handles) {
        if (handle === staying) this.#forget(handle);
        else void this.#stop(handle);
      }
    };
  }

  /** What an earlier life of this page left behind; `own`: the contact it goes on with. */
  restore(handles: readonly string[], own: string | undefined): void {
    this.oneOf(...handles)(own);
    if (handles.length > 0) this.#save();
  }

  async #stop(handle: string): Promise<void> {
    const { broker } = this.#ports;
    const how = { withinMs: stopWithinMs, attempts: stopAttempts, signal: new AbortController().signal };
    try {
      await patiently(this.#ports, 'wait.stop-failed', () => broker.stop(handle), how);
    } catch {
      // Logged there; nothing else can be done about it.
    }
    this.#forget(handle);
  }

  #note(handle: string): void {
    this.#handles.add(handle);
    this.#save();
  }

  #forget(handle: string): void {
    if (this.#handles.delete(handle)) this.#save();
  }

  #save(): void {
    this.#ports.storage.save({ leaving: this.#handles.size === 0 ? undefined : [...this.#handles] });
  }
}
