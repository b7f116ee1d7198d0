import type { ChatControl } from '../../core/chat/control.js';
import { BeforeStartEvent } from '../events.js';

/** Starts the session's chat, unless the page objects to what `element` announces. A running chat goes on untouched. */
export function begin(element: HTMLElement, session: ChatControl): void {
  const { name } = session.store.state.phase;
  const rests = name === 'idle' || name === 'ended' || name === 'failed';
  if (rests && element.dispatchEvent(new BeforeStartEvent())) void session.start();
}
