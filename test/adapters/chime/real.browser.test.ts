import { browserClock } from '../../../src/adapters/browser/clock.js';
import { browserDevices } from '../../../src/adapters/browser/devices.js';
import type { chimeConnection } from '../../../src/adapters/chime/chime.js';
import { lazyChime, type LoadChime } from '../../../src/adapters/chime/load.js';
import type { CallConnection, Capture, MeetingTicket } from '../../../src/core/call/ports.js';
import { silent } from '../../../src/core/log.js';
import { CallEventLog } from '../../contracts/call-event-log.js';
import { callConnectionContract } from '../../contracts/call-connection.js';
import { rejection, same } from '../../contracts/contract.js';
import { TestSimulator } from '../../support/simulator.js';

const ports = { clock: browserClock, logger: silent };
const never = new AbortController().signal;

/** The file that is published: Amazon's client is CommonJS, which no browser loads as it is. */
const load: LoadChime = async () => {
  const bundles = (await (await fetch('/build/bundles.json')).json()) as Record<string, unknown>;
  const file = Object.keys(bundles).find((name) => name.startsWith('chunks/chime-'));
  const loaded = (await import(`/dist/${file}`)) as { chimeConnection: typeof chimeConnection };
  return loaded.chimeConnection;
};

interface Started {
  readonly contactId: string;
  readonly connection: { readonly Meeting: object; readonly Attendee: object };
}

/** WebKitGTK has no calls, and says so; everything else is a call over the real client and real media. */
const canCall = typeof RTCPeerConnection !== 'undefined';

describe('A call where the browser has none', () => {
  it('is told as unsupported, and nothing is loaded for it', async () => {
    let loads = 0;
    const connect = lazyChime(() => {
      loads++;
      return load();
    }, ports);
    if (canCall) return void (await connect());
    same((await rejection(connect())).code, 'media/unsupported');
    same(loads, 0);
  });

  it('is told as not loaded when the file cannot be had, and may be tried again', async () => {
    if (!canCall) return;
    let broken = true;
    const connect = lazyChime(() => (broken ? Promise.reject(new TypeError('Failed to fetch')) : load()), ports);
    const failure = await rejection(connect());
    same([failure.code, (failure as { retryable?: boolean }).retryable], ['media/load-failed', true]);
    broken = false;
    (await connect()).close();
  });
});

describe('A call over the real client and the simulator', () => {
  if (!canCall) return;
  let simulator: TestSimulator;
  let contactId: string;
  let connection: CallConnection;
  let ticket: MeetingTicket;
  const captures: Capture[] = [];

  const desk = (verb: string, body: object): Promise<void> =>
    simulator.ask(`desk/contacts/${contactId}/${verb}`, 'POST', body).then(() => {});

  beforeEach(async () => {
    simulator = await TestSimulator.start();
    const started = await simulator.ask<Started>('calls/start', 'POST', { displayName: 'Ada' });
    contactId = started.contactId;
    ticket = { meeting: started.connection.Meeting, attendee: started.connection.Attendee };
    connection = await lazyChime(load, ports)();
  });

  afterEach(async () => {
    connection.close();
    for (const capture of captures.splice(0)) capture.stop();
    await simulator.stop();
  });

  for (const { title, run } of callConnectionContract) {
    it(title, () =>
      run({
        connection,
        ticket,
        capture: async (kind) => {
          const capture = await browserDevices().open(kind, {}, never);
          captures.push(capture);
          return capture;
        },
        agentJoins: () => desk('accept', { agent: 'Ines' }),
        agentLeaves: () => desk('end', {}),
        agentCamera: (on) => desk('call', { camera: on }),
        say: () => desk('call', { hold: true }),
        breakNetwork: () => simulator.ask('media', 'POST', { do: 'drop' }).then(() => {}),
        end: () => desk('end', {}),
        refuse: async () => {
          Object.assign(ticket.attendee, { JoinToken: 'nobody' });
        },
        stall: () => desk('network', { what: 'all', how: 'silence', seconds: null }),
        pass: () => Promise.resolve(),
      }),
    ).timeout(20_000);
  }

  it('a camera that is on is sent also when the service cannot be reached at first', async () => {
    await desk('network', { what: 'signaling', how: 'cut', seconds: 2 });
    const camera = await browserDevices().open('camera', {}, never);
    captures.push(camera);
    const log = new CallEventLog();
    await connection.join(ticket, { microphone: undefined, camera, muted: false, speakerId: '' }, log.listener, never);
    await log.until(() => log.of('tile').some(({ kind }) => kind === 'own'));
    const isSeen = async (): Promise<boolean> => {
      const { connections } = await simulator.ask<{ connections: { received: { video: number } }[] }>('media');
      return connections.some(({ received }) => received.video > 0);
    };
    while (!(await isSeen())); // It is, or the test's own time ends.
  }).timeout(20_000);
});
