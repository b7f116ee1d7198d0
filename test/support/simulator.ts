import { executeServerCommand } from '@web/test-runner-commands';

interface Started {
  readonly origin: string;
  readonly broker?: string;
  readonly clock?: string;
}

/** A simulator started for one test in a browser, and the other side of its conversations. */
export class TestSimulator {
  readonly origin: string;
  /** Addresses of the broker before it and of a sign of life, where they were wanted. */
  readonly broker: string;
  readonly clock: string;

  private constructor({ broker = '', clock = '', origin }: Started) {
    this.origin = origin;
    this.broker = broker;
    this.clock = clock;
  }

  /** Starts a fresh one: no contacts, no faults, nobody answers by itself. `broker`: with a broker so set before it. */
  static async start(broker?: object): Promise<TestSimulator> {
    const wanted = { start: true, ...(broker && { broker, site: location.origin }) };
    const simulator = new TestSimulator(await executeServerCommand<Started, object>('simulator', wanted));
    await simulator.turn({ scriptedAgents: 'off', throttling: false });
    return simulator;
  }

  stop(): Promise<unknown> {
    return executeServerCommand('simulator', { stop: true });
  }

  /** Files of the build whose path has this in it cannot be had; null: all can. */
  missing(part: string | null): Promise<unknown> {
    return executeServerCommand('simulator', { missing: part });
  }

  ask<Answer>(path: string, method = 'GET', body?: object): Promise<Answer> {
    return executeServerCommand<Answer, object>('simulator', { method, path: `/_sim/${path}`, body });
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
