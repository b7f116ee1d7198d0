// What is not a conversation: the queues as they are now, and what was left behind (callbacks, messages, tasks).
// Rows are kept and updated in place, so that focus and what is being typed stay where they are.
import { desk } from './api.js';
import { minutes } from './contacts.js';

/** `on.choose(contactId)`, `attempt(deed)`. Returns `show(board, contacts)`; contacts are those of the list. */
export function createBoard(root, { choose, attempt }) {
  const queues = createRows(root.querySelector('#queues'), (id) => createQueue(id, attempt));
  const requests = createRows(root.querySelector('#requests'), (id) => createRequest(id, attempt));

  return function show(board, contacts) {
    queues(board.queues, (row, queue) => row.show(queue, contacts, choose));
    requests(board.requests, (row, request) => row.show(request, contacts));
  };
}

/** A list in which every entry keeps its row, by id and in the order of the entries. */
function createRows(list, create) {
  const rows = new Map();
  return (entries, update) => {
    const wanted = new Set(entries.map(({ id }) => id));
    for (const [id, row] of rows) {
      if (wanted.has(id)) continue;
      row.item.remove();
      rows.delete(id);
    }
    entries.forEach((entry, index) => {
      if (!rows.has(entry.id)) rows.set(entry.id, create(entry.id));
      const row = rows.get(entry.id);
      if (list.children[index] !== row.item) list.insertBefore(row.item, list.children[index] ?? null);
      update(row, entry);
    });
  };
}

function createQueue(id, attempt) {
  const item = element('li', 'queue');
  const head = item.appendChild(element('header'));
  const name = head.appendChild(element('h3'));
  const state = head.appendChild(element('span', 'state'));
  const figures = item.appendChild(element('p', 'figures'));
  const waiting = item.appendChild(element('ol', 'people'));
  const controls = item.appendChild(element('div', 'controls'));
  const change = (settings) => attempt(() => desk.changeQueue(id, settings));
  const staff = controls.appendChild(stepper('Agents', (count) => change({ staff: count })));
  const others = controls.appendChild(stepper('Others who wait', (count) => change({ others: count })));
  const lively = controls.appendChild(button('', () => change({ lively: lively.ariaPressed !== 'true' })));
  lively.textContent = 'Others come and go';
  const open = controls.appendChild(button('', () => change({ open: open.value === 'open' })));
  const people = createRows(waiting, () => {
    const row = element('li');
    const person = row.appendChild(element('button', 'person'));
    person.type = 'button';
    return { item: row, person };
  });

  return {
    item,
    show(queue, contacts, choose) {
      name.textContent = queue.name;
      const isClosed = !queue.open || queue.status === 'DISABLED';
      state.textContent = queue.status === 'DISABLED' ? 'Disabled' : queue.open ? 'Open' : 'Closed';
      item.classList.toggle('closed', isClosed);
      figures.textContent = inWords(queue);
      const here = queue.waiting.map((one) => contacts.find(({ contactId }) => contactId === one)).filter(Boolean);
      people(
        here.map((contact) => ({ id: contact.contactId, contact })),
        ({ person }, { contact }) => {
          person.textContent = `Place ${contact.position}: ${contact.customer}, ${contact.call ? 'call' : 'chat'}, ${minutes(contact.waitedMs)}`;
          person.onclick = () => choose(contact.contactId);
        },
      );
      staff.show(queue.staff, `Agents in ${queue.name}`);
      others.show(queue.others, `Others who wait in ${queue.name}`);
      lively.ariaPressed = String(queue.lively);
      lively.ariaLabel = `Others come and go in ${queue.name}`;
      open.textContent = queue.open ? 'Close for today' : 'Open for today';
      open.value = queue.open ? 'close' : 'open';
      open.ariaLabel = `${open.textContent}: ${queue.name}`;
    },
  };
}

