import type { FilesStrings } from './strings.js';

/** English. */
export const en: FilesStrings = {
  language: 'en',
  direction: 'ltr',
  attach: 'Attach files',
  drop: 'Drop files here to send them',
  added: (name) => `${name} added`,
  sent: (name) => `${name} sent`,
  uploading: 'Uploading',
  scanning: 'Being checked…',
  rejected: 'Not passed on: the safety check found a problem.',
  withheld: 'Not available: the safety check found a problem.',
  download: (name) => `Download ${name}`,
  missing: 'It can’t be downloaded right now.',
  retry: 'Retry',
  cancel: (name) => `Don’t send ${name}`,
};
