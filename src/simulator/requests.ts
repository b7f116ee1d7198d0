import { arn } from './account.js';
import type { World } from './world.js';

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

/** Records one; it belongs to the tree of the contact it is related to. */
export function recordRequest(world: World, given: NewWorkRequest): WorkRequest {
  const id = world.newId();
  const parent = given.relatedContactId ?? given.previousContactId;
  const known = parent === undefined ? undefined : (world.contact(parent) ?? world.request(parent));
  const request: WorkRequest = {
    ...given,
    id,
    arn: arn('contact', id),
    at: world.now(),
    contactAssociationId: known?.contactAssociationId ?? id,
  };
  world.requests.set(id, request);
  world.emit({ type: 'request', request });
  return request;
}

/** It is over. */
export function endRequest(world: World, request: WorkRequest, reason: string): void {
  if (request.endedAt !== undefined) return;
  request.endedAt = world.now();
  request.endReason = reason;
  world.emit({ type: 'request', request });
}

/** Those of a channel that are not over. */
export function openRequests(world: World, channel: WorkRequest['channel']): readonly WorkRequest[] {
  return [...world.requests.values()].filter((one) => one.channel === channel && one.endedAt === undefined);
}
