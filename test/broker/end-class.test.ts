import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classify } from '../../src/broker/end-class.js';

const alone = { connectedAt: undefined };

/** Every reason the documentation has, and what the customer is told: class, next step. */
const chats: Readonly<Record<string, string>> = {
  AGENT_DISCONNECT: 'agent-left start',
  AGENT_NETWORK_DISCONNECT: 'agent-network requeue',
  API: 'other start',
  BARGED: 'agent-left start',
  CONTACT_FLOW_DISCONNECT: 'finished start',
  CUSTOMER_CONNECTION_NOT_ESTABLISHED: 'never-connected again',
  CUSTOMER_DISCONNECT: 'customer-left goodbye',
  EXPIRED: 'expired continue',
  IDLE_DISCONNECT: 'idle continue',
  OTHER: 'other start',
  SYSTEM_ERROR: 'system requeue',
  THIRD_PARTY_DISCONNECT: 'agent-left start',
};
const calls: Readonly<Record<string, string>> = {
  AGENT_DISCONNECT: 'agent-left start',
  AGENT_NETWORK_DISCONNECT: 'agent-network again',
  API: 'other start',
  BARGED: 'agent-left start',
  CONTACT_FLOW_DISCONNECT: 'finished start',
  CUSTOMER_DISCONNECT: 'customer-left goodbye',
  CUSTOMER_NEVER_ARRIVED: 'never-connected again',
  EXPIRED: 'expired start',
  OTHER: 'other start',
  SYSTEM_ERROR: 'system again',
  TELECOM_BUSY: 'not-put-through start',
  TELECOM_NUMBER_INVALID: 'not-put-through start',
  TELECOM_ORIGINATOR_CANCEL: 'not-put-through start',
  TELECOM_POTENTIAL_BLOCKING: 'not-put-through start',
  TELECOM_PROBLEM: 'not-put-through start',
  TELECOM_TIMEOUT: 'not-put-through start',
  TELECOM_UNANSWERED: 'not-put-through start',
  THIRD_PARTY_DISCONNECT: 'agent-left start',
};

const told = (
  channel: string | undefined,
  reason: string | undefined,
  record: { readonly connectedAt: number | undefined } = { connectedAt: 1 },
): string => {
  const { class: why, next } = classify(channel, reason, record);
  return `${why} ${next}`;
};

describe('what an end means to the customer', () => {
  for (const [channel, table] of [
    ['CHAT', chats],
    ['VOICE', calls],
  ] as const) {
    for (const [reason, expected] of Object.entries(table)) {
      it(`${channel === 'CHAT' ? 'a chat' : 'a call'} that ended by ${reason}: ${expected}`, () => {
        assert.equal(told(channel, reason), expected);
      });
    }
  }

  it('is just the end for a reason that is new, spelt otherwise, or none', () => {
    for (const reason of ['SOMETHING_NEW', 'agent_disconnect', '', 'toString', '__proto__', undefined]) {
      for (const channel of ['CHAT', 'VOICE', 'TASK', 'EMAIL', undefined])
        assert.equal(told(channel, reason), 'other start');
    }
  });

  it('is never that an agent left where no agent was', () => {
    for (const reason of ['AGENT_DISCONNECT', 'BARGED', 'THIRD_PARTY_DISCONNECT']) {
      for (const channel of ['CHAT', 'VOICE']) assert.equal(told(channel, reason, alone), 'other start');
    }
  });

  it('is no way back into the queue for a call, which cannot be gone on with', () => {
    for (const reason of Object.keys(calls)) assert.doesNotMatch(told('VOICE', reason), /requeue|continue/);
  });
});
