import type { DeskbellWidget } from '../elements/widget/widget.js';

/** Makes a widget ask for its words again when the page changes its own language. A reactive controller. */
export class FollowPage {
  #observer: MutationObserver;

  constructor(widget: DeskbellWidget) {
    this.#observer = new MutationObserver(() => widget.requestUpdate('language'));
    widget.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
