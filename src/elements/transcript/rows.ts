import { html, nothing, type TemplateResult } from 'lit';

import { named } from '../../core/chat/selectors.js';
import type { ChatState, Person } from '../../core/chat/state.js';
import type { Strings } from '../../i18n/strings.js';
import { renderMessage, type MessageRow } from '../message/message.js';
import { keyOf, type Entry } from './chunks.js';
import { continues, isDraft, isHeard, isOwn, startsContact, startsDay, type TimeOf } from './groups.js';

/** What is the same for all rows of a chunk. */
export interface RowContext extends Pick<MessageRow, 'ask' | 'over' | 'seen' | 'strings'> {
  readonly names: ChatState['names'];
  /** The customer's newest confirmed message, if it is in this chunk. */
  readonly newest: Entry | undefined;
  readonly timeOf: TimeOf;
  /** Key of the entry with which the unread ones begin. */
  readonly unreadFrom: string | undefined;
}

/** The newest name of a person, or what they are. */
export const nameOf = (person: Person, names: ChatState['names'], strings: Strings): string =>
  named({ names }, person).name || strings.roles[person.role];

/** Draws one entry between its neighbours, and what divides it from the one before. */
export function renderRow(
  entry: Entry,
  before: Entry | undefined,
  after: Entry | undefined,
  context: RowContext,
): TemplateResult {
  const { ask, names, newest, over, seen, strings, timeOf, unreadFrom } = context;
  const joins = (one: Entry | undefined, next: Entry | undefined): boolean =>
    continues(one, next, timeOf) && next !== undefined && keyOf(next) !== unreadFrom;
  const row =
    !isDraft(entry) && entry.kind === 'notice'
      ? renderNotice(entry.what, entry.person, context)
      : renderMessage({
          entry,
          name: isHeard(entry) ? nameOf(entry.from, names, strings) : strings.you,
          own: isOwn(entry),
          first: !joins(before, entry),
          last: !joins(entry, after),
          seen: entry === newest ? seen : undefined,
          over,
          strings,
          ask,
        });
  return html`${renderDividers(entry, before, context)}${row}`;
}

function renderNotice(what: keyof Strings['notices'], person: Person | undefined, { names, strings }: RowContext) {
  // Customers know that they came and went, and a site may want less: an empty text hides its line.
  if (person?.role === 'customer' || !strings.notices[what]) return nothing;
  const name = person ? nameOf(person, names, strings) : '';
  return html`<p class="small line">${strings.notices[what].replace('{name}', () => name)}</p>`;
}

function renderDividers(entry: Entry, before: Entry | undefined, { strings, timeOf, unreadFrom }: RowContext) {
  const now = Date.now();
  const day = startsDay(before, entry, timeOf, now) && timeOf(entry);
  return [
    day && strings.formats.day(day, now),
    startsContact(before, entry) && strings.newChat,
    keyOf(entry) === unreadFrom && strings.unreadDivider,
  ]
    .filter((words) => words)
    .map(
      (words) =>
        html`<p class="small strong line rule ${words === strings.unreadDivider ? 'unread' : ''}">${words}</p>`,
    );
}
