import type { ChatTicket } from '../../src/core/chat/ports.js';
import type {
  ChatFeatures,
  ChatState,
  Contact,
  Message,
  Notice,
  NoticeKind,
  Person,
} from '../../src/core/chat/state.js';
import { initialChatState } from '../../src/core/chat/state.js';
import type { ChatEvent } from '../../src/core/chat/events.js';
import { transition } from '../../src/core/chat/transition.js';

export const features: ChatFeatures = {
  attachments: false,
  markdown: false,
  typing: true,
  receipts: false,
  maxMessageBytes: 16_384,
};

export const contact: Contact = { contactId: 'c-1', participantId: 'p-me', features };

export const ticket: ChatTicket = {
  contactId: 'c-1',
  participantId: 'p-me',
  participantToken: 'made-up-token',
  handle: 'made-up-handle',
  region: 'us-east-1',
  endpoint: undefined,
  connectWithinMs: 300_000,
  features,
};

export const me: Person = { id: 'p-me', role: 'customer', name: undefined };
export const ana: Person = { id: 'p-ana', role: 'agent', name: 'Ana' };
export const bot: Person = { id: 'p-bot', role: 'bot', name: 'BOT' };

/** A message of the customer's, said at second `at`. Its text is its id, unless told otherwise. */
export const own = (id: string, at: number, text = id): Message => message(id, at, text, me);

export function message(id: string, at: number, text = id, from: Person = ana): Message {
  const content = { kind: 'text', text } as const;
  return { kind: 'message', key: id, id, contactId: 'c-1', at: at * 1000, from, own: from === me, content };
}

export const notice = (what: NoticeKind, at: number, person: Person | undefined = ana): Notice => {
  const id = `${what}-${at}`;
  return { kind: 'notice', key: id, id, contactId: 'c-1', at: at * 1000, what, person };
};

/** The state a chat is in after these events. */
export const after = (...events: readonly ChatEvent[]): ChatState => events.reduce(transition, initialChatState);

/** Events that bring a new chat to life, with its transcript read. */
export const live: readonly ChatEvent[] = [
  { type: 'requested' },
  { type: 'ticketed', contact },
  { type: 'link', link: 'up' },
  { type: 'filled', items: [], older: undefined },
];
