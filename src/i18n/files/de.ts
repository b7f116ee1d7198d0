import type { FilesStrings } from './strings.js';

/** German. */
export const de: FilesStrings = {
  language: 'de',
  direction: 'ltr',
  attach: 'Dateien anhängen',
  drop: 'Dateien zum Senden hier ablegen',
  added: (name) => `${name} hinzugefügt`,
  sent: (name) => `${name} gesendet`,
  uploading: 'Wird hochgeladen',
  scanning: 'Wird geprüft…',
  rejected: 'Nicht weitergegeben: Die Sicherheitsprüfung hat etwas gefunden.',
  withheld: 'Nicht verfügbar: Die Sicherheitsprüfung hat etwas gefunden.',
  download: (name) => `${name} herunterladen`,
  missing: 'Lässt sich gerade nicht herunterladen.',
  retry: 'Wiederholen',
  cancel: (name) => `${name} nicht senden`,
};
