import type { Standing } from '../protocol/wait.js';
import type { HandleClaims } from './guards/handle.js';
import type { OwnEstimates } from './waiting-estimate.js';
import { Line } from './waiting-line.js';

/** One contact, as far as this broker was asked about it. */
export interface Waiter {
  readonly claims: HandleClaims;
  standing: Standing;
  /** The segment that is the latest we know. */
  segmentId: string;
  queueId: string | undefined;
  enqueuedAt: number;
  /** The same with what it was credited: its turn goes by that. */
  since: number;
  askedAt: number;
  /** When it was described last, milliseconds since 1970. */
  describedAt: number;
  firstAt: number;
  /** It may have left its queue: Amazon Connect had no figure for it. */
  inDoubt: boolean;
  /** No figure is asked for before. */
  mutedUntil: number;
  estimates: OwnEstimates | undefined;
  /** Least seconds from the beginning of the wait to its end that were told. */
  leastTotal: number;
  wasOffered: boolean;
  describing: Promise<void> | undefined;
  measuring: Promise<void> | undefined;
}

/** Contacts nobody asked about for so long, in milliseconds, are not counted on in their line; and are forgotten. */
const askingMs = 40_000;
const rememberedMs = 180_000;
const mostRemembered = 20_000;

/** The contacts this broker is asked about, and the lines they wait in. Whoever is not asked about is forgotten. */
export class Waiters {
  readonly #perSecond: number;
  readonly #now: () => number;
  /** In the order in which they were asked about last. */
  readonly #waiters = new Map<string, Waiter>();
  readonly #lines = new Map<string, Line>();
  #sweptAt: number;

  /** `perSecond`: measurements all lines together may count on. */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#sweptAt = now();
  }

  get size(): number {
    return this.#waiters.size;
  }

  get lines(): readonly Line[] {
    return [...this.#lines.values()];
  }

  get(contactId: string): Waiter | undefined {
    return this.#waiters.get(contactId);
  }

  /** The contact somebody asks about now. */
  of(claims: HandleClaims): Waiter {
    this.#sweep();
    const now = this.#now();
    const id = claims.contactId;
    const waiter: Waiter = this.#waiters.get(id) ?? {
      claims,
      standing: 'unknown',
      segmentId: id,
      queueId: undefined,
      enqueuedAt: now,
      since: now,
      askedAt: now,
      describedAt: -Infinity,
      firstAt: now,
      inDoubt: false,
      mutedUntil: -Infinity,
      estimates: undefined,
      leastTotal: Infinity,
      wasOffered: false,
      describing: undefined,
      measuring: undefined,
    };
    waiter.askedAt = now;
    this.#waiters.delete(id);
    this.#waiters.set(id, waiter);
    return waiter;
  }

  /** The line a contact waits in. */
  lineOf({ queueId, claims }: Waiter): Line | undefined {
    return this.#lines.get(`${queueId} ${claims.channel}`);
  }

  join(waiter: Waiter): void {
    const key = `${waiter.queueId} ${waiter.claims.channel}`;
    const line = this.#lines.get(key) ?? new Line(this.#perSecond);
    this.#lines.set(key, line);
    line.add(waiter.claims.contactId, waiter.since);
  }

  leave(waiter: Waiter): void {
    const line = this.lineOf(waiter);
    line?.remove(waiter.claims.contactId);
    if (line?.size === 0) this.#lines.delete(`${waiter.queueId} ${waiter.claims.channel}`);
  }

  #sweep(): void {
    const now = this.#now();
    if (now - this.#sweptAt < 5_000 && this.#waiters.size <= mostRemembered) return;
    this.#sweptAt = now;
    for (const [id, waiter] of this.#waiters) {
      const silentMs = now - waiter.askedAt;
      if (silentMs < askingMs && this.#waiters.size <= mostRemembered) return;
      this.leave(waiter);
      if (silentMs >= rememberedMs || this.#waiters.size > mostRemembered) this.#waiters.delete(id);
    }
  }
}
