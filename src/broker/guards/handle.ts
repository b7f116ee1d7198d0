import * as v from 'valibot';
import { Refusal } from '../refusal.js';
import type { Signed } from '../signed.js';

export type Channel = 'chat' | 'call';

/** The contact a browser may speak of. The only place a contact id is ever taken from. */
export interface HandleClaims {
  /** The initial contact. */
  readonly contactId: string;
  readonly participantId: string;
  readonly channel: Channel;
  /** The visitor it was given to. */
  readonly subject: string;
  /** The site it was given to. */
  readonly origin: string;
}

export interface Handles {
  /** Signs a handle that holds for `seconds`. */
  sign(claims: HandleClaims, seconds: number): Promise<string>;
  /**
   * Rejects with `token/expired` when its time or its key is over, else with `token/not-found`: also when it is for
   * another channel, where only one will do.
   */
  verify(handle: string, origin: string, channel?: Channel): Promise<HandleClaims>;
}

const audience = 'contact';
const version = 1;
const id = v.pipe(v.string(), v.minLength(1));
const payload = v.object({
  v: v.literal(version),
  cid: id,
  pid: id,
  ch: v.picklist(['chat', 'call']),
  sub: id,
  org: id,
});

export function createHandles(signed: Signed): Handles {
  return {
    sign({ contactId, participantId, channel, subject, origin }, seconds) {
      const claims = { v: version, cid: contactId, pid: participantId, ch: channel, sub: subject, org: origin };
      return signed.sign(claims, audience, seconds);
    },
    async verify(handle, origin, channel) {
      const verdict = await signed.verify(handle, audience);
      if ('problem' in verdict) throw new Refusal(verdict.problem === 'expired' ? 'token/expired' : 'token/not-found');
      const { success, output } = v.safeParse(payload, verdict.claims);
      const theirs = success && output.org === origin && (channel ?? output.ch) === output.ch;
      if (!theirs || verdict.claims.exp === undefined) throw new Refusal('token/not-found');
      return { contactId: output.cid, participantId: output.pid, channel: output.ch, subject: output.sub, origin };
    },
  };
}
