import type { Context, Handler } from 'hono';
import type { ReceiptBody } from '../../protocol/leave.js';
import { clientToken, firstVisitor } from '../client-token.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import type { HandleClaims, Handles } from '../guards/handle.js';
import type { LeaveGuard } from '../guards/leave.js';
import type { LeaveRequest } from '../leave-request.js';
import { plainName } from '../log.js';
import { Refusal } from '../refusal.js';
import { referenceOf } from '../reference.js';
import type { OnFailure } from '../starter.js';
import { note, noteFailure, originOf, type RouteParts } from './start.js';

/** What one way of leaving something works with. */
export interface Leaver {
  readonly intent: string;
  readonly reference: string;
  /** The contact it grew out of. */
  readonly from: string | undefined;
  readonly signal: AbortSignal;
  readonly onFailure: OnFailure;
}

/** What became of it. */
export interface Left {
  readonly kind: ReceiptBody['kind'];
  readonly contactId: string | undefined;
  /** The hook's own, where it has one. */
  readonly reference?: string | undefined;
}

export interface LeaveKind<Request extends LeaveRequest> {
  readonly action: 'callback' | 'message';
  readonly read: (body: unknown) => Request;
  /** What is called or written to. */
  readonly targetOf: (request: Request) => string;
  readonly guard: LeaveGuard;
  /** Exactly once for one `intent`, however often it is asked. Rejects with Refusal. */
  readonly leave: (request: Request, leaver: Leaver) => Promise<Left>;
  /** Ends what the customer waits in, where they will not wait on. Resolves with whether they wait no longer. */
  readonly stopWaiting: (request: Request, claims: HandleClaims, leaver: Leaver) => Promise<boolean>;
}

const mostRemembered = 2_000;

/** Leaves something for an agent to do, once per intent. */
export function leaveRoute<Request extends LeaveRequest>(
  parts: RouteParts,
  { action, read, targetOf, guard, leave, stopWaiting }: LeaveKind<Request>,
): Handler<BrokerEnv> {
  const { config, handles, visitors } = parts;
  const { secret } = config.keys[0];
  /** Under way, or done: a repeat gets the same receipt. Per instance; Amazon Connect tells the others' repeats apart. */
  const receipts = new Map<string, Promise<Left>>();

  const once = (intent: string, task: () => Promise<Left>): Promise<Left> => {
    const known = receipts.get(intent);
    if (known) return known;
    const left = task();
    receipts.set(intent, left);
    const [oldest] = receipts.keys();
    if (receipts.size > mostRemembered && oldest !== undefined) receipts.delete(oldest);
    left.catch(() => receipts.delete(intent));
    return left;
  };

  const prove = async (context: Context<BrokerEnv>, token: string | undefined, signal: AbortSignal): Promise<void> => {
    const address = context.var.network.bucket;
    const verdict = await config.verify?.({ token, address, action }, signal).catch((error: unknown) => {
      note(context, { error: plainName((error as Error | undefined)?.name) });
      throw new Refusal('token/unavailable');
    });
    if (config.verify && verdict !== true) throw new Refusal('token/forbidden');
  };

  return async (context) => {
    const origin = originOf(context);
    const onFailure = noteFailure(context);
    const receipt = await within(config.startDeadlineMs, async (signal): Promise<ReceiptBody> => {
      const request = read(await readJson(context.req.raw, signal));
      const { idempotencyKey } = request;
      const claims = request.handle === undefined ? undefined : await ownContact(handles, request.handle, origin);
      const visitor = request.visitor === undefined ? undefined : await visitors.verify(request.visitor);
      const subject = claims?.subject ?? visitor ?? firstVisitor(secret, origin, idempotencyKey);
      const intent = clientToken(secret, { channel: action, subject, idempotencyKey });
      const leaver: Leaver = { intent, reference: referenceOf(intent), from: claims?.contactId, signal, onFailure };
      if (claims) note(context, { contactId: claims.contactId });
      // A proof is good for one look at it: a repeat has shown it already.
      if (!guard.knows(intent)) await prove(context, request.proof, signal);
      guard.admit({ address: context.var.network.bucket, subject, target: targetOf(request), intent });

      const again = receipts.has(intent);
      const { kind, contactId, reference = leaver.reference } = await once(intent, () => leave(request, leaver));
      const leftQueue = claims !== undefined && (await stopWaiting(request, claims, leaver));
      if (!again) context.var.tell({ name: action, kind, contactId, from: leaver.from, leftQueue });
      return { reference, kind, leftQueue };
    });
    return context.json(receipt);
  };
}

/** Undefined when the handle does not hold: the customer is called back all the same. */
async function ownContact(handles: Handles, handle: string, origin: string): Promise<HandleClaims | undefined> {
  try {
    return await handles.verify(handle, origin);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
