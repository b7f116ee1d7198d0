// The agent's own camera and microphone, through the same package that the customer's page uses. A bundler makes
// /agent/bundle/own-media.js of this file, which the desk loads with the first call that is answered this way.
import { createCallSession } from 'deskbell/call';

/**
 * Joins a call as its agent. `accept()` takes the contact and resolves to its `connection`, Amazon Connect's own answer:
 * here it is the desk that hands the way in, not a token broker. Returns the session.
 */
export function joinAsAgent(contact, accept) {
  const { contactId, call } = contact;
  const session = createCallSession({
    broker: {
      async startCall() {
        const { Meeting: meeting, Attendee: attendee } = await accept();
        return {
          meeting,
          attendee,
          contactId,
          participantId: contactId,
          participantToken: '',
          handle: contactId,
          region: 'local',
          endpoint: undefined,
          connectWithinMs: 60_000,
          features: { ...call.allowed.agent, dtmf: false, recorded: false },
        };
      },
      // Who was away for too long answers again, with the button the desk then shows.
      rejoin: () => Promise.reject(new Error('The desk answers again.')),
      // Leaving is the desk's own: it ends the contact politely, or only its page is going away.
      stop: () => Promise.resolve(),
    },
    // The customer's tab may have its call in this same browser, and the desk keeps nothing.
    beside: true,
  });
  // Who may share is the agent's to say: nobody allows it to the agent. Amazon's own desk does not ask either.
  session.store.subscribe(({ share, phase }) => {
    const isIn = phase.name === 'ringing' || phase.name === 'live';
    if (isIn && share === 'forbidden') session.store.dispatch({ type: 'share', share: 'allowed' });
  });
  void session.join(call.allowed.agent.video && contact.attributes.web_media === 'video' ? 'video' : 'audio');
  return session;
}
