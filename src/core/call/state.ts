import type { ErrorCode } from '../errors.js';

/** What the customer asked for: their voice alone, or their picture too. A camera may join or leave later. */
export type CallMedia = 'audio' | 'video';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** A thing to speak into, to be seen by or to hear with. */
export interface Device {
  /** The browser's id; `''` when the browser names none before it was allowed to. */
  readonly id: string;
  readonly kind: DeviceKind;
  /** Empty before the browser was allowed to tell. */
  readonly label: string;
}

/** Whether something is captured for this call: a microphone or a camera. */
export type Capturing =
  | { readonly name: 'off' }
  /** The browser asks the customer, or the device is starting. */
  | { readonly name: 'opening' }
  | { readonly name: 'on'; readonly deviceId: string; readonly label: string }
  /** `media/denied`, `media/not-found`, `media/busy`, … What to do about it is said for each code. */
  | { readonly name: 'failed'; readonly code: ErrorCode };

export interface Devices {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  /** Empty where the browser cannot choose among them. */
  readonly speakers: readonly Device[];
}

/** Somebody in the meeting. One person is one attendee; their shared screen is theirs too and not a person. */
export interface Attendee {
  /** AttendeeId, without `#content`. */
  readonly id: string;
  /** `own`: this customer. `agent`: external user id ends in `agent`. Others were invited. */
  readonly role: 'own' | 'agent' | 'guest';
  /** From the contact's display names where they are known; the service tells none by itself. */
  readonly name: string | undefined;
  readonly muted: boolean;
}

/** A moving picture. `own` is the customer's camera, `share` a screen of whoever `attendeeId` is. */
export interface Tile {
  /** Names the tile to `CallSession.show`. A reconnected call has new ones. */
  readonly id: string;
  readonly kind: 'own' | 'camera' | 'share';
  readonly attendeeId: string;
}

/** A further way to say who is where: words that were spoken, for whoever cannot hear them. */
export interface Caption {
  readonly id: string;
  readonly attendeeId: string;
  readonly text: string;
}

/**
 * Whether the customer may share a screen. `forbidden`: the agent has not allowed it, or the browser cannot.
 * `allowed` → `opening` (the picker is open) → `on`.
 */
export type Share = 'forbidden' | 'allowed' | 'opening' | 'on';

/** How good the network is. `weak-up`: what the customer sends suffers; `weak-down`: what they receive. */
export type Quality = 'good' | 'weak-up' | 'weak-down';

/** What this call may do, as the broker allows. The view offers nothing else. */
export interface CallFeatures {
  /** The customer may send a picture. */
  readonly video: boolean;
  /** The customer may share a screen, once the agent allows it. */
  readonly screenShare: boolean;
  /** The customer can press digits. */
  readonly dtmf: boolean;
  /** The call is recorded: the customer has to agree before joining. */
  readonly recorded: boolean;
}

/** The contact a running phase is about. */
export interface CallContact {
  readonly contactId: string;
  readonly participantId: string;
  readonly features: CallFeatures;
}

/** Who or what ended a call. `elsewhere`: it goes on in another tab or on another device. */
export type CallEnd = 'customer' | 'agent' | 'service' | 'removed' | 'elsewhere';

/** Where a call is in its life. Exactly one at a time. Times are milliseconds since 1970 by the device's clock. */
export type CallPhase =
  | { readonly name: 'idle' }
  /**
   * The room before the call: devices are tried, nothing is sent. The contact may be asked for already, so that Join is
   * quick; `contact` is there once the broker answered. `consent`: the customer agreed to a recording.
   */
  | { readonly name: 'preparing'; readonly contact: CallContact | undefined; readonly consent: boolean }
  | { readonly name: 'requesting' }
  | { readonly name: 'connecting'; readonly contact: CallContact }
  /** The customer is in, the agent is not: music or prompts may play. */
  | { readonly name: 'ringing'; readonly contact: CallContact; readonly since: number }
  | { readonly name: 'live'; readonly contact: CallContact; readonly since: number }
  /** The network is gone, and the call may come back by itself. `liveSince`: when the agent came, if they were there. */
  | { readonly name: 'reconnecting'; readonly contact: CallContact; readonly liveSince: number | undefined }
  /** Too long away for that: a new way into the same contact is being made. */
  | { readonly name: 'rejoining'; readonly contact: CallContact; readonly liveSince: number | undefined }
  | { readonly name: 'ended'; readonly contactId: string; readonly by: CallEnd; readonly lastedMs: number | undefined }
  /** `contact` is there when it may still be alive, so that trying again continues it. */
  | { readonly name: 'failed'; readonly code: ErrorCode; readonly contact: CallContact | undefined };

/** Something that happened once and is worth a word. A new one has a new `key`. */
export interface CallNotice {
  readonly key: number;
  readonly what:
    | 'microphone-lost'
    | 'camera-lost'
    | 'speaker-lost'
    | 'microphone-found'
    | 'camera-found'
    | 'speaker-found'
    | 'camera-off-weak'
    | 'share-allowed'
    | 'share-stopped'
    | 'share-failed'
    | 'muted-by-agent'
    | 'digits-failed'
    /** The device that was chosen could not be opened; the one before it goes on. */
    | 'switch-failed'
    /** The way back into the call is closed: a new call was begun, at the end of the line. */
    | 'started-again';
  /** The device it is about, if it is about one. */
  readonly label: string | undefined;
  /** The same device's id: what to choose when a new one is offered. */
  readonly deviceId: string | undefined;
}

export interface CallState {
  readonly phase: CallPhase;
  readonly media: CallMedia;
  readonly devices: Devices;
  readonly microphone: Capturing;
  readonly camera: Capturing;
  /** Speaker in use; `''` is the browser's own choice. */
  readonly speakerId: string;
  readonly muted: boolean;
  /** The customer speaks although they are muted. */
  readonly speakingMuted: boolean;
  readonly attendees: readonly Attendee[];
  readonly tiles: readonly Tile[];
  /** Attendees who speak now, loudest first. */
  readonly speaking: readonly string[];
  readonly share: Share;
  readonly quality: Quality;
  /** The customer's picture was turned off because the network is weak, and can be turned on again. */
  readonly cameraOffForQuality: boolean;
  /** The agent put the customer on hold. */
  readonly held: boolean;
  /** Picture and shared screen are withheld until resumed, whoever might look. */
  readonly privacy: boolean;
  /** The camera is off for hold or privacy alone, and comes back after them. */
  readonly cameraWithheld: boolean;
  /** The browser does not play the call's sound until the customer taps. */
  readonly soundBlocked: boolean;
  readonly background: 'unavailable' | 'off' | 'opening' | 'on';
  readonly voiceFocus: 'unavailable' | 'off' | 'opening' | 'on';
  /** The newest few. */
  readonly captions: readonly Caption[];
  readonly notice: CallNotice | undefined;
}

export const initialCallState: CallState = {
  phase: { name: 'idle' },
  media: 'audio',
  devices: { microphones: [], cameras: [], speakers: [] },
  microphone: { name: 'off' },
  camera: { name: 'off' },
  speakerId: '',
  muted: false,
  speakingMuted: false,
  attendees: [],
  tiles: [],
  speaking: [],
  share: 'forbidden',
  quality: 'good',
  cameraOffForQuality: false,
  held: false,
  privacy: false,
  cameraWithheld: false,
  soundBlocked: false,
  background: 'off',
  voiceFocus: 'off',
  captions: [],
  notice: undefined,
};
