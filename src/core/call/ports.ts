import type { Chance, Clock } from '../clock.js';
import type { Logger } from '../log.js';
import type { CallFeatures, CallMedia, DeviceKind, Devices } from './state.js';

/** What a customer brings to a new call. */
export interface CallRequest {
  /** One per intent: a repeat with the same key ends in the same contact. */
  readonly idempotencyKey: string;
  readonly media: CallMedia;
  readonly displayName: string;
  /** BCP 47. */
  readonly locale?: string | undefined;
  readonly topic?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Handle of the chat this call grew out of: the broker relates the contacts. */
  readonly chatHandle?: string | undefined;
}

/** What it takes to join a meeting, as the service answers it. The join token in it is a secret of this tab. */
export interface MeetingTicket {
  readonly meeting: object;
  readonly attendee: object;
}

/** What the broker hands out for one customer and one call. The tokens are secrets of this tab. */
export interface CallTicket extends MeetingTicket {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string;
  /** The broker's signed handle for this contact. */
  readonly handle: string;
  readonly region: string;
  /** Participant service, when it is not Amazon's for the region. */
  readonly endpoint: string | undefined;
  /** Milliseconds from the answer within which media has to be joined. */
  readonly connectWithinMs: number;
  readonly features: CallFeatures;
  /** Whether this broker says where a contact stands while it waits. */
  readonly waiting?: boolean | undefined;
  /** Whether this broker says why a contact ended. */
  readonly endings?: boolean | undefined;
}

/** A new participant in a call that goes on: what `rejoin` hands out. */
export type RejoinTicket = Pick<CallTicket, 'participantId' | 'participantToken'>;

/** The site's token broker, for calls. Rejects with DeskbellError `token/*`, or `config/*` when it cannot be asked at all. */
export interface CallBroker {
  /** Rejects with `media/not-offered` where the site offers no calls. */
  startCall(request: CallRequest, signal: AbortSignal): Promise<CallTicket>;
  /** A new way into the handle's own call. `token/not-found` when that call is over; `token/start-again` when it can only be begun anew. */
  rejoin(handle: string, idempotencyKey: string, signal: AbortSignal): Promise<RejoinTicket>;
  /** Ends the handle's own contact. Also resolves when it was over already. `leaving`: the page is going away; nothing waits for the answer. */
  stop(handle: string, options: { readonly leaving: boolean }): Promise<void>;
}

/** The few calls to the participant service that a call needs. Rejects with DeskbellError. */
export interface CallParticipant {
  /** The way into the meeting for a participant token: CreateParticipantConnection with WEBRTC_CONNECTION. `connection/refused` when the token is dead. */
  connection(
    ticket: Pick<CallTicket, 'participantToken' | 'region' | 'endpoint'>,
    signal: AbortSignal,
  ): Promise<MeetingTicket>;
  /** Presses keys: SendMessage with `audio/dtmf`. `digits` holds 0–9, * and #. */
  sendDigits(
    ticket: Pick<CallTicket, 'participantToken' | 'region' | 'endpoint'>,
    digits: string,
    clientToken: string,
    signal: AbortSignal,
  ): Promise<void>;
}

/** A running microphone or camera. Whoever opened it stops it; its light is on until then. */
export interface Capture {
  readonly kind: 'microphone' | 'camera';
  readonly deviceId: string;
  readonly label: string;
  stop(): void;
}

/** What a picture or a sound is shown or played on: an element of the page, which this room knows nothing of. */
export type Surface = object;

/**
 * Microphones, cameras and speakers of this device. `open` rejects with DeskbellError `media/denied`,
 * `media/denied-by-system`, `media/not-found`, `media/busy`, `media/blocked-by-page`, `media/insecure`,
 * `media/unsupported` or `media/failed`.
 */
