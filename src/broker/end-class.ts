import type { EndClass, NextStep } from '../protocol/after.js';
import type { ContactRecord } from './contact-record.js';

/** What an end means for the customer. */
export interface Verdict {
  readonly class: EndClass;
  readonly next: NextStep;
}

/** A row per reason; `talked`: only with an agent who was there is it what it says, else it is just over. */
interface Row extends Verdict {
  readonly talked?: true;
}

const over: Row = { class: 'other', next: 'start' };
const agentLeft: Row = { class: 'agent-left', next: 'start', talked: true };
const finished: Row = { class: 'finished', next: 'start' };
const customerLeft: Row = { class: 'customer-left', next: 'goodbye' };
const notPutThrough: Row = { class: 'not-put-through', next: 'start' };

/**
 * Every DisconnectReason the Amazon Connect documentation has for chats, and what it means. API is what a StopContact
 * leaves: whether it was the customer's own, their browser knows.
 */
const chat: Readonly<Record<string, Row>> = {
  AGENT_DISCONNECT: agentLeft,
  AGENT_NETWORK_DISCONNECT: { class: 'agent-network', next: 'requeue' },
  API: over,
  BARGED: agentLeft,
  CONTACT_FLOW_DISCONNECT: finished,
  CUSTOMER_CONNECTION_NOT_ESTABLISHED: { class: 'never-connected', next: 'again' },
  CUSTOMER_DISCONNECT: customerLeft,
  EXPIRED: { class: 'expired', next: 'continue' },
  IDLE_DISCONNECT: { class: 'idle', next: 'continue' },
  OTHER: over,
  SYSTEM_ERROR: { class: 'system', next: 'requeue' },
  THIRD_PARTY_DISCONNECT: agentLeft,
};

/** The same for calls. Nobody is put back into a queue for a call, as a call cannot be gone on with. */
const call: Readonly<Record<string, Row>> = {
  AGENT_DISCONNECT: agentLeft,
  AGENT_NETWORK_DISCONNECT: { class: 'agent-network', next: 'again' },
  API: over,
  BARGED: agentLeft,
  CONTACT_FLOW_DISCONNECT: finished,
  CUSTOMER_DISCONNECT: customerLeft,
  CUSTOMER_NEVER_ARRIVED: { class: 'never-connected', next: 'again' },
  EXPIRED: { class: 'expired', next: 'start' },
  OTHER: over,
  SYSTEM_ERROR: { class: 'system', next: 'again' },
  TELECOM_BUSY: notPutThrough,
  TELECOM_NUMBER_INVALID: notPutThrough,
  TELECOM_ORIGINATOR_CANCEL: notPutThrough,
  TELECOM_POTENTIAL_BLOCKING: notPutThrough,
  TELECOM_PROBLEM: notPutThrough,
  TELECOM_TIMEOUT: notPutThrough,
  TELECOM_UNANSWERED: notPutThrough,
  THIRD_PARTY_DISCONNECT: agentLeft,
};

const tables: Readonly<Record<string, Readonly<Record<string, Row>>>> = { CHAT: chat, VOICE: call };

/**
 * What an end means. `channel` and `reason` as Amazon Connect names them: the list of reasons grows, so that one nobody
 * knows, and none at all, is just the end.
 */
export function classify(
  channel: string | undefined,
  reason: string | undefined,
  { connectedAt }: Pick<ContactRecord, 'connectedAt'>,
): Verdict {
  const table = own(tables, channel) ?? {};
  const row = own(table, reason) ?? over;
  const { class: why, next } = row.talked && connectedAt === undefined ? over : row;
  return { class: why, next };
}

function own<T>(table: Readonly<Record<string, T>>, name: string | undefined): T | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
