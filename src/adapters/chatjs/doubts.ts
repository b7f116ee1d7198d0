import type { ChatTicket } from '../../core/chat/ports.js';
import type { Clock } from '../../core/clock.js';
import { within } from './deadline.js';
import type { FailureKind } from './failure.js';
import type { Account } from './patience.js';

/** Who can be asked besides the service itself. Where nobody can, what the service seems to say is believed. */
export interface DoubtPorts {
  readonly clock: Clock;
  /** Whether somebody else than the service answers this device. Must not be answered by anything on the device. */
  readonly reach?: ((signal: AbortSignal) => Promise<boolean>) | undefined;
  /** What somebody who can ask the service about contacts says of this one. Asked only where the ticket says `endings`. */
  readonly isOver?: ((ticket: ChatTicket, signal: AbortSignal) => Promise<Verdict>) | undefined;
  /** In how many milliseconds it is this customer's turn to connect, as somebody says who knows of others. */
  readonly turn?: ((ticket: ChatTicket, signal: AbortSignal) => Promise<number | undefined>) | undefined;
}

export type Verdict = 'over' | 'alive' | 'unknown';

/** How long somebody may take to answer, in milliseconds. */
const reachMs = 3_000;
const turnMs = 2_000;
const verdictMs = 12_000;

/** Asks others when it is not clear what a silence or a refusal of the service means. */
export class Doubts {
  #ports: DoubtPorts;
  #ticket: ChatTicket;
  #asking: AbortController | undefined;
  #verdict: AbortController | undefined;
  #turn: AbortController | undefined;
  /** The service did not answer while somebody else did. */
  #othersAnswer = false;

  constructor(ports: DoubtPorts, ticket: ChatTicket) {
    this.#ports = ports;
    this.#ticket = ticket;
  }

  /** Whether somebody can say if the contact is over. */
  get canAsk(): boolean {
    return this.#ports.isOver !== undefined && this.#ticket.endings === true;
  }

  /**
   * On whose account a failure goes, as far as it is known now. `onNews` is called when it turns out to be the service's
   * after all.
   */
  accountOf(kind: FailureKind, onNews: () => void): Account {
    if (kind === 'throttled') return 'crowd';
    if (kind === 'unsent') return 'network';
    if (kind !== 'unreached' && kind !== 'late') return 'service';
    if (!this.#ports.reach) return kind === 'late' ? 'service' : 'network';
    void this.#reach(this.#ports.reach, onNews);
    return this.#othersAnswer ? 'service' : 'network';
  }

  /** Whether the contact is over, as somebody else says. Undefined when nobody needs to know any more. */
  async isOver(): Promise<Verdict | undefined> {
    const { clock, isOver } = this.#ports;
    this.#verdict?.abort();
    const { signal } = (this.#verdict = new AbortController());
    const asked = isOver?.(this.#ticket, signal) ?? Promise.resolve('unknown' as const);
    const answer = await within(clock, verdictMs, signal, asked).catch(() => 'unknown' as const);
    return signal.aborted ? undefined : answer;
  }

  /**
   * Asks whose turn it is; `onTurn` hears in how many milliseconds it is this customer's. Returns how long that may take,
   * in milliseconds: 0 where there is nobody to ask.
   */
  askTurn(onTurn: (ms: number) => void): number {
    const { clock, turn } = this.#ports;
    if (!turn) return 0;
    this.#turn?.abort();
    const { signal } = (this.#turn = new AbortController());
    void within(clock, turnMs, signal, turn(this.#ticket, signal))
      .catch(() => undefined)
      .then((ms) => {
        if (ms !== undefined && !signal.aborted) onTurn(ms);
      });
    return turnMs;
  }

  /** What was found out says nothing about now. */
  drop(): void {
    this.#asking?.abort();
    this.#verdict?.abort();
    this.#turn?.abort();
    this.#asking = this.#verdict = this.#turn = undefined;
    this.#othersAnswer = false;
  }

  async #reach(reach: (signal: AbortSignal) => Promise<boolean>, onNews: () => void): Promise<void> {
    if (this.#asking) return;
    const asking = (this.#asking = new AbortController());
    const { signal } = asking;
    const answered = await within(this.#ports.clock, reachMs, signal, reach(signal)).catch(() => false);
    if (this.#asking !== asking) return;
    this.#asking = undefined;
    const isNews = answered && !this.#othersAnswer;
    this.#othersAnswer = answered;
    if (isNews) onNews();
  }
}
