/** Remembers where the focus was before something took it, and gives it back. */
export class FocusReturn {
  #from: HTMLElement | undefined;

  /** To be called before the focus moves. */
  remember(): void {
    this.#from = focused();
  }

  /** Gives the focus back, or to `fallback` when nothing had it or what had it is gone. */
  giveBack(fallback: HTMLElement | null | undefined): void {
    const from = this.#from;
    this.#from = undefined;
    (from?.isConnected ? from : fallback)?.focus();
  }
}

/** What has the focus, looked for through shadow roots. */
function focused(): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : undefined;
}
