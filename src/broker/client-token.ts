import { createHmac } from 'node:crypto';

/** What a contact is started for. `subject` and `idempotencyKey` hold no `|`. */
export interface Intent {
  /** What is started; `rejoin` is a way back into a call, `switch` another queue. */
  readonly channel: 'chat' | 'call' | 'rejoin' | 'switch' | 'callback' | 'message';
  /** Who starts it: a visitor's id; for `rejoin` and `switch` the contact's. */
  readonly subject: string;
  /** UUID in lower case. */
  readonly idempotencyKey: string;
}

/**
 * Connect's ClientToken for an intent: 43 characters of base64url. Derived with our secret, because Connect answers a
 * repeated token with the existing contact: whoever learnt a token sent by a browser could join a stranger's chat.
 */
export function clientToken(secret: string, { channel, subject, idempotencyKey }: Intent): string {
  return createHmac('sha256', secret).update(`${channel}|${subject}|${idempotencyKey}`).digest('base64url');
}

/**
 * The visitor a browser without a visitor token becomes. The same for every repeat of its first key, because a repeat
 * is sent exactly when the answer (and the visitor token in it) was lost.
 */
export function firstVisitor(secret: string, origin: string, idempotencyKey: string): string {
  return createHmac('sha256', secret).update(`visitor|${origin}|${idempotencyKey}`).digest('base64url').slice(0, 22);
}

/**
 * The ClientToken of what follows a contact once, whoever asks for it and however often: two tabs, two clicks and two
 * instances end in the same one.
 */
export function followToken(secret: string, what: 'requeue' | 'history', contactId: string): string {
  return createHmac('sha256', secret).update(`${what}:${contactId}`).digest('base64url');
}
