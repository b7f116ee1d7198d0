import type { Strings } from './strings.js';

// What is one and the same to the customer has one sentence.
const unavailable = 'Chat isn’t available on this page. Please reach us another way.';
const unreachable = 'We can’t reach the chat. Check your connection, then try again.';
const slow = 'Connecting is taking too long. Try again.';
const trouble = 'The chat has a problem on our side. Wait a moment, then try again.';
const busy = 'We’re very busy right now. Wait a moment, then try again.';
const spent = 'This chat can’t go on. Start a new one.';
const unconfirmed = 'We can’t tell if this arrived.';
const ended = 'Not sent: the chat has ended.';

/** What went wrong, in English. Apart from the rest: the script tag brings it with the code that can fail. */
export const errors: Strings['errors'] = {
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
  'token/closed': 'We’re closed right now. Try again when we’re open.',
  'token/unavailable': trouble,
  'token/misconfigured': unavailable,
  'token/invalid-answer': trouble,
  'connection/load-failed': 'The chat didn’t load. Try again.',
  'connection/timeout': slow,
  'connection/refused': spent,
  'connection/expired': spent,
  'connection/lost': 'The connection was lost. What you wrote is still here. Try again.',
  'connection/throttled': busy,
  'message/too-long': 'Not sent: it’s too long. Shorten it and send it again.',
  'message/rejected': 'Not sent: it wasn’t accepted. Change it and send it again.',
  'message/throttled': 'Not sent: we’re very busy right now. Wait a moment, then retry.',
  'message/network': 'Not sent: the connection was lost.',
  'message/unconfirmed': unconfirmed,
  'message/ended': ended,
  'attachment/too-large': 'Not sent: the file is too large. Up to 20 MB can be sent.',
  'attachment/empty': 'Not sent: the file is empty.',
  'attachment/type-refused': 'Not sent: files of this kind can’t be sent here.',
  'attachment/limit': 'Not sent: the file is too large, or this chat has too many already.',
  'attachment/refused': 'Not sent: the file wasn’t accepted.',
  'attachment/failed': 'Not sent: the upload was cut off. Check your connection, then retry.',
  'attachment/gone': 'Not sent: the file is no longer here. Choose it again.',
  'attachment/unconfirmed': unconfirmed,
  'attachment/ended': ended,
  'not-kept': 'Not saved on this device. Reloading or leaving this page would lose this chat.',
  unknown: trouble,
};
