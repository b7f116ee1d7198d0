import { Formats } from '../formats.js';
import { plural } from '../plural.js';
import type { CallStrings, DeviceErrorCode } from './strings.js';

const language = 'en';

// What is one and the same to the customer has one sentence.
const unavailable = 'Calls aren’t available on this page. Please reach us another way.';
const unreachable = 'We can’t reach the call. Check your connection, then try again.';
const slow = 'Connecting is taking too long. Try again.';
const trouble = 'The call has a problem on our side. Wait a moment, then try again.';
const busy = 'We’re very busy right now. Wait a moment, then try again.';
const spent = 'This call can’t go on. Start a new one.';

const again = 'Come back here and try again.';

const deviceErrors = (devices: string, none: string): Readonly<Record<DeviceErrorCode, string>> => ({
  'media/denied': `Your browser doesn’t let this page use ${devices} yet.`,
  'media/denied-by-system': `Your device doesn’t let the browser use ${devices} yet.`,
  'media/blocked-by-page': `This page isn’t set up to use ${devices}. You can join without.`,
  'media/not-found': `${none} found. Plug one in, or join without.`,
  'media/busy': `Another app is using ${devices}. Close that app, then try again.`,
  'media/interrupted': `Your device took ${devices} away. Try again to go on.`,
  'media/failed': `We couldn’t start ${devices}. Try again, or choose another one.`,
});

