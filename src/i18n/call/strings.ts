import type { CallMedia, DeviceKind } from '../../core/call/state.js';
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
  /** Why Join waits. */
  readonly answerFirst: string;
  readonly agreeFirst: string;
  readonly level: string;
  readonly testSpeaker: string;
  readonly testingSpeaker: string;
  readonly speakerTested: string;
  readonly speakerFailed: string;
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
  readonly mute: string;
  readonly unmute: string;
  readonly leave: string;
  // End of the words in the call

  // After the call
  // End of the words after the call

  // Errors
  /** What happened, and what the customer can do. */
  readonly errors: Readonly<Record<Exclude<ErrorCode, `message/${string}`>, string>>;
  // End of the errors
}
