import type { ConnectReads } from './connect-reads.js';
import { initialOf, type ContactRecord } from './contact-record.js';
import { Refusal } from './refusal.js';
import { segmentsFrom } from './segments.js';

/** An end, as far as it is known. */
export interface Ended {
  /** The segment that ended last. */
  readonly last: ContactRecord;
  /** The segment whose reason counts: before a disconnect flow that came to its end. */
  readonly counted: ContactRecord;
  /** When it was over, milliseconds since 1970. */
  readonly at: number;
}

export interface Later {
  readonly retryAfterMs: number;
}

export interface EndFinder {
  /**
   * The end of a contact, or when to ask again: while it goes on, or its reason lags behind. `endedContactId`: the segment
   * the browser saw last. Rejects with `token/not-found` for one that is not this contact's, and for one nobody knows.
   */
  find(contactId: string, endedContactId: string | undefined, signal: AbortSignal): Promise<Ended | Later>;
  /** The end of a contact whatever its reason; undefined while it goes on, and for one nobody knows. */
  lastOf(contactId: string, signal: AbortSignal): Promise<Ended | undefined>;
}

/** How long a reason may lag before the end is told without it, in milliseconds. */
const longestLagMs = 10_000;
/** When to ask again about a contact that goes on. */
const stillRunning: Later = { retryAfterMs: 2_000 };
/** A clock that is further behind than this says nothing about a lag. */
const clockErrorMs = 5_000;

export function createEndFinder(
  connect: Pick<ConnectReads, 'describeContact' | 'associatedContacts'>,
  now: () => number,
): EndFinder {
  return {
    async find(contactId, endedContactId, signal) {
      const segments = await segmentsFrom(connect, endedContactId ?? contactId, signal);
      const [first] = segments;
      if (!first || !belongs(first, contactId)) throw new Refusal('token/not-found');
      const known = segments.at(-1) ?? first;
      if (known.disconnectedAt === undefined) return stillRunning;
      const ended = await endOf(connect, segments, known, signal);
      if (ended.last.disconnectReason !== undefined && ended.counted.disconnectReason !== undefined) return ended;
      const lag = now() - known.disconnectedAt;
      if (lag > -clockErrorMs && lag < longestLagMs) return { retryAfterMs: nextLook(Math.max(0, lag)) };
      // No reason, and nobody who said which segment was the last: perhaps it went on, and the record does not say.
      const hidden = endedContactId === undefined ? await lastOfTree(connect, contactId, known, signal) : undefined;
      if (!hidden) return ended;
      return hidden.disconnectedAt === undefined ? stillRunning : endOf(connect, [...segments, hidden], hidden, signal);
    },
    async lastOf(contactId, signal) {
      const segments = await segmentsFrom(connect, contactId, signal);
      const last = segments.at(-1);
      return last?.disconnectedAt === undefined ? undefined : endOf(connect, segments, last, signal);
    },
  };
}

/** After 1, 2 and 4 seconds, and a last time when the reason is given up. */
function nextLook(lagMs: number): number {
  const wait = lagMs < 1_000 ? 1_000 : lagMs < 3_000 ? 2_000 : 4_000;
  return Math.max(1_000, Math.min(wait, longestLagMs - lagMs));
}

function belongs(segment: ContactRecord, contactId: string): boolean {
  return segment.id === contactId || initialOf(segment) === contactId || segment.associationId === contactId;
}

/** A disconnect flow that came to its end, a survey say, is not why the customer is alone: what led into it is. */
async function endOf(
  connect: Pick<ConnectReads, 'describeContact'>,
  segments: readonly ContactRecord[],
  last: ContactRecord,
  signal: AbortSignal,
): Promise<Ended> {
  let counted = last;
  for (let steps = 0; steps < 3 && afterwards(counted); steps++) {
    const before = counted.previousContactId ?? '';
    const previous = segments.find(({ id }) => id === before) ?? (await connect.describeContact(before, signal));
    if (!previous) break;
    counted = previous;
  }
  return { last, counted, at: last.disconnectedAt ?? 0 };
}

function afterwards({ initiationMethod, connectedAt, disconnectReason, previousContactId }: ContactRecord): boolean {
  const ranOut = disconnectReason === undefined || disconnectReason === 'CONTACT_FLOW_DISCONNECT';
  return initiationMethod === 'DISCONNECT' && connectedAt === undefined && ranOut && previousContactId !== undefined;
}

/** The newest segment of the contact, if it is another one than is known. Asked once at most: it is slow, and rationed. */
async function lastOfTree(
  connect: Pick<ConnectReads, 'describeContact' | 'associatedContacts'>,
  contactId: string,
  known: ContactRecord,
  signal: AbortSignal,
): Promise<ContactRecord | undefined> {
  try {
    const [newest] = await connect.associatedContacts(contactId, signal);
    if (newest === undefined || newest === known.id) return undefined;
    const segment = await connect.describeContact(newest, signal);
    const later = (segment?.initiatedAt ?? 0) >= (known.initiatedAt ?? 0);
    return segment && later && initialOf(segment) === contactId ? segment : undefined;
  } catch {
    // Without it, the end is told by what is known.
    return undefined;
  }
}
