import { executeServerCommand } from '@web/test-runner-commands';

interface Started {
  readonly origin: string;
  readonly broker?: string;
}

/** Where somebody answers every message on a socket with the same one, for as long as the tests run. */
export const clockAddress = async (): Promise<string> =>
  (await executeServerCommand<{ clock: string }, object>('simulator', { clock: true })).clock;

/** A simulator started for one test in a browser, and the other side of its conversations. */
export class TestSimulator {
  readonly origin: string;
  /** Address of the broker before it, where one was wanted. */
  readonly broker: string;
  #lane: string;

  private constructor({ broker = '', origin }: Started, lane: string) {
    this.origin = origin;
    this.broker = broker;
    this.#lane = lane;
  }

  /**
   * Starts a fresh one: no contacts, no faults, nobody answers by itself. `broker`: with a broker so set before it.
   * `lane`: the name of this one, where a test has several.
   */
  static async start(broker?: object, lane = ''): Promise<TestSimulator> {
    const wanted = { start: true, lane, ...(broker && { broker, site: location.origin }) };
    const simulator = new TestSimulator(await executeServerCommand<Started, object>('simulator', wanted), lane);
    await simulator.turn({ scriptedAgents: 'off', throttling: false });
    return simulator;
  }

  stop(): Promise<unknown> {
    return executeServerCommand('simulator', { stop: true, lane: this.#lane });
  }

  /** Files of the build whose path has this in it cannot be had; null: all can. */
  missing(part: string | null): Promise<unknown> {
    return executeServerCommand('simulator', { missing: part });
  }

  /** The broker's clock goes on by so many milliseconds at once: what it waits for by itself is over. */
  brokerLater(ms: number): Promise<unknown> {
    return executeServerCommand('simulator', { later: ms, lane: this.#lane });
  }

  ask<Answer>(path: string, method = 'GET', body?: object): Promise<Answer> {
    return executeServerCommand<Answer, object>('simulator', {
      lane: this.#lane,
      method,
      path: `/_sim/${path}`,
      body,
    });
  }

  /** Starts a chat, accepted by an agent called Ines. */
  async chat(): Promise<{ contactId: string; participantId: string; participantToken: string }> {
    const started = await this.ask<{ contactId: string; participantId: string; participantToken: string }>(
      'contacts',
      'POST',
      { displayName: 'Ada' },
    );
    return started;
  }

  /** Turns knobs of the simulator. */
  turn(knobs: object): Promise<unknown> {
    return this.ask('faults', 'POST', { knobs });
  }

  /** Makes a call fail, a number of times. */
  fault(http: object): Promise<unknown> {
    return this.ask('faults', 'POST', { http: [http] });
  }

  /** Does something to every open socket. */
  sockets(act: object): Promise<unknown> {
    return this.ask('sockets', 'POST', act);
  }

  /** How many sockets are open. */
  async openSockets(): Promise<number> {
    return (await this.ask<{ sockets: unknown[] }>('sockets')).sockets.length;
  }

  /** How often an operation was called. */
  async calls(operation: string): Promise<number> {
    return (await this.ask<{ calls: unknown[] }>(`calls?operation=${operation}`)).calls.length;
  }
}
