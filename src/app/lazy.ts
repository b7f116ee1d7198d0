import type { LoadChime } from '../adapters/chime/load.js';
import type { CallStrings } from '../i18n/call/strings.js';
import type { FilesStrings } from '../i18n/files/strings.js';
import type { HoursStrings } from '../i18n/hours/strings.js';
import type { WaitStrings } from '../i18n/wait/strings.js';
import type { Strings } from '../i18n/strings.js';
import type { LoadConnection } from './sessions.js';
import type { Languages } from './languages.js';

/** The client for Amazon Connect, as a chunk of its own. */
export const loadConnection: LoadConnection = async () =>
  (await import('../adapters/chatjs/connect.js')).chatjsConnection;

/** The client for calls, as a chunk of its own. */
export const loadChime: LoadChime = async () => (await import('../adapters/chime/chime.js')).chimeConnection;

/** Every language but English, each a chunk of its own. */
export const languages: Languages<Strings> = {
  ar: async () => (await import('../i18n/ar.js')).ar,
  de: async () => (await import('../i18n/de.js')).de,
};

/** The same for the words of a call. */
export const callLanguages: Languages<CallStrings> = {
  ar: async () => (await import('../i18n/call/ar.js')).ar,
  de: async () => (await import('../i18n/call/de.js')).de,
};

/** Of waiting and endings. */
export const waitLanguages: Languages<WaitStrings> = {
  ar: async () => (await import('../i18n/wait/ar.js')).ar,
  de: async () => (await import('../i18n/wait/de.js')).de,
};

/** Of the view before a contact. */
export const hoursLanguages: Languages<HoursStrings> = {
  ar: async () => (await import('../i18n/hours/ar.js')).ar,
  de: async () => (await import('../i18n/hours/de.js')).de,
};

/** Of files. */
export const filesLanguages: Languages<FilesStrings> = {
  ar: async () => (await import('../i18n/files/ar.js')).ar,
  de: async () => (await import('../i18n/files/de.js')).de,
};
