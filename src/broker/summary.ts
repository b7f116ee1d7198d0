import type { Contact } from '@aws-sdk/client-connect';
import { contactRecord, initialOf } from './contact-record.js';

/** A contact that is over in figures, for the site's own monitoring. Seconds; undefined where nobody knows. */
export interface ContactSummary {
  readonly contactId: string;
  readonly initialContactId: string;
  readonly channel: string | undefined;
  readonly initiationMethod: string | undefined;
  readonly queueId: string | undefined;
  readonly reason: string | undefined;
  readonly durationSeconds: number | undefined;
  /** In the queue, until an agent or the end. */
  readonly waitSeconds: number | undefined;
  readonly firstResponseSeconds: number | undefined;
  /** With an agent. */
  readonly handleSeconds: number | undefined;
  /** May be wrong when an agent goes offline without clearing the contact. */
  readonly afterContactWorkSeconds: number | undefined;
  readonly agentAudioScore: number | undefined;
  readonly customerAudioScore: number | undefined;
  readonly messages: number | undefined;
  readonly agentMessages: number | undefined;
  readonly customerMessages: number | undefined;
}

/**
 * Makes a flat record of what DescribeContact answered, for an EventBridge rule on contact events of type COMPLETED.
 * Undefined without an id. Holds no word anybody said, and nobody's name or address.
 */
export function summarise(contact: Contact | undefined): ContactSummary | undefined {
  const record = contactRecord(contact);
  if (!contact || !record) return undefined;
  const { initiatedAt, enqueuedAt, connectedAt, disconnectedAt } = record;
  const work = contact.AgentInfo;
  const { ChatContactMetrics, AgentMetrics, CustomerMetrics } = contact.ChatMetrics ?? {};
  return {
    contactId: record.id,
    initialContactId: initialOf(record),
    channel: record.channel,
    initiationMethod: record.initiationMethod,
    queueId: record.queueId,
    reason: record.disconnectReason,
    durationSeconds: between(initiatedAt, disconnectedAt),
    waitSeconds: between(enqueuedAt, connectedAt ?? disconnectedAt),
    firstResponseSeconds: between(enqueuedAt ?? initiatedAt, record.agentFirstResponseAt ?? connectedAt),
    handleSeconds: between(connectedAt, disconnectedAt),
    afterContactWorkSeconds:
      figure(work?.AfterContactWorkDuration) ??
      between(work?.AfterContactWorkStartTimestamp?.getTime(), work?.AfterContactWorkEndTimestamp?.getTime()),
    agentAudioScore: figure(contact.QualityMetrics?.Agent?.Audio?.QualityScore),
    customerAudioScore: figure(contact.QualityMetrics?.Customer?.Audio?.QualityScore),
    messages: figure(ChatContactMetrics?.TotalMessages),
    agentMessages: figure(AgentMetrics?.MessagesSent),
    customerMessages: figure(CustomerMetrics?.MessagesSent),
  };
}

function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, Math.round((to - from) / 1000));
}

const figure = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);
