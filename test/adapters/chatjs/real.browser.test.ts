import { chatConnectionContract } from '../../contracts/chat-connection.js';
import { same } from '../../contracts/contract.js';
import { DeskbellError } from '../../../src/core/errors.js';
import { RealStage } from './real-stage.js';

let stage: RealStage;

beforeEach(async () => {
  stage = await RealStage.make();
});

afterEach(async () => {
  stage.connection.close();
  await stage.simulator.stop();
});

describe('A chat connection over the real client and the simulator', () => {
  for (const { title, run } of chatConnectionContract) {
    it(title, async () => {
      const { connection, simulator, ticket } = stage;
      await run({
        connection,
        ticket,
        pass: () => Promise.resolve(),
        say: (text) => stage.say(text),
        breakWhile: async (text) => {
          await simulator.turn({ upgrade: 'refuse' });
          await simulator.sockets({ do: 'reset' });
          await stage.say(text);
          await simulator.turn({ upgrade: 'accept' });
        },
        refuse: () => simulator.fault({ route: 'CreateParticipantConnection', error: 'AccessDeniedException' }).then(),
        stall: () => simulator.fault({ route: 'CreateParticipantConnection', act: 'hang' }).then(),
      });
    });
  }
});

describe('Receipts over the real client', () => {
  const read = (messageId: string) => stage.connection.receipt({ kind: 'read', messageId }, stage.signal);

  /** What the service knows of receipts, by message. */
  const receipts = async (): Promise<readonly unknown[]> => {
    const { told } = await stage.connection.transcript({ limit: 100 }, stage.signal);
    return (told ?? []).map(({ kind }) => kind);
  };

  it('are all taken by a service that takes no ClientToken twice', async () => {
    await stage.simulator.turn({ receiptTokens: 'strict' });
    await stage.opened();
    for (const text of ['One', 'Two', 'Three']) await stage.say(text);
    await stage.log.until(({ texts }) => texts.includes('Three'));
    const ids = stage.log.heard.flatMap((item) => (item.kind === 'message' ? item.id : []));
    for (const id of ids) same(await read(id), 'told');
    same(await receipts(), ['read', 'read', 'read']);
  });

  it('of an agent are heard: arrived, then read', async () => {
    await stage.opened();
    const { id } = await stage.connection.send('Hello', 'token-1', stage.signal);
    const desk = `desk/contacts/${stage.ticket.contactId}`;
    await stage.simulator.ask(`${desk}/accept`, 'POST', { agent: 'Ines' });
    for (const kind of ['delivered', 'read']) {
      await stage.simulator.ask(`${desk}/receipts`, 'POST', { messageId: id, kind });
      await stage.log.until(({ events }) => events.some((event) => event.type === 'receipt' && event.kind === kind));
    }
    const { seen } = await stage.connection.transcript({ limit: 100 }, stage.signal);
    same(seen, [{ kind: 'read', messageId: id }]);
  });
});

