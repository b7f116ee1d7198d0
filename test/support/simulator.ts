import { executeServerCommand } from '@web/test-runner-commands';

/** A simulator started for one test in a browser, and the other side of its conversations. */
export class TestSimulator {
  readonly origin: string;

  private constructor(origin: string) {
    this.origin = origin;
  }

  /** Starts a fresh one: no contacts, no faults, nobody answers by itself. */
  static async start(): Promise<TestSimulator> {
    const { origin } = await executeServerCommand<{ origin: string }, object>('simulator', { start: true });
    const simulator = new TestSimulator(origin);
    await simulator.turn({ scriptedAgents: 'off', throttling: false });
    return simulator;
  }

  stop(): Promise<unknown> {
    return executeServerCommand('simulator', { stop: true });
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
