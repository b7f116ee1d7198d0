import type { Packet } from './media-path.js';

/** One recorded packet. Times are relative to the beginning. */
export interface RecordedPacket {
  readonly atMs: number;
  /** Ticks of the media's clock. */
  readonly timestamp: number;
  readonly marker: boolean;
  /** Loudness of a voice in dB below full scale; 127 for a picture. */
  readonly level: number;
  readonly payload: Buffer;
}

/** What an agent without a browser says and shows: payloads that a real SDK once sent. */
export interface Recording {
  readonly video: readonly RecordedPacket[];
  readonly audio: readonly RecordedPacket[];
  readonly width: number;
  readonly height: number;
  /** When everything starts over. */
  readonly loopMs: number;
}

const headerBytes = 10;
const videoGapMs = 66;
const audioGapMs = 20;

/**
 * A recording as text: base64 of width and height (16 bits each), then per packet its kind (0 video, 1 audio; 128 added =
 * marker), level, time in ms (16 bits), timestamp (32 bits), length (16 bits) and payload.
 */
export function packRecording({ video, audio, width, height }: Omit<Recording, 'loopMs'>): string {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(width, 0);
  size.writeUInt16BE(height, 2);
  const pack = (kind: number) => (one: RecordedPacket) => {
    const head = Buffer.alloc(headerBytes);
    head.writeUInt8(kind + (one.marker ? 128 : 0), 0);
    head.writeUInt8(one.level, 1);
    head.writeUInt16BE(one.atMs, 2);
    head.writeUInt32BE(one.timestamp, 4);
    head.writeUInt16BE(one.payload.length, 8);
    return Buffer.concat([head, one.payload]);
  };
  return Buffer.concat([size, ...video.map(pack(0)), ...audio.map(pack(1))]).toString('base64');
}

/** Reads what `packRecording` wrote. */
export function unpackRecording(text: string): Recording {
  const bytes = Buffer.from(text, 'base64');
  const video: RecordedPacket[] = [];
  const audio: RecordedPacket[] = [];
  let at = 4;
  while (at < bytes.length) {
    const kind = bytes.readUInt8(at);
    const length = bytes.readUInt16BE(at + 8);
    const payload = bytes.subarray(at + headerBytes, at + headerBytes + length);
    ((kind & 127) === 0 ? video : audio).push({
      marker: kind >= 128,
      level: bytes.readUInt8(at + 1),
      atMs: bytes.readUInt16BE(at + 2),
      timestamp: bytes.readUInt32BE(at + 4),
      payload,
    });
    at += headerBytes + length;
  }
  const loopMs = Math.max((video.at(-1)?.atMs ?? 0) + videoGapMs, (audio.at(-1)?.atMs ?? 0) + audioGapMs);
  return { video, audio, width: bytes.readUInt16BE(0), height: bytes.readUInt16BE(2), loopMs };
}

/** Whether a VP8 payload begins a keyframe (RFC 7741 §4.2: past the descriptor, the picture's first bit says "no"). */
export function startsKeyframe(payload: Buffer): boolean {
  const start = pictureStart(payload);
  return start !== undefined && ((payload[start] ?? 1) & 0x01) === 0;
}

/** Where the picture of a packet that begins one lies, past the VP8 descriptor. */
function pictureStart(payload: Buffer): number | undefined {
  const [first = 0, extensions = 0] = payload;
  if (!beginsPicture(first)) return undefined;
  if ((first & 0x80) === 0) return 1;
  let start = 2;
  if ((extensions & 0x80) !== 0) start += ((payload[start] ?? 0) & 0x80) !== 0 ? 2 : 1;
  if ((extensions & 0x40) !== 0) start += 1;
  if ((extensions & 0x30) !== 0) start += 1;
  return start;
}

const beginsPicture = (first: number): boolean => (first & 0x10) !== 0 && (first & 0x07) === 0;

/**
 * Plays one recorded track for ever. Sequence numbers, timestamps and VP8 picture ids go on counting over the seam and
 * over jumps to the start, or a decoder would drop the frames as old.
 */
export class Playhead {
  readonly #packets: readonly RecordedPacket[];
  readonly #loopMs: number;
  readonly #ticksPerMs: number;
  #next = 0;
  #startedAt: number;
  #timestampBase = 0;
  #sequenceNumber = 0;
  #pictureId = 0;

  /** `now` in milliseconds of any clock; the same clock as for `due` and `rewind`. */
  constructor(track: 'video' | 'audio', recording: Recording, now: number) {
    this.#packets = recording[track];
    this.#loopMs = recording.loopMs;
    this.#ticksPerMs = track === 'video' ? 90 : 48;
    this.#startedAt = now;
  }

  /** Starts over at once: the recording begins with a keyframe, so this is the answer to a lost picture. */
  rewind(now: number): void {
    this.#startOver(Math.max(0, now - this.#startedAt));
  }

  /** Everything whose time has come since the last call. Muted, time passes and nothing is numbered. */
  due(now: number, silent = false): { readonly level: number; readonly packet: Packet }[] {
    const played: { level: number; packet: Packet }[] = [];
    for (;;) {
      const one = this.#packets[this.#next];
      if (!one || now - this.#startedAt < one.atMs) {
        if (one || now - this.#startedAt < this.#loopMs || this.#packets.length === 0) return played;
        this.#startOver(this.#loopMs);
        continue;
      }
      this.#next += 1;
      if (!silent) played.push({ level: one.level, packet: this.#number(one) });
    }
  }

  #startOver(elapsedMs: number): void {
    this.#next = 0;
    this.#startedAt += elapsedMs;
    this.#timestampBase = (this.#timestampBase + Math.round(elapsedMs * this.#ticksPerMs)) >>> 0;
  }

  #number({ timestamp, marker, payload: recorded }: RecordedPacket): Packet {
    this.#sequenceNumber = (this.#sequenceNumber + 1) & 0xffff;
    const payload = Buffer.from(recorded);
    if (this.#ticksPerMs === 90) this.#numberPicture(payload);
    return {
      payload,
      marker,
      sequenceNumber: this.#sequenceNumber,
      timestamp: (this.#timestampBase + timestamp) >>> 0,
    };
  }

  #numberPicture(payload: Buffer): void {
    const [first = 0, extensions = 0, id = 0] = payload;
    if (beginsPicture(first)) this.#pictureId = (this.#pictureId + 1) & 0x7fff;
    const hasLongId = (first & 0x80) !== 0 && (extensions & 0x80) !== 0 && (id & 0x80) !== 0;
    if (hasLongId) payload.writeUInt16BE(0x8000 | this.#pictureId, 2);
  }
}
