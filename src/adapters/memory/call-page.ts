import type { CallPage } from '../../core/call/ports.js';

type Keys = Parameters<CallPage['onMediaKeys']>[0];

/** A page that goes away, comes back and has media keys when it is told to. */
export class MemoryCallPage implements CallPage {
  #awake = new Set<object>();
  #leaving = new Set<() => void>();
  #back = new Set<() => void>();
  #keys = new Set<Keys>();

  /** Whether the screen is kept on. */
  get isAwake(): boolean {
    return this.#awake.size > 0;
  }

  /** The media keys, while somebody has them. */
  get keys(): Keys | undefined {
    return [...this.#keys].at(-1);
  }

  /** How many are listening. Zero after everything was let go of, or something leaks. */
  get watchers(): number {
    return this.#awake.size + this.#leaving.size + this.#back.size + this.#keys.size;
  }

  /** The page goes away. */
  leave(): void {
    for (const listener of [...this.#leaving]) listener();
  }

  /** The network or the page comes back. */
  comeBack(): void {
    for (const listener of [...this.#back]) listener();
  }

  keepAwake(): () => void {
    return held(this.#awake, {});
  }

  onLeaving(leaving: () => void): () => void {
    return held(this.#leaving, () => leaving());
  }

  onBack(listener: () => void): () => void {
    return held(this.#back, () => listener());
  }

  onMediaKeys(keys: Keys): () => void {
    return held(this.#keys, { ...keys });
  }
}

function held<T>(all: Set<T>, one: T): () => void {
  all.add(one);
  return () => {
    all.delete(one);
  };
}
