/** One RTP packet without what belongs to a single connection. */
export interface Packet {
  readonly payload: Buffer;
  readonly timestamp: number;
  readonly sequenceNumber: number;
  readonly marker: boolean;
}

/** A packet of somebody's voice. */
export interface AudioPacket extends Packet {
  /** dB below full scale: 0 is loudest, 127 silence. Undefined where the sender does not say. */
  readonly level: number | undefined;
}

export interface MediaEvents {
  /** ICE and DTLS are up. */
  connected(): void;
  audio(packet: AudioPacket): void;
  video(packet: Packet): void;
  /** The other side lost the picture of this stream. */
  keyframeWanted(streamId: number): void;
}

/** A remote video in SUBSCRIBE_ACK. */
export interface Track {
  readonly streamId: number;
  readonly ssrc: number;
  readonly trackLabel: string;
}

/** The media of one connection: one peer connection, whatever makes it. */
export interface MediaPath {
  /**
   * Answers one SUBSCRIBE. `receiveStreamIds[i]` belongs to the i-th video section; 0 means none. Without `reachable` the
   * answer names an address where nobody listens.
   */
  negotiate(
    offer: string,
    receiveStreamIds: readonly number[],
    reachable: boolean,
  ): Promise<{ readonly sdp: string; readonly tracks: readonly Track[] }>;
  /** `source` is whose voice it is: the stream goes on without a jump when it changes. */
  sendAudio(source: object, packet: Packet): void;
  /** Returns whether anything here shows this stream. */
  sendVideo(streamId: number, packet: Packet): boolean;
  setPaused(streamId: number, paused: boolean): void;
  readonly receivedStreamIds: readonly number[];
  requestCameraKeyframe(): void;
  /** While blocked, no datagram comes in or goes out. */
  block(blocked: boolean): void;
  close(): void;
}

export type OpenMediaPath = (events: MediaEvents) => MediaPath;
