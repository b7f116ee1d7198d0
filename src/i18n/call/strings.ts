import type { Attendee, CallEnd, CallMedia, CallNotice, DeviceKind, Quality } from '../../core/call/state.js';
import type { ErrorCode, MediaErrorCode } from '../../core/errors.js';
import type { Strings } from '../strings.js';

/** Whose way of allowing a microphone is told. `in-app-…`: a page inside another app, which has to be left for calls. */
export type BrowserHelp =
  'chrome' | 'firefox' | 'safari' | 'ios' | 'android' | 'in-app-ios' | 'in-app-android' | 'other';

/** Whose settings are told when the system itself withholds the microphone from the browser. */
export type SystemHelp = 'mac' | 'windows' | 'ios' | 'android' | 'other';

/** What can be wrong with a microphone or a camera alone, while the call itself may go on. */
export type DeviceErrorCode = Extract<
  MediaErrorCode,
  | 'media/denied'
  | 'media/denied-by-system'
  | 'media/blocked-by-page'
  | 'media/not-found'
  | 'media/busy'
  | 'media/interrupted'
  | 'media/failed'
>;

/** Every word of a call, in one language: loaded with the first call, never with a chat. */
export interface CallStrings extends Pick<Strings, 'language' | 'direction' | 'formats'> {
  // Before the call
  /** Names of the buttons that open the room before the call. */
  readonly start: Readonly<Record<CallMedia, string>>;
  readonly room: Readonly<Record<CallMedia, string>>;
  /** Name of the choice between the two, and its answers. */
  readonly howToTalk: string;
  readonly ways: Readonly<Record<CallMedia, string>>;
  readonly nothingSentYet: string;
  readonly join: string;
  readonly cancel: string;
  readonly tryAgain: string;
  /** Name of the customer's own picture. */
  readonly ownPicture: string;
  readonly cameraIsOff: string;
  readonly turnCamera: Readonly<Record<'on' | 'off', string>>;
  readonly turnMicrophone: Readonly<Record<'on' | 'off', string>>;
  /** Why nobody will hear or see the customer, by their own choice. */
  readonly onlyListen: string;
  readonly noPicture: string;
  /** Said while the browser asks, or the device is starting. */
  readonly asking: Readonly<Record<'microphone' | 'camera' | 'both', string>>;
  readonly withoutMicrophone: string;
  /** Why Join waits. */
  readonly answerFirst: string;
  /** Join was pressed before the microphone was there. */
  readonly joinsThen: string;
  readonly agreeFirst: string;
  readonly level: string;
  readonly testSpeaker: string;
  readonly testingSpeaker: string;
  readonly heardNothing: string;
  readonly devices: string;
  readonly deviceKinds: Readonly<Record<DeviceKind, string>>;
  /** For devices that the browser does not name. */
  readonly deviceNumbers: Readonly<Record<DeviceKind, (number: number) => string>>;
  readonly defaultDevice: string;
  readonly blur: string;
  readonly lessNoise: string;
  /** What is wrong with which device. */
  readonly deviceErrors: Readonly<Record<'microphone' | 'camera' | 'both', Readonly<Record<DeviceErrorCode, string>>>>;
  /** How to allow it, step by step. */
  readonly browserHelp: Readonly<Record<BrowserHelp, readonly string[]>>;
  readonly systemHelp: Readonly<Record<SystemHelp, readonly string[]>>;
  readonly recorded: string;
  readonly agree: string;
  readonly chatWorks: string;
  readonly chatInstead: string;
  // End of the words before the call

  // In the call
  /** Name of the whole call, and its title until somebody is there. */
  readonly title: string;
  readonly welcome: string;
  readonly connecting: string;
  readonly ringing: string;
  /** What one hears and does while nobody is there. */
  readonly ringingDetail: string;
  readonly joined: (name: string) => string;
  readonly left: (name: string) => string;
  readonly inCall: string;
  readonly reconnecting: string;
  readonly rejoining: string;
  readonly back: string;
  /** Name of the running time. */
  readonly duration: string;
  readonly you: string;
  /** For people the service gave no name. */
  readonly roles: Readonly<Record<Attendee['role'], string>>;
  /** Name of the controls. */
  readonly controls: string;
  readonly mute: string;
  readonly unmute: string;
  readonly muted: string;
  readonly unmuted: string;
  /** Said beside the name of somebody else. */
  readonly isMuted: (name: string) => string;
  readonly isSpeaking: (name: string) => string;
  readonly speakingMuted: string;
  readonly shareScreen: string;
  readonly stopSharing: string;
  readonly youShare: string;
  readonly shares: (name: string) => string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly keypad: string;
  readonly keysPressed: string;
  readonly more: string;
  readonly pictureInPicture: string;
  readonly fullScreen: Readonly<Record<'on' | 'off', string>>;
  readonly flipCamera: string;
  readonly privacy: Readonly<Record<'on' | 'off', string>>;
  readonly isPrivate: string;
  readonly ownPictureShown: Readonly<Record<'on' | 'off', string>>;
  /** How the own picture is moved by keys. */
  readonly movePicture: string;
  readonly leave: string;
  readonly confirmLeave: string;
  readonly confirmLeaveDetail: string;
  readonly stay: string;
  readonly held: string;
  readonly heldDetail: string;
  readonly heldNoMore: string;
  readonly quality: Readonly<Record<Exclude<Quality, 'good'>, string>>;
  readonly cameraOffWeak: string;
  readonly soundBlocked: string;
  readonly tapToHear: string;
  readonly captions: string;
  /** What happened once; `{name}` is the device's. */
  readonly callNotices: Readonly<Record<CallNotice['what'], string>>;
  readonly useIt: string;
  readonly dismiss: string;
  readonly showChat: (unread: number) => string;
  readonly showCall: string;
  readonly minimise: string;
  /** Name of the launcher while a call runs. In English it begins with "Chat": other software relies on it. */
  readonly launcherInCall: (unread: number) => string;
  // End of the words in the call

  // After the call
  readonly endedBy: Readonly<Record<CallEnd, string>>;
  readonly lasted: (time: string) => string;
  readonly startAgain: string;
  readonly rejoin: string;
  readonly takeOver: string;
  readonly backToChat: string;
  readonly notConnected: string;
  // End of the words after the call

  // Errors
  /** What happened, and what the customer can do. */
  readonly errors: Readonly<Record<Exclude<ErrorCode, `message/${string}` | `attachment/${string}`>, string>>;
  // End of the errors
}
