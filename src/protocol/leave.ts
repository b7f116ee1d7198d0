import { json, oneOf, text } from './read.js';

/** What both say that reach somebody without waiting. Unknown members are refused. */
interface LeaveBody {
  /** UUID, one per intent: a repeat ends in the same call or message. */
  readonly idempotencyKey: string;
  /** The contact it grew out of, when there is one. */
  readonly handle?: string | undefined;
  readonly topic?: string | undefined;
  /** BCP 47. */
  readonly locale?: string | undefined;
  /** May be empty. */
  readonly displayName: string;
  /** `visitor` of an earlier ticket. */
  readonly visitor?: string | undefined;
  /** What the site's own check against machines wants to see: a captcha's answer, say. */
  readonly proof?: string | undefined;
}

/** The body of POST /v1/callback. */
export interface CallbackBody extends LeaveBody {
  /** E.164: `+` and 2 to 15 digits. */
  readonly phone: string;
  /** Milliseconds from now at which the customer wants to be called; 0 is as soon as possible. */
  readonly inMs: number;
  /** Up to 500 characters. */
  readonly note?: string | undefined;
  /** The customer goes on waiting in the queue beside it. */
  readonly waitOn: boolean;
}

/** The body of POST /v1/message. */
export interface MessageBody extends LeaveBody {
  /** Where the answer goes. */
  readonly email: string;
  /** Up to 4,000 characters. */
  readonly text: string;
}

/** The answer to both. */
export interface ReceiptBody {
  /** What customer and agent can name it by. */
  readonly reference: string;
  /** How it reaches somebody. `voice`: the phone rings now. */
  readonly kind: 'task' | 'email' | 'voice' | 'flow' | 'hook';
  /** The contact it grew out of waits no longer. */
  readonly leftQueue: boolean;
}

/** Reads a receipt; undefined when it has nothing to be named by. */
export function parseReceipt(value: unknown): ReceiptBody | undefined {
  const body = json(value);
  const reference = text(body?.['reference']);
  if (!body || reference === undefined) return undefined;
  const kind = oneOf(body['kind'], ['task', 'email', 'voice', 'flow', 'hook']) ?? 'task';
  return { reference, kind, leftQueue: body['leftQueue'] === true };
}
