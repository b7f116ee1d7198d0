import * as v from 'valibot';
import type { Capability } from '../../protocol/chat.js';
import { cutName } from '../display-name.js';
import { Refusal } from '../refusal.js';
import type { Signed } from '../signed.js';

export type Channel = 'chat' | 'call';

/** What a contact was started with, for one that follows it. */
export interface Wish {
  /** Of at most 64 UTF-16 units; undefined for a customer without a name. */
  readonly displayName: string | undefined;
  readonly topic: string | undefined;
  readonly capabilities: readonly Capability[] | undefined;
}

/** What a contact that follows another brings along. */
export interface Since {
  /** The segment whose conversation the agent should be able to read; undefined where they can already. */
  readonly from: string | undefined;
  /** Seconds of waiting before. */
  readonly credit: number;
  /** Whether that still has to be told to Amazon Connect, which may not take it before the contact is queued. */
  readonly owed: boolean;
}

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
  readonly wish?: Wish | undefined;
  readonly since?: Since | undefined;
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

const capabilities = ['attachments', 'markdown', 'typing', 'receipts'] as const satisfies readonly Capability[];
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
  nam: v.optional(id),
  top: v.optional(id),
  can: v.optional(v.array(v.picklist(capabilities))),
  frm: v.optional(id),
  crd: v.optional(v.pipe(v.number(), v.minValue(0))),
  owe: v.optional(v.literal(1)),
});
const longestName = 64;

export function createHandles(signed: Signed): Handles {
  return {
    sign({ contactId, participantId, channel, subject, origin, wish, since }, seconds) {
      const own = { v: version, cid: contactId, pid: participantId, ch: channel, sub: subject, org: origin };
      const more: Omit<v.InferOutput<typeof payload>, keyof typeof own> = {
        ...(wish?.displayName !== undefined && { nam: cutName(wish.displayName, longestName) }),
        ...(wish?.topic !== undefined && { top: wish.topic }),
        ...(wish?.capabilities !== undefined && { can: [...wish.capabilities] }),
        ...(since?.from !== undefined && { frm: since.from }),
        ...(since && since.credit > 0 && { crd: since.credit }),
        ...(since?.owed && { owe: 1 as const }),
      };
      return signed.sign({ ...own, ...more }, audience, seconds);
    },
    async verify(handle, origin, channel) {
      const verdict = await signed.verify(handle, audience);
      if ('problem' in verdict) throw new Refusal(verdict.problem === 'expired' ? 'token/expired' : 'token/not-found');
      const { success, output } = v.safeParse(payload, verdict.claims);
      const theirs = success && output.org === origin && (channel ?? output.ch) === output.ch;
      if (!theirs || verdict.claims.exp === undefined) throw new Refusal('token/not-found');
      const { nam, top, can, frm, crd, owe } = output;
      const own = { contactId: output.cid, participantId: output.pid, channel: output.ch, subject: output.sub, origin };
      const wish: Wish = { displayName: nam, topic: top, capabilities: can };
      const since: Since = { from: frm, credit: crd ?? 0, owed: owe === 1 };
      return {
        ...own,
        ...((nam ?? top ?? can) !== undefined && { wish }),
        ...((frm ?? crd ?? owe) !== undefined && { since }),
      };
    },
  };
}
