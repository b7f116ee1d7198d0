import { Formats } from '../formats.js';
import { plural } from '../plural.js';
import type { CallStrings, DeviceErrorCode } from './strings.js';

const language = 'de';
const unread = plural(language, { one: '# ungelesene Nachricht', other: '# ungelesene Nachrichten' });

// What is one and the same to the customer has one sentence.
const unavailable = 'Auf dieser Seite gibt es keine Anrufe. Bitte nutzen Sie einen anderen Weg zu uns.';
const unreachable = 'Der Anruf ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.';
const slow = 'Das Verbinden dauert zu lange. Versuchen Sie es noch einmal.';
const trouble = 'Bei uns gibt es eine Störung. Warten Sie kurz und versuchen Sie es dann noch einmal.';
const busy = 'Gerade ist sehr viel los. Warten Sie kurz und versuchen Sie es dann noch einmal.';
const spent = 'Dieser Anruf kann nicht weitergehen. Beginnen Sie einen neuen.';

const again = 'Kommen Sie hierher zurück und versuchen Sie es noch einmal.';

const deviceErrors = (devices: string, none: string): Readonly<Record<DeviceErrorCode, string>> => ({
  'media/denied': `Der Browser gibt ${devices} für diese Seite noch nicht frei.`,
  'media/denied-by-system': `Ihr Gerät gibt ${devices} für den Browser noch nicht frei.`,
  'media/blocked-by-page': `Diese Seite ist nicht für ${devices} eingerichtet. Sie können ohne beitreten.`,
  'media/not-found': `${none} gefunden. Schließen Sie etwas an oder treten Sie ohne bei.`,
  'media/busy': `Ein anderes Programm nutzt ${devices}. Schließen Sie es und versuchen Sie es noch einmal.`,
  'media/interrupted': `Ihr Gerät braucht ${devices} gerade selbst. Versuchen Sie es noch einmal.`,
  'media/failed': `Wir konnten ${devices} nicht starten. Versuchen Sie es noch einmal oder wählen Sie ein anderes Gerät.`,
});

