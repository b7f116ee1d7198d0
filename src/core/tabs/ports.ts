/** What becomes of this page: it is seen or not; `left`: frozen, or put aside by the browser; `returned`: back from there. */
export type PageChange = 'visible' | 'hidden' | 'left' | 'returned';

/**
 * The other tabs of a site, as far as one conversation is concerned. Whatever one tab says reaches all others that live,
 * in order; a tab that is frozen hears it later. Where a browser has none of this, every tab is alone and leads.
 */
export interface Tabs {
  /** Names this page for as long as it lives. */
  readonly id: string;
  /** Whether this one hears of no others, which may have sessions of their own. */
  readonly isAlone: boolean;
  /**
   * Asks to be the one tab that leads. `onLead` is called once: soon, or when the tab that leads lets go or is gone.
   * `seize` takes the lead from whoever has it. `onLost`: another tab has seized it. Returns how to let go, or to withdraw.
   */
  lead(seize: boolean, onLead: () => void, onLost: () => void): () => void;
  /** Tells the other tabs. `words` are plain data, which is cloned on its way. */
  say(words: unknown): void;
  /** Calls `listener` with whatever another tab says, and nobody has checked. Returns its own stop. */
  listen(listener: (words: unknown) => void): () => void;
  /** Whether somebody can see this page. */
  readonly visible: boolean;
  /** Calls `listener` after each change. Returns its own stop. */
  watch(listener: (change: PageChange) => void): () => void;
}
