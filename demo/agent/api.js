// The simulator's interface for agents: JSON calls, and a live feed of Server-Sent Events. See /_sim/ for all of it.

/** Calls the desk's interface. Rejects with the simulator's own sentence when it refuses. */
async function call(path, body) {
  const response = await fetch(`/_sim/desk/${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

const about = (contactId, verb, body = {}) => call(`contacts/${encodeURIComponent(contactId)}/${verb}`, body);

export const desk = {
  contact: (contactId) => call(`contacts/${encodeURIComponent(contactId)}`),
  queues: async () => (await call('queues')).queues,
  /** `{staff?, others?, open?, lively?}` */
  changeQueue: (id, change) => call(`queues/${encodeURIComponent(id)}`, change),
  endRequest: (id) => call(`../requests/${encodeURIComponent(id)}/end`, { reason: 'AGENT_COMPLETED' }),
  setState: (feed, state) => call('state', { desk: feed, state }),
  accept: (contactId, agent) => about(contactId, 'accept', { agent }),
  /** For calls. `media`: `synthetic`, the simulator's own pictures and voice; or `own`: the answer has the `connection`. */
  answer: (contactId, agent, media) => about(contactId, 'accept', { agent, media }),
  /** What the agent does in a call: `{mute?, camera?, hold?, share?: 'allow' | 'stop' | 'start'}`. */
  call: (contactId, change) => about(contactId, 'call', change),
  /** The customer's network: `{what: 'all' | 'signaling' | 'media', how: 'silence' | 'cut', seconds}`; 0 brings it back. */
  network: (contactId, outage) => about(contactId, 'network', outage),
  say: (contactId, text) => about(contactId, 'messages', { text }),
  send: (contactId, contentType, content) => about(contactId, 'messages', { contentType, content }),
  typing: (contactId) => about(contactId, 'typing'),
  transfer: (contactId, target) => about(contactId, 'transfer', target),
  drop: (contactId) => about(contactId, 'drop'),
  setAway: (contactId, isAway) => about(contactId, isAway ? 'away' : 'back'),
  setLost: (contactId, isLost) => about(contactId, isLost ? 'lose' : 'recover'),
  /** Without a reason the agent ends it. */
  end: (contactId, reason) => about(contactId, 'end', reason && { reason }),
};

/**
 * Opens the live feed: `on.desk(info)`, `on.contacts(list)`, `on.board({queues, requests})`,
 * `on.item(contactId, item)`, `on.link(isUp)`.
 * While it is open, the simulator's scripted agents leave new chats to the person here. Returns the stop.
 */
export function openFeed(name, on) {
  const feed = new EventSource(`/_sim/desk/feed?${new URLSearchParams({ name, state: 'available' })}`);
  const listen = (event, deliver) => feed.addEventListener(event, ({ data }) => deliver(JSON.parse(data)));
  listen('desk', on.desk);
  listen('contacts', ({ contacts }) => on.contacts(contacts));
  listen('board', on.board);
  listen('item', ({ contactId, item }) => on.item(contactId, item));
  feed.addEventListener('open', () => on.link(true));
  feed.addEventListener('error', () => on.link(false));
  return () => feed.close();
}
