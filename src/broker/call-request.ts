import * as v from 'valibot';
import type { CallMediaBody } from '../protocol/call.js';
import {
  bodyReader,
  cleaned,
  key,
  signature,
  startEntries,
  type StartRequest,
  type StartRules,
} from './start-request.js';

/** A request to start a call, checked and cleaned. */
export interface CallRequest extends StartRequest {
  readonly media: CallMediaBody;
  /** Handle of the chat it grew out of. Not verified yet. */
  readonly chat: string | undefined;
}

const medias = ['audio', 'video'] as const satisfies readonly CallMediaBody[];

/**
 * Makes the reader of POST /v1/call bodies. It throws `token/bad-request`, naming the member for the log. What the
 * customer wants to send is told to the flow, which may choose its agents by it.
 */
export function callRequestReader(rules: StartRules): (body: unknown) => CallRequest {
  const read = bodyReader({ ...startEntries(rules), media: v.picklist(medias), chat: v.optional(signature) });
  return (body) => {
    const said = read(body);
    return { ...cleaned(said, rules, { media: said.media }), media: said.media, chat: said.chat };
  };
}

/** Reads POST /v1/call/rejoin bodies. */
export const readRejoin = bodyReader({ handle: signature, idempotencyKey: key });

/** Reads bodies that name a contact and nothing else. */
export const readContact = bodyReader({ handle: signature });
