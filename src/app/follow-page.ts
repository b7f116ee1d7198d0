import type { DeskbellWidget } from '../elements/widget/widget.js';

/** Makes a widget ask for its words again whenever the page changes its own language. */
export function followPage(widget: DeskbellWidget): void {
  const observer = new MutationObserver(() => widget.requestUpdate('language'));
  widget.addController({
    hostConnected: () => observer.observe(document.documentElement, { attributeFilter: ['lang'] }),
    hostDisconnected: () => observer.disconnect(),
  });
}
