import { unreadCount } from '../../core/chat/selectors.js';
import type { ChatState, Message } from '../../core/chat/state.js';
import {
  ContactEndedEvent,
  ContactStartedEvent,
  FailedEvent,
  MessageReceivedEvent,
  UnreadChangedEvent,
} from '../events.js';

/** What others said between two states while nothing was missing: neither history nor what a gap had swallowed. */
export function heardLive(state: ChatState, previous: ChatState): readonly Message[] {
  if (!previous.synced || state.items === previous.items) return [];
  const last = previous.items.at(-1)?.id;
  const came = state.items.slice(state.items.findLastIndex(({ id }) => id === last) + 1);
  return came.filter((item) => item.kind === 'message').filter(({ own }) => !own);
}

/** What the page is told about the step from one state to the next, in which `heard` was said. */
export function factsBetween(state: ChatState, previous: ChatState, heard: readonly Message[]): readonly Event[] {
  const { phase } = state;
  const facts: Event[] = heard.map(({ id, from }) => new MessageReceivedEvent(id, from.role));
  const unread = unreadCount(state);
  if (unread !== unreadCount(previous)) facts.push(new UnreadChangedEvent(unread));
  if (phase.name === previous.phase.name) return facts;
  if (phase.name === 'live') facts.push(new ContactStartedEvent(phase.contact.contactId));
  if (phase.name === 'ended') facts.push(new ContactEndedEvent(phase.contactId, phase.by));
  if (phase.name === 'failed') facts.push(new FailedEvent(phase.code));
  return facts;
}
