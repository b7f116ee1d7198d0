import type { Contact } from '@aws-sdk/client-connect';

/**
 * What the broker reads of one segment of a contact. Times are milliseconds since 1970; what is not known is undefined,
 * because the SDK checks none of it.
 */
export interface ContactRecord {
  readonly id: string;
  /** The first segment; undefined when this is it. */
  readonly initialContactId: string | undefined;
  readonly previousContactId: string | undefined;
  /** Root of the tree of related contacts. */
  readonly associationId: string | undefined;
  /** Where it went on, after transfers and in a disconnect flow. */
  readonly nextContactIds: readonly string[];
  /** As Amazon Connect names it: CHAT, VOICE, … */
  readonly channel: string | undefined;
  /** API, WEBRTC_API, TRANSFER, DISCONNECT, … */
  readonly initiationMethod: string | undefined;
  readonly initiatedAt: number | undefined;
  readonly queueId: string | undefined;
  readonly enqueuedAt: number | undefined;
  /** When an agent was connected. */
  readonly connectedAt: number | undefined;
  /** When it was over. */
  readonly disconnectedAt: number | undefined;
  /** A free text, and the list grows; may lag behind the end. */
  readonly disconnectReason: string | undefined;
  /** Seconds of waiting it was credited. */
  readonly queueTimeAdjustmentSeconds: number;
  /** When the agent first wrote. */
  readonly agentFirstResponseAt: number | undefined;
  /** What disturbed the customer's own sound, as Amazon Connect names it. */
  readonly customerAudioIssues: readonly string[];
}

/** Reads what DescribeContact answered; undefined without an id. */
export function contactRecord(contact: Contact | undefined): ContactRecord | undefined {
  const id = filled(contact?.Id);
  if (!contact || id === undefined) return undefined;
  const initial = filled(contact.InitialContactId);
  const issues: unknown = contact.QualityMetrics?.Customer?.Audio?.PotentialQualityIssues;
  return {
    id,
    initialContactId: initial === id ? undefined : initial,
    previousContactId: filled(contact.PreviousContactId),
    associationId: filled(contact.ContactAssociationId),
    nextContactIds: nextIn(contact.NextContacts),
    channel: filled(contact.Channel),
    initiationMethod: filled(contact.InitiationMethod),
    initiatedAt: time(contact.InitiationTimestamp),
    queueId: filled(contact.QueueInfo?.Id),
    enqueuedAt: time(contact.QueueInfo?.EnqueueTimestamp),
    connectedAt: time(contact.AgentInfo?.ConnectedToAgentTimestamp),
    disconnectedAt: time(contact.DisconnectTimestamp),
    disconnectReason: filled(contact.DisconnectReason),
    queueTimeAdjustmentSeconds: seconds(contact.QueueTimeAdjustmentSeconds),
    agentFirstResponseAt: time(contact.ChatMetrics?.ChatContactMetrics?.AgentFirstResponseTimestamp),
    customerAudioIssues: Array.isArray(issues) ? issues.filter((one) => typeof one === 'string') : [],
  };
}

/** The initial contact of the one a record is of. */
export const initialOf = ({ id, initialContactId }: ContactRecord): string => initialContactId ?? id;

/** In which quick connect they went on is told in a member of its own per kind, and the kinds may grow. */
function nextIn(entries: unknown): string[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const { NextContactMetadata: metadata } = (entry ?? {}) as { readonly NextContactMetadata?: unknown };
    return Object.values(metadata ?? {}).flatMap((data: unknown) => {
      const id = filled(((data ?? {}) as { readonly ContactId?: unknown }).ContactId);
      return id === undefined ? [] : [id];
    });
  });
}

const filled = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const time = (value: unknown): number | undefined =>
  value instanceof Date && Number.isFinite(value.getTime()) ? value.getTime() : undefined;

const seconds = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.round(value) : 0);
