import type { ChatFeatures, ChatState, Item, Person } from './state.js';

/** Whether the customer may write: always, except into a chat that is over. */
export const canWrite = ({ phase }: ChatState): boolean => phase.name !== 'ended';

/** Whether something is written that only a start can send. */
export const waitsForStart = ({ drafts, phase }: ChatState): boolean =>
  phase.name === 'idle' && drafts.some(({ state }) => state.name === 'waiting');

/** What the running contact can do, if there is one. */
export const features = ({ phase }: ChatState): ChatFeatures | undefined =>
  'contact' in phase ? phase.contact?.features : undefined;

/** A person under the newest name known for them. */
export function named({ names }: Pick<ChatState, 'names'>, person: Person): Person {
  const name = names[person.id];
  return name === undefined || name === person.name ? person : { ...person, name };
}

/** Messages of others that came after the customer last looked. */
export function unreadCount({ items, readTo }: ChatState): number {
  let count = 0;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item === undefined || item.key === readTo) break;
    if (item.kind === 'message' && !item.own) count++;
  }
  return count;
}

/** Who came and has not gone, the customer left out, in the order they came. Of the newest contact only. */
export function peoplePresent({ items, names, phase }: ChatState): readonly Person[] {
  const contactId = 'contact' in phase ? phase.contact?.contactId : undefined;
  const present = new Map<string, Person>();
  for (const item of items) {
    if (contactId !== undefined && item.contactId !== contactId) continue;
    const person = whoShows(item);
    if (!person || person.role === 'customer' || person.role === 'system') continue;
    if (item.kind === 'notice' && item.what === 'left') present.delete(person.id);
    else if (!present.has(person.id) || item.kind === 'message') present.set(person.id, named({ names }, person));
  }
  return phase.name === 'live' || phase.name === 'connecting' ? [...present.values()] : [];
}

/** Whom an item shows to be there, or to have gone. Being invited, or idle, says neither. */
function whoShows(item: Item): Person | undefined {
  if (item.kind === 'message') return item.own ? undefined : item.from;
  return item.what === 'joined' || item.what === 'left' ? item.person : undefined;
}

/** Whom the header names: the newest person present, a human before a bot. */
export function headerPerson(state: ChatState): Person | undefined {
  const people = peoplePresent(state);
  return people.findLast(({ role }) => role === 'agent') ?? people[people.length - 1];
}
