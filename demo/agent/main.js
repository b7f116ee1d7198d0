// The agent desk: a person plays the agent of Amazon Connect, beside a shop window with the customer's chat.
// This file holds what the desk knows and connects the parts; each part is a file of its own.
import { desk, openFeed } from './api.js';
import { createBoard } from './board.js';
import { createCall, describeCall } from './call.js';
import { createEndings } from './endings.js';
import { createComposer } from './composer.js';
import { createContactList, minutes } from './contacts.js';
import { createTranscript } from './conversation.js';
import { createFaults } from './faults.js';
import { isTyping } from './items.js';
import { interactive, listPicker } from './list-picker.js';

const byId = (id) => document.getElementById(id);
const typingShowsMs = 6_000;
const newsStaysMs = 8_000;

let contacts = [];
let contactsAt = Date.now();
let chosenId;
let feedId;
let typingUntil = 0;
let newsTimer;
const unread = new Set();
let board = { queues: [], requests: [] };
const known = new Set();
let hasBoard = false;
const knownRequests = new Set();

const chosen = () => contacts.find(({ contactId }) => contactId === chosenId);
const agentName = () => byId('agent-name').value.trim() || 'Robin';

const transcript = createTranscript(byId('log'));
const showContacts = createContactList({ choose, accept });
const showBoard = createBoard(byId('board'), { choose, attempt });
const endings = createEndings(byId('end-for'), (reason) => attempt(() => desk.end(chosenId, reason)));
const call = createCall({ attempt, agentName, onChange: () => show() });
const composer = createComposer(byId('composer'), {
  send: (text) => attempt(() => desk.say(chosenId, text)),
  typing: () => attempt(() => desk.typing(chosenId)),
});

openFeed(agentName(), {
  desk(info) {
    feedId = info.desk;
    // A feed that comes back after a break begins as available again, and may have missed what was said.
    if (info.state !== wantedState()) void setState();
    if (chosenId) void load();
  },
  contacts(list) {
    contacts = list;
    contactsAt = Date.now();
    call.release(list);
    announceWaiting();
    show();
  },
  board(next) {
    board = next;
    announceRequests();
    show();
  },
  item(contactId, item) {
    if (isTyping(item)) {
      if (contactId === chosenId && item.ParticipantRole === 'CUSTOMER') typingUntil = Date.now() + typingShowsMs;
    } else if (contactId === chosenId) {
      if (item.ParticipantRole === 'CUSTOMER') typingUntil = 0;
      transcript.add([item]);
    } else if (item.Type === 'MESSAGE' && item.ParticipantRole === 'CUSTOMER') unread.add(contactId);
    show();
  },
  link(isUp) {
    byId('link').textContent = isUp ? 'Connected' : 'Not connected. Trying again';
  },
});

function show() {
  const now = Date.now();
  const list = contacts.map((contact) =>
    contact.state === 'waiting' ? { ...contact, waitedMs: contact.waitedMs + now - contactsAt } : contact,
  );
  showContacts(list, chosenId, unread);
  const contact = list.find(({ contactId }) => contactId === chosenId);
  byId('chosen').hidden = !contact;
  byId('board').hidden = Boolean(contact);
  byId('nothing-chosen').hidden = list.length === 0;
  if (!contact) showBoard(board, list);
  endings.show(contact);
  const isActive = contact?.state === 'active';
  const isCall = Boolean(contact?.call);
  byId('agent-tools').disabled = !isActive;
  byId('bad-day').disabled = !contact || contact.state === 'over';
  byId('lose').disabled = !isActive;
  byId('end-for').hidden = !isActive;
  for (const id of ['log', 'typing', 'composer', 'list-picker', 'invite-video', 'invite-voice', 'away', 'drop']) {
    byId(id).hidden = isCall;
  }
  call.show(contact);
  if (!contact) return;
  byId('customer').textContent = contact.customer;
  byId('situation').textContent = situationOf(contact);
  byId('typing').textContent = isActive && now < typingUntil ? `${contact.customer} is typing` : '';
  byId('accept').hidden = contact.state !== 'waiting';
  byId('accept-simulated').hidden = !isCall || contact.state !== 'waiting';
  byId('end').hidden = !isActive;
  byId('end').textContent = isCall ? 'End call' : 'End chat';
  press('away', contact.agentAway, 'Step away', 'Come back');
  press('lose', contact.agentLost, 'Lose the agent’s network', 'Bring the network back');
  if (!isCall) composer.show(contact.state);
}

function situationOf(contact) {
  const { state, queue, waitedMs, agent, agentAway, agentLost, sockets, position } = contact;
  if (state === 'over') return contact.call ? 'This call is over.' : 'This chat is over.';
  if (state === 'flow') return 'In the flow, on the way to the queue.';
  const isGone = contact.call ? false : sockets === 0;
  const customer = contact.call ? ` ${describeCall(contact)}` : isGone ? ' The customer is not connected.' : '';
  if (state === 'waiting')
    return `Waits in ${queue.name}, place ${position ?? 1}, for ${minutes(waitedMs)}.${customer}`;
  const agentIs = agentLost ? ', whose network is gone' : agentAway ? ', who stepped away' : '';
  const speaker = agent === agentName() || contact.call ? '' : ` You speak as ${agent}.`;
  return `With ${agent}${agentIs}.${speaker}${customer}`;
}

