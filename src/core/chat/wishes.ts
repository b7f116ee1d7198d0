import type { Intent } from './intents.js';
import type { Draft } from './state.js';

/** What the customer wanted in this tab and is not done yet, in order: nothing of it is lost, whoever leads. */
export class Wishes {
  #list: readonly Intent[] = [];
  #settle = new Map<string, (answer: string | undefined) => void>();

  get list(): readonly Intent[] {
    return this.#list;
  }

  has(id: string): boolean {
    return this.#settle.has(id);
  }

  /**
   * Resolves when nothing is left to do about it, with the answer to what was a question. Of two that say what stands in
   * the box, only the newer one counts.
   */
  add(intent: Intent): Promise<string | undefined> {
    if (isNote(intent)) for (const { id } of this.#list.filter(isNote)) this.done(id);
    this.#list = [...this.#list, intent];
    return new Promise((resolve) => this.#settle.set(intent.id, resolve));
  }

  done(id: string, answer?: string): void {
    this.#list = this.#list.filter((intent) => intent.id !== id);
    this.#settle.get(id)?.(answer);
    this.#settle.delete(id);
  }

  /** Nothing of it is wanted any more. */
  forget(): void {
    for (const { id } of this.#list) this.done(id);
  }

  /** Messages that the leader has not taken over yet. */
  get drafts(): readonly Draft[] {
    return this.#list.flatMap((intent) => {
      if (intent.does !== 'event' || intent.event.type !== 'drafted') return [];
      const { file, localId, text, written } = intent.event;
      return [{ localId, text, ...(file && { file }), after: undefined, written, state: { name: 'waiting' } }];
    });
  }
}

const isNote = (intent: Intent): boolean => intent.does === 'event' && intent.event.type === 'noted';
