import type { CallConnection, Capture, JoinOptions, MeetingTicket } from '../../src/core/call/ports.js';
import { DeskbellError } from '../../src/core/errors.js';
import { CallEventLog } from './call-event-log.js';
import { rejection, same, type Promised } from './contract.js';

export interface CallConnectionHarness {
  readonly connection: CallConnection;
  readonly ticket: MeetingTicket;
  /** A device that is on. The harness stops it when the test is over. */
  readonly capture: (kind: 'microphone' | 'camera') => Promise<Capture>;
  /** The agent joins with a camera on, leaves, or turns the camera on or off. */
  readonly agentJoins: () => Promise<void>;
  readonly agentLeaves: () => Promise<void>;
  readonly agentCamera: (on: boolean) => Promise<void>;
  /** The agent's page sends a data message. */
  readonly say: (topic: string, text: string) => Promise<void>;
  /** The network goes, and can come back by itself. */
  readonly breakNetwork: () => Promise<void>;
  /** The service ends the meeting. */
  readonly end: () => Promise<void>;
  /** The service refuses this ticket from now on. */
  readonly refuse: () => Promise<void>;
  /** The service does not let anybody in from now on. */
  readonly stall: () => Promise<void>;
  /** Lets time pass where it does not pass by itself. */
  readonly pass: () => Promise<void>;
}

const never = new AbortController().signal;
const listening: JoinOptions = { microphone: undefined, camera: undefined, muted: false, speakerId: '' };

async function joined(harness: CallConnectionHarness, options: Partial<JoinOptions> = {}): Promise<CallEventLog> {
  const log = new CallEventLog();
  const joining = harness.connection.join(harness.ticket, { ...listening, ...options }, log.listener, never);
  await harness.pass();
  await joining;
  return log;
}

