import type { Intent } from './intents.js';
import type { ChatSession } from './session.js';

/** What goes beside a chat and is only in the tab that leads, as its session is: waiting and endings. */
export interface Companion {
  /** This tab leads, with this session, until the returned stop is called. */
  lead(session: ChatSession): () => void;
  /** In the tab that leads: all there is, for tabs that are new. */
  whole(): unknown;
  /** What the tab that leads says of it, or, in the tab that leads, the one before it said last. Nobody has checked it. */
  hear(words: unknown): void;
  /** In the tab that leads: does what was asked for, in whichever tab. Resolves when nothing is left to do about it. */
  perform(method: string, words: readonly unknown[]): Promise<void>;
}

export type BesideIntent = Extract<Intent, { readonly does: 'beside' }>;

/** The place beside a chat: what goes there may come later than what is asked of it, or said about it. */
export class Beside {
  #companion: Companion | undefined;
  #heard: unknown;
  #session: ChatSession | undefined;
  #stop: (() => void) | undefined;
  /** Asked for before there was anything, in the tab that leads. */
  #asked: BesideIntent[] = [];

  get isEmpty(): boolean {
    return this.#companion === undefined;
  }

  /** Puts something there. Returns how to take it away. */
  put(companion: Companion): () => void {
    this.#companion = companion;
    if (this.#heard !== undefined) companion.hear(this.#heard);
    if (this.#session) this.lead(this.#session);
    return () => {
      this.#stop?.();
      this.#stop = this.#companion = undefined;
    };
  }

  /** This tab leads, with this session, until `letGo`. */
  lead(session: ChatSession): void {
    this.#session = session;
    this.#stop = this.#companion?.lead(session);
  }

  letGo(): void {
    this.#stop?.();
    this.#stop = this.#session = undefined;
  }

  hear(words: unknown): void {
    this.#heard = words;
    this.#companion?.hear(words);
  }

  whole(): unknown {
    return this.#companion?.whole();
  }

  /** Resolves when nothing is left to do about it. */
  async perform({ method, words }: BesideIntent): Promise<void> {
    await this.#companion?.perform(method, words);
  }

  /** Nobody is there yet who could do it. */
  postpone(intent: BesideIntent): void {
    this.#asked.push(intent);
  }

  /** What was postponed, as soon as somebody is there. */
  due(): readonly BesideIntent[] {
    return this.#companion ? this.#asked.splice(0) : [];
  }
}
