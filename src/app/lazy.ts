import type { LoadConnection } from './sessions.js';
import type { Languages } from './languages.js';

/** The client for Amazon Connect, as a chunk of its own. */
export const loadConnection: LoadConnection = async () =>
  (await import('../adapters/chatjs/connect.js')).chatjsConnection;

/** Every language but English, each a chunk of its own. */
export const languages: Languages = {
  ar: async () => (await import('../i18n/ar.js')).ar,
  de: async () => (await import('../i18n/de.js')).de,
};
