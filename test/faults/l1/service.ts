import {
  account,
  createSimulator,
  startContact,
  type Conversation,
  type Knobs,
  type NewHttpFault,
  type Simulator,
  type SocketAction,
} from '../../../src/simulator/index.js';
import { endConversation } from '../../../src/simulator/contact-end.js';
import { parseSteps } from '../../../src/simulator/scenario.js';

/** What the service says of a contact at the end. Times are the simulator's own. */
export interface ServiceContact {
  readonly id: string;
  readonly overAt: number | undefined;
  /** In the service's order. */
  readonly log: readonly { readonly id: string; readonly text: string; readonly own: boolean; readonly at: number }[];
}

/** A service of its own for one story at a time: on one port, so that its six connections are its own too. */
export class Service {
  #simulator: Simulator = createSimulator();
  #base: Partial<Knobs> = {};
  /** Every knob as it stands while nothing goes wrong. */
  #well: Readonly<Knobs> = this.#simulator.faults.knobs;

  /** Its address. */
  async listen(): Promise<string> {
    return (await this.#simulator.listen()).origin;
  }

  close(): Promise<void> {
    return this.#simulator.close();
  }

  /** The first day again. Its clock is `skewMs` behind this machine's. */
  begin(knobs: Partial<Knobs>, skewMs: number): void {
    const { clock, faults, world } = this.#simulator;
    world.reset();
    this.#simulator.calls.clear();
    // A browser lets go of a socket that does not answer its goodbye after two seconds, which are forty here: so long it
    // would be one of the five.
    this.#base = { ...knobs, scriptedAgents: 'off', throttling: false, socketsPerParticipant: 100 };
    faults.set(this.#base);
    this.#well = { ...faults.knobs };
    clock.hold(Date.now() - skewMs);
    clock.release();
  }

  /** A contact, and what its customer needs. */
  chat(displayName: string): { contactId: string; participantId: string; participantToken: string } {
    const { contact, participant, participantToken } = startContact(this.#simulator.world, {
      channel: 'CHAT',
      contactFlowId: account.contactFlowId,
      displayName,
    });
    return { contactId: contact.id, participantId: participant.id, participantToken };
  }

  /** Ends a contact from outside, as StopContact does for a broker. */
  stop(contactId: string): void {
    const { world } = this.#simulator;
    const conversation = world.conversations.get(contactId);
    if (conversation && !conversation.over) endConversation(world, conversation, 'API');
  }

  /** The agent does something; nothing comes of it when the contact is over. */
  play(contactId: string, steps: readonly object[]): boolean {
    return this.#simulator.agents.play(contactId, parseSteps(steps));
  }

  turn(knobs: Partial<Knobs>): void {
    this.#simulator.faults.set(knobs);
  }

  /** These knobs stand again as they did at the beginning. */
  turnBack(names: readonly (keyof Knobs)[]): void {
    this.#simulator.faults.set(Object.fromEntries(names.map((name) => [name, this.#well[name]])));
  }

  fault(fault: NewHttpFault): string {
    return this.#simulator.faults.addHttp(fault).id;
  }

  unfault(id: string): void {
    this.#simulator.faults.removeHttp(id);
  }

  sockets(action: SocketAction): number {
    return this.#simulator.sockets.act(action);
  }

  openSockets(): number {
    return this.#simulator.sockets.list().length;
  }

  /** Resolves when no socket is open, or after so many milliseconds, with how many are. */
  noSockets(ms: number): Promise<number> {
    const { sockets } = this.#simulator;
    sockets.act({ do: 'resume' }); // Half-open ones do not hear that the other side is gone.
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(late);
        stop();
        resolve(this.openSockets());
      };
      const late = setTimeout(done, ms);
      const stop = sockets.onChange(() => {
        if (this.openSockets() === 0) done();
      });
      if (this.openSockets() === 0) done();
    });
  }

  /** Everything is well from now on: what is broken already stays so. */
  heal(): void {
    this.#simulator.faults.reset();
    this.#simulator.faults.set(this.#base);
  }

  /** Every contact there was, with what its agent received. */
  contacts(): readonly ServiceContact[] {
    return [...this.#simulator.world.conversations.values()].map(contactOf);
  }
}

function contactOf({ agentLog, id, over, participants, segments }: Conversation): ServiceContact {
  const customers = new Set(participants.filter(({ role }) => role === 'CUSTOMER').map((one) => one.id));
  const last = segments[segments.length - 1];
  return {
    id,
    overAt: over ? (last?.disconnectTimestamp ?? 0) : undefined,
    log: agentLog
      .flatMap(({ item: { AbsoluteTime, Content = '', Id, ParticipantId = '', Type } }) =>
        Type === 'MESSAGE'
          ? [{ id: Id, text: Content, own: customers.has(ParticipantId), at: Date.parse(AbsoluteTime) }]
          : [],
      )
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  };
}
