import * as v from 'valibot';
import type { CallbackBody, MessageBody } from '../protocol/leave.js';
import { cleanLine, cleanText } from './clean-text.js';
import { emailAddress } from './config-leave.js';
import { cleanDisplayName } from './display-name.js';
import { bodyReader, canonicalLocale, isWellFormed, key, signature } from './start-request.js';

/** Amazon Connect schedules tasks at most six days ahead. */
const mostAheadMs = 6 * 86_400_000;

/** What every request to leave something says, checked and cleaned. */
export interface LeaveRequest {
  readonly idempotencyKey: string;
  /** Not verified yet. */
  readonly handle: string | undefined;
  readonly topic: string | undefined;
  readonly locale: string | undefined;
  readonly displayName: string;
  readonly visitor: string | undefined;
  readonly proof: string | undefined;
}

export interface CallbackWish extends LeaveRequest, Pick<CallbackBody, 'phone' | 'inMs' | 'waitOn'> {
  readonly note: string | undefined;
}

export interface MessageWish extends LeaveRequest, Pick<MessageBody, 'email' | 'text'> {}

export interface LeaveRules {
  readonly topics: readonly string[];
  readonly defaultDisplayName: string;
}

const entries = ({ topics }: LeaveRules) => ({
  idempotencyKey: key,
  handle: v.optional(signature),
  topic: v.optional(v.picklist(topics)),
  locale: v.optional(v.pipe(v.string(), v.maxLength(64))),
  displayName: v.pipe(v.string(), v.maxLength(1024)),
  visitor: v.optional(signature),
  proof: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))),
});

type Said = v.InferOutput<v.StrictObjectSchema<ReturnType<typeof entries>, undefined>>;

const cleaned = (said: Said, { defaultDisplayName }: LeaveRules): LeaveRequest => ({
  idempotencyKey: said.idempotencyKey,
  handle: said.handle,
  topic: said.topic,
  locale: canonicalLocale(said.locale),
  displayName: cleanDisplayName(said.displayName, defaultDisplayName),
  visitor: said.visitor,
  proof: said.proof,
});

/** Makes the reader of POST /v1/callback bodies. It throws `token/bad-request`, naming the member for the log. */
export function callbackReader(rules: LeaveRules): (body: unknown) => CallbackWish {
  const read = bodyReader({
    ...entries(rules),
    phone: v.pipe(v.string(), v.regex(/^\+[1-9]\d{1,14}$/)),
    inMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostAheadMs)),
    note: v.optional(v.pipe(v.string(), v.maxLength(500), v.check(isWellFormed))),
    waitOn: v.boolean(),
  });
  return (body) => {
    const said = read(body);
    const { phone, inMs, waitOn } = said;
    return { ...cleaned(said, rules), phone, inMs, waitOn, note: cleanLine(said.note ?? '', 500) || undefined };
  };
}

/** Makes the reader of POST /v1/message bodies. */
export function messageReader(rules: LeaveRules): (body: unknown) => MessageWish {
  const read = bodyReader({
    ...entries(rules),
    email: emailAddress,
    text: v.pipe(v.string(), v.maxLength(4_000), v.check(isWellFormed), v.transform(cleanText), v.nonEmpty()),
  });
  return (body) => {
    const said = read(body);
    return { ...cleaned(said, rules), email: said.email, text: said.text };
  };
}
