import type { Clock } from '../../core/clock.js';

/** How long the service may take to send a message back on the socket, in milliseconds. */
const echoWithinMs = 5_000;
/** Own messages remembered, in case the answer to a send comes after its echo. */
const remembered = 50;
/** Alarms in a row that no echo has answered: a service that does not echo must not cost reconnects for ever. */
const alarmsAtMost = 2;

/**
 * Notices a socket that is open and deaf. Everything a customer sends comes back on the socket, so a message that was
 * accepted and does not come back means that the subscription is gone, which the client never notices.
 */
export class Echoes {
  #clock: Clock;
  #alarm: () => void;
  #heard: string[] = [];
  #waiting = new Map<string, () => void>();
  #alarms = 0;

  constructor(clock: Clock, alarm: () => void) {
    this.#clock = clock;
    this.#alarm = alarm;
  }

  /** A message was accepted under this id. */
  expect(id: string): void {
    if (this.#heard.includes(id) || this.#alarms >= alarmsAtMost) return;
    const stop = this.#clock.after(echoWithinMs, () => {
      this.forget();
      this.#alarms++;
      this.#alarm();
    });
    this.#waiting.set(id, stop);
  }

  /** An own message arrived on the socket. */
  heard(id: string): void {
    this.#alarms = 0;
    this.#heard = [...this.#heard.slice(1 - remembered), id];
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }

  /** The socket is another one now: nothing is expected of it. */
  forget(): void {
    for (const stop of this.#waiting.values()) stop();
    this.#waiting.clear();
  }
}
