import type { Contact } from './contact.js';

/** The contacts of one queue by what happens to them, so that no figure needs a look at every contact there ever was. */
export interface QueueLine {
  readonly waiting: Set<Contact>;
  /** With an agent. */
  readonly talking: Set<Contact>;
  /** In after-contact work. */
  readonly working: Set<Contact>;
}

/** A queue that runs as a process: what it knows of the people who are only a number. */
export interface QueueCourse {
  /** How many of them wait. */
  readonly others: number;
  /** How many agents serve one of them. */
  readonly busy: number;
  /** Since when the first of them waits (milliseconds since 1970). */
  readonly oldest: number | undefined;
  /** How many of them stand before a contact. */
  ahead(contact: Contact): number;
  /** Whether an agent was free for this contact. */
  isTurnOf(contact: Contact): boolean;
  setOthers(count: number): void;
}

/** The lines of all queues, by queue id. */
export class QueueLines {
  readonly #lines = new Map<string, QueueLine>();

  of(queueId: string): QueueLine {
    const known = this.#lines.get(queueId);
    if (known) return known;
    const line: QueueLine = { waiting: new Set(), talking: new Set(), working: new Set() };
    this.#lines.set(queueId, line);
    return line;
  }

  /** Moves a contact to where it belongs; `gone` takes it out. One that was never in a queue stays outside. */
  move(contact: Contact, to: keyof QueueLine | 'gone'): void {
    if (contact.queueId === undefined) return;
    const line = this.of(contact.queueId);
    for (const part of [line.waiting, line.talking, line.working]) part.delete(contact);
    if (to !== 'gone') line[to].add(contact);
  }

  clear(): void {
    this.#lines.clear();
  }
}