function press(id, isPressed, off, on) {
  byId(id).setAttribute('aria-pressed', String(isPressed));
  byId(id).textContent = isPressed ? on : off;
}

function announceWaiting() {
  const waiting = contacts.filter(({ state }) => state === 'waiting');
  document.title = waiting.length > 0 ? `(${waiting.length}) Agent desk` : 'Agent desk';
  for (const { segmentId, customer } of waiting) {
    if (!known.has(segmentId)) say(`${customer} is waiting`);
    known.add(segmentId);
  }
}

const requestWords = { task: 'a task', email: 'a message', 'outbound-voice': 'a call now', 'outbound-chat': 'a text' };

/** What was there when the desk was opened is no news. */
function announceRequests() {
  for (const { id, kind, endedAt } of board.requests) {
    if (hasBoard && !knownRequests.has(id) && endedAt === undefined) say(`Somebody asked for ${requestWords[kind]}`);
    knownRequests.add(id);
  }
  hasBoard = true;
  const open = board.requests.filter(({ endedAt }) => endedAt === undefined).length;
  byId('show-board').textContent = open > 0 ? `Queues and requests (${open})` : 'Queues and requests';
}

/** Says what just happened, for eyes and ears, until there is something newer or it is old. */
function say(news) {
  byId('news').textContent = news;
  clearTimeout(newsTimer);
  newsTimer = setTimeout(say, newsStaysMs, '');
}

/** Does something that the simulator may refuse, and shows its sentence then. Resolves whether it was done. */
async function attempt(deed) {
  try {
    await deed();
    byId('trouble').textContent = '';
    return true;
  } catch (error) {
    byId('trouble').textContent = error.message;
    return false;
  }
}

async function load() {
  const contactId = chosenId;
  await attempt(async () => {
    const answer = await desk.contact(contactId);
    if (contactId === chosenId) transcript.add(answer.transcript);
  });
}

async function choose(contactId) {
  if (contactId !== chosenId) {
    chosenId = contactId;
    typingUntil = 0;
    transcript.clear();
    composer.turnTo(contactId);
  }
  unread.delete(contactId);
  byId('desk').dataset.shows = 'conversation';
  show();
  byId('customer').focus();
  await load();
}

/** `media`, for calls: the person's own camera and microphone, or the simulator's agent. */
async function accept(contactId, media = 'own') {
  const contact = contacts.find((one) => one.contactId === contactId);
  const isCall = Boolean(contact?.call);
  if (!(await (isCall ? call.answer(contact, media) : attempt(() => desk.accept(contactId, agentName()))))) return;
  await choose(contactId);
  if (!isCall) composer.focus();
}

/** The customer's widget makes a button of a link with this end; pressing it begins the call beside the chat. */
const invite = (kind) =>
  attempt(() => desk.say(chosenId, `Shall we talk? Press here to start: ${location.origin}/#deskbell-${kind}-call`));

const wantedState = () => (byId('available').checked ? 'available' : 'away');
const setState = () => attempt(() => desk.setState(feedId, wantedState()));
const onClick = (id, deed) => byId(id).addEventListener('click', deed);

byId('available').addEventListener('change', setState);
onClick('accept', () => accept(chosenId));
onClick('accept-simulated', () => accept(chosenId, 'synthetic'));
onClick('end', async () => {
  if (await attempt(() => desk.end(chosenId))) byId('customer').focus();
});
onClick('list-picker', () => attempt(() => desk.send(chosenId, interactive, listPicker)));
onClick('invite-video', () => invite('video'));
onClick('invite-voice', () => invite('voice'));
onClick('away', () => attempt(() => desk.setAway(chosenId, !chosen().agentAway)));
onClick('lose', () => attempt(() => desk.setLost(chosenId, !chosen().agentLost)));
onClick('drop', () =>
  attempt(async () => {
    const { sockets } = await desk.drop(chosenId);
    say(sockets === 0 ? 'There was no open socket.' : 'The socket is cut.');
  }),
);
onClick('back', () => {
  byId('desk').dataset.shows = 'list';
  document.querySelector('.choose[aria-current]')?.focus();
});
onClick('back-from-board', () => {
  byId('desk').dataset.shows = 'list';
  byId('show-board').focus();
});
onClick('show-board', () => {
  chosenId = undefined;
  byId('desk').dataset.shows = 'conversation';
  show();
  byId('board').focus();
});

byId('transfer').addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(() => desk.transfer(chosenId, JSON.parse(byId('transfer-to').value)));
});

void attempt(async () => {
  const groups = {
    Queues: (await desk.queues()).map(({ id, name }) => [name, { queue: id }]),
    Others: [
      ['Tom, at once', { agent: 'Tom' }],
      ['Nobody: it fails', { fails: true }],
    ],
  };
  for (const [label, targets] of Object.entries(groups)) {
    const group = byId('transfer-to').appendChild(document.createElement('optgroup'));
    group.label = label;
    group.append(...targets.map(([name, target]) => new Option(name, JSON.stringify(target))));
  }
});

createFaults(byId('faults'), attempt, say);
// Beside the conversation the tools are always open, below it only when they are wanted.
byId('tools').open = matchMedia('(min-width: 1024px)').matches;

// Waiting times and "is typing" move on by themselves.
setInterval(show, 1_000);
