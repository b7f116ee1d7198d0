import type { CallTabs, SavedCall } from '../../core/call/ports.js';

/** The tabs of one browser: give the same object to two sessions. */
export class MemoryCallTabs implements CallTabs {
  #holder: { readonly onAsked: () => SavedCall['call'] } | undefined;
  /** Whether the tab that holds answers when it is asked. */
  answers = true;

  /** Whether some tab has a call. */
  get isHeld(): boolean {
    return this.#holder !== undefined;
  }

  hold(onAsked: () => SavedCall['call']): Promise<(() => void) | undefined> {
    if (this.#holder) return Promise.resolve(undefined);
    const holder = { onAsked };
    this.#holder = holder;
    return Promise.resolve(() => {
      if (this.#holder === holder) this.#holder = undefined;
    });
  }

  ask(): Promise<SavedCall['call']> {
    return Promise.resolve(this.answers ? this.#holder?.onAsked() : undefined);
  }
}
