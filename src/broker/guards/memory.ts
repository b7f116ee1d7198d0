import * as v from 'valibot';
import type { Signed } from '../signed.js';

/** A conversation its customer may go on with later. */
export interface Memory {
  /** The initial contact. */
  readonly contactId: string;
  /** The visitor it was given to. */
  readonly subject: string;
}

export interface Memories {
  /** Signs what a site gave to a visitor, for so many days. */
  sign(memory: Memory, origin: string, days: number): Promise<string>;
  /** What a token reminds of; undefined when it is not ours, too old, or another site's. */
  verify(token: string, origin: string): Promise<Memory | undefined>;
}

// Of its own: a handle must not do as a memory, nor a memory as a handle.
const audience = 'memory';
const payload = v.object({
  v: v.literal(1),
  cid: v.pipe(v.string(), v.minLength(1)),
  sub: v.pipe(v.string(), v.minLength(1)),
  org: v.string(),
});

export function createMemories(signed: Signed): Memories {
  return {
    sign({ contactId, subject }, origin, days) {
      return signed.sign({ v: 1, cid: contactId, sub: subject, org: origin }, audience, days * 86_400);
    },
    async verify(token, origin) {
      const verdict = await signed.verify(token, audience);
      if ('problem' in verdict || verdict.claims.exp === undefined) return undefined;
      const { success, output } = v.safeParse(payload, verdict.claims);
      return success && output.org === origin ? { contactId: output.cid, subject: output.sub } : undefined;
    },
  };
}
