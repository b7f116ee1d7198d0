import type { CallConnectionEvent } from '../../core/call/ports.js';
import { isContent, personOf } from './normalise.js';
import { ActiveSpeakerPolicy, type AudioVideoController } from './sdk.js';

/** Who is in the meeting, whether they are muted, and who speaks. */
export class People {
  readonly #controller: AudioVideoController;
  readonly #own: string;
  readonly #emit: (event: CallConnectionEvent) => void;
  readonly #muted = new Map<string, boolean>();
  #speaking = '';
  /** What the customer wants, and whether the service has heard of it. */
  #wanted = { muted: false, heard: true };

  constructor(controller: AudioVideoController, own: string, emit: (event: CallConnectionEvent) => void) {
    this.#controller = controller;
    this.#own = own;
    this.#emit = emit;
    controller.realtimeController.realtimeSubscribeToAttendeeIdPresence(this.#presence);
    controller.activeSpeakerDetector.subscribe(new ActiveSpeakerPolicy(), this.#speakers);
  }

  /** The customer mutes or unmutes themselves. */
  setMuted(muted: boolean): void {
    this.#wanted = { muted, heard: false };
    const { realtimeController } = this.#controller;
    if (muted) realtimeController.realtimeMuteLocalAudio();
    else realtimeController.realtimeUnmuteLocalAudio();
  }

  stop(): void {
    const { realtimeController, activeSpeakerDetector } = this.#controller;
    activeSpeakerDetector.unsubscribe(this.#speakers);
    realtimeController.realtimeUnsubscribeToAttendeeIdPresence(this.#presence);
    for (const id of this.#muted.keys()) realtimeController.realtimeUnsubscribeFromVolumeIndicator(id, this.#volume);
    this.#muted.clear();
  }

  readonly #presence = (attendeeId: string, present: boolean, externalUserId?: string | null): void => {
    // A screen is no person. It is seen by its tile.
    if (isContent(attendeeId)) return;
    const { realtimeController } = this.#controller;
    if (present) {
      this.#emit({ type: 'present', attendeeId, externalUserId: externalUserId ?? undefined });
      if (this.#muted.has(attendeeId)) return;
      this.#muted.set(attendeeId, false);
      realtimeController.realtimeSubscribeToVolumeIndicator(attendeeId, this.#volume);
    } else {
      this.#muted.delete(attendeeId);
      realtimeController.realtimeUnsubscribeFromVolumeIndicator(attendeeId, this.#volume);
      this.#emit({ type: 'absent', attendeeId });
    }
  };

  readonly #volume = (attendeeId: string, _volume: number | null, muted: boolean | null): void => {
    if (muted === null) return;
    if (attendeeId === this.#own) this.#ownMute(muted);
    else if (muted !== this.#muted.get(attendeeId)) this.#emit({ type: 'mute', attendeeId, muted });
    this.#muted.set(attendeeId, muted);
  };

  /** The service repeats what the customer did. What it says without having been asked is somebody else's doing. */
  #ownMute(muted: boolean): void {
    if (muted === this.#wanted.muted) this.#wanted = { muted, heard: true };
    else if (this.#wanted.heard) {
      this.#emit({ type: 'mute', attendeeId: this.#own, muted });
    }
  }

  readonly #speakers = (attendeeIds: readonly string[]): void => {
    const people = [...new Set(attendeeIds.map(personOf))];
    const now = people.join(' ');
    if (now === this.#speaking) return;
    this.#speaking = now;
    this.#emit({ type: 'speaking', attendeeIds: people });
  };
}
