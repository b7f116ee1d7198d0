import type { DeskbellWidget } from '../elements/widget/widget.js';
import { brokerAddress, keepOpen, wasLive, wasOpen } from './tab.js';

/** Below this width the panel covers the page. */
const besideThePage = '(min-width: 560px)';

/** Whether the customer came to this page by moving on, and so wants to see it. A reload or a step back is a return. */
function movedOn(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return navigation?.type === 'navigate';
}

/** Brings a widget back to the chat its tab was in, the panel as it was. A reactive controller. */
export class Return {
  #widget: DeskbellWidget;
  #session: (widget: DeskbellWidget) => NonNullable<DeskbellWidget['session']>;
  #done = false;

  constructor(widget: DeskbellWidget, session: (widget: DeskbellWidget) => NonNullable<DeskbellWidget['session']>) {
    this.#widget = widget;
    this.#session = session;
    widget.addController(this);
    widget.addEventListener('deskbell-opened', () => keepOpen(brokerAddress(widget.broker), true));
    widget.addEventListener('deskbell-closed', () => keepOpen(brokerAddress(widget.broker), false));
  }

  hostUpdated(): void {
    const widget = this.#widget;
    if (this.#done || !widget.broker) return;
    this.#done = true;
    const address = brokerAddress(widget.broker);
    if (widget.session || !wasLive(address)) return;
    widget.session = this.#session(widget);
    widget.opened ||= wasOpen(address) && (matchMedia(besideThePage).matches || !movedOn());
    void widget.session.resume();
  }
}
