// Ends a conversation for one of the reasons Amazon Connect has, so that the customer's side can be seen after each.

const shared = ['AGENT_NETWORK_DISCONNECT', 'SYSTEM_ERROR', 'CONTACT_FLOW_DISCONNECT', 'API', 'THIRD_PARTY_DISCONNECT'];
const reasons = {
  CHAT: [...shared, 'EXPIRED', 'IDLE_DISCONNECT', 'CUSTOMER_DISCONNECT', 'OTHER'],
  VOICE: [...shared.slice(1), 'TELECOM_PROBLEM', 'CUSTOMER_DISCONNECT', 'OTHER'],
};

/** `end(reason)`. Returns `{show(contact)}`. */
export function createEndings(form, end) {
  const select = form.querySelector('select');
  let channel;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void end(select.value);
  });
  return {
    show(contact) {
      if (!contact || contact.channel === channel) return;
      channel = contact.channel;
      select.replaceChildren(...reasons[channel].map((reason) => new Option(inWords(reason), reason)));
    },
  };
}

/** `AGENT_DISCONNECT` as `Agent disconnect`. */
function inWords(reason) {
  const words = reason.toLowerCase().replaceAll('_', ' ').replace('api', 'API');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
