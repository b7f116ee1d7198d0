/**
 * The frames of Amazon Chime's signalling, as far as a server of it needs them. Names and numbers are those of the SDK's
 * `protocol/SignalingProtocol.proto`; ids of streams are whole numbers above 0.
 */
export const frameType = {
  join: 1,
  joinAck: 2,
  subscribe: 3,
  subscribeAck: 4,
  index: 5,
  pause: 7,
  resume: 8,
  leave: 9,
  leaveAck: 10,
  bitrates: 13,
  audioControl: 16,
  audioMetadata: 17,
  audioStreamIdInfo: 18,
  pingPong: 19,
  audioStatus: 20,
  clientMetric: 21,
  dataMessage: 22,
  meetingSessionTiming: 43,
} as const;

export const ping = { ping: 1, pong: 2 } as const;
export const mediaType = { audio: 1, video: 2 } as const;
/** A SUBSCRIBE with this duplex sends nothing. */
export const receiveOnly = 1;
export const vp8 = 1;

export interface DataMessage {
  readonly topic: string;
  readonly data: Uint8Array;
  readonly lifetimeMs: number;
}

export interface Subscribe {
  readonly duplex?: number;
  readonly sdpOffer?: string;
  readonly sendStreams?: readonly { readonly mediaType?: number }[];
  readonly receiveStreamIds?: readonly number[];
  readonly audioMuted?: boolean;
}

/** A frame from a client; whatever else it holds is not looked at. */
export interface ClientFrame {
  readonly type: number;
  readonly pingPong?: { readonly type: number; readonly pingId: number };
  readonly sub?: Subscribe;
  readonly audioControl?: { readonly muted?: boolean };
  readonly pause?: { readonly streamIds?: readonly number[] };
  readonly dataMessage?: { readonly messages?: readonly Partial<DataMessage>[] };
}

/** A frame to a client: its type, and the member that goes with it. */
export interface ServerFrame {
  readonly type: number;
  readonly [member: string]: unknown;
}

/** The codec of frames: the SDK's own, loaded when the first call comes. */
export interface FrameCodec {
  encode(frame: ServerFrame): Buffer;
  /** Throws for what is no frame. */
  decode(message: Buffer): ClientFrame;
}

const names = new Map<number, string>(
  Object.entries(frameType).map(([name, type]) => [type, name.replace(/[A-Z]/g, '_$&').toUpperCase()]),
);

/** The name of a type as the protocol writes it: `JOIN_ACK`. */
export function frameName(type: number): string {
  return names.get(type) ?? `TYPE_${type}`;
}
