import {
  MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
  useAudioLevelIndication,
  useSdesMid,
  type RTCRtpSender,
  type RTCRtpTransceiver,
} from 'werift';
import { mediaAddress } from './address.js';
import type { MediaEvents, MediaPath, Packet, Track } from './media-path.js';
import { acceptBundleOnly, finishAnswer, readOffer, trackLabel, withoutWay, type OfferedSection } from './sdp.js';

const audioLevel = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const payloadSpecificFeedback = 206;
const pictureLoss = 1;
const audioTicksPerMs = 48;
const videoTicksPerMs = 90;

const opus = new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 });

// No transport-cc: werift reports it per receiver, which is wrong under BUNDLE and pins Chromium near 300 kbit/s.
const vp8 = new RTCRtpCodecParameters({
  mimeType: 'video/VP8',
  clockRate: 90_000,
  rtcpFeedback: [
    { type: 'nack' },
    { type: 'nack', parameter: 'pli' },
    { type: 'ccm', parameter: 'fir' },
    { type: 'goog-remb' },
  ],
});

/** Opens a peer connection of werift, set up so that the SDK in Chromium and in Firefox is content. */
export function openPeer(events: MediaEvents): MediaPath {
  return new Peer(events);
}

/** One outgoing video. Sections of the session description outlive the streams they carry. */
interface VideoOut {
  readonly out: OutgoingTrack;
  streamId: number;
  paused: boolean;
}

class Peer implements MediaPath {
  readonly #connection: RTCPeerConnection;
  readonly #events: MediaEvents;
  readonly #videosOut = new Map<string, VideoOut>();
  #audioOut: OutgoingTrack | undefined;
  #camera: RTCRtpTransceiver | undefined;
  #cameraSsrc: number | undefined;
  #blocked = false;
  readonly #gated = new WeakSet<object>();

