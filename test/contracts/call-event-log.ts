import type { CallConnectionEvent } from '../../src/core/call/ports.js';

type Type = CallConnectionEvent['type'];

/** Remembers what a call's connection tells, and lets a test wait for it. */
export class CallEventLog {
  readonly events: CallConnectionEvent[] = [];
  #waiting = new Set<() => void>();

  readonly listener = (event: CallConnectionEvent): void => {
    this.events.push(event);
    for (const check of [...this.#waiting]) check();
  };

  /** Every event of a type, in order. */
  of<T extends Type>(type: T): readonly Extract<CallConnectionEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<CallConnectionEvent, { type: T }> => event.type === type);
  }

  /** Resolves as soon as `condition` holds. */
  until(condition: (log: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition(this)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}