export interface CallDevices {
  /** Lists what is there without asking for permission. Never rejects. */
  list(): Promise<Devices>;
  /** Calls `listener` when something was plugged in or out. Returns its own stop. */
  watch(listener: () => void): () => void;
  /** Opens a device; the browser may ask the customer. Without `deviceId` the browser's own choice. `facing`: the phone's camera wanted. */
  open(
    kind: 'microphone' | 'camera',
    options: { readonly deviceId?: string | undefined; readonly facing?: 'user' | 'environment' | undefined },
    signal: AbortSignal,
  ): Promise<Capture>;
  /** Calls `ended` once when the capture ends by itself (unplugged, taken away, permission withdrawn). Returns its own stop. */
  onEnded(capture: Capture, ended: () => void): () => void;
  /** Loudness of a microphone, 0–1, about ten times a second. Returns its own stop. */
  level(capture: Capture, listener: (level: number) => void): () => void;
  /** Shows a camera in `surface`, before or beside a call; without a camera the surface is emptied. */
  preview(camera: Capture | undefined, surface: Surface): void;
  /** Whether this browser can hold calls at all. Where it cannot, nothing is opened and nobody is asked for a call. */
  canCall(): boolean;
  /** Whether this browser can share a screen at all. */
  canShareScreen(): boolean;
  /** Plays a short sound on a speaker. Resolves when it was played. */
  testSpeaker(speakerId: string): Promise<void>;
}

/** What can arrive from a meeting, already in our words. Attendee ids are without `#content`. */
export type CallConnectionEvent =
  /** Media flows; after a break too. Every tile before it is gone. */
  | { readonly type: 'joined' }
  /** The client lost the service and tries by itself. */
  | { readonly type: 'interrupted' }
  /**
   * The meeting is over for this client. Nothing follows.
   * `ended`: the meeting ended. `lost`: the client gave up after its own time of trying.
   */
  | {
      readonly type: 'stopped';
      readonly why: 'left' | 'ended' | 'removed' | 'elsewhere' | 'full' | 'refused' | 'lost' | 'failed';
    }
  | { readonly type: 'present'; readonly attendeeId: string; readonly externalUserId: string | undefined }
  | { readonly type: 'absent'; readonly attendeeId: string }
  | { readonly type: 'mute'; readonly attendeeId: string; readonly muted: boolean }
  /** `tileId` is unique within this connection object, over reconnects. */
  | {
      readonly type: 'tile';
      readonly tileId: string;
      readonly kind: 'own' | 'camera' | 'share';
      readonly attendeeId: string;
    }
  | { readonly type: 'tile-gone'; readonly tileId: string }
  | { readonly type: 'speaking'; readonly attendeeIds: readonly string[] }
  | { readonly type: 'quality'; readonly quality: 'good' | 'weak-up' | 'weak-down' }
  /** The network no longer carries a picture: the client suggests to stop sending it. */
  | { readonly type: 'video-too-much' }
  /** The customer's own screen: its sharing began or ended, also from the browser's own button. */
  | { readonly type: 'share'; readonly on: boolean }
  | { readonly type: 'message'; readonly topic: string; readonly text: string; readonly from: string | undefined }
  /** The browser refuses to play sound before the customer touches the page, or plays it again. */
  | { readonly type: 'sound'; readonly blocked: boolean };

export interface JoinOptions {
  readonly microphone: Capture | undefined;
  readonly camera: Capture | undefined;
  readonly muted: boolean;
  readonly speakerId: string;
}

/**
 * One meeting joined by one client. It reconnects by itself for up to 55 s and says so. Rejects with DeskbellError
 * `media/*` or `connection/*`.
 */
