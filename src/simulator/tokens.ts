import { randomBytes } from 'node:crypto';
import type { SimulatorClock } from './clock.js';

export type TokenKind = 'participant' | 'connection' | 'socket' | 'upload' | 'download' | 'view' | 'join';

export interface Grant {
  readonly kind: TokenKind;
  /** The conversation it opens: an initial contact id. */
  readonly conversationId: string;
  readonly participantId: string;
  /** Milliseconds since 1970; undefined = as long as the participant. */
  readonly expiresAt?: number;
  /** What else it is about: a file id, a view id. */
  readonly subject?: string;
}

/** Everything opaque the service hands out: tokens and the secret part of short-lived addresses. */
export class Tokens {
  readonly #grants = new Map<string, Grant>();
  readonly #clock: SimulatorClock;

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
  }

  issue(grant: Grant): string {
    const token = `${grant.kind}-${randomBytes(24).toString('base64url')}`;
    this.#grants.set(token, grant);
    return token;
  }

  /** The grant behind a token of one of these kinds; undefined when unknown, of another kind, revoked or expired. */
  check(token: string | undefined, ...kinds: readonly TokenKind[]): Grant | undefined {
    const grant = token === undefined ? undefined : this.#grants.get(token);
    if (!token || !grant || !kinds.includes(grant.kind)) return undefined;
    if (grant.expiresAt === undefined || this.#clock.now() <= grant.expiresAt) return grant;
    this.#grants.delete(token);
    return undefined;
  }

  revoke(token: string): void {
    this.#grants.delete(token);
  }

  /** Takes back everything a participant holds of these kinds. */
  revokeAll(participantId: string, ...kinds: readonly TokenKind[]): void {
    for (const [token, grant] of this.#grants) {
      if (grant.participantId === participantId && kinds.includes(grant.kind)) this.#grants.delete(token);
    }
  }

  clear(): void {
    this.#grants.clear();
  }
}
