import { arn } from './account.js';
import type { NewWorkRequest, WorkRequest } from './work-request.js';
import type { World } from './world.js';

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
