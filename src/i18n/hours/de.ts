import type { HoursStrings } from './strings.js';

const language = 'de';

/** German. */
export const de: HoursStrings = {
  language,
  direction: 'ltr',
  title: 'So erreichen Sie uns',
  open: 'Jetzt geöffnet',
  openUntil: (time) => `Bis ${time} Uhr geöffnet`,
  opens: (day, time) => `Geschlossen. Wir öffnen ${day ? `${day} ` : ''}um ${time} Uhr`,
  closed: 'Gerade ist niemand erreichbar',
  usually: (minutes) => `Meist etwa ${minutes === 1 ? 'eine Minute' : `${minutes} Minuten`}`,
  usuallyShort: 'Meist unter einer Minute',
  usuallyLong: 'Meist mehr als 20 Minuten',
  busy: 'Es ist mehr los als sonst.',
  topics: 'Worum geht es?',
  otherTopic: 'Etwas anderes',
  ways: 'Wie möchten Sie uns erreichen?',
  way: { chat: 'Chat', call: 'Anruf', callback: 'Rückruf', message: 'Nachricht hinterlassen' },
  wayDetail: { callback: 'Wir rufen Sie an, wann es Ihnen passt', message: 'Wir antworten per E-Mail' },
  articles: 'Vielleicht hilft Ihnen das weiter',
  newTab: 'öffnet in einem neuen Tab',
  notLoaded: 'Das wurde nicht geladen. Prüfen Sie die Verbindung, und wählen Sie noch einmal.',
  nothing: 'Gerade erreichen Sie uns auf keinem Weg.',
};
