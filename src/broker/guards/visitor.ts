import type { Signed } from '../signed.js';

const audience = 'visitor';

export interface Visitors {
  sign(id: string): Promise<string>;
  /** The visitor a token names; undefined when it is not (or no longer) ours: then the browser gets a new one. */
  verify(token: string): Promise<string | undefined>;
}

/** Anonymous browsers, told apart by a signed id they cannot make up. It holds as long as its key. */
export function createVisitors(signed: Signed): Visitors {
  return {
    sign: (id) => signed.sign({ sub: id }, audience),
    async verify(token) {
      const verdict = await signed.verify(token, audience);
      return 'claims' in verdict && verdict.claims.sub && /^[\w-]{22}$/.test(verdict.claims.sub)
        ? verdict.claims.sub
        : undefined;
    },
  };
}
