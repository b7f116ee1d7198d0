import type { Channel } from './contact.js';

/** Reasons chats end for, as DescribeContact names them. Older lists also have OTHER. */
export const chatReasons = [
  'AGENT_DISCONNECT',
  'AGENT_NETWORK_DISCONNECT',
  'API',
  'BARGED',
  'CONTACT_FLOW_DISCONNECT',
  'CUSTOMER_CONNECTION_NOT_ESTABLISHED',
  'CUSTOMER_DISCONNECT',
  'EXPIRED',
  'IDLE_DISCONNECT',
  'OTHER',
  'SYSTEM_ERROR',
  'THIRD_PARTY_DISCONNECT',
] as const;

/** Reasons calls end for. API is left by StopContact, though no list has it; SYSTEM_ERROR is this simulator's own wish. */
export const callReasons = [
  'AGENT_DISCONNECT',
  'API',
  'BARGED',
  'CONTACT_FLOW_DISCONNECT',
  'CUSTOMER_DISCONNECT',
  'CUSTOMER_NEVER_ARRIVED',
  'OTHER',
  'SYSTEM_ERROR',
  'TELECOM_BUSY',
  'TELECOM_NUMBER_INVALID',
  'TELECOM_ORIGINATOR_CANCEL',
  'TELECOM_POTENTIAL_BLOCKING',
  'TELECOM_PROBLEM',
  'TELECOM_TIMEOUT',
  'TELECOM_UNANSWERED',
  'THIRD_PARTY_DISCONNECT',
] as const;

export type DisconnectReason = (typeof chatReasons)[number] | (typeof callReasons)[number];

export function reasonsOf(channel: Channel): readonly DisconnectReason[] {
  return channel === 'CHAT' ? chatReasons : callReasons;
}
