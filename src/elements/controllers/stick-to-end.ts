import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How far from the end still counts as being there, in pixels. */
const nearEnd = 24;

/**
 * Keeps a scroller where its reader is. The scroller is a reversed column around one child, so that the browser counts
 * from the end: who is at the end stays there, and what is added before the reader moves nothing. What is added, or
 * taken away, after the reader is made up for by the row they look at.
 */
export class StickToEnd implements ReactiveController {
  #host: ReactiveControllerHost;
  #scroller: () => HTMLElement | null;
  #resizes = new ResizeObserver(() => this.restore());
  #observed: HTMLElement | null = null;
  #anchor: { readonly row: Element; readonly top: number } | undefined;
  /** Whether the reader is at the end. */
  atEnd = true;

  constructor(host: ReactiveControllerHost, scroller: () => HTMLElement | null) {
    this.#host = host;
    this.#scroller = scroller;
    host.addController(this);
  }

  hostUpdated(): void {
    const scroller = this.#scroller();
    if (scroller === this.#observed) return;
    this.#resizes.disconnect();
    this.#observed = scroller;
    if (!scroller) return;
    this.#resizes.observe(scroller);
    if (scroller.firstElementChild) this.#resizes.observe(scroller.firstElementChild);
  }

  hostDisconnected(): void {
    this.#resizes.disconnect();
    this.#observed = null;
  }

  /** Takes note of where the reader is now. To be called on every scroll. */
  scrolled(): void {
    const scroller = this.#scroller();
    if (!scroller?.clientHeight) return;
    const atEnd = scroller.scrollTop > -nearEnd;
    this.#anchor = atEnd ? undefined : this.#find(scroller);
    if (atEnd === this.atEnd) return;
    this.atEnd = atEnd;
    this.#host.requestUpdate();
  }

  /** Puts the row the reader looks at back where it was. */
  restore(): void {
    const scroller = this.#scroller();
    if (!scroller?.clientHeight) return;
    // What is added moves nobody away from the end: the reader has scrolled, and the event is still to come.
    if (this.atEnd) this.scrolled();
    if (this.atEnd) scroller.scrollTop = 0;
    else if (this.#anchor?.row.isConnected) {
      const { row, top } = this.#anchor;
      const moved = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - top;
      if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
    }
  }

  /** Takes the reader to the end. */
  toEnd(): void {
    const scroller = this.#scroller();
    this.atEnd = true;
    this.#anchor = undefined;
    if (scroller) scroller.scrollTop = 0;
    this.#host.requestUpdate();
  }

  /** The first row in sight: looked for by its place, because rows out of sight may have none yet. */
  #find(scroller: HTMLElement): { row: Element; top: number } | undefined {
    const { top, bottom, left, width } = scroller.getBoundingClientRect();
    const root = scroller.getRootNode() as ShadowRoot;
    for (let y = top + 1; y < bottom; y += 8) {
      const row = root.elementFromPoint(left + width / 2, y)?.closest('.chunk > *');
      if (row) return { row, top: row.getBoundingClientRect().top - top };
    }
    return undefined;
  }
}
