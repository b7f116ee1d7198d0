import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { summarise } from '../../src/broker/broker.js';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 15) + seconds * 1000);

describe('a contact in figures', () => {
  it('says how long everything took, and nothing anybody said', () => {
    const summary = summarise({
      Id: 'c-2',
      InitialContactId: 'c-1',
      Channel: 'CHAT',
      InitiationMethod: 'TRANSFER',
      InitiationTimestamp: at(0),
      QueueInfo: { Id: 'q-1', EnqueueTimestamp: at(5) },
      AgentInfo: {
        Id: 'canary',
        ConnectedToAgentTimestamp: at(65),
        AfterContactWorkStartTimestamp: at(365),
        AfterContactWorkEndTimestamp: at(395),
      },
      DisconnectTimestamp: at(365),
      DisconnectReason: 'AGENT_DISCONNECT',
      CustomerEndpoint: { Address: 'canary' },
      Attributes: { note: 'canary' },
      ChatMetrics: {
        ChatContactMetrics: { TotalMessages: 9, AgentFirstResponseTimestamp: at(75) },
        AgentMetrics: { MessagesSent: 4 },
        CustomerMetrics: { MessagesSent: 5 },
      },
      QualityMetrics: { Customer: { Audio: { QualityScore: 4.2 } } },
    });
    assert.deepEqual(summary, {
      contactId: 'c-2',
      initialContactId: 'c-1',
      channel: 'CHAT',
      initiationMethod: 'TRANSFER',
      queueId: 'q-1',
      reason: 'AGENT_DISCONNECT',
      durationSeconds: 365,
      waitSeconds: 60,
      firstResponseSeconds: 70,
      handleSeconds: 300,
      afterContactWorkSeconds: 30,
      agentAudioScore: undefined,
      customerAudioScore: 4.2,
      messages: 9,
      agentMessages: 4,
      customerMessages: 5,
    });
  });

  it('leaves open what nobody knows', () => {
    const { waitSeconds, handleSeconds, contactId } = summarise({ Id: 'c-1' }) ?? assert.fail();
    assert.deepEqual([contactId, waitSeconds, handleSeconds], ['c-1', undefined, undefined]);
    assert.equal(summarise(undefined), undefined);
    assert.equal(summarise({}), undefined);
  });
});
