import type { Store } from '../store.js';
import type { CallOptions } from './options.js';
import type { Surface } from './ports.js';
import type { CallMedia, CallState } from './state.js';
import type { CallEvent } from './transition.js';

/** What a page or a view can do with a call. Nothing here rejects for what goes wrong in life: that is in the snapshot. */
export interface CallControl {
  readonly store: Pick<Store<CallState, CallEvent>, 'state' | 'subscribe'>;
  /** Replaces what is known about the customer. It counts from the next start on. */
  configure(options: CallOptions): void;

  /** Opens the room before the call: lists devices, tries them, sends nothing. Does nothing during a call. */
  prepare(media: CallMedia): Promise<void>;
  /** Leaves the room without a call. */
  cancel(): Promise<void>;
  /** The customer agrees, or not, to the call being recorded. */
  setConsent(agreed: boolean): void;
  /** Joins: with what the room has, or without a room with a voice (or voice and picture) at once. */
  join(media?: CallMedia): Promise<void>;
  /** Tries again after a failure: goes on with the contact where there still is one. */
  retry(): Promise<void>;
  /** Goes on with the call this tab was in before it was reloaded, if there is one: `failed` with a contact, to be retried by a press. */
  resume(): Promise<void>;
  /** Brings a call that another tab has into this one. */
  takeOver(): Promise<void>;
  /** Ends the customer's part, and the contact. */
  leave(): Promise<void>;
  /** Ends the use of this session on this device, and forgets everything. */
  shutdown(): void;

  setMuted(muted: boolean): void;
  /** Opens or closes the camera: before the call, for the preview too. */
  setCamera(on: boolean): Promise<void>;
  /** Opens the microphone again after it failed or was denied. */
  openMicrophone(): Promise<void>;
  /** Without a microphone: the customer only listens. */
  closeMicrophone(): void;
  chooseMicrophone(deviceId: string): Promise<void>;
  chooseCamera(deviceId: string): Promise<void>;
  chooseSpeaker(deviceId: string): Promise<void>;
  /** The phone's other camera. */
  flipCamera(): Promise<void>;
  /** From inside a press. */
  startShare(): Promise<void>;
  stopShare(): void;
  /** Withholds picture and shared screen, or gives them back. */
  setPrivacy(on: boolean): Promise<void>;
  setBackground(on: boolean): Promise<void>;
  setVoiceFocus(on: boolean): Promise<void>;
  /** 0–9, * and #. */
  press(digits: string): void;
  /** From inside a press: plays what the browser had blocked. */
  resumeSound(): Promise<void>;
  /** Plays a short sound on the chosen speaker. */
  testSpeaker(): Promise<void>;

  /** Shows a tile in an element; undefined takes it away. */
  show(tileId: string, surface: Surface | undefined): void;
  /** Shows the customer's camera before the call; undefined takes it away. */
  showPreview(surface: Surface | undefined): void;
  /** Where the call's sound plays. One at a time. */
  sound(surface: Surface | undefined): void;
  /** Hears the loudness of the customer's microphone, 0–1, about ten times a second. Returns its own stop. */
  watchLevel(listener: (level: number) => void): () => void;
  /** Names for attendees, from wherever the page knows them. */
  nameAttendee(attendeeId: string, name: string): void;
  /** Adds words somebody said, from a transcript source of the page's. The same id again replaces them. */
  addCaption(caption: { readonly id: string; readonly attendeeId: string; readonly text: string }): void;
}
