import { browserChance } from '../../../src/adapters/browser/chance.js';
import { browserClock } from '../../../src/adapters/browser/clock.js';
import type { chatjsConnection } from '../../../src/adapters/chatjs/connect.js';
import { MemoryLogger } from '../../../src/adapters/memory/logger.js';
import { MemoryNetwork } from '../../../src/adapters/memory/network.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import type { ChatConnection, ChatTicket } from '../../../src/core/chat/ports.js';
import type { Clock } from '../../../src/core/clock.js';
import type { LogFields, LogLevel } from '../../../src/core/log.js';
import { EventLog } from '../../contracts/event-log.js';
import { TestSimulator } from '../../support/simulator.js';

/** A log one can wait for. */
class AwaitedLogger extends MemoryLogger {
  #waiting = new Set<() => void>();

  override log(level: LogLevel, name: string, fields?: LogFields): void {
    super.log(level, name, fields);
    for (const check of [...this.#waiting]) check();
  }

  /** Resolves when any of these names has been logged, all in all that often. */
  until(names: readonly string[], times = 1): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (names.reduce((sum, name) => sum + this.count(name), 0) < times) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}

/** Our code over the real client. */
type Connect = typeof chatjsConnection;

/** The real client in this browser, and the service on this machine. */
export class RealStage {
  /** Where the client comes from: the file as Amazon publishes it, until told otherwise. */
  static connect = async (): Promise<Connect> =>
    (await import('../../../src/adapters/chatjs/connect.js')).chatjsConnection;

  readonly simulator: TestSimulator;
  readonly ticket: ChatTicket;
  readonly connection: ChatConnection;
  readonly log = new EventLog();
  readonly logger = new AwaitedLogger();
  readonly network = new MemoryNetwork();
  readonly signal = new AbortController().signal;
  /** Added to the device's time. */
  shift = 0;
  /** Waits of ours are divided by this. */
  haste = 1;
  /** What the broker says of the contact, where there is one to ask. */
  verdict: 'over' | 'alive' | undefined;
  /** How often it was asked whose turn it is. */
  turns = 0;

  private constructor(simulator: TestSimulator, ticket: ChatTicket, connect: Connect) {
    const clock: Clock = {
      now: () => browserClock.now() + this.shift,
      after: (ms, task) => browserClock.after(ms / this.haste, task),
    };
    const { logger, network } = this;
    this.simulator = simulator;
    this.ticket = ticket;
    const isOver = (): Promise<'over' | 'alive' | 'unknown'> => Promise.resolve(this.verdict ?? 'unknown');
    const turn = (): Promise<number> => {
      this.turns++;
      return Promise.resolve(0);
    };
    this.connection = connect({ clock, chance: browserChance, logger, network, isOver, turn });
  }

  /** A chat nobody has connected to yet, in a simulator of its own. */
  static async make(): Promise<RealStage> {
    return RealStage.in(await TestSimulator.start());
  }

  /** The same in a simulator that is there. */
  static async in(simulator: TestSimulator): Promise<RealStage> {
    const chat = await simulator.chat();
    const ticket = sampleTicket({ ...chat, endpoint: simulator.origin, region: 'us-east-1' });
    return new RealStage(simulator, ticket, await RealStage.connect());
  }

  async opened(changes: Partial<ChatTicket> = {}): Promise<this> {
    await this.connection.open({ ...this.ticket, ...changes }, this.log.listener, this.signal);
    return this;
  }

  /** The agent says something. */
  async say(text: string): Promise<void> {
    await this.simulator.ask(`contacts/${this.ticket.contactId}/steps`, 'POST', { steps: [{ do: 'say', text }] });
  }

  /** What the whole transcript says. */
  async transcript(): Promise<readonly (string | undefined)[]> {
    const { items } = await this.connection.transcript({ limit: 100 }, this.signal);
    return items.flatMap((item) => (item.kind === 'message' ? item.content.text : []));
  }

  /** Resolves when the service sees this many sockets of ours. */
  async sockets(count: number): Promise<void> {
    while ((await this.simulator.openSockets()) !== count);
  }
}
