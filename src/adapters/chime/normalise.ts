import type { CallConnectionEvent } from '../../core/call/ports.js';
import { DeskbellError, type ErrorCode } from '../../core/errors.js';

type Stopped = Extract<CallConnectionEvent, { type: 'stopped' }>['why'];
type TileEvent = Extract<CallConnectionEvent, { type: 'tile' }>;

/** What the client appends to whoever shares a screen: it joins a second time for it. */
export const contentSuffix = '#content';

export const isContent = (attendeeId: string): boolean => attendeeId.endsWith(contentSuffix);

/** The person behind an attendee, be it them or their shared screen. */
export const personOf = (attendeeId: string): string =>
  isContent(attendeeId) ? attendeeId.slice(0, -contentSuffix.length) : attendeeId;

/** The client's `MeetingSessionStatusCode`, by its numbers; what is not in here ends nothing or says no more than `failed`. */
const reasons: Readonly<Record<number, Stopped>> = {
  1: 'left', // Left
  2: 'elsewhere', // AudioJoinedFromAnotherDevice
  3: 'refused', // AudioAuthenticationRejected
  4: 'full', // AudioCallAtCapacity
  5: 'ended', // MeetingEnded
  6: 'lost', // AudioInternalServerError
  7: 'lost', // AudioServiceUnavailable
  10: 'full', // VideoCallAtSourceCapacity
  11: 'refused', // SignalingBadRequest
  12: 'lost', // SignalingInternalServerError
  13: 'lost', // SignalingRequestFailed
  14: 'lost', // SignalingChannelClosedUnexpectedly
  15: 'lost', // ICEGatheringTimeoutWorkaround
  16: 'lost', // ConnectionHealthReconnect
  18: 'lost', // TaskFailed: what is left when the time for reconnecting is over
  20: 'refused', // TURNCredentialsForbidden
  21: 'lost', // NoAttendeePresent
  22: 'removed', // AudioAttendeeRemoved
};

/** Why a meeting is over for this client. */
export const stoppedBecause = (statusCode: number): Stopped => reasons[statusCode] ?? 'failed';

/** How far a join came before it failed. */
export interface Reached {
  /** The signalling was open: the service can be reached, and speaks to us. */
  readonly signalling: boolean;
}

const joinCodes: Readonly<Record<Stopped, ErrorCode>> = {
  left: 'media/interrupted',
  elsewhere: 'media/elsewhere',
  refused: 'connection/refused',
  full: 'media/full',
  ended: 'connection/refused',
  removed: 'connection/refused',
  lost: 'connection/lost',
  failed: 'media/failed',
};

/** How a join is refused that never came to media. Signalling without media is a network that lets no media through. */
export function joinError(why: Stopped, { signalling }: Reached): DeskbellError {
  const code = why === 'lost' && signalling ? 'media/no-route' : joinCodes[why];
  return new DeskbellError(code, { retryable: why === 'lost' || why === 'failed' });
}

/** What is used of the client's `VideoTileState`. */
export interface TileFacts {
  readonly tileId: number | null;
  readonly boundAttendeeId: string | null;
  readonly boundVideoStream: object | null;
  readonly localTile: boolean;
  readonly isContent: boolean;
}

/**
 * A tile in our words; undefined as long as it shows nothing. A tile's first update names nobody and does not even say
 * whether it is a screen; a camera that was turned off leaves its tile behind without a stream.
 */
export function tileOf(state: TileFacts): TileEvent | undefined {
  const { tileId, boundAttendeeId, boundVideoStream } = state;
  if (tileId === null || !boundAttendeeId || !boundVideoStream) return undefined;
  const share = state.isContent || isContent(boundAttendeeId);
  return {
    type: 'tile',
    tileId: `${tileId}`,
    kind: share ? 'share' : state.localTile ? 'own' : 'camera',
    attendeeId: personOf(boundAttendeeId),
  };
}

/** Text of a data message; undefined where it cannot be read. The client decodes what anybody in the meeting sent. */
export function textOf(message: { text(): string }): string | undefined {
  try {
    return message.text();
  } catch {
    return undefined;
  }
}
