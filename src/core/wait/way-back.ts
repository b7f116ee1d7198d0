import { DeskbellError } from '../errors.js';
import { patiently } from '../patience.js';
import type { EndedSubject, RequeueTicket, WaitPorts } from './ports.js';

/** How long a way back may take to be made: the past conversation is ready after a minute, and late sometimes. */
const readyWithinMs = 95_000;
/** Failures in a row after which the customer is told, and after which a contact nobody wants is given up to the service. */
const attempts = 3;
const undoAttempts = 8;

/**
 * One asking for a way back. It is never cut off, because its contact would wait for nobody: when it is not wanted any
 * more, it is asked for to the end if it may exist already, and whoever made this object stops what comes of it. The
 * broker makes one contact of one end, so asking again is safe.
 */
export class WayBack {
  readonly ticket: Promise<RequeueTicket>;
  /** Whether the customer wants it still. */
  isWanted: boolean;
  /** Whether it may exist although nobody answered. */
  #mayExist: boolean;

  /** @param undo it is asked for only in order to be stopped, if it exists */
  constructor(ports: WaitPorts, ended: EndedSubject, undo: boolean, onLater: () => void) {
    this.isWanted = !undo;
    this.#mayExist = undo;
    const never = new AbortController().signal;
    const { handle, lastContactId } = ended;
    this.ticket = patiently(ports, 'wait.requeue-failed', () => ports.broker.requeue(handle, lastContactId, never), {
      withinMs: readyWithinMs,
      attempts: undoAttempts,
      signal: never,
      onLater: () => {
        onLater();
        return this.isWanted;
      },
      onFailure: (unknown) => {
        this.#mayExist ||= unknown;
        this.#failures++;
        return this.isWanted ? this.#failures < attempts : this.#mayExist;
      },
    });
    this.ticket.catch(() => {}); // Told to whoever waits for it.
  }

  #failures = 0;
}

/** Whether a way back that failed so is closed: then only a new beginning is left. */
export const isClosed = (error: unknown): boolean => !DeskbellError.from(error).retryable;