/** What every CallConnection promises: as much as the session relies on. */
export const callConnectionContract: readonly Promised<CallConnectionHarness>[] = [
  {
    title: 'joining is done once media flows, and says so first',
    async run(harness) {
      const log = await joined(harness, { microphone: await harness.capture('microphone') });
      same(log.of('joined').length, 1);
    },
  },
  {
    title: 'whoever has no microphone and no camera may listen',
    async run(harness) {
      const log = await joined(harness);
      same([log.of('joined').length, log.of('stopped').length], [1, 0]);
    },
  },
  {
    title: 'preparing joins nobody; joining after it is one joining',
    async run(harness) {
      const log = new CallEventLog();
      const preparing = harness.connection.prepare(harness.ticket, log.listener, never);
      await harness.pass();
      await preparing;
      same([log.of('joined').length, log.of('present').length], [0, 0]);
      const joining = harness.connection.join(harness.ticket, listening, log.listener, never);
      await harness.pass();
      await joining;
      same([log.of('joined').length, log.of('interrupted').length, log.of('stopped').length], [1, 0, 0]);
    },
  },
  {
    title: 'an agent who comes is told by an external user id that ends so, and told again when they go',
    async run(harness) {
      const log = await joined(harness);
      await harness.agentJoins();
      const isAgent = ({ externalUserId }: { externalUserId: string | undefined }): boolean =>
        externalUserId?.endsWith('agent') === true;
      await log.until((each) => each.of('present').some(isAgent));
      const agent = log.of('present').find(isAgent);
      await harness.agentLeaves();
      await log.until((each) => each.of('absent').some(({ attendeeId }) => attendeeId === agent?.attendeeId));
    },
  },
  {
    title: "an agent's camera is a tile of the agent's, and gone when it is off",
    async run(harness) {
      const log = await joined(harness);
      await harness.agentJoins();
      await log.until((each) => each.of('tile').some(({ kind }) => kind === 'camera'));
      const tile = log.of('tile').find(({ kind }) => kind === 'camera');
      same(
        log.of('present').some(({ attendeeId }) => attendeeId === tile?.attendeeId),
        true,
        'a tile of somebody present',
      );
      await harness.agentCamera(false);
      await log.until((each) => each.of('tile-gone').some(({ tileId }) => tileId === tile?.tileId));
    },
  },
  {
    title: "the customer's camera is a tile of their own, and gone when it is off",
    async run(harness) {
      const log = await joined(harness);
      await harness.connection.setCamera(await harness.capture('camera'));
      await log.until((each) => each.of('tile').some(({ kind }) => kind === 'own'));
      const own = log.of('tile').findLast(({ kind }) => kind === 'own');
      await harness.connection.setCamera(undefined);
      await log.until((each) => each.of('tile-gone').some(({ tileId }) => tileId === own?.tileId));
    },
  },
  {
    title: 'a camera that is on at Join is seen',
    async run(harness) {
      const log = await joined(harness, { camera: await harness.capture('camera') });
      await log.until((each) => each.of('tile').some(({ kind }) => kind === 'own'));
    },
  },
  {
    title: 'a data message is heard as it was sent, with its topic',
    async run(harness) {
      const log = await joined(harness);
      await harness.agentJoins();
      await harness.say('DESKBELL_CALL', '{"message":"HoldStarted"}');
      await log.until((each) => each.of('message').length > 0);
      const [message] = log.of('message');
      same([message?.topic, message?.text], ['DESKBELL_CALL', '{"message":"HoldStarted"}']);
    },
  },
  {
    title: 'a break is told, ends by itself, and tiles come with new names after it',
    async run(harness) {
      const log = await joined(harness, { microphone: await harness.capture('microphone') });
      await harness.agentJoins();
      await log.until((each) => each.of('tile').some(({ kind }) => kind === 'camera'));
      const before = log.of('tile').find(({ kind }) => kind === 'camera')?.tileId;
      await harness.breakNetwork();
      await log.until((each) => each.of('joined').length >= 2);
      same(log.of('interrupted').length >= 1, true, 'told');
      const again = log.events.findLastIndex(({ type }) => type === 'joined');
      await log.until(({ events }) =>
        events.slice(again).some((event) => event.type === 'tile' && event.kind === 'camera'),
      );
      const after = log.of('tile').findLast(({ kind }) => kind === 'camera')?.tileId;
      same(before === after, false, 'the same name');
    },
  },
  {
    title: "the meeting's end is told as such, and nothing follows",
    async run(harness) {
      const log = await joined(harness);
      await harness.agentJoins();
      await harness.end();
      await log.until((each) => each.of('stopped').length > 0);
      await harness.pass();
      same(log.events[log.events.length - 1], { type: 'stopped', why: 'ended' });
    },
  },
  {
    title: 'leaving is the last that is heard, and leaves the captures to whoever opened them',
    async run(harness) {
      const microphone = await harness.capture('microphone');
      const log = await joined(harness, { microphone });
      await harness.connection.leave();
      const told = log.events.length;
      await harness.agentJoins();
      await harness.pass();
      same(log.events.length, told);
      harness.connection.close();
    },
  },
  {
    title: 'a refused ticket is told as refused',
    async run(harness) {
      await harness.refuse();
      const log = new CallEventLog();
      const joining = harness.connection.join(harness.ticket, listening, log.listener, never);
      const told = rejection(joining).then(({ code }) => code);
      await harness.pass();
      same(await told, 'connection/refused');
      same(log.of('joined'), []);
    },
  },
  {
    title: 'joining stops when its signal aborts, with the reason',
    async run(harness) {
      await harness.stall();
      const abort = new AbortController();
      const joining = rejection(harness.connection.join(harness.ticket, listening, () => {}, abort.signal));
      abort.abort(new DeskbellError('media/timeout', { retryable: true }));
      same((await joining).code, 'media/timeout');
    },
  },
  {
    title: 'what is asked of it after its end does no harm',
    async run(harness) {
      await joined(harness);
      harness.connection.close();
      harness.connection.setMuted(true);
      harness.connection.stopShare();
      harness.connection.setSharePaused(true);
      harness.connection.show('t-none', undefined);
      harness.connection.sound(undefined);
      harness.connection.close();
      await harness.connection.leave();
    },
  },
];
