import { peoplePresent } from '../chat/selectors.js';
import type { ChatSession } from '../chat/session.js';
import type { SubjectSource } from './ports.js';

/** A chat as a contact that waits and ends. It waits while it is live and no human is there: bots do not count. */
export function chatSubject(session: ChatSession): SubjectSource {
  const { store } = session;
  return {
    waiting() {
      const { phase } = store.state;
      const { ticket } = session;
      if (phase.name !== 'live' || phase.leaving || ticket?.contactId !== phase.contact.contactId) return undefined;
      if (peoplePresent(store.state).some(({ role }) => role === 'agent' || role === 'supervisor')) return undefined;
      const { contactId, handle, waiting = false } = ticket;
      return { contactId, handle, channel: 'chat', asks: waiting, linked: phase.link === 'up' };
    },
    ended() {
      const { former } = session;
      if (!former) return undefined;
      const { contactId, handle, endings = false } = former.ticket;
      const { byCustomer } = former;
      return { contactId, handle, channel: 'chat', asks: endings, byCustomer, lastContactId: undefined };
    },
    refused() {
      const { phase } = store.state;
      // A way back has its own way of trying again: a plain start would lose the place.
      return phase.name === 'failed' && phase.code === 'token/busy' && !phase.contact && !phase.after
        ? phase
        : undefined;
    },
    running() {
      const { phase } = store.state;
      const isThere = phase.name !== 'idle' && phase.name !== 'ended' && (phase.name !== 'failed' || phase.contact);
      return isThere ? { handle: session.ticket?.handle, stuck: phase.name === 'failed' } : undefined;
    },
    subscribe: (listener) => store.subscribe(listener),
  };
}
