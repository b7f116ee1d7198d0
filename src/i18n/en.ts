import { errors } from './errors-en.js';
import { Formats } from './formats.js';
import { plural } from './plural.js';
import type { Strings } from './strings.js';

const language = 'en';
const unread = plural(language, { one: '# unread message', other: '# unread messages' });

/** English. */
export const en: Strings = {
  language,
  direction: 'ltr',
  formats: new Formats(language),

  launcher: (count) => (count ? `Chat with us, ${unread(count)}` : 'Chat with us'),
  title: 'Chat with us',
  welcome: 'Hello. How can we help?',
  conversation: 'Conversation',
  closeChat: 'Close chat',
  endChat: 'End chat',

  message: 'Message',
  placeholder: 'Write a message',
  send: 'Send',
  charactersLeft: plural(language, { other: 'Characters left: about #' }),
  charactersTooMany: plural(language, {
    other: 'Characters too many: about #. Shorten it, or send it in two parts.',
  }),

  connecting: 'Connecting…',
  notConnected: 'Not connected',
  writeAlready: 'You can write already. We’ll send it when you’re connected.',
  waitingForSomeone: 'Waiting for someone',
  inThisChat: 'In this chat',
  automated: 'Automated assistant',
  ending: 'Ending the chat…',

  you: 'You',
  roles: { customer: 'Customer', agent: 'Agent', bot: 'Assistant', supervisor: 'Supervisor', system: 'Service' },
  said: (name, text) => `${name}: ${text}`,
  typing: ([first, second, third]) =>
    third ? 'Several people are typing' : second ? `${first} and ${second} are typing` : `${first} is typing`,
  notices: {
    joined: '{name} joined',
    left: '{name} left',
    invited: '{name} was invited',
    transferred: 'You’re being passed on to someone else',
    'transfer-failed': 'Passing you on didn’t work. We’re still here.',
    idle: '{name} seems to be away',
    returned: '{name} is back',
    'auto-disconnected': '{name} was away too long and left',
    ended: 'The chat ended',
  },
  unsupported: 'This message can’t be shown here.',

  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  sending: 'Sending…',
  waiting: 'Waiting to be sent',
  checking: 'Checking that it arrived…',
  retry: 'Retry',
  edit: 'Edit',
  copy: 'Copy',
  delete: 'Delete',
  copied: 'Copied',
  copyFailed: 'Copying isn’t allowed here.',

  newCount: plural(language, { other: '# new' }),
  unread,
  unreadDivider: 'New',
  toLatest: 'Go to the latest message',
  showEarlier: 'Show earlier messages',
  loadingEarlier: 'Loading earlier messages…',
  newChat: 'New chat',

  offline: 'You’re offline. Your messages will be sent when you’re back.',
  reconnecting: 'Reconnecting… You can go on writing.',
  back: 'You’re connected again.',
  tryNow: 'Try now',

  callNames: { voice: 'Start voice call', video: 'Start video call' },
  callFailed: 'The call didn’t load. Try again, or chat on.',

  ended: 'This chat has ended.',
  startAgain: 'Start a new chat',
  tryAgain: 'Try again',
  confirmEnd: 'End this chat?',
  confirmEndDetail: 'You can still read it here afterwards.',
  keepChatting: 'Keep chatting',

  errors,
};