describe('The real client on a bad day', () => {
  /** From here on the client may ask for connection details by itself, as it may a while after it connected. */
  const later = (): void => {
    stage.shift += 60_000;
  };

  /** Runs a test while the client's heartbeats, every 10 s, come every 200 ms. */
  const withQuickHeartbeats = async (run: () => Promise<void>): Promise<void> => {
    const { setInterval } = globalThis;
    globalThis.setInterval = ((task: () => void, ms: number) =>
      setInterval(task, ms === 10_000 ? 200 : ms)) as typeof setInterval;
    try {
      await run();
    } finally {
      globalThis.setInterval = setInterval;
    }
  };

  it('a killed socket is back with one request, and what was missed is in the transcript', async () => {
    await stage.opened();
    later();
    const before = await stage.simulator.calls('CreateParticipantConnection');
    await stage.simulator.sockets({ do: 'reset' });
    await stage.say('In between');
    await stage.log.until(({ links }) => links.length >= 3);
    same(stage.log.links, ['up', 'reconnecting', 'up']);
    same((await stage.simulator.calls('CreateParticipantConnection')) - before, 1);
    same((await stage.transcript()).includes('In between'), true);
    await stage.sockets(1);
  });

  it('one failed request on the way back, which kills the client, does not kill the chat', async () => {
    await stage.opened();
    later();
    // Twice, because browsers repeat a request by themselves when a connection they had kept turns out to be closed.
    await stage.simulator.fault({ route: 'CreateParticipantConnection', act: 'reset', times: 2 });
    await stage.simulator.sockets({ do: 'reset' });
    await stage.log.until(({ links }) => links.length >= 3);
    same(stage.log.links, ['up', 'reconnecting', 'up']);
    same(stage.logger.count('link.broken'), 1, 'the client gave up');
    await stage.say('Still there?');
    await stage.log.until(({ texts }) => texts.includes('Still there?'));
    await stage.sockets(1);
  });

  it('one false refusal, which the client takes for the end, is not the end', async () => {
    await stage.opened();
    later();
    await stage.simulator.fault({ route: 'CreateParticipantConnection', error: 'AccessDeniedException', times: 1 });
    await stage.simulator.sockets({ do: 'reset' });
    await stage.log.until(({ links }) => links.length >= 3);
    same(stage.log.isOver, false);
    same(stage.logger.count('link.refused'), 1);
    await stage.say('Still there?');
    await stage.log.until(({ texts }) => texts.includes('Still there?'));
  });

  it('a chat that is refused again and again lives on while the broker says that it lives (C2)', async () => {
    stage.verdict = 'alive';
    stage.haste = 20;
    await stage.opened({ endings: true });
    later();
    await stage.simulator.fault({ route: 'CreateParticipantConnection', error: 'AccessDeniedException', times: 6 });
    await stage.simulator.sockets({ do: 'reset' });
    await stage.log.until(({ links }) => links.length >= 3);
    same(stage.log.isOver, false);
    same(stage.logger.count('link.refused-alive') >= 2, true);
    await stage.say('Still there?');
    await stage.log.until(({ texts }) => texts.includes('Still there?'));
  });

  it('it asks three times within a second when it is told to slow down: we ask once, and later (C1)', async () => {
    await stage.opened();
    const before = await stage.simulator.calls('SendMessage');
    await stage.simulator.fault({ route: 'SendMessage', error: 'ThrottlingException', times: 1 });
    const code = await stage.connection.send('Hello', 'token-1', stage.signal).then(
      () => 'sent',
      (error: unknown) => DeskbellError.from(error).code,
    );
    same(code, 'message/throttled');
    same((await stage.simulator.calls('SendMessage')) - before, 1);
  });

  it('it never notices a subscription that is gone: what was said is found, and the next is heard (C5)', async () => {
    stage.haste = 20;
    await withQuickHeartbeats(async () => {
      await stage.opened();
      await stage.transcript();
      await stage.simulator.sockets({ do: 'unsubscribe' });
      await stage.say('Do you hear me?');
      same((await stage.transcript()).includes('Do you hear me?'), true);
      await stage.log.until(({ links }) => links.length >= 3);
      same(stage.logger.count('link.deaf'), 1);
      await stage.say('And now?');
      await stage.log.until(({ texts }) => texts.includes('And now?'));
    });
  });

  it('it passes on what nobody knows: it shows nothing, whatever its size (C12)', async () => {
    await stage.opened();
    const { contactId } = stage.ticket;
    await stage.simulator.ask('faults', 'POST', { contacts: { [contactId]: { frameUnknown: 1, frameHuge: 1 } } });
    await stage.say('After something strange');
    await stage.log.until(({ texts }) => texts.includes('After something strange'));
    const others = stage.log.heard.filter((item) => item.kind === 'message');
    same(others.length, 1);
    same(stage.log.links, ['up']);
  });

  it('a chat that ended while the socket was down is over after a second look', async () => {
    await stage.opened();
    later();
    await stage.simulator.turn({ upgrade: 'refuse' });
    await stage.simulator.sockets({ do: 'reset' });
    await stage.simulator.ask(`contacts/${stage.ticket.contactId}/end`, 'POST', { reason: 'AGENT_DISCONNECT' });
    await stage.log.until(({ isOver }) => isOver);
    await stage.sockets(0);
  });

  it('a socket that is open and carries nothing is noticed, and replaced', async () => {
    await withQuickHeartbeats(async () => {
      await stage.opened();
      later();
      await stage.simulator.sockets({ do: 'pause' });
      await stage.say('Into the void');
      await stage.log.until(({ links }) => links.length >= 3);
    });
    same(stage.log.links, ['up', 'reconnecting', 'up']);
    same((await stage.transcript()).includes('Into the void'), true);
    await stage.say('Heard again');
    await stage.log.until(({ texts }) => texts.includes('Heard again'));
  });

  it('an upgrade nobody answers is tried again', async () => {
    stage.haste = 20;
    await stage.simulator.turn({ upgrade: 'hang' });
    const opening = stage.opened();
    await stage.logger.until(['link.connect-timeout']);
    await stage.simulator.turn({ upgrade: 'accept' });
    await opening;
    same(stage.log.links, ['up']);
  });

  it('a socket that is refused again and again is asked for gently, and had as soon as it can be', async () => {
    await stage.opened();
    later();
    const before = await stage.simulator.calls('CreateParticipantConnection');
    await stage.simulator.turn({ upgrade: 'refuse' });
    await stage.simulator.sockets({ do: 'reset' });
    await stage.logger.until(['link.broken'], 3);
    same(stage.turns > 0, true, 'a refused socket may be refused to others, too');
    const asked = (await stage.simulator.calls('CreateParticipantConnection')) - before;
    same(asked <= 4, true, `${asked} requests for three refused sockets`);
    await stage.simulator.turn({ upgrade: 'accept' });
    await stage.log.until(({ links }) => links.length >= 3);
    same(stage.log.links, ['up', 'reconnecting', 'up']);
    await stage.sockets(1);
  });

  it('a message refused while the socket looks fine arrives once, over a new link', async () => {
    await stage.opened();
    await stage.simulator.fault({ route: 'SendMessage', error: 'AccessDeniedException', times: 1 });
    const { id } = await stage.connection.send('Only once', 'token-1', stage.signal);
    await stage.log.until(({ heard }) => heard.some((item) => item.id === id));
    same((await stage.transcript()).filter((text) => text === 'Only once').length, 1);
    same(stage.log.links, ['up', 'reconnecting', 'up']);
  });

  it('a connection token that is short-lived does not make the client ask for ever', async () => {
    await stage.simulator.turn({ connectionTokenSeconds: 30 });
    await stage.opened();
    await stage.say('Hello');
    await stage.log.until(({ texts }) => texts.includes('Hello'));
    same(await stage.simulator.calls('CreateParticipantConnection'), 1);
  });

  it('a device whose clock is a day ahead chats like any other', async () => {
    await stage.simulator.ask('clock', 'POST', { hold: Date.now() - 25 * 3_600_000 });
    const ahead = await RealStage.in(stage.simulator);
    await ahead.opened();
    await ahead.say('Hello');
    await ahead.log.until(({ texts }) => texts.includes('Hello'));
    ahead.connection.close();
    same(await stage.simulator.calls('CreateParticipantConnection'), 1);
  });

  it('a device that was offline is back with a new socket, and leaves the old one', async () => {
    await stage.opened();
    stage.network.change('offline');
    stage.network.change('online');
    await stage.log.until(({ links }) => links.at(-1) === 'up' && links.length > 1);
    same(stage.log.links, ['up', 'offline', 'reconnecting', 'up']);
    await stage.sockets(1);
  });

  it('letting go while the first answer is on its way leaves no socket behind', async () => {
    const abort = new AbortController();
    const opening = stage.connection.open(stage.ticket, stage.log.listener, abort.signal).catch(() => {});
    await stage.simulator.fault({ route: 'CreateParticipantConnection', act: 'pass', delayMs: 200, times: 1 });
    abort.abort();
    await opening;
    await stage.opened();
    await stage.sockets(1);
    stage.connection.close();
    await stage.sockets(0);
  });
});
