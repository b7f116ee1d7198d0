import type { AudioPacket, Packet } from './media-path.js';
import { isShare, ownerOf, type KeptMessage, type Member, type SentVideo } from './member.js';
import { frameType, mediaType, vp8, type DataMessage, type ServerFrame } from './protocol.js';
import type { Stage } from './synthetic.js';

/** The end of a meeting to the SDK. A closed socket is a network fault to it, never an end. */
export const meetingEnded = 410;
const mostPeople = 6;
const silence = 127;
const longestData = 2_048;
const topicPattern = /^[a-zA-Z0-9_-]{1,36}$/;

/** A member on a socket. */
export interface Line extends Member {
  readonly hasJoined: boolean;
  send(frame: ServerFrame): void;
  hear(from: Member, packet: AudioPacket): void;
  see(streamId: number, packet: Packet): void;
  /** Ends the connection as a lost network does. */
  drop(): void;
}

export interface MeetingRules {
  now(): number;
  readonly signalStrength: number;
  readonly dataMessagesPerSecond: number;
}

/** Who is in a call, and who gets whose packets: two-way forwarding, nothing is decoded. */
export class Meeting implements Stage {
  readonly id: string;
  readonly lines = new Set<Line>();
  readonly synthetics = new Set<Member>();
  /** How it ended, as an AUDIO_STATUS; undefined while it goes on. */
  ended: number | undefined;
  /** Called with every packet that is forwarded: for recording. */
  tap: ((from: Member, kind: 'audio' | 'video', packet: Packet | AudioPacket) => void) | undefined;
  readonly #rules: MeetingRules;
  #videos = 0;
  #voices = 0;
  #kept: KeptMessage[] = [];
  readonly #sentAt = new Map<string, number[]>();

  constructor(id: string, rules: MeetingRules) {
    this.id = id;
    this.#rules = rules;
  }

  get members(): readonly Member[] {
    return [...this.lines, ...this.synthetics];
  }

