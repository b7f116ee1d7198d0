/** What the script tag's app loads for the first chat: the session, and the words for what can go wrong with it. */
export { errors } from '../i18n/errors-en.js';
export { sessionOver } from './sessions.js';
