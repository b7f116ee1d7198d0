import { Formats } from './formats.js';
import { plural } from './plural.js';
import type { Strings } from './strings.js';

const language = 'de';
const unread = plural(language, { one: '# ungelesene Nachricht', other: '# ungelesene Nachrichten' });

/** German. */
export const de: Strings = {
  language,
  direction: 'ltr',
  formats: new Formats(language),

  launcher: (count) => (count ? `Chat öffnen, ${unread(count)}` : 'Chat öffnen'),
  title: 'Chatten Sie mit uns',
  welcome: 'Guten Tag. Wie können wir helfen?',
  conversation: 'Unterhaltung',
  closeChat: 'Chat schließen',
  endChat: 'Chat beenden',

  message: 'Nachricht',
  placeholder: 'Nachricht schreiben',
  send: 'Senden',
  charactersLeft: plural(language, { other: 'Noch etwa # Zeichen' }),
  charactersTooMany: plural(language, {
    other: 'Etwa # Zeichen zu lang. Kürzen Sie den Text oder senden Sie ihn in zwei Teilen.',
  }),

  connecting: 'Verbindung wird aufgebaut…',
  notConnected: 'Nicht verbunden',
  writeAlready: 'Sie können schon schreiben. Wir senden es, sobald die Verbindung steht.',
  waitingForSomeone: 'Gleich kommt jemand dazu',
  inThisChat: 'Im Chat mit Ihnen',
  automated: 'Automatische Assistenz',
  ending: 'Der Chat wird beendet…',

  you: 'Sie',
  roles: {
    customer: 'Kundin oder Kunde',
    agent: 'Kundendienst',
    bot: 'Assistenz',
    supervisor: 'Teamleitung',
    system: 'Service',
  },
  said: (name, text) => `${name}: ${text}`,
  typing: ([first, second, third]) =>
    third ? 'Mehrere Personen schreiben' : second ? `${first} und ${second} schreiben` : `${first} schreibt`,
  notices: {
    joined: '{name} ist jetzt dabei',
    left: '{name} hat den Chat verlassen',
    invited: '{name} wurde eingeladen',
    transferred: 'Sie werden an jemand anderen weitergeleitet',
    'transfer-failed': 'Das Weiterleiten hat nicht geklappt. Wir sind noch da.',
    idle: '{name} ist gerade nicht am Platz',
    returned: '{name} ist wieder da',
    'auto-disconnected': '{name} war zu lange abwesend und hat den Chat verlassen',
    ended: 'Der Chat wurde beendet',
  },
  unsupported: 'Diese Nachricht kann hier nicht angezeigt werden.',

  sent: 'Gesendet',
  delivered: 'Zugestellt',
  read: 'Gelesen',
  sending: 'Wird gesendet…',
  waiting: 'Wartet auf das Senden',
  checking: 'Wir prüfen, ob sie angekommen ist…',
  retry: 'Wiederholen',
  edit: 'Bearbeiten',
  copy: 'Kopieren',
  delete: 'Löschen',
  copied: 'Kopiert',
  copyFailed: 'Kopieren ist hier nicht erlaubt. Sie können den Text markieren.',

  newCount: plural(language, { other: '# neu' }),
  unread,
  unreadDivider: 'Neu',
  toLatest: 'Zur neuesten Nachricht',
  showEarlier: 'Frühere Nachrichten anzeigen',
  loadingEarlier: 'Frühere Nachrichten werden geladen…',
  newChat: 'Neuer Chat',

  offline: 'Sie sind offline. Ihre Nachrichten werden gesendet, sobald Sie wieder online sind.',
  reconnecting: 'Verbindung unterbrochen. Sie können weiterschreiben.',
  back: 'Die Verbindung steht wieder.',
  tryNow: 'Jetzt versuchen',

  callNames: { voice: 'Sprachanruf starten', video: 'Videoanruf starten' },
  callFailed: 'Der Anruf konnte nicht geladen werden. Versuchen Sie es noch einmal, oder schreiben Sie hier weiter.',

  ended: 'Dieser Chat ist beendet.',
  startAgain: 'Neuen Chat beginnen',
  tryAgain: 'Noch einmal versuchen',
  confirmEnd: 'Diesen Chat beenden?',
  confirmEndDetail: 'Sie können ihn danach hier weiter lesen.',
  keepChatting: 'Weiter chatten',

  errors: {
    'config/broker-missing':
      'Der Chat ist auf dieser Seite noch nicht eingerichtet. Bitte nutzen Sie einen anderen Weg zu uns.',
    'config/broker-invalid':
      'Der Chat ist auf dieser Seite nicht richtig eingerichtet. Bitte nutzen Sie einen anderen Weg zu uns.',
    'token/network': 'Wir erreichen den Chat nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    'token/timeout': 'Der Start dauert zu lange. Versuchen Sie es noch einmal.',
    'token/bad-request': 'So ließ sich der Chat nicht starten. Versuchen Sie es noch einmal.',
    'token/forbidden': 'Auf dieser Seite gibt es keinen Chat. Bitte nutzen Sie einen anderen Weg zu uns.',
    'token/expired': 'Diese Unterhaltung ist abgelaufen. Beginnen Sie eine neue, um fortzufahren.',
    'token/not-found': 'Diese Unterhaltung gibt es nicht mehr. Beginnen Sie eine neue, um fortzufahren.',
    'token/start-again': 'Diese Unterhaltung kann nicht weitergehen. Beginnen Sie eine neue.',
    'token/rate-limited': 'Von hier kamen viele Anfragen. Warten Sie kurz und versuchen Sie es dann noch einmal.',
    'token/busy': 'Gerade sind alle Plätze belegt. Warten Sie kurz und versuchen Sie es dann noch einmal.',
    'token/closed': 'Wir haben gerade geschlossen. Versuchen Sie es zu unseren Öffnungszeiten noch einmal.',
    'token/unavailable': 'Bei uns gibt es eine Störung. Warten Sie kurz und versuchen Sie es dann noch einmal.',
    'token/misconfigured': 'Bei uns gibt es eine Störung. Bitte nutzen Sie einen anderen Weg zu uns.',
    'token/invalid-answer': 'Wir konnten die Antwort des Chats nicht lesen. Versuchen Sie es noch einmal.',
    'connection/load-failed': 'Der Chat lädt nicht. Bitte erneut versuchen.',
    'connection/timeout': 'Das Verbinden dauert zu lange. Versuchen Sie es noch einmal.',
    'connection/refused': 'Diesem Chat konnten Sie nicht beitreten. Beginnen Sie einen neuen, um fortzufahren.',
    'connection/expired':
      'Dieser Chat hat zu lange auf die Verbindung gewartet. Beginnen Sie einen neuen, um fortzufahren.',
    'connection/lost': 'Die Verbindung ist abgebrochen. Ihr Text ist noch da. Versuchen Sie es noch einmal.',
    'connection/throttled': 'Der Chat ist stark ausgelastet. Warten Sie kurz und versuchen Sie es dann noch einmal.',
    'message/too-long': 'Nicht gesendet: Der Text ist zu lang. Kürzen Sie ihn und senden Sie ihn erneut.',
    'message/rejected': 'Nicht gesendet: Der Text wurde nicht angenommen. Ändern Sie ihn und senden Sie ihn erneut.',
    'message/throttled': 'Nicht gesendet: Es ist gerade zu viel los. Warten Sie kurz und senden Sie noch einmal.',
    'message/network': 'Nicht gesendet: Die Verbindung hat nicht funktioniert.',
    'message/unconfirmed': 'Wir wissen nicht, ob das angekommen ist.',
    'message/ended': 'Nicht gesendet: Der Chat war schon beendet.',
    'attachment/too-large': 'Nicht gesendet: Die Datei ist zu groß. Bis zu 20 MB sind möglich.',
    'attachment/empty': 'Nicht gesendet: Die Datei ist leer.',
    'attachment/type-refused': 'Nicht gesendet: Dateien dieser Art nehmen wir hier nicht an.',
    'attachment/limit': 'Nicht gesendet: Die Datei ist zu groß, oder in diesem Chat sind schon zu viele.',
    'attachment/refused': 'Nicht gesendet: Die Datei wurde nicht angenommen.',
    'attachment/failed':
      'Nicht gesendet: Das Hochladen ist abgebrochen. Prüfen Sie Ihre Verbindung und senden Sie noch einmal.',
    'attachment/gone': 'Nicht gesendet: Die Datei ist nicht mehr da. Wählen Sie sie noch einmal aus.',
    'attachment/unconfirmed': 'Wir wissen nicht, ob das angekommen ist.',
    'attachment/ended': 'Nicht gesendet: Der Chat war schon beendet.',
    'not-kept': 'Nicht auf diesem Gerät gespeichert. Beim Neuladen oder Verlassen der Seite geht dieser Chat verloren.',
    unknown: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es noch einmal.',
  },
};