  /** Whether one more person may come in. Somebody who is there already may come again, and bring a screen. */
  hasRoomFor(attendeeId: string): boolean {
    const people = new Set(this.#joined().map(ownerOf));
    for (const one of this.synthetics) people.add(ownerOf(one));
    return people.has(ownerOf({ attendeeId })) || people.size < mostPeople;
  }

  newAudioStreamId(): number {
    this.#voices += 1;
    return this.#voices;
  }

  newVideo(width: number, height: number): SentVideo {
    this.#videos += 1;
    return { streamId: this.#videos, width, height };
  }

  enter(member: Member): void {
    this.synthetics.add(member);
    this.announceArrival(member);
    this.announceVideos();
  }

  exit(member: Member): void {
    this.synthetics.delete(member);
    this.announceDeparture(member, false);
    this.announceVideos();
  }

  /** What this viewer can see. Nobody is shown their own camera or screen. */
  indexFor(viewer: Member): object {
    const sources = this.members.flatMap((one) =>
      one.video && ownerOf(one) !== ownerOf(viewer) ? [sourceOf(one, one.video)] : [],
    );
    return {
      sources,
      atCapacity: false,
      numParticipants: this.members.length,
      supportedReceiveCodecIntersection: [vp8],
    };
  }

  announceVideos(): void {
    for (const line of this.#joined()) line.send({ type: frameType.index, index: this.indexFor(line) });
  }

  /** The newcomer hears of everybody, everybody hears of the newcomer. */
  announceArrival(newcomer: Member): void {
    this.#announce([presence(newcomer)], newcomer);
    const line = [...this.lines].find((one) => one === newcomer);
    const everybody = this.members.filter((one) => one.isPresent).map(presence);
    line?.send({ type: frameType.audioStreamIdInfo, audioStreamIdInfo: { streams: everybody } });
  }

  /** Without the attendee's id: with it, the SDK would announce the attendee's arrival again. */
  announceMute({ audioStreamId, isMuted }: Member): void {
    this.#announce([{ audioStreamId, muted: isMuted }]);
  }

  announceDeparture({ audioStreamId }: Member, dropped: boolean): void {
    this.#announce([{ audioStreamId, dropped }]);
  }

  volumes(): readonly object[] {
    return this.members
      .filter((one) => one.isPresent)
      .map(({ audioStreamId, isMuted, level }) => ({
        audioStreamId,
        muted: isMuted,
        volume: isMuted ? silence : level,
        signalStrength: this.#rules.signalStrength,
      }));
  }

  /** A screen's own sound would have to be mixed with its owner's voice: it is not forwarded. */
  forwardAudio(from: Member, packet: AudioPacket): void {
    this.tap?.(from, 'audio', packet);
    if (isShare(from)) return;
    for (const line of this.lines) if (!isShare(line) && ownerOf(line) !== ownerOf(from)) line.hear(from, packet);
  }

  forwardVideo(from: Member, packet: Packet): void {
    this.tap?.(from, 'video', packet);
    if (!from.video) return;
    for (const line of this.lines) line.see(from.video.streamId, packet);
  }

  requestKeyframe(streamId: number): void {
    this.members.find(({ video }) => video?.streamId === streamId)?.requestKeyframe();
  }

  /**
   * Passes data messages on. What breaks the service's limits or comes too fast goes back to its sender as throttled;
   * what has a lifetime is kept for those who come later.
   */
  deliver(sender: Member, messages: readonly Partial<DataMessage>[]): void {
    for (const { topic = '', data = new Uint8Array(), lifetimeMs = 0 } of messages) {
      const now = this.#rules.now();
      const said = {
        topic,
        data,
        lifetimeMs,
        senderAttendeeId: sender.attendeeId,
        senderExternalUserId: sender.externalUserId,
      };
      if (!topicPattern.test(topic) || data.length > longestData || !this.#mayTalk(sender, now)) {
        // An ingest time of zero is how the SDK is told that its message was thrown away.
        [...this.lines].find((one) => one === sender)?.send(dataFrame([{ ...said, ingestTimeNs: 0 }]));
        continue;
      }
      const message = { ...said, ingestTimeNs: now * 1e6 };
      if (lifetimeMs > 0) this.#kept.push({ message, until: now + lifetimeMs });
      for (const line of this.#joined()) if (line !== sender && !isShare(line)) line.send(dataFrame([message]));
    }
  }

  /** Sends a newcomer what was said before and still counts. */
  replay(line: Line): void {
    this.#kept = this.#kept.filter(({ until }) => until > this.#rules.now());
    const missed = this.#kept.filter(({ message }) => message['senderAttendeeId'] !== line.attendeeId);
    if (missed.length > 0) line.send(dataFrame(missed.map(({ message }) => message)));
  }

  /** Says an audio status to everybody. */
  status(audioStatus: number): void {
    for (const line of this.#joined()) line.send({ type: frameType.audioStatus, audioStatus: { audioStatus } });
  }

  end(status = meetingEnded): void {
    if (this.ended !== undefined) return;
    this.ended = status;
    this.status(status);
  }

  #mayTalk({ attendeeId }: Member, now: number): boolean {
    const recent = (this.#sentAt.get(attendeeId) ?? []).filter((at) => now - at < 1_000);
    const may = recent.length < this.#rules.dataMessagesPerSecond;
    if (may) recent.push(now);
    this.#sentAt.set(attendeeId, recent);
    return may;
  }

  #announce(streams: readonly object[], except?: Member): void {
    for (const line of this.#joined()) {
      if (line !== except) line.send({ type: frameType.audioStreamIdInfo, audioStreamIdInfo: { streams } });
    }
  }

  #joined(): Line[] {
    return [...this.lines].filter((one) => one.hasJoined);
  }
}

const dataFrame = (messages: readonly object[]): ServerFrame => ({
  type: frameType.dataMessage,
  dataMessage: { messages },
});

const presence = ({ audioStreamId, attendeeId, externalUserId, isMuted }: Member): object => ({
  audioStreamId,
  attendeeId,
  externalUserId,
  muted: isMuted,
});

const sourceOf = ({ attendeeId, externalUserId }: Member, { streamId, width, height }: SentVideo): object => ({
  streamId,
  groupId: streamId,
  width,
  height,
  attendeeId,
  externalUserId,
  mediaType: mediaType.video,
  framerate: 15,
  maxBitrateKbps: 1_400,
});
