import type { HoursStrings } from './strings.js';

const language = 'en';

/** English. */
export const en: HoursStrings = {
  language,
  direction: 'ltr',
  title: 'How to reach us',
  open: 'Open now',
  openUntil: (time) => `Open until ${time}`,
  opens: (day, time) => `Closed. Opens ${day ? `${day} ` : ''}at ${time}`,
  closed: 'Nobody is available right now',
  usually: (minutes) => `Usually about ${minutes === 1 ? 'a minute' : `${minutes} minutes`}`,
  usuallyShort: 'Usually under a minute',
  usuallyLong: 'Usually more than 20 minutes',
  busy: 'Busier than usual.',
  topics: 'What is it about?',
  otherTopic: 'Something else',
  ways: 'How would you like to reach us?',
  way: { chat: 'Chat', call: 'Call', callback: 'Call me back', message: 'Leave a message' },
  wayDetail: { callback: 'We call you when it suits you', message: 'We answer by e-mail' },
  articles: 'You may find it here',
  newTab: 'opens in a new tab',
  notLoaded: 'That didn’t load. Check your connection and choose again.',
  nothing: 'There’s no way to reach us right now.',
};