  constructor(events: MediaEvents) {
    this.#events = events;
    const address = mediaAddress();
    this.#connection = new RTCPeerConnection({
      codecs: { audio: [opus], video: [vp8] },
      headerExtensions: { audio: [useSdesMid(), useAudioLevelIndication()], video: [useSdesMid()] },
      // The default list holds a public STUN server; nothing here may leave the machine.
      iceServers: [],
      // Only answer checks: Firefox offers nothing but mDNS names, on which werift's own checks fail at once.
      iceLite: true,
      iceUseIpv6: false,
      // Exactly one candidate, on a socket bound to its address: an unbound one answers from wherever the kernel likes,
      // and then ICE connects while DTLS never starts.
      iceInterfaceAddresses: { udp4: address },
      iceAdditionalHostAddresses: [address],
    });
    this.#connection.connectionStateChange.subscribe((state) => {
      if (state === 'connected') this.#events.connected();
    });
    this.#connection.onRemoteTransceiverAdded.subscribe((transceiver) => this.#listen(transceiver));
  }

  async negotiate(
    offer: string,
    receiveStreamIds: readonly number[],
    reachable: boolean,
  ): Promise<{ sdp: string; tracks: Track[] }> {
    const sdp = acceptBundleOnly(offer);
    await this.#connection.setRemoteDescription({ type: 'offer', sdp });
    for (const video of this.#videosOut.values()) video.streamId = 0;
    const tracks: Track[] = [];
    let videos = 0;
    for (const section of readOffer(sdp)) {
      const streamId = section.kind === 'video' ? (receiveStreamIds[videos++] ?? 0) : 0;
      const transceiver = this.#connection.getTransceivers().find(({ mid }) => mid === section.mid);
      if (!transceiver || section.port === 0) continue;
      if (section.kind === 'audio') await this.#answerAudio(transceiver, section);
      else if (section.direction === 'recvonly') tracks.push(...(await this.#answerRemoteVideo(transceiver, streamId)));
      else this.#answerCamera(transceiver);
    }
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    this.#gateDatagrams();
    const answer = finishAnswer(this.#connection.localDescription?.sdp ?? '');
    return { sdp: reachable ? answer : withoutWay(answer), tracks };
  }

  sendAudio(source: object, packet: Packet): void {
    this.#audioOut?.send(source, packet);
  }

  sendVideo(streamId: number, packet: Packet): boolean {
    let shown = false;
    for (const video of this.#videosOut.values()) {
      if (video.streamId !== streamId || video.paused) continue;
      video.out.send(streamId, packet);
      shown = true;
    }
    return shown;
  }

  setPaused(streamId: number, paused: boolean): void {
    for (const video of this.#videosOut.values()) if (video.streamId === streamId) video.paused = paused;
  }

  get receivedStreamIds(): readonly number[] {
    return [...this.#videosOut.values()].flatMap(({ streamId }) => (streamId > 0 ? [streamId] : []));
  }

  requestCameraKeyframe(): void {
    if (this.#cameraSsrc === undefined || !this.#camera) return;
    // A camera that is just stopping has nobody to answer; the viewer is about to lose the tile anyway.
    this.#camera.receiver.sendRtcpPLI(this.#cameraSsrc).catch(() => undefined);
  }

  block(blocked: boolean): void {
    this.#blocked = blocked;
  }

  close(): void {
    // Nobody waits for it, and what is left of a connection that was never made may fail to close.
    this.#connection.close().catch(() => undefined);
  }

  async #answerAudio(transceiver: RTCRtpTransceiver, { direction }: OfferedSection): Promise<void> {
    transceiver.setDirection(direction === 'inactive' ? 'inactive' : 'sendrecv');
    this.#audioOut ??= await OutgoingTrack.on(transceiver.sender, 'audio');
  }

  /** werift learns a camera's SSRC only while its own side may receive, so this side never becomes inactive. */
  #answerCamera(transceiver: RTCRtpTransceiver): void {
    this.#camera = transceiver;
    transceiver.setDirection('recvonly');
  }

  async #answerRemoteVideo(transceiver: RTCRtpTransceiver, streamId: number): Promise<Track[]> {
    const { sender } = transceiver;
    const mid = transceiver.mid ?? '';
    transceiver.setDirection('sendonly');
    let video = this.#videosOut.get(mid);
    if (!video) {
      const added: VideoOut = { out: await OutgoingTrack.on(sender, 'video'), streamId, paused: false };
      sender.onPictureLossIndication.subscribe(() => this.#events.keyframeWanted(added.streamId));
      this.#videosOut.set(mid, added);
      video = added;
    }
    Object.assign(video, { streamId, paused: false });
    return streamId > 0 ? [{ streamId, ssrc: sender.ssrc, trackLabel: trackLabel(mid) }] : [];
  }

  #listen(transceiver: RTCRtpTransceiver): void {
    // Chromium signs its feedback with its own camera's SSRC, and werift then hands it to that receiver.
    transceiver.receiver.onRtcp.subscribe((report) => {
      if (report.type !== payloadSpecificFeedback || !('feedback' in report)) return;
      const { feedback } = report;
      if (feedback.count !== pictureLoss || !('mediaSsrc' in feedback)) return;
      const lost = [...this.#videosOut.values()].find(({ out }) => out.ssrc === feedback.mediaSsrc);
      if (lost) this.#events.keyframeWanted(lost.streamId);
    });
    transceiver.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ header, payload }, extensions) => {
        const { timestamp, sequenceNumber, marker } = header;
        const packet = { payload, timestamp, sequenceNumber, marker };
        if (track.kind === 'audio') {
          const said = extensions?.[audioLevel] as { level?: unknown } | undefined;
          this.#events.audio({ ...packet, level: typeof said?.level === 'number' ? said.level : undefined });
        } else {
          this.#cameraSsrc = header.ssrc;
          this.#events.video(packet);
        }
      });
    });
  }

  /** Puts a gate before every UDP socket, once: ICE's own checks are stopped by it as well. */
  #gateDatagrams(): void {
    for (const ice of this.#connection.iceTransports) {
      const { protocols = [] } = ice.connection as { protocols?: readonly { transport?: Datagrams }[] };
      for (const { transport } of protocols) {
        if (!transport || this.#gated.has(transport)) continue;
        this.#gated.add(transport);
        const { onData, send } = transport;
        transport.onData = (data, from) => {
          if (!this.#blocked) onData(data, from);
        };
        transport.send = (data, to) => (this.#blocked ? Promise.resolve() : send(data, to));
      }
    }
  }
}

/** What werift's UDP transport looks like from here. */
interface Datagrams {
  onData: (data: Buffer, from: readonly [string, number]) => void;
  send: (data: Buffer, to?: readonly [string, number]) => Promise<void>;
}

/** One stream of one kind, with sequence numbers and timestamps that go on when its source changes. */
class OutgoingTrack {
  readonly #sender: RTCRtpSender;
  readonly #track: MediaStreamTrack;
  readonly #ticksPerMs: number;
  #source: unknown;
  #sentAt = 0;

  private constructor(sender: RTCRtpSender, track: MediaStreamTrack) {
    this.#sender = sender;
    this.#track = track;
    this.#ticksPerMs = track.kind === 'audio' ? audioTicksPerMs : videoTicksPerMs;
  }

  static async on(sender: RTCRtpSender, kind: 'audio' | 'video'): Promise<OutgoingTrack> {
    const track = new MediaStreamTrack({ kind });
    await sender.replaceTrack(track);
    return new OutgoingTrack(sender, track);
  }

  get ssrc(): number {
    return this.#sender.ssrc;
  }

  send(source: unknown, { payload, timestamp, sequenceNumber, marker }: Packet): void {
    const now = performance.now();
    const header = new RtpHeader({ payloadType: 96, ssrc: this.#sender.ssrc, sequenceNumber, timestamp, marker });
    if (source !== this.#source) {
      const pause = this.#source === undefined ? 20 : Math.max(1, now - this.#sentAt);
      this.#source = source;
      this.#sender.replaceRTP(header, false, Math.round(pause * this.#ticksPerMs));
    }
    this.#sentAt = now;
    this.#track.writeRtp(new RtpPacket(header, payload));
  }
}
