import type { ConnectionEvent } from '../../src/core/chat/ports.js';
import type { Item } from '../../src/core/chat/state.js';

/** Remembers what a connection tells, and lets a test wait for it. */
export class EventLog {
  readonly events: ConnectionEvent[] = [];
  #waiting = new Set<() => void>();

  readonly listener = (event: ConnectionEvent): void => {
    this.events.push(event);
    for (const check of [...this.#waiting]) check();
  };

  /** Every state of the link that was told, in order. */
  get links(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'link' ? event.link : []));
  }

  get heard(): readonly Item[] {
    return this.events.flatMap((event) => (event.type === 'heard' ? event.items : []));
  }

  get isOver(): boolean {
    return this.events.some(({ type }) => type === 'over');
  }

  /** Messages heard, as text. */
  get texts(): readonly (string | undefined)[] {
    return this.heard.flatMap((item) => (item.kind === 'message' ? item.content.text : []));
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