function inWords({ staff, contactsInQueue, others, estimatedWaitSeconds }) {
  const agents = staff === 0 ? 'Nobody works here.' : `${staff} ${staff === 1 ? 'agent' : 'agents'}.`;
  const customers = contactsInQueue - others;
  const waits =
    contactsInQueue === 0
      ? 'Nobody waits.'
      : `Waiting: ${customers} ${customers === 1 ? 'customer' : 'customers'}, ${others} others.`;
  const newcomer =
    estimatedWaitSeconds === null ? 'No estimate.' : `A newcomer waits about ${minutes(estimatedWaitSeconds * 1000)}.`;
  return `${agents} ${waits} ${newcomer}`;
}

const kinds = { task: 'Task', email: 'Message', 'outbound-voice': 'Call now', 'outbound-chat': 'Text message' };

function createRequest(id, attempt) {
  const item = element('li', 'request');
  const head = item.appendChild(element('header'));
  const title = head.appendChild(element('h3'));
  const state = head.appendChild(element('span', 'state'));
  const body = item.appendChild(element('p', 'body'));
  const facts = item.appendChild(element('dl'));
  const done = item.appendChild(button('Done', () => attempt(() => desk.endRequest(id))));
  return {
    item,
    show(request, contacts) {
      const { kind, name, at, endedAt, email, description, message, endReason } = request;
      title.textContent = name ? `${kinds[kind]}: ${name}` : kinds[kind];
      state.textContent = endedAt === undefined ? `since ${clock(at)}` : over(endReason);
      item.classList.toggle('done', endedAt !== undefined);
      body.textContent = email?.body ?? message ?? description ?? '';
      body.hidden = body.textContent === '';
      const rows = factsOf(request, contacts);
      const text = JSON.stringify(rows);
      if (facts.dataset.shown !== text) {
        facts.dataset.shown = text;
        facts.replaceChildren(...rows.flatMap(([term, value]) => [element('dt', '', term), element('dd', '', value)]));
      }
      done.hidden = endedAt !== undefined;
      done.ariaLabel = `Done: ${title.textContent}`;
    },
  };
}

/** Everything an agent may need, as pairs of words. */
function factsOf({ phone, email, scheduledFor, relatedContactId, references }, contacts) {
  const chat = contacts.find((one) => [one.contactId, one.segmentId].includes(relatedContactId));
  return [
    phone && ['Phone', phone],
    email && ['From', email.fromName ? `${email.fromName}, ${email.from}` : email.from],
    scheduledFor && ['When', new Date(scheduledFor).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })],
    ...Object.entries(references).map(([key, { Type, Value = '' }]) => [
      key,
      Type === 'DATE' && Number(Value) > 0 ? new Date(Number(Value) * 1000).toLocaleString('en') : Value,
    ]),
    chat && ['Customer', chat.customer],
  ].filter(Boolean);
}

const clock = (at) => new Date(at).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit' });

const over = (reason) =>
  reason === 'AGENT_COMPLETED' ? 'Done' : reason === 'TELECOM_UNANSWERED' ? 'Not answered' : 'Over';

/** A number with a button on each side; the field may be written into as well. */
function stepper(label, change) {
  const group = element('div', 'stepper');
  group.role = 'group';
  const caption = group.appendChild(element('span', 'caption', label));
  const less = group.appendChild(button('−', () => change(Math.max(0, Number(input.value) - 1))));
  const input = group.appendChild(element('input'));
  input.type = 'number';
  input.min = '0';
  input.max = '999';
  input.addEventListener('change', () => change(Math.max(0, Math.round(Number(input.value)))));
  const more = group.appendChild(button('+', () => change(Number(input.value) + 1)));
  return Object.assign(group, {
    show(count, name) {
      group.ariaLabel = name;
      input.ariaLabel = name;
      less.ariaLabel = `One less: ${name}`;
      more.ariaLabel = `One more: ${name}`;
      caption.ariaHidden = 'true';
      if (document.activeElement !== input) input.value = String(count);
    },
  });
}

function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(label, onClick) {
  const made = element('button', 'quiet', label);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}