/** German. */
export const de: CallStrings = {
  language,
  direction: 'ltr',
  formats: new Formats(language),

  // Before the call
  start: { audio: 'Sprachanruf starten', video: 'Videoanruf starten' },
  room: { audio: 'Sprachanruf', video: 'Videoanruf' },
  howToTalk: 'Wie möchten Sie sprechen?',
  ways: { audio: 'Sprache', video: 'Video' },
  nothingSentYet: 'Bis Sie beitreten, sieht und hört Sie niemand.',
  join: 'Beitreten',
  cancel: 'Abbrechen',
  tryAgain: 'Noch einmal versuchen',
  ownPicture: 'Ihr Bild',
  cameraIsOff: 'Ihre Kamera ist aus',
  turnCamera: { on: 'Kamera einschalten', off: 'Kamera ausschalten' },
  turnMicrophone: { on: 'Mikrofon einschalten', off: 'Mikrofon ausschalten' },
  onlyListen: 'Sie hören uns, aber wir hören Sie nicht.',
  noPicture: 'Sie treten ohne Bild bei.',
  asking: {
    microphone: 'Der Browser fragt nach Ihrem Mikrofon. Wählen Sie „Zulassen“.',
    camera: 'Der Browser fragt nach Ihrer Kamera. Wählen Sie „Zulassen“.',
    both: 'Der Browser fragt nach Mikrofon und Kamera. Wählen Sie „Zulassen“.',
  },
  withoutMicrophone: 'Ohne Mikrofon weitermachen',
  answerFirst: 'Beantworten Sie zuerst die Frage des Browsers oder machen Sie ohne Mikrofon weiter.',
  joinsThen: 'Sie treten bei, sobald Ihr Mikrofon bereit ist.',
  agreeFirst: 'Zum Beitreten stimmen Sie bitte zuerst der Aufzeichnung zu.',
  level: 'Mikrofonpegel',
  testSpeaker: 'Lautsprecher testen',
  testingSpeaker: 'Ein Ton wird abgespielt…',
  heardNothing: 'Nichts gehört? Stellen Sie lauter oder versuchen Sie einen anderen Lautsprecher.',
  devices: 'Geräte',
  deviceKinds: { microphone: 'Mikrofon', camera: 'Kamera', speaker: 'Lautsprecher' },
  deviceNumbers: {
    microphone: plural(language, { other: 'Mikrofon #' }),
    camera: plural(language, { other: 'Kamera #' }),
    speaker: plural(language, { other: 'Lautsprecher #' }),
  },
  defaultDevice: 'Wahl des Browsers',
  blur: 'Meinen Hintergrund weichzeichnen',
  lessNoise: 'Geräusche um mich verringern',
  deviceErrors: {
    microphone: deviceErrors('Ihr Mikrofon', 'Kein Mikrofon'),
    camera: deviceErrors('Ihre Kamera', 'Keine Kamera'),
    both: deviceErrors('Mikrofon und Kamera', 'Weder Mikrofon noch Kamera'),
  },
  browserHelp: {
    chrome: [
      'Klicken Sie auf das Symbol links neben der Adresse der Seite.',
      'Schalten Sie Mikrofon und Kamera ein.',
      again,
    ],
    firefox: [
      'Klicken Sie auf das durchgestrichene Symbol links neben der Adresse der Seite.',
      'Heben Sie die Sperre dort auf.',
      again,
    ],
    safari: [
      'Öffnen Sie in der Menüleiste „Safari“ und dort die Einstellungen für diese Website.',
      'Stellen Sie Mikrofon und Kamera auf „Erlauben“.',
      again,
    ],
    ios: [
      'Tippen Sie auf das Symbol neben der Adresse der Seite, dann auf „Website-Einstellungen“.',
      'Stellen Sie Mikrofon und Kamera auf „Erlauben“.',
      again,
    ],
    android: [
      'Tippen Sie auf das Symbol links neben der Adresse der Seite, dann auf „Berechtigungen“.',
      'Lassen Sie Mikrofon und Kamera zu.',
      again,
    ],
    'in-app-ios': [
      'Öffnen Sie das Menü dieser App, oft drei Punkte.',
      'Wählen Sie, dass diese Seite in Safari geöffnet wird.',
    ],
    'in-app-android': [
      'Öffnen Sie das Menü dieser App, oft drei Punkte.',
      'Wählen Sie, dass diese Seite in Chrome geöffnet wird.',
    ],
    other: [
      'Öffnen Sie in Ihrem Browser die Einstellungen für diese Seite.',
      'Lassen Sie Mikrofon und Kamera zu.',
      again,
    ],
  },
  systemHelp: {
    mac: [
      'Öffnen Sie die Systemeinstellungen, dann „Datenschutz & Sicherheit“.',
      'Schalten Sie unter „Mikrofon“ und „Kamera“ Ihren Browser ein.',
      again,
    ],
    windows: [
      'Öffnen Sie die Einstellungen, dann „Datenschutz und Sicherheit“.',
      'Erlauben Sie unter „Mikrofon“ und „Kamera“ den Zugriff für Desktop-Apps.',
      again,
    ],
    ios: [
      'Öffnen Sie die Einstellungen, dann „Apps“ und Ihren Browser.',
      'Schalten Sie Mikrofon und Kamera ein.',
      again,
    ],
    android: [
      'Öffnen Sie die Einstellungen, dann „Apps“ und Ihren Browser.',
      'Lassen Sie unter „Berechtigungen“ Mikrofon und Kamera zu.',
      again,
    ],
    other: [
      'Öffnen Sie die Einstellungen Ihres Geräts zum Datenschutz.',
      'Erlauben Sie Ihrem Browser Mikrofon und Kamera.',
      again,
    ],
  },
  recorded: 'Dieser Anruf wird aufgezeichnet.',
  agree: 'Ich stimme der Aufzeichnung zu.',
  chatWorks: 'Der Chat geht hier.',
  chatInstead: 'Stattdessen chatten',
  // End of the words before the call

  // In the call
  title: 'Anruf',
  welcome: 'Sprechen Sie mit uns',
  connecting: 'Wird verbunden…',
  ringing: 'Gleich ist jemand für Sie da',
  ringingDetail: 'Sie sind verbunden. Bis jemand kommt, hören Sie vielleicht Musik.',
  joined: (name) => `${name} ist jetzt im Anruf`,
  left: (name) => `${name} hat den Anruf verlassen`,
  inCall: 'In diesem Anruf',
  reconnecting: 'Verbindung verloren. Wir holen Sie zurück…',
  rejoining: 'Noch keine Verbindung. Wir öffnen einen neuen Weg in Ihren Anruf…',
  back: 'Sie sind wieder im Anruf.',
  duration: 'Dauer des Anrufs',
  you: 'Sie',
  roles: { own: 'Sie', agent: 'Kundendienst', guest: 'Gast' },
  controls: 'Bedienung des Anrufs',
  mute: 'Stummschalten',
  unmute: 'Stummschaltung aufheben',
  muted: 'Sie sind stummgeschaltet',
  unmuted: 'Sie sind nicht mehr stummgeschaltet',
  isMuted: (name) => `${name}, stummgeschaltet`,
  isSpeaking: (name) => `${name} spricht`,
  speakingMuted: 'Sie sind stummgeschaltet. Niemand hört Sie.',
  shareScreen: 'Bildschirm teilen',
  stopSharing: 'Nicht mehr teilen',
  youShare: 'Sie teilen Ihren Bildschirm.',
  shares: (name) => `Bildschirm von ${name}`,
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  keypad: 'Tastenfeld',
  keysPressed: 'Gedrückte Tasten',
  more: 'Mehr',
  pictureInPicture: 'Bild im Bild',
  fullScreen: { on: 'Ganzer Bildschirm', off: 'Ganzen Bildschirm verlassen' },
  flipCamera: 'Kamera wechseln',
  privacy: { on: 'Kamera und Bildschirm anhalten', off: 'Kamera und Bildschirm wieder zeigen' },
  isPrivate: 'Ihre Kamera und Ihr Bildschirm sind angehalten. Niemand sieht sie.',
  ownPictureShown: { on: 'Mein Bild zeigen', off: 'Mein Bild ausblenden' },
  movePicture: 'Ihr Bild. Mit den Pfeiltasten verschieben.',
  leave: 'Anruf verlassen',
  confirmLeave: 'Anruf verlassen?',
  confirmLeaveDetail: 'Der Anruf endet damit für Sie.',
  stay: 'Im Anruf bleiben',
  held: 'Sie werden gehalten',
  heldDetail: 'Bleiben Sie im Anruf. Wir sind gleich wieder bei Ihnen.',
  heldNoMore: 'Sie werden nicht mehr gehalten',
  quality: {
    'weak-up': 'Ihr Netz ist schwach. Wir hören Sie vielleicht nur stückweise.',
    'weak-down': 'Ihr Netz ist schwach. Sie hören oder sehen uns vielleicht nur stückweise.',
  },
  cameraOffWeak: 'Ihr Netz ist schwach. Wir haben Ihre Kamera ausgeschaltet, damit man Sie gut hört.',
  soundBlocked: 'Ihr Browser spielt den Ton des Anrufs nicht ab.',
  tapToHear: 'Tippen und hören',
  captions: 'Untertitel',
  callNotices: {
    'microphone-lost': '{name} ist weg. Wir hören Sie nicht.',
    'camera-lost': '{name} ist weg. Wir sehen Sie nicht.',
    'speaker-lost': '{name} ist weg. Sie hören uns über einen anderen Lautsprecher.',
    'microphone-found': '{name} ist jetzt da.',
    'camera-found': '{name} ist jetzt da.',
    'speaker-found': '{name} ist jetzt da.',
    'camera-off-weak': 'Ihr Netz ist schwach. Wir haben Ihre Kamera ausgeschaltet, damit man Sie gut hört.',
    'share-allowed': 'Sie können jetzt Ihren Bildschirm teilen.',
    'share-stopped': 'Ihr Bildschirm wird nicht mehr geteilt.',
    'share-failed': 'Ihr Bildschirm konnte nicht geteilt werden. Versuchen Sie es noch einmal.',
    'muted-by-agent': 'Sie wurden stummgeschaltet. Heben Sie es auf, um zu sprechen.',
    'digits-failed': 'Die Tasten sind nicht angekommen. Drücken Sie sie noch einmal.',
    'switch-failed': '{name} lässt sich nicht verwenden. Es geht mit dem bisherigen Gerät weiter.',
    'started-again': 'Ihr voriger Anruf war zu Ende. Das ist ein neuer.',
  },
  useIt: 'Verwenden',
  dismiss: 'Hinweis schließen',
  showChat: (count) => (count ? `Chat zeigen, ${unread(count)}` : 'Chat zeigen'),
  showCall: 'Anruf zeigen',
  minimise: 'Fenster schließen, der Anruf geht weiter',
  launcherInCall: (count) => (count ? `Chat, Sie sind im Anruf, ${unread(count)}` : 'Chat, Sie sind im Anruf'),
  // End of the words in the call

  // After the call
  endedBy: {
    customer: 'Sie haben den Anruf verlassen.',
    agent: 'Der Anruf ist beendet.',
    service: 'Der Anruf ist beendet.',
    removed: 'Sie wurden aus dem Anruf genommen.',
    elsewhere: 'Ihr Anruf geht in einem anderen Tab oder auf einem anderen Gerät weiter.',
  },
  lasted: (time) => `Er dauerte ${time}.`,
  startAgain: 'Neuen Anruf beginnen',
  rejoin: 'Zurück in den Anruf',
  takeOver: 'Anruf hierher holen',
  backToChat: 'Zurück zum Chat',
  notConnected: 'Nicht verbunden',
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
    'token/closed': 'Wir haben gerade geschlossen. Rufen Sie zu unseren Öffnungszeiten noch einmal an.',
    'token/unavailable': trouble,
    'token/misconfigured': unavailable,
    'token/invalid-answer': trouble,
    'connection/load-failed': unreachable,
    'connection/timeout': slow,
    'connection/refused': spent,
    'connection/expired': spent,
    'connection/lost': 'Die Verbindung ist abgebrochen. Mit einem neuen Versuch kommen Sie in den Anruf zurück.',
    'connection/throttled': busy,
    'media/load-failed': unreachable,
    'media/unsupported': 'Anrufe gehen in diesem Browser nicht. Öffnen Sie die Seite dafür in einem anderen.',
    'media/insecure':
      'Diese Seite ist nicht sicher, darum gehen Anrufe hier nicht. Bitte nutzen Sie einen anderen Weg zu uns.',
    'media/denied':
      'Der Browser gibt Mikrofon oder Kamera hier nicht frei. Lassen Sie sie zu und versuchen Sie es noch einmal.',
    'media/denied-by-system':
      'Ihr Gerät gibt Mikrofon oder Kamera nicht frei. Erlauben Sie es und versuchen Sie es noch einmal.',
    'media/blocked-by-page':
      'Diese Seite ist nicht für Mikrofon oder Kamera eingerichtet. Bitte nutzen Sie einen anderen Weg zu uns.',
    'media/not-found': 'Weder Mikrofon noch Kamera gefunden. Schließen Sie etwas an und versuchen Sie es noch einmal.',
    'media/busy': 'Ein anderes Programm nutzt Mikrofon oder Kamera. Schließen Sie es und versuchen Sie es noch einmal.',
    'media/not-offered': 'Das gibt es in Ihrem Anruf nicht. Sprechen können Sie weiterhin.',
    'media/no-route': 'Ihr Netz lässt keine Anrufe durch. Versuchen Sie ein anderes, etwa mobile Daten.',
    'media/timeout': slow,
    'media/lost': 'Der Anruf ist abgerissen. Mit einem neuen Versuch kommen Sie zurück.',
    'media/full': 'In diesem Anruf ist gerade kein Platz. Warten Sie kurz und versuchen Sie es dann noch einmal.',
    'media/elsewhere':
      'Ihr Anruf läuft in einem anderen Tab oder auf einem anderen Gerät. Sprechen Sie dort oder holen Sie ihn her.',
    'media/interrupted': 'Ihr Anruf wurde unterbrochen. Mit einem neuen Versuch kommen Sie zurück.',
    'media/failed': 'Ton oder Bild sind ausgefallen. Mit einem neuen Versuch kommen Sie in den Anruf zurück.',
    unknown: trouble,
  },
  // End of the errors
};
