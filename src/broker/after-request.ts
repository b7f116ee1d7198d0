import * as v from 'valibot';
import { bodyReader, isWellFormed, key, signature } from './start-request.js';

/** An id of Amazon Connect's, which only ever narrows what the handle already names. */
const contactId = v.pipe(v.string(), v.regex(/^[\w-]{1,256}$/));

/** Reads POST /v1/contact/after and /v1/contact/requeue bodies. */
export const readAfter = bodyReader({ handle: signature, endedContactId: v.optional(contactId) });

/** Reads POST /v1/contact/switch bodies. Whether there is such a queue is found out later. */
export const readSwitch = bodyReader({
  handle: signature,
  idempotencyKey: key,
  queue: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
});

/** Reads POST /v1/contact/rate bodies. */
export const readRate = bodyReader({
  handle: signature,
  score: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
  comment: v.optional(v.pipe(v.string(), v.maxLength(1_000), v.check(isWellFormed))),
});
