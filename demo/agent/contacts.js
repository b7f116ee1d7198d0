// The column of contacts. Rows are kept and updated in place, so that focus and reading position stay where they are.
import { kindOf } from './call.js';
import { preview } from './items.js';

const byId = (id) => document.getElementById(id);

/** `on.choose(contactId)` and `on.accept(contactId)`. Returns `show(contacts, chosenId, unread)`. */
export function createContactList(on) {
  const rows = new Map();

  /** Contacts as the simulator tells them; `unread` is a Set of contact ids. */
  return function show(contacts, chosenId, unread) {
    for (const [contactId, row] of rows) {
      if (contacts.some((contact) => contact.contactId === contactId)) continue;
      row.item.remove();
      rows.delete(contactId);
    }
    for (const contact of contacts) {
      const { contactId, state } = contact;
      if (!rows.has(contactId)) rows.set(contactId, createRow(contactId, on));
      const row = rows.get(contactId);
      update(row, contact, contactId === chosenId, unread.has(contactId));
      const list = byId(state === 'active' || state === 'over' ? state : 'waiting');
      if (row.item.parentElement !== list) list.append(row.item);
    }
  };
}

function createRow(contactId, on) {
  const item = document.createElement('li');
  const choose = document.createElement('button');
  const [name, time, line] = ['name', 'time', 'line'].map((part) => {
    const span = choose.appendChild(document.createElement('span'));
    span.className = part;
    return span;
  });
  const accept = document.createElement('button');
  accept.textContent = 'Accept';
  choose.className = 'choose';
  choose.addEventListener('click', () => on.choose(contactId));
  accept.addEventListener('click', () => on.accept(contactId));
  item.append(choose, accept);
  return { item, choose, name, time, line, accept };
}

function update({ choose, name, time, line, accept }, contact, isChosen, isUnread) {
  name.textContent = contact.customer;
  time.textContent = contact.state === 'waiting' ? minutes(contact.waitedMs) : (contact.agent ?? '');
  line.textContent = contact.call ? kindOf(contact) : preview(contact.lastMessage) || 'Has not written yet';
  line.classList.toggle('unread', isUnread);
  accept.hidden = contact.state !== 'waiting';
  accept.ariaLabel = `Accept ${contact.customer}`;
  if (isChosen) choose.setAttribute('aria-current', 'true');
  else choose.removeAttribute('aria-current');
}

/** Milliseconds as 0:07. */
export const minutes = (ms) =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')}`;
