import type { WebSocket } from 'ws';
import type { Outage } from '../contact.js';
import type { Faults } from '../faults.js';
import { Loudest } from './loudest.js';
import type { AudioPacket, MediaPath, OpenMediaPath, Packet } from './media-path.js';
import type { Line, Meeting } from './meeting.js';
import { isShare, type Member, type SentVideo } from './member.js';
import {
  frameName,
  frameType,
  mediaType,
  ping,
  receiveOnly,
  type ClientFrame,
  type FrameCodec,
  type ServerFrame,
  type Subscribe,
} from './protocol.js';

/** What is loaded when the first call comes. */
export interface MediaParts {
  readonly codec: FrameCodec;
  readonly openPath: OpenMediaPath;
}

/** Who a connection is for, and what it may send. */
export interface Admission {
  readonly participantId: string;
  readonly attendeeId: string;
  readonly externalUserId: string;
  readonly mayVideo: boolean;
}

export interface ConnectionEvents {
  /** The first packet of somebody's voice was heard. */
  arrived(connection: Connection): void;
  /** Camera or mute changed. */
  changed(connection: Connection): void;
  /** `hungUp`: the SDK said LEAVE. */
  gone(connection: Connection, hungUp: boolean): void;
}

const volumePeriodMs = 200;
const bitratePeriodMs = 4_000;
const audioPeriodMs = 20;
/** With nobody's voice for so long, silence is sent: a real service's audio never stops. */
const fillAfterMs = 60;
const silence = 127;
/** Twenty milliseconds of nothing, in Opus. */
const quiet = Buffer.from([0xf8, 0xff, 0xfe]);
const ticksPerFrame = 960;

/** Close codes. While joining, 4410 reads as "meeting over"; 4500 reads as "try again" at any time. */
export const closeCodes = { missing: 4400, unknown: 4403, over: 4410, fault: 4500 } as const;
const atCapacity = 409;
const videoUnavailable = 206;
const keptFrames = 500;

/** One SDK on one signalling socket: JOIN, INDEX, SUBSCRIBE, presence, volume, LEAVE. */
export class Connection implements Line {
  readonly participantId: string;
  readonly attendeeId: string;
  readonly externalUserId: string;
  readonly openedAt: number;
  audioStreamId = 0;
  hasJoined = false;
  isPresent = false;
  isMuted = false;
  level = silence;
  video: SentVideo | undefined;
  /** What passed, oldest first: `< JOIN`, `> JOIN_ACK`. */
  readonly frames: string[] = [];
  readonly received = { audio: 0, video: 0 };
  readonly sent = { audio: 0, video: 0 };
  readonly #socket: WebSocket;
  readonly #meeting: Meeting;
  readonly #parts: MediaParts;
  readonly #faults: Faults;
  readonly #events: ConnectionEvents;
  readonly #mayVideo: boolean;
  readonly #loudest = new Loudest();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #held: ServerFrame[] = [];
  #path: MediaPath | undefined;
  #negotiation = Promise.resolve();
  #hungUp = false;
  #closed = false;
  #signaling: Outage = 'up';
  #media: Outage = 'up';
  #mediaUp = false;
  #heardAt = 0;
  #fillSequence = 0;

