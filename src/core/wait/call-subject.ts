import { isRunning } from '../call/phases.js';
import type { CallSession } from '../call/session.js';
import type { SubjectSource } from './ports.js';

/** A call as a contact that waits and ends. It waits while it rings; without its media nobody is asked. */
export function callSubject(session: CallSession): SubjectSource {
  const { store } = session;
  return {
    waiting() {
      const { phase } = store.state;
      const { contact } = session;
      const isWaiting =
        phase.name === 'ringing' ||
        ((phase.name === 'reconnecting' || phase.name === 'rejoining') && phase.liveSince === undefined);
      if (!contact || !isWaiting) return undefined;
      const { contactId, handle, waiting = false } = contact;
      return { contactId, handle, channel: 'call', asks: waiting, linked: phase.name === 'ringing' };
    },
    ended() {
      const { phase } = store.state;
      const { former } = session;
      // In another tab it goes on: there is nothing to say about its end here.
      if (phase.name !== 'ended' || phase.by === 'elsewhere' || former?.contactId !== phase.contactId) return undefined;
      const { contactId, handle, endings = false } = former;
      const byCustomer = phase.by === 'customer';
      return { contactId, handle, channel: 'call', asks: endings, byCustomer, lastContactId: undefined };
    },
    // A call says so in its own words, and begins again from its room.
    refused: () => undefined,
    running() {
      const { phase } = store.state;
      const isThere =
        isRunning(store.state) || phase.name === 'requesting' || (phase.name === 'failed' && phase.contact);
      return isThere ? { handle: session.contact?.handle, stuck: phase.name === 'failed' } : undefined;
    },
    subscribe: (listener) => store.subscribe(listener),
  };
}
