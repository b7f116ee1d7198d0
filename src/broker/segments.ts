import type { ConnectReads } from './connect-reads.js';
import type { ContactRecord } from './contact-record.js';

/** Transfers one request follows. Whoever was transferred more often is found at the next one's end. */
const mostSegments = 8;

/**
 * The segments of a contact from `contactId` on, oldest first: each transfer, and a disconnect flow, begins a new one.
 * Empty when there is no such contact. One DescribeContact each.
 */
export async function segmentsFrom(
  connect: Pick<ConnectReads, 'describeContact'>,
  contactId: string,
  signal: AbortSignal,
): Promise<readonly ContactRecord[]> {
  const segments: ContactRecord[] = [];
  let next: string | undefined = contactId;
  while (next !== undefined && segments.length < mostSegments) {
    const segment: ContactRecord | undefined = await connect.describeContact(next, signal);
    if (!segment) break;
    segments.push(segment);
    // A consultation may have begun a segment, too: the last one is where the customer went.
    next = segment.nextContactIds.findLast((id) => segments.every((one) => one.id !== id));
  }
  return segments;
}

/** Seconds a segment has waited in its queue, those it was credited included. `now`: for one that still waits. */
export function secondsWaited(segment: ContactRecord, now: number, creditedBefore = 0): number {
  const { enqueuedAt, connectedAt, disconnectedAt, queueTimeAdjustmentSeconds } = segment;
  const own = enqueuedAt === undefined ? 0 : Math.max(0, (connectedAt ?? disconnectedAt ?? now) - enqueuedAt) / 1000;
  return Math.floor(own) + Math.max(queueTimeAdjustmentSeconds, creditedBefore);
}

/** In a queue or on the way there: not over, and nobody is there yet. */
export const waits = ({ connectedAt, disconnectedAt }: ContactRecord): boolean =>
  connectedAt === undefined && disconnectedAt === undefined;
