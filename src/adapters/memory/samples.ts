import type { ChatTicket } from '../../core/chat/ports.js';
import type { Message, Notice, NoticeKind, Person } from '../../core/chat/state.js';

/** The customer of every sample. */
export const sampleCustomer: Person = { id: 'p-customer', role: 'customer', name: 'Ada' };
/** The agent of every sample. */
export const sampleAgent: Person = { id: 'p-agent', role: 'agent', name: 'Ines' };
/** The bot of every sample. */
export const sampleBot: Person = { id: 'p-bot', role: 'bot', name: 'BOT' };

/** A ticket for contact `c-1`, changed where `changes` say so. */
export function sampleTicket(changes: Partial<ChatTicket> = {}): ChatTicket {
  return {
    contactId: 'c-1',
    participantId: sampleCustomer.id,
    participantToken: 'sample-token',
    handle: 'sample-handle',
    region: 'eu-central-1',
    endpoint: undefined,
    connectWithinMs: 300_000,
    features: { attachments: false, markdown: true, typing: true, receipts: false, maxMessageBytes: 16_384 },
    ...changes,
  };
}

/** A text message, by the sample agent unless `changes` say otherwise. Its key follows its id. */
export function sampleMessage(id: string, text: string, at: number, changes: Partial<Message> = {}): Message {
  const content = { kind: 'text', text } as const;
  const from = changes.own === true ? sampleCustomer : sampleAgent;
  return { kind: 'message', key: id, id, contactId: 'c-1', at, from, own: false, content, ...changes };
}

/** A line about something that happened, to the sample agent unless `changes` say otherwise. */
export function sampleNotice(id: string, what: NoticeKind, at: number, changes: Partial<Notice> = {}): Notice {
  const person = what === 'ended' || what === 'auto-disconnected' ? undefined : sampleAgent;
  return { kind: 'notice', key: id, id, contactId: 'c-1', at, what, person, ...changes };
}
