/**
 * A contact that nobody takes part in from here: a task, an e-mail that came in, a call or a text message to somebody's
 * phone. It is recorded, and is over when somebody says that it is done. Times are milliseconds since 1970.
 */
export interface WorkRequest {
  readonly id: string;
  readonly arn: string;
  readonly kind: 'task' | 'email' | 'outbound-voice' | 'outbound-chat';
  readonly channel: 'TASK' | 'EMAIL' | 'VOICE' | 'CHAT';
  readonly initiationMethod: 'API' | 'OUTBOUND';
  readonly at: number;
  readonly name?: string;
  readonly description?: string;
  /** Whom it calls or texts, in E.164. */
  readonly phone?: string;
  readonly queueId?: string;
  readonly scheduledFor?: number;
  readonly email?: {
    readonly from: string;
    readonly fromName?: string;
    readonly subject: string;
    readonly body: string;
  };
  readonly message?: string;
  readonly references: Readonly<Record<string, { readonly Type: string; readonly Value?: string }>>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly relatedContactId?: string;
  readonly previousContactId?: string;
  readonly contactAssociationId: string;
  /** Set when it is over. */
  endedAt?: number;
  endReason?: string;
}

export type NewWorkRequest = Omit<WorkRequest, 'id' | 'arn' | 'at' | 'contactAssociationId' | 'endedAt' | 'endReason'>;

/** Those of a channel that are not over. */
export function openRequests(requests: Iterable<WorkRequest>, channel: WorkRequest['channel']): readonly WorkRequest[] {
  return [...requests].filter((one) => one.channel === channel && one.endedAt === undefined);
}
