import type { EndedSubject, SubjectSource, WaitingSubject } from '../../core/wait/ports.js';

/** A contact that waits and ends as whoever holds this object says. */
export class MemorySubject implements SubjectSource {
  #waiting: WaitingSubject | undefined;
  #ended: EndedSubject | undefined;
  #running: ReturnType<SubjectSource['running']>;
  #refused: ReturnType<SubjectSource['refused']>;
  #listeners = new Set<() => void>();

  /** The contact waits, until something else is said. */
  wait(changes: Partial<WaitingSubject> = {}): void {
    const usual = { contactId: 'c-1', handle: 'handle-1', channel: 'chat', asks: true, linked: true } as const;
    const subject = { ...usual, ...changes };
    this.#tell(subject, undefined, { handle: subject.handle, stuck: false });
  }

  /** Somebody came. */
  join(): void {
    this.#tell(undefined, undefined, this.#running);
  }

  /** The contact is over. */
  end(changes: Partial<EndedSubject> = {}): void {
    const { contactId, handle, channel } = this.#waiting ?? { contactId: 'c-1', handle: 'handle-1', channel: 'chat' };
    const usual = { contactId, handle, channel, asks: true, byCustomer: false, lastContactId: undefined };
    this.#tell(undefined, { ...usual, ...changes }, undefined);
  }

  /** A contact is being asked for. */
  begin(): void {
    this.#tell(undefined, undefined, { handle: undefined, stuck: false });
  }

  /** The service is full; asks to be left alone for so many milliseconds. */
  refuse(retryAfterMs?: number): void {
    this.#tell(undefined, undefined, undefined, { retryAfterMs });
  }

  waiting(): WaitingSubject | undefined {
    return this.#waiting;
  }

  ended(): EndedSubject | undefined {
    return this.#ended;
  }

  running(): ReturnType<SubjectSource['running']> {
    return this.#running;
  }

  refused(): ReturnType<SubjectSource['refused']> {
    return this.#refused;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #tell(
    waiting: WaitingSubject | undefined,
    ended: EndedSubject | undefined,
    running: ReturnType<SubjectSource['running']>,
    refused?: ReturnType<SubjectSource['refused']>,
  ): void {
    [this.#waiting, this.#ended, this.#running, this.#refused] = [waiting, ended, running, refused];
    for (const listener of [...this.#listeners]) listener();
  }
}
