import type { DataMessage } from './protocol.js';

/** A second join of somebody, for the shared screen, has this behind its attendee id and its join token. */
export const shareSuffix = '#content';

export interface SentVideo {
  /** Every start of a camera is a new stream to the SDK: ids only ever grow. */
  readonly streamId: number;
  readonly width: number;
  readonly height: number;
}

/** Somebody, or somebody's screen, in a meeting: a real SDK or a synthetic agent. */
export interface Member {
  readonly attendeeId: string;
  /** With Amazon Connect an agent's ends in "agent"; that is how a customer's page tells who came. */
  readonly externalUserId: string;
  readonly audioStreamId: number;
  readonly isPresent: boolean;
  readonly isMuted: boolean;
  /** dB below full scale; 127 is silence. */
  readonly level: number;
  readonly video: SentVideo | undefined;
  requestKeyframe(): void;
}

/** The attendee a screen belongs to, or the attendee itself. */
export function ownerOf({ attendeeId }: Pick<Member, 'attendeeId'>): string {
  return attendeeId.endsWith(shareSuffix) ? attendeeId.slice(0, -shareSuffix.length) : attendeeId;
}

export const isShare = ({ attendeeId }: Pick<Member, 'attendeeId'>): boolean => attendeeId.endsWith(shareSuffix);

/** A data message as it is kept for those who come later, with its end in milliseconds. */
export interface KeptMessage {
  readonly message: DataMessage & Readonly<Record<string, unknown>>;
  readonly until: number;
}
