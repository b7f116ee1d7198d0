import type { AudioPacket, Packet } from './media-path.js';
import type { Member, SentVideo } from './member.js';
import { Playhead, type Recording } from './recording.js';

const tickMs = 10;
const silence = 127;

/** Where a synthetic member's packets go, and where its streams' numbers come from. */
export interface Stage {
  newAudioStreamId(): number;
  newVideo(width: number, height: number): SentVideo;
  enter(member: Member): void;
  exit(member: Member): void;
  announceVideos(): void;
  announceMute(member: Member): void;
  forwardAudio(from: Member, packet: AudioPacket): void;
  forwardVideo(from: Member, packet: Packet): void;
}

/** A member without a browser and without codecs: replays a recording for ever. */
export class SyntheticMember implements Member {
  readonly attendeeId: string;
  readonly externalUserId: string;
  readonly audioStreamId: number;
  readonly isPresent = true;
  isMuted = false;
  level = silence;
  video: SentVideo | undefined;
  readonly #stage: Stage;
  readonly #recording: Recording;
  readonly #audio: Playhead;
  readonly #video: Playhead;
  readonly #timer: NodeJS.Timeout;
  #frozen = false;

  /** Enters at once, with its camera on if the recording has pictures. */
  constructor(
    stage: Stage,
    recording: Recording,
    who: { readonly attendeeId: string; readonly externalUserId: string },
  ) {
    this.attendeeId = who.attendeeId;
    this.externalUserId = who.externalUserId;
    this.#stage = stage;
    this.#recording = recording;
    this.#audio = new Playhead('audio', recording, performance.now());
    this.#video = new Playhead('video', recording, performance.now());
    this.audioStreamId = stage.newAudioStreamId();
    this.video = stage.newVideo(recording.width, recording.height);
    stage.enter(this);
    this.#timer = setInterval(() => this.#play(), tickMs);
    this.#timer.unref();
  }

  set camera(on: boolean) {
    if (on === (this.video !== undefined)) return;
    this.video = on ? this.#stage.newVideo(this.#recording.width, this.#recording.height) : undefined;
    if (on) this.requestKeyframe();
    this.#stage.announceVideos();
  }

  set muted(muted: boolean) {
    if (muted === this.isMuted) return;
    this.isMuted = muted;
    this.#stage.announceMute(this);
  }

  /** Its network is gone: it is still a member, and nothing comes from it. */
  set frozen(frozen: boolean) {
    if (this.#frozen && !frozen) this.requestKeyframe();
    this.#frozen = frozen;
  }

  requestKeyframe(): void {
    this.#video.rewind(performance.now());
  }

  leave(): void {
    clearInterval(this.#timer);
    this.#stage.exit(this);
  }

  #play(): void {
    const now = performance.now();
    for (const { packet } of this.#video.due(now, this.#frozen || this.video === undefined))
      this.#stage.forwardVideo(this, packet);
    const quiet = this.#frozen || this.isMuted;
    if (quiet) this.level = silence;
    for (const { level, packet } of this.#audio.due(now, quiet)) {
      this.level = level;
      this.#stage.forwardAudio(this, { ...packet, level });
    }
  }
}
