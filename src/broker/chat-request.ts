import * as v from 'valibot';
import type { Capability } from '../protocol/chat.js';
import {
  bodyReader,
  cleaned,
  isWellFormed,
  signature,
  startEntries,
  type StartRequest,
  type StartRules,
} from './start-request.js';

/** A request to start a chat, checked and cleaned. */
export interface ChatRequest extends StartRequest {
  readonly firstMessage: string | undefined;
  readonly capabilities: readonly Capability[] | undefined;
  /** `memory` of an earlier ticket. Not verified yet. */
  readonly continueFrom: string | undefined;
}

const capabilities = ['attachments', 'markdown', 'typing', 'receipts'] as const satisfies readonly Capability[];

/** Makes the reader of POST /v1/chat bodies. It throws `token/bad-request`, naming the member for the log. */
export function chatRequestReader(rules: StartRules): (body: unknown) => ChatRequest {
  const read = bodyReader({
    ...startEntries(rules),
    firstMessage: v.optional(v.pipe(v.string(), v.maxLength(1024), v.trim(), v.nonEmpty(), v.check(isWellFormed))),
    capabilities: v.optional(v.pipe(v.array(v.picklist(capabilities)), v.maxLength(capabilities.length))),
    continueFrom: v.optional(signature),
  });
  return (body) => {
    const said = read(body);
    const { firstMessage, continueFrom } = said;
    return { ...cleaned(said, rules), firstMessage, capabilities: said.capabilities, continueFrom };
  };
}