/** English. */
export const en: CallStrings = {
  language,
  direction: 'ltr',
  formats: new Formats(language),

  // Before the call
  start: { audio: 'Start voice call', video: 'Start video call' },
  room: { audio: 'Voice call', video: 'Video call' },
  howToTalk: 'How would you like to talk?',
  ways: { audio: 'Voice', video: 'Video' },
  nothingSentYet: 'Nobody sees or hears you until you join.',
  join: 'Join',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  ownPicture: 'Your picture',
  cameraIsOff: 'Your camera is off',
  turnCamera: { on: 'Turn camera on', off: 'Turn camera off' },
  turnMicrophone: { on: 'Turn microphone on', off: 'Turn microphone off' },
  onlyListen: 'You’ll hear us, but we won’t hear you.',
  noPicture: 'You’ll join without a picture.',
  asking: {
    microphone: 'Your browser is asking to use your microphone. Choose Allow.',
    camera: 'Your browser is asking to use your camera. Choose Allow.',
    both: 'Your browser is asking to use your microphone and camera. Choose Allow.',
  },
  answerFirst: 'Answer your browser’s question first, or go on without a microphone.',
  agreeFirst: 'To join, agree to the recording first.',
  level: 'Microphone level',
  testSpeaker: 'Test speaker',
  testingSpeaker: 'Playing a sound…',
  speakerTested: 'The sound was played. Heard nothing? Turn it up, or choose another speaker.',
  speakerFailed: 'The sound couldn’t be played. Choose another speaker, or try again.',
  devices: 'Devices',
  deviceKinds: { microphone: 'Microphone', camera: 'Camera', speaker: 'Speaker' },
  deviceNumbers: {
    microphone: plural(language, { other: 'Microphone #' }),
    camera: plural(language, { other: 'Camera #' }),
    speaker: plural(language, { other: 'Speaker #' }),
  },
  defaultDevice: 'Browser’s choice',
  blur: 'Blur my background',
  lessNoise: 'Reduce noise around me',
  deviceErrors: {
    microphone: deviceErrors('your microphone', 'No microphone'),
    camera: deviceErrors('your camera', 'No camera'),
    both: deviceErrors('your microphone and camera', 'No microphone or camera'),
  },
  browserHelp: {
    chrome: ['Select the icon left of the page’s address.', 'Turn on Microphone and Camera.', again],
    firefox: ['Select the crossed-out icon left of the page’s address.', 'Remove the block there.', again],
    safari: [
      'Open Safari in the menu bar, then the settings for this website.',
      'Set Microphone and Camera to Allow.',
      again,
    ],
    ios: [
      'Tap the icon beside the page’s address, then Website Settings.',
      'Set Microphone and Camera to Allow.',
      again,
    ],
    android: ['Tap the icon left of the page’s address, then Permissions.', 'Allow Microphone and Camera.', again],
    'in-app-ios': ['Open the menu of this app, often three dots.', 'Choose to open this page in Safari.'],
    'in-app-android': ['Open the menu of this app, often three dots.', 'Choose to open this page in Chrome.'],
    other: ['Open your browser’s settings for this page.', 'Allow Microphone and Camera.', again],
  },
  systemHelp: {
    mac: [
      'Open System Settings, then Privacy & Security.',
      'Under Microphone and Camera, turn on your browser.',
      again,
    ],
    windows: [
      'Open Settings, then Privacy & security.',
      'Under Microphone and Camera, turn on access for desktop apps.',
      again,
    ],
    ios: ['Open Settings, then Apps, then your browser.', 'Turn on Microphone and Camera.', again],
    android: ['Open Settings, then Apps, then your browser.', 'Under Permissions, allow Microphone and Camera.', again],
    other: ['Open your device’s settings for privacy.', 'Let your browser use microphone and camera.', again],
  },
  recorded: 'This call is recorded.',
  agree: 'I agree to the recording.',
  chatWorks: 'Chat works here.',
  chatInstead: 'Chat instead',
  // End of the words before the call

  // In the call
  mute: 'Mute',
  unmute: 'Unmute',
  leave: 'Leave call',
  // End of the words in the call

  // After the call
  // End of the words after the call

  // Errors
  errors: {
    'config/broker-missing': unavailable,
    'config/broker-invalid': unavailable,
    'token/network': unreachable,
    'token/timeout': slow,
    'token/bad-request': trouble,
    'token/forbidden': unavailable,
    'token/expired': spent,
    'token/not-found': spent,
    'token/start-again': spent,
    'token/rate-limited': busy,
    'token/busy': busy,
    'token/closed': 'We’re closed right now. Call again when we’re open.',
    'token/unavailable': trouble,
    'token/misconfigured': unavailable,
    'token/invalid-answer': trouble,
    'connection/load-failed': unreachable,
    'connection/timeout': slow,
    'connection/refused': spent,
    'connection/expired': spent,
    'connection/lost': 'The connection was lost. Try again to come back into the call.',
    'connection/throttled': busy,
    'media/load-failed': unreachable,
    'media/unsupported': 'Calls don’t work in this browser. Open this page in another one to call us.',
    'media/insecure': 'Calls don’t work on this page, because it isn’t secure. Please reach us another way.',
    'media/denied': 'Your browser doesn’t allow the microphone or camera here. Allow them, then try again.',
    'media/denied-by-system': 'Your device keeps the microphone or camera from the browser. Allow it, then try again.',
    'media/blocked-by-page': 'This page isn’t set up to use a microphone or camera. Please reach us another way.',
    'media/not-found': 'No microphone or camera found. Plug one in, then try again.',
    'media/busy': 'Another app is using your microphone or camera. Close that app, then try again.',
    'media/not-offered': 'This isn’t offered in your call. You can go on with your voice.',
    'media/no-route': 'Your network doesn’t let calls through. Try another one, such as mobile data.',
    'media/timeout': slow,
    'media/lost': 'The call was lost on the way. Try again to come back into it.',
    'media/full': 'Nobody else fits into this call right now. Wait a moment, then try again.',
    'media/elsewhere': 'You’re in a call in another tab or on another device. Go on there, or bring it here.',
    'media/interrupted': 'Your call was interrupted. Try again to come back into it.',
    'media/failed': 'Sound or picture stopped working. Try again to come back into the call.',
    unknown: trouble,
  },
  // End of the errors
};