  constructor(
    socket: WebSocket,
    meeting: Meeting,
    admission: Admission,
    surroundings: {
      readonly parts: MediaParts;
      readonly faults: Faults;
      readonly events: ConnectionEvents;
      readonly now: number;
    },
  ) {
    this.participantId = admission.participantId;
    this.attendeeId = admission.attendeeId;
    this.externalUserId = admission.externalUserId;
    this.#mayVideo = admission.mayVideo;
    this.openedAt = surroundings.now;
    this.#socket = socket;
    this.#meeting = meeting;
    this.#parts = surroundings.parts;
    this.#faults = surroundings.faults;
    this.#events = surroundings.events;
    meeting.lines.add(this);
    socket.on('message', (message) => this.#hearFrame(message as Buffer));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#gone());
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  /** Whether media has connected. */
  get isConnected(): boolean {
    return this.#mediaUp;
  }

  send(frame: ServerFrame): void {
    if (this.#signaling === 'silence') {
      // Volume that was not heard is worth nothing; everything else comes when the network does.
      if (frame.type !== frameType.audioMetadata) this.#held.push(frame);
      return;
    }
    const delayMs = this.#faults.knobs.callFrameDelayMs;
    if (delayMs === 0) this.#write(frame);
    else this.#later(delayMs, () => this.#write(frame));
  }

  hear(from: Member, packet: AudioPacket): void {
    const now = performance.now();
    if (!this.#loudest.admits(from, packet.level, now)) return;
    this.#heardAt = now;
    this.#sendAudio(from, packet);
  }

  see(streamId: number, packet: Packet): void {
    if (!this.#passes('down')) return;
    if (this.#path?.sendVideo(streamId, packet) === true) this.sent.video += 1;
  }

  requestKeyframe(): void {
    this.#path?.requestCameraKeyframe();
  }

  /** Says something about this connection alone: AUDIO_STATUS. */
  status(audioStatus: number): void {
    this.send({ type: frameType.audioStatus, audioStatus: { audioStatus } });
  }

  /** A frame that carries nothing but an error. */
  error(status: number): void {
    this.send({ type: frameType.joinAck, error: { status, description: 'A fault of the simulator.' } });
  }

  drop(): void {
    if (this.#signaling === 'silence') this.#socket.resume();
    this.#socket.terminate();
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  /** The media path is gone, and nobody says so. */
  loseMedia(): void {
    this.#path?.block(true);
  }

  /** Lets the network be as it is now. */
  weather(signaling: Outage, media: Outage): void {
    if (this.#media !== media) {
      this.#media = media;
      this.#path?.block(media !== 'up');
      if (media === 'up') this.#requestKeyframes();
    }
    if (this.#signaling === signaling) return;
    this.#signaling = signaling;
    if (signaling === 'cut') this.drop();
    else if (signaling === 'silence') this.#socket.pause();
    else {
      this.#socket.resume();
      for (const frame of this.#held.splice(0)) this.send(frame);
    }
  }

  #write(frame: ServerFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#remember(`> ${frameName(frame.type)}`);
    this.#socket.send(this.#parts.codec.encode(frame));
  }

  #hearFrame(message: Buffer): void {
    let frame: ClientFrame;
    try {
      frame = this.#parts.codec.decode(message);
    } catch {
      this.#socket.close(closeCodes.fault);
      return;
    }
    this.#remember(`< ${frameName(frame.type)}`);
    switch (frame.type) {
      case frameType.pingPong:
        return this.#answerPing(frame);
      case frameType.join:
        return this.#join();
      case frameType.subscribe:
        return this.#enqueue(frame.sub ?? {});
      case frameType.audioControl:
        return this.#mute(frame.audioControl?.muted === true);
      case frameType.pause:
      case frameType.resume:
        return this.#setPaused(frame.pause?.streamIds ?? [], frame.type === frameType.pause);
      case frameType.dataMessage:
        return this.#talk(frame);
      case frameType.leave:
        return this.#leave();
      default:
        // Metrics and timings want no answer.
        return undefined;
    }
  }

  #answerPing({ pingPong }: ClientFrame): void {
    if (pingPong?.type !== ping.ping || this.#faults.knobs.callPong === 'mute') return;
    this.send({ type: frameType.pingPong, pingPong: { type: ping.pong, pingId: pingPong.pingId } });
  }

  #join(): void {
    if (this.#meeting.ended !== undefined) return this.close(closeCodes.over);
    if (this.#faults.knobs.callCapacity === 'full' || !this.#meeting.hasRoomFor(this.attendeeId)) {
      this.send({ type: frameType.joinAck, error: { status: atCapacity, description: 'The call is full.' } });
      return;
    }
    this.hasJoined = true;
    this.send({
      type: frameType.joinAck,
      // Plain SDP, no TURN: with credentials the SDK would talk through the relay only.
      joinack: { videoSubscriptionLimit: 25, wantsCompressedSdp: false, defaultServerSideNetworkAdaption: 1 },
    });
    // The SDK waits for this even when there is nothing to see.
    this.send({ type: frameType.index, index: this.#meeting.indexFor(this) });
    if (!isShare(this)) this.#meeting.replay(this);
  }

  /** One negotiation at a time: the SDK may ask again while the last answer is being written. */
  #enqueue(subscribe: Subscribe): void {
    this.#negotiation = this.#negotiation
      .then(() => this.#subscribe(subscribe))
      .catch(() => this.#socket.close(closeCodes.fault));
  }

  async #subscribe(wanted: Subscribe): Promise<void> {
    if (this.#closed) return;
    const { duplex = receiveOnly, sdpOffer = '', sendStreams = [], receiveStreamIds = [], audioMuted } = wanted;
    const path = (this.#path ??= this.#openPath());
    const reachable = this.#faults.knobs.callIce === 'answer' && this.#media !== 'cut';
    const { sdp, tracks } = await path.negotiate(sdpOffer, receiveStreamIds, reachable);
    // This is how the server learns that a camera went on or off.
    const wantsVideo = duplex !== receiveOnly && sendStreams.some((one) => one.mediaType === mediaType.video);
    const sendsVideo = wantsVideo && this.#mayVideo;
    const changed = sendsVideo !== (this.video !== undefined);
    if (changed) this.video = sendsVideo ? this.#meeting.newVideo(960, 540) : undefined;
    this.isMuted = audioMuted === true;
    const { streamId } = this.video ?? {};
    const allocations = streamId === undefined ? [] : [{ streamId, groupId: streamId }];
    this.send({ type: frameType.subscribeAck, suback: { duplex, allocations, tracks, sdpAnswer: sdp } });
    if (wantsVideo && !sendsVideo) this.error(videoUnavailable);
    this.#requestKeyframes();
    if (changed) this.#meeting.announceVideos();
    this.#events.changed(this);
  }

  #openPath(): MediaPath {
    const path = this.#parts.openPath({
      connected: () => this.#connected(),
      audio: (packet) => this.#heard(packet),
      video: (packet) => this.#seen(packet),
      keyframeWanted: (streamId) => this.#meeting.requestKeyframe(streamId),
    });
    path.block(this.#media !== 'up');
    return path;
  }

  #connected(): void {
    if (this.#mediaUp || this.#closed) return;
    this.#mediaUp = true;
    // Packets sent before DTLS was up are lost, and the first keyframe with them.
    this.#requestKeyframes();
    this.#every(volumePeriodMs, () =>
      this.send({ type: frameType.audioMetadata, audioMetadata: { attendeeStates: this.#meeting.volumes() } }),
    );
    this.#every(bitratePeriodMs, () => this.#tellBitrate());
    if (!isShare(this)) this.#every(audioPeriodMs, () => this.#fillSilence());
  }

  #tellBitrate(): void {
    const available = this.#faults.knobs.callAvailableBitrate;
    if (available === null) return;
    const bitrates = (this.#path?.receivedStreamIds ?? []).map((sourceStreamId) => ({
      sourceStreamId,
      avgBitrateBps: available,
    }));
    const serverAvailableOutgoingBitrate = Math.round(available);
    this.send({ type: frameType.bitrates, bitrates: { bitrates, serverAvailableOutgoingBitrate } });
  }

  #fillSilence(): void {
    const now = performance.now();
    if (now - this.#heardAt < fillAfterMs) return;
    const sequenceNumber = (this.#fillSequence = (this.#fillSequence + 1) & 0xffff);
    const timestamp = (sequenceNumber * ticksPerFrame) >>> 0;
    this.#sendAudio(this, { payload: quiet, marker: false, sequenceNumber, timestamp });
  }

  #sendAudio(from: Member, packet: Packet): void {
    if (!this.#mayHear()) return;
    this.sent.audio += 1;
    this.#path?.sendAudio(from, packet);
  }

  #mayHear(): boolean {
    return this.#faults.knobs.callAudioDown === 'pass' && this.#passes('down');
  }

  /** Whether a packet in this direction survives the faults. */
  #passes(direction: 'up' | 'down'): boolean {
    const { callMediaUp, callMediaDown, callLossUp, callLossDown } = this.#faults.knobs;
    if ((direction === 'up' ? callMediaUp : callMediaDown) === 'silence') return false;
    const loss = direction === 'up' ? callLossUp : callLossDown;
    return loss === 0 || this.#faults.random() >= loss;
  }

  #requestKeyframes(): void {
    for (const streamId of this.#path?.receivedStreamIds ?? []) this.#meeting.requestKeyframe(streamId);
  }

  #heard(packet: AudioPacket): void {
    if (this.#closed || !this.#passes('up')) return;
    this.received.audio += 1;
    if (packet.level !== undefined) this.level = packet.level;
    if (!this.isPresent) {
      this.isPresent = true;
      this.audioStreamId = this.#meeting.newAudioStreamId();
      const { callPresenceDelayMs } = this.#faults.knobs;
      if (callPresenceDelayMs === 0) this.#meeting.announceArrival(this);
      else this.#later(callPresenceDelayMs, () => this.#meeting.announceArrival(this));
      this.#events.arrived(this);
    }
    // A muted SDK goes on sending, silence: passed on, so that nobody's stream seems to lose packets.
    this.#meeting.forwardAudio(this, this.isMuted ? { ...packet, level: silence } : packet);
  }

  #seen(packet: Packet): void {
    if (this.#closed || !this.#passes('up')) return;
    this.received.video += 1;
    this.#meeting.forwardVideo(this, packet);
  }

  #mute(muted: boolean): void {
    this.isMuted = muted;
    this.#meeting.announceMute(this);
    this.#events.changed(this);
  }

  #setPaused(streamIds: readonly number[], paused: boolean): void {
    for (const streamId of streamIds) {
      this.#path?.setPaused(streamId, paused);
      if (!paused) this.#meeting.requestKeyframe(streamId);
    }
  }

  #talk({ dataMessage }: ClientFrame): void {
    this.#meeting.deliver(this, dataMessage?.messages ?? []);
    this.topics.push(...(dataMessage?.messages ?? []).map(({ topic = '' }) => topic));
  }

  /** Topics of the data messages it sent, oldest first. */
  readonly topics: string[] = [];

  #leave(): void {
    this.#hungUp = true;
    if (this.#faults.knobs.callLeaveAck === 'answer') this.send({ type: frameType.leaveAck, leaveAck: {} });
  }

  #gone(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#meeting.lines.delete(this);
    this.#path?.close();
    for (const line of this.#meeting.lines) if (line instanceof Connection) line.#loudest.forget(this);
    const isBack = [...this.#meeting.lines].some((one) => one.attendeeId === this.attendeeId);
    if (this.isPresent && !isBack) this.#meeting.announceDeparture(this, !this.#hungUp);
    if (this.video) this.#meeting.announceVideos();
    this.#events.gone(this, this.#hungUp);
  }

  #every(ms: number, task: () => void): void {
    const timer = setInterval(task, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  #later(ms: number, task: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      task();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  #remember(line: string): void {
    if (line.endsWith('AUDIO_METADATA') || line.endsWith('CLIENT_METRIC')) return;
    this.frames.push(line);
    if (this.frames.length > keptFrames) this.frames.splice(0, this.frames.length - keptFrames);
  }
}