export interface CallConnection {
  /** The extras this client has: what it has not is not offered. */
  readonly extras: { readonly background: boolean; readonly voiceFocus: boolean };
  /** Opens the signalling only, so that joining is quick. Sends no media. */
  prepare(ticket: MeetingTicket, listener: (event: CallConnectionEvent) => void, signal: AbortSignal): Promise<void>;
  /** Joins. Resolves when media flows for the first time; `prepare` first is optional. */
  join(
    ticket: MeetingTicket,
    options: JoinOptions,
    listener: (event: CallConnectionEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
  setMicrophone(capture: Capture | undefined): Promise<void>;
  setMuted(muted: boolean): void;
  setCamera(capture: Capture | undefined): Promise<void>;
  setSpeaker(speakerId: string): Promise<void>;
  /** Shows a tile in `surface`; undefined takes it away. Unknown tiles are ignored. */
  show(tileId: string, surface: Surface | undefined): void;
  /** Where the call's sound plays. Survives reconnecting. */
  sound(surface: Surface | undefined): void;
  /** Plays blocked sound, from inside a press of the customer. */
  resumeSound(): Promise<void>;
  /** Opens the browser's picker, from inside a press of the customer. Rejects with `media/denied` when they chose nothing. */
  startShare(): Promise<void>;
  stopShare(): void;
  /** Withholds the shared screen without ending it, or gives it back. Nothing when none is shared. */
  setSharePaused(paused: boolean): void;
  /** Pauses or resumes what is received of one tile. */
  setPaused(tileId: string, paused: boolean): void;
  sendMessage(topic: string, text: string): void;
  /** Turns an extra on or off. Rejects with `media/unsupported` when it cannot work here; the plain device goes on then. */
  setBackground(on: boolean): Promise<void>;
  setVoiceFocus(on: boolean): Promise<void>;
  /** Leaves the meeting and lets go of everything but the captures, which their owner stops. */
  leave(): Promise<void>;
  /** The same at once, without a word to the service. */
  close(): void;
}

/** What survives a reload of the tab. */
export interface SavedCall {
  /** The intent being answered, kept until the answer. */
  readonly startKey: string | undefined;
  /** The call this tab is in: what rejoining it takes. */
  readonly call:
    | (Pick<
        CallTicket,
        'contactId' | 'participantId' | 'handle' | 'region' | 'endpoint' | 'features' | 'waiting' | 'endings'
      > & {
        /** `video` while the camera is on. */
        readonly media: CallMedia;
        readonly muted: boolean;
        readonly liveSince: number | undefined;
      })
    | undefined;
  /** Devices chosen last, by kind. */
  readonly chosen: Readonly<Partial<Record<DeviceKind, string>>>;
}

/** A place for what survives. Never rejects: where nothing can be kept, nothing is kept. */
export interface CallStorage {
  load(): Promise<Partial<SavedCall>>;
  save(fields: Partial<SavedCall>): void;
  clear(): void;
}

/** One call in one browser: whoever holds it is the tab with the call. */
export interface CallTabs {
  /**
   * Resolves to the release, or to undefined when another tab has a call. `onAsked` is called when another tab wants
   * it: the holder lets go of its media and answers with what rejoining takes.
   */
  hold(onAsked: () => SavedCall['call']): Promise<(() => void) | undefined>;
  /** Asks the tab that holds for its call. Resolves to what rejoining takes, or undefined when it held none or did not answer. */
  ask(): Promise<SavedCall['call']>;
}

/** Things of the page that a call holds while it runs. Each returns its own stop; each does nothing where the browser cannot. */
export interface CallPage {
  /** Keeps the screen on. */
  keepAwake(): () => void;
  /** Calls `leaving` when the page goes away for good. */
  onLeaving(leaving: () => void): () => void;
  /** Calls `listener` when the network or the page comes back. */
  onBack(listener: () => void): () => void;
  /** Media keys: hang up, and mute. */
  onMediaKeys(keys: {
    readonly hangUp: () => void;
    readonly toggleMute: () => void;
    readonly toggleCamera: () => void;
  }): () => void;
}

export interface CallPorts {
  readonly broker: CallBroker;
  readonly participant: CallParticipant;
  /** Makes the client for one meeting; a new ticket gets a new one. Rejects with `media/load-failed` or `media/unsupported`. */
  readonly connect: () => Promise<CallConnection>;
  readonly devices: CallDevices;
  readonly storage: CallStorage;
  readonly tabs: CallTabs;
  readonly page: CallPage;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly logger: Logger;
}
