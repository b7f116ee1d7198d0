import { SignJWT, errors, jwtVerify, type JWTPayload } from 'jose';

export interface SigningKey {
  /** `kid`: names the key, never repeated. */
  readonly id: string;
  /** At least 32 bytes. */
  readonly secret: string;
}

/** A signature that did not hold: `expired` if it once did (its time or its key is over), else `invalid`. */
export type Verdict<T> = { readonly claims: T } | { readonly problem: 'expired' | 'invalid' };

const algorithm = 'HS256';
/** A SHA-256 signature in base64url: 43 characters, of which the last carries only 4 bits. */
const shape = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

/**
 * Signs and verifies small claims with a ring of keys: the first signs, all verify. To rotate, put a new key in front
 * and keep the old one for as long as what it signed may live.
 */
export class Signed {
  readonly #signer: SigningKey;
  readonly #keys: ReadonlyMap<string, Uint8Array>;
  readonly #now: () => number;

  constructor(keys: readonly [SigningKey, ...SigningKey[]], now: () => number) {
    this.#signer = keys[0];
    this.#keys = new Map(keys.map(({ id, secret }) => [id, new TextEncoder().encode(secret)]));
    this.#now = now;
  }

  /** `seconds`: how long it holds; for ever without. */
  sign(claims: JWTPayload, audience: string, seconds?: number): Promise<string> {
    const at = Math.floor(this.#now() / 1000);
    const { id, secret } = this.#signer;
    const jwt = new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: id })
      .setAudience(audience)
      .setIssuedAt(at);
    if (seconds !== undefined) jwt.setExpirationTime(at + seconds);
    return jwt.sign(this.#keys.get(id) ?? new TextEncoder().encode(secret));
  }

  async verify(token: string, audience: string): Promise<Verdict<JWTPayload>> {
    // Base64url leaves bits unused at the end; only one spelling of a signature is accepted.
    if (!shape.test(token)) return { problem: 'invalid' };
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#key(kid), {
        algorithms: [algorithm],
        audience,
        requiredClaims: ['iat'],
        currentDate: new Date(this.#now()),
      });
      return { claims: payload };
    } catch (error) {
      const over = error instanceof errors.JWTExpired || error instanceof errors.JWKSNoMatchingKey;
      return { problem: over ? 'expired' : 'invalid' };
    }
  }

  #key(kid: unknown): Uint8Array {
    const key = typeof kid === 'string' ? this.#keys.get(kid) : undefined;
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}
