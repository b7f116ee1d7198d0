import type { Draft, Message } from '../../core/chat/state.js';
import { dayNumber } from '../../i18n/formats.js';
import type { Entry } from './chunks.js';

/** When an entry was written, milliseconds since 1970; undefined for a draft nobody noted the time of. */
export type TimeOf = (entry: Entry) => number | undefined;

/** Not confirmed by the service yet. */
export const isDraft = (entry: Entry): entry is Draft => 'localId' in entry;

/** Written by the customer. */
export const isOwn = (entry: Entry): boolean => isDraft(entry) || (entry.kind === 'message' && entry.own);

/** Written by somebody else. */
export const isHeard = (entry: Entry): entry is Message => !isDraft(entry) && entry.kind === 'message' && !entry.own;

const speaker = (entry: Entry): string | undefined =>
  isHeard(entry) ? entry.from.id || entry.from.role : isOwn(entry) ? '' : undefined;

/** Whether `next` goes on where `entry` stopped: the same speaker in the same minute. */
export function continues(entry: Entry | undefined, next: Entry | undefined, timeOf: TimeOf): boolean {
  if (!entry || !next || startsContact(entry, next)) return false;
  const who = speaker(entry);
  return who !== undefined && who === speaker(next) && minute(timeOf(entry)) === minute(timeOf(next));
}

/** Whether a new chat begins with `next`. */
export const startsContact = (entry: Entry | undefined, next: Entry): boolean =>
  entry !== undefined && 'contactId' in entry && 'contactId' in next && entry.contactId !== next.contactId;

/** Whether a new day begins with `next`; at the beginning, whether it is another day than `now`. */
export function startsDay(entry: Entry | undefined, next: Entry, timeOf: TimeOf, now: number): boolean {
  const at = timeOf(next);
  const before = entry ? timeOf(entry) : now;
  return at !== undefined && before !== undefined && dayNumber(at) !== dayNumber(before);
}

const minute = (at: number | undefined): number => Math.floor((at ?? 0) / 60_000);
