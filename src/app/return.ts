import type { DeskbellWidget } from '../elements/widget/widget.js';
import { brokerAddress, keepOpen, livesKey, wasAsking, wasEnded, wasInCall, wasLive, wasOpen } from './tab.js';

/** Below this width the panel covers the page. */
const besideThePage = '(min-width: 560px)';

/** Whether the customer came to this page by moving on, and so wants to see it. A reload or a step back is a return. */
function movedOn(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return navigation?.type === 'navigate';
}

/** Brings a widget back to the chat or the call its tab was in, the panel as it was. */
export function returnToChat(widget: DeskbellWidget): void {
  let done = false;
  const remember = (): void => {
    if (widget.memory !== 'none') keepOpen(brokerAddress(widget.broker), widget.opened);
  };
  widget.addEventListener('deskbell-opened', remember);
  widget.addEventListener('deskbell-closed', remember);
  const join = (): void => void widget.ensureSession().resume();
  /** Somebody began to chat in another tab: this one says, too, what is new there. */
  const hear = ({ key, newValue }: StorageEvent): void => {
    if (newValue && key === livesKey(brokerAddress(widget.broker))) join();
  };
  widget.addController({
    hostUpdated() {
      const { broker, session } = widget;
      if (done || !broker) return;
      done = true;
      const address = brokerAddress(broker);
      if (wasInCall(address)) {
        // Whoever was talking wants to go on, and has a minute for it.
        widget.opened = true;
        void widget.startCall();
      }
      if (session) return;
      const open = wasOpen(address);
      const asks = open && wasAsking(address);
      if (asks || wasLive(address) || wasEnded(address)) {
        widget.opened ||= open && (matchMedia(besideThePage).matches || !movedOn());
        // A start that this tab was in the middle of goes on, under its key.
        if (asks) widget.startChat();
        else join();
      }
    },
    hostConnected: () => addEventListener('storage', hear),
    hostDisconnected: () => removeEventListener('storage', hear),
  });
}
