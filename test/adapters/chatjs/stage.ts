import { createLink } from '../../../src/adapters/chatjs/connection.js';
import { Supervisor } from '../../../src/adapters/chatjs/supervisor.js';
import { FixedChance, ManualClock } from '../../../src/adapters/memory/clock.js';
import { MemoryLogger } from '../../../src/adapters/memory/logger.js';
import { MemoryNetwork } from '../../../src/adapters/memory/network.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import type { Verdict } from '../../../src/adapters/chatjs/doubts.js';
import type { ChatTicket, ConnectionEvent } from '../../../src/core/chat/ports.js';
import type { Item } from '../../../src/core/chat/state.js';
import { FakeService } from '../../support/fake-chatjs.js';

export interface StageOptions extends Partial<ChatTicket> {
  readonly asks?: boolean;
  /** What every roll of the dice gives. */
  readonly chance?: number;
}

/** A supervisor over a scripted client, with everything a test needs to play the world around it. */
export class Stage {
  readonly clock = new ManualClock();
  readonly chance: FixedChance;
  readonly ticket: ChatTicket;
  readonly network = new MemoryNetwork();
  readonly logger = new MemoryLogger();
  readonly service = new FakeService(this.clock);
  readonly events: ConnectionEvent[] = [];
  readonly abort = new AbortController();
  /** What somebody else says, where there is somebody: whether he answers, and whether the contact is over. */
  others = false;
  verdict: Verdict = 'unknown';
  /** How often somebody else was asked. */
  reached = 0;
  verdicts = 0;
  turns = 0;
  /** In how many milliseconds it is this customer's turn, where somebody says. */
  turnMs: number | undefined;
  readonly connection: Supervisor;

  /** @param asks whether there is somebody else to ask */
  constructor({ asks = false, chance = 0.5, ...ticket }: StageOptions = {}) {
    this.chance = new FixedChance(chance);
    this.ticket = sampleTicket({ ...(asks && { endings: true }), ...ticket });
    const { clock, logger, network } = this;
    const ports = { clock, chance: this.chance, logger, fetch: this.service.fetch };
    this.connection = new Supervisor({
      ...ports,
      network,
      put: this.service.put,
      links: (ticket, listener) => createLink(() => this.service.session(), ticket, listener, ports),
      ...(asks && {
        reach: () => Promise.resolve(this.reached++ >= 0 && this.others),
        isOver: () => Promise.resolve(this.verdicts++ >= 0 ? this.verdict : 'unknown'),
        turn: () => Promise.resolve(this.turns++ >= 0 ? this.turnMs : undefined),
      }),
    });
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Every state of the link that was told, in order. */
  get links(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'link' ? event.link : []));
  }

  get heard(): readonly Item[] {
    return this.events.flatMap((event) => (event.type === 'heard' ? event.items : []));
  }

  /** What was said by others or echoed. */
  get texts(): readonly (string | undefined)[] {
    return this.heard.flatMap((item) => (item.kind === 'message' ? item.content.text : []));
  }

  get isOver(): boolean {
    return this.events.some(({ type }) => type === 'over');
  }

  open(): Promise<void> {
    return this.connection.open(this.ticket, (event) => this.events.push(event), this.signal);
  }

  /** Opens, and lets everything settle that needs no time. */
  async opened(): Promise<this> {
    const opening = this.open();
    await this.clock.settle();
    await opening;
    return this;
  }
}

/** What a promise came to, without waiting for it twice. */
export async function outcome<T>(promise: Promise<T>): Promise<{ value?: T; code?: string; retryable?: boolean }> {
  try {
    return { value: await promise };
  } catch (error) {
    const { code, retryable } = error as { code: string; retryable: boolean };
    return { code, retryable };
  }
}
