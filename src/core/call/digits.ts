import { backoff, delay } from '../clock.js';
import { DeskbellError } from '../errors.js';
import type { CallPorts, CallTicket } from './ports.js';

type Way = Pick<CallTicket, 'participantToken' | 'region' | 'endpoint'>;

/** Attempts at one press before it is told as failed. */
const attempts = 3;

/**
 * Keys the customer pressed, sent one press after the other, each under one ClientToken for ever. A menu that misses one
 * would take the next for another's answer: when a press fails for good, those behind it are not sent.
 */
export class Digits {
  #ports: Pick<CallPorts, 'participant' | 'chance' | 'clock' | 'logger'>;
  #failed: () => void;
  #waiting: { readonly digits: string; readonly token: string }[] = [];
  #busy = false;

  constructor(ports: Pick<CallPorts, 'participant' | 'chance' | 'clock' | 'logger'>, failed: () => void) {
    this.#ports = ports;
    this.#failed = failed;
  }

  /** Sends digits after those before them. `way`: the participant's, as it is when their turn comes. */
  press(digits: string, way: () => Way | undefined, signal: AbortSignal): void {
    this.#waiting.push({ digits, token: this.#ports.chance.newId() });
    void this.#pump(way, signal);
  }

  async #pump(way: () => Way | undefined, signal: AbortSignal): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#waiting[0]; next && !signal.aborted; next = this.#waiting[0]) {
        await this.#send(next.digits, next.token, way, signal);
        if (this.#waiting[0] === next) this.#waiting.shift();
      }
    } catch (error) {
      this.#waiting = [];
      if (signal.aborted) return;
      this.#ports.logger.log('warn', 'call.digits-failed', { code: DeskbellError.from(error).code });
      this.#failed();
    } finally {
      this.#busy = false;
    }
  }

  async #send(digits: string, token: string, way: () => Way | undefined, signal: AbortSignal): Promise<void> {
    const { chance, clock, participant } = this.#ports;
    for (let attempt = 0; ; attempt++) {
      const to = way();
      if (!to) throw new DeskbellError('message/ended');
      try {
        return await participant.sendDigits(to, digits, token, signal);
      } catch (error) {
        if (signal.aborted || !DeskbellError.from(error).retryable || attempt + 1 >= attempts) throw error;
        await delay(clock, 250 + backoff(attempt, 500, 4_000, chance), signal);
      }
    }
  }
}
