import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MemoryBroker } from '../../../src/adapters/memory/broker.js';
import { MemoryConnection } from '../../../src/adapters/memory/connection.js';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { sampleMessage } from '../../../src/adapters/memory/samples.js';
import type { ChatRequest } from '../../../src/core/chat/ports.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { unreadCount } from '../../../src/core/chat/selectors.js';

/** A session over scripted ports; `again` is the same customer after a reload of the page. */
function setUp(changes: Parameters<typeof memoryPorts>[0] = {}) {
  const ports = memoryPorts(changes);
  const session = new ChatSession(ports, { displayName: 'Ada' });
  const { clock, connection } = ports;
  const texts = (of = session) =>
    of.store.state.items.map((item) => (item.kind === 'message' ? item.content.text : `(${item.what})`));
  const drafts = (of = session) => of.store.state.drafts.map(({ text, state }) => `${text}: ${state.name}`);
  const phase = (of = session) => of.store.state.phase.name;
  const reload = () => {
    connection.close();
    return new ChatSession(ports, { displayName: 'Ada' });
  };
  return { ...ports, session, clock, connection, texts, drafts, phase, reload };
}

suite('starting', () => {
  test('a chat starts with one request, one connection and the transcript', async () => {
    const { broker, connection, phase, session } = setUp();
    await session.start();
    assert.deepEqual([phase(), broker.requests.length, connection.opened.length], ['live', 1, 1]);
    assert.equal(broker.requests[0]?.displayName, 'Ada');
  });

  test('a double click is one contact', async () => {
    const { broker, session } = setUp();
    await Promise.all([session.start(), session.start()]);
    await session.start();
    assert.equal(broker.requests.length, 1);
  });

  test('a passing failure is tried again under the same key', async () => {
    const { broker, clock, phase, session } = setUp();
    broker.failNext('token/timeout', { retryable: true });
    broker.failNext('token/busy', { retryable: true, retryAfterMs: 2_000 });
    const started = session.start();
    await clock.advance(10_000);
    await started;
    assert.equal(phase(), 'live');
    assert.equal(broker.requests.length, 3);
    assert.equal(new Set(broker.requests.map((request) => request.idempotencyKey)).size, 1);
  });

  test('a short pause the broker asks for is kept', async () => {
    const { broker, clock, session } = setUp();
    broker.failNext('token/busy', { retryable: true, retryAfterMs: 4_000 });
    const started = session.start();
    await clock.advance(3_900);
    assert.equal(broker.requests.length, 1);
    await clock.advance(100);
    await started;
    assert.equal(broker.requests.length, 2);
  });

  test('a long pause is not waited out in silence: the customer is told, and the intent is kept', async () => {
    const { broker, phase, session, storage } = setUp();
    broker.failNext('token/rate-limited', { retryable: true, retryAfterMs: 120_000 });
    await session.start();
    assert.deepEqual([phase(), broker.requests.length], ['failed', 1]);
    assert.equal(storage.saved.startKey, broker.requests[0]?.idempotencyKey);
  });

  test('a failure that stays is told, and trying again is one more click with the same intent', async () => {
    const { broker, clock, phase, session, storage } = setUp();
    for (let i = 0; i < 3; i++) broker.failNext('token/unavailable', { retryable: true });
    const started = session.start();
    await clock.advance(60_000);
    await started;
    assert.deepEqual(session.store.state.phase, { name: 'failed', code: 'token/unavailable', contact: undefined });
    assert.ok(storage.saved.startKey);
    await session.retry();
    assert.equal(phase(), 'live');
    assert.equal(new Set(broker.requests.map((request) => request.idempotencyKey)).size, 1);
    assert.equal(storage.saved.startKey, undefined);
  });

  test('a refusal for good is told at once, and the next try is a new intent', async () => {
    const { broker, session } = setUp();
    broker.failNext('token/forbidden');
    await session.start();
    assert.equal(broker.requests.length, 1);
    await session.retry();
    assert.notEqual(broker.requests[0]?.idempotencyKey, broker.requests[1]?.idempotencyKey);
  });

  test('an intent whose token is gone is replaced by a new one', async () => {
    const { broker, clock, phase, session } = setUp();
    broker.failNext('token/start-again');
    const started = session.start();
    await clock.advance(5_000);
    await started;
    assert.equal(phase(), 'live');
    assert.notEqual(broker.requests[0]?.idempotencyKey, broker.requests[1]?.idempotencyKey);
  });

  test('a reload during the start ends in the same contact', async () => {
    const first = setUp();
    first.broker.hold();
    void first.session.start();
    await first.clock.settle();
    const key = first.storage.saved.startKey;
    const second = setUp({ storage: first.storage, broker: first.broker });
    const started = second.session.start();
    first.broker.release();
    await started;
    assert.ok(key);
    assert.deepEqual(
      first.broker.requests.map((request) => request.idempotencyKey),
      [key, key],
    );
  });

  for (const [what, refused, contacts] of [
    ['is replaced by a fresh one, silently, once the service has refused it', true, ['c-1', 'c-2']],
    ['is kept where its contact was joined just before, or a clock jumped', false, ['c-1']],
  ] as const) {
    test(`a ticket that slept past its five minutes ${what}`, async () => {
      const { broker, chance, clock, connection, session } = setUp();
      await session.start();
      const ticket = { ...connection.opened[0]!, connectBy: clock.now() - 1, connected: false };
      const ports = { ...memoryPorts({ broker, clock }), chance };
      ports.storage.save({ ticket });
      if (refused) ports.connection.failOpen('connection/refused');
      const woken = new ChatSession(ports);
      await woken.resume();
      assert.equal(woken.store.state.phase.name, 'live');
      assert.deepEqual(
        ports.connection.opened.map(({ contactId }) => contactId),
        contacts,
      );
    });
  }

  test('a ticket the service refuses before it ever worked is replaced once, and only once', async () => {
    const { broker, connection, session } = setUp();
    connection.failOpen('connection/refused');
    connection.failOpen('connection/refused');
    await session.start();
    assert.equal(broker.requests.length, 2);
    assert.deepEqual(session.store.state.phase, { name: 'failed', code: 'connection/refused', contact: undefined });
  });

  test('a connection that never comes up ends in a sentence after 30 seconds, and trying again keeps the contact', async () => {
    const { broker, clock, connection, phase, session } = setUp();
    connection.holdOpen();
    const started = session.start();
    await clock.advance(30_000);
    await started;
    assert.equal(phase(), 'failed');
    assert.equal(clock.pending, 0);
    connection.releaseOpen();
    await session.retry();
    assert.deepEqual([phase(), broker.requests.length], ['live', 1]);
  });

  test('giving up while connecting leaves nothing behind', async () => {
    const { clock, connection, phase, session, storage } = setUp();
    connection.holdOpen();
    void session.start();
    await clock.settle();
    await session.end();
    await clock.settle();
    assert.deepEqual([phase(), storage.saved.ticket, clock.pending], ['ended', undefined, 0]);
  });
});

suite('ending before anything was connected', () => {
  test('a chat that is ended while it connects is stopped, so that nobody answers an empty one', async () => {
    const { broker, clock, connection, session, storage } = setUp();
    connection.holdOpen();
    void session.start();
    await clock.settle();
    await session.end();
    await clock.settle();
    assert.deepEqual([broker.stopped, storage.saved.unwanted], [['sample-handle'], undefined]);
  });

  test('a chat that failed to connect and is given up is stopped too', async () => {
    const { broker, clock, connection, phase, session } = setUp();
    connection.holdOpen();
    const started = session.start();
    await clock.advance(30_000);
    await started;
    await session.end();
    await clock.settle();
    assert.deepEqual([phase(), broker.stopped], ['ended', ['sample-handle']]);
  });

  test('a request on its way when the customer gives up is not cut off, and what comes of it is stopped', async () => {
    const { broker, clock, phase, session, storage } = setUp();
    broker.hold();
    void session.start();
    await clock.settle();
    await session.end();
    assert.deepEqual([phase(), broker.stopped], ['idle', []]);
    assert.deepEqual(storage.saved.unwanted?.length, 1);
    broker.release();
    await clock.settle();
    assert.deepEqual([broker.requests.length, broker.stopped], [1, ['sample-handle']]);
    assert.deepEqual([storage.saved.unwanted, clock.pending], [undefined, 0]);
  });

  test('a request that was refused made nothing, and giving it up asks for nothing', async () => {
    const { broker, clock, session } = setUp();
    broker.failNext('token/forbidden');
    await session.start();
    await session.end();
    await clock.settle();
    assert.deepEqual([broker.requests.length, broker.stopped], [1, []]);
  });

  test('a request nobody answered may have made a contact: it is asked for again, and stopped', async () => {
    const { broker, clock, session } = setUp();
    for (let time = 0; time < 4; time++) broker.failNext('token/timeout', { retryable: true });
    const started = session.start();
    await clock.advance(20_000);
    await started;
    await session.end();
    await clock.advance(20_000);
    assert.equal(new Set(broker.requests.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
    assert.deepEqual([broker.requests.length, broker.stopped], [5, ['sample-handle']]);
  });

  test('a new start does not get the contact that was called off', async () => {
    const { broker, clock, session } = setUp();
    broker.hold();
    void session.start();
    await clock.settle();
    await session.end();
    void session.start();
    await clock.settle();
    broker.release();
    await clock.settle();
    assert.equal(new Set(broker.requests.map(({ idempotencyKey }) => idempotencyKey)).size, 2);
    assert.deepEqual(session.ticket?.contactId, 'c-2');
    assert.deepEqual(broker.stopped.length, 1);
  });

  test('nor does it get what was written for that one', async () => {
    const { broker, clock, connection, session } = setUp();
    broker.hold();
    void session.start();
    await clock.settle();
    session.send('Never mind');
    await session.end();
    session.send('Nor this');
    await session.end();
    broker.release();
    void session.start();
    await clock.settle();
    session.send('Hello');
    await clock.settle();
    assert.deepEqual(
      connection.sent.map(({ text }) => text),
      ['Hello'],
    );
    assert.deepEqual(
      session.store.state.drafts.map(({ state, text }) => [text, state]),
      ['Never mind', 'Nor this'].map((text) => [text, { name: 'failed', code: 'message/ended' }]),
    );
  });

  test('at a closed door what was written waits until it is open', async () => {
    const { clock, connection, phase, session } = setUp();
    let isOpen = false;
    session.gate = async () => isOpen;
    const started = session.start();
    session.send('Hello');
    await clock.settle();
    await started;
    assert.deepEqual([phase(), session.store.state.drafts[0]?.state.name], ['idle', 'waiting']);
    isOpen = true;
    void session.start();
    await clock.settle();
    assert.deepEqual(
      connection.sent.map(({ text }) => text),
      ['Hello'],
    );
  });

  test('stopping is tried again until it is done, also by the next page', async () => {
    const { broker, clock, connection, reload, session, storage } = setUp();
    broker.failStop('token/unavailable', { retryable: true });
    broker.failStop('token/network', { retryable: true });
    connection.holdOpen();
    void session.start();
    await clock.settle();
    await session.end();
    await clock.settle();
    assert.deepEqual([broker.stopped, storage.saved.unwanted], [[], [{ handle: 'sample-handle' }]]);
    session.letGo();
    await reload().resume();
    await clock.advance(20_000);
    assert.deepEqual([broker.stopped, storage.saved.unwanted], [['sample-handle'], undefined]);
  });

  test('a start that was called off is asked about by the next page too, while its contact may be joined', async () => {
    for (const [ms, stopped] of [
      [10_000, ['sample-handle']],
      [400_000, []],
    ] as const) {
      const { broker, clock, reload, session, storage } = setUp();
      broker.hold();
      void session.start();
      await clock.settle();
      await session.end();
      session.letGo();
      await clock.advance(ms);
      broker.release();
      await reload().resume();
      await clock.settle();
      assert.deepEqual([broker.stopped, storage.saved.unwanted], [stopped, undefined]);
    }
  });

  test('a stop that is refused for good is not asked for again, and one is not asked for where the broker cannot', async () => {
    const { clock, connection, phase, session, storage, ...ports } = setUp();
    ports.broker.failStop('token/forbidden');
    connection.holdOpen();
    void session.start();
    await clock.settle();
    await session.end();
    await clock.settle();
    assert.deepEqual([ports.broker.stopped, storage.saved.unwanted, clock.pending], [[], undefined, 0]);

    const startChat = (request: ChatRequest, signal: AbortSignal) => ports.broker.startChat(request, signal);
    const other = new ChatSession({ ...ports, clock, storage, broker: { startChat } });
    void other.start();
    await clock.settle();
    await other.end();
    await clock.settle();
    assert.deepEqual([phase(other), ports.broker.stopped, storage.saved.unwanted], ['ended', [], undefined]);
  });

  test('whoever goes for good leaves nothing behind, and what was called off is stopped all the same', async () => {
    const { broker, clock, connection, session, storage } = setUp();
    broker.failStop('token/unavailable', { retryable: true });
    connection.holdOpen();
    void session.start();
    await clock.settle();
    await session.end();
    session.shutdown();
    await clock.advance(20_000);
    assert.deepEqual([broker.stopped, storage.saved.unwanted], [['sample-handle'], undefined]);
  });
});

suite('writing', () => {
  test('what is written before the connection is up goes out in order once it is', async () => {
    const { broker, clock, connection, drafts, session, texts } = setUp();
    broker.hold();
    const started = session.start();
    session.send('one');
    session.send('two');
    await clock.settle();
    assert.deepEqual(drafts(), ['one: waiting', 'two: waiting']);
    broker.release();
    await started;
    await clock.settle();
    assert.deepEqual(texts(), ['one', 'two']);
    assert.deepEqual(
      connection.sent.map(({ text }) => text),
      ['one', 'two'],
    );
  });

  test('whoever writes while the link is down does not wait for their turn, and what is typed asks for nothing', async () => {
    const { connection, session } = setUp();
    await session.start();
    session.send('one');
    connection.drop();
    session.note('tw');
    assert.equal(connection.checks, 0);
    session.send('two');
    assert.equal(connection.checks, 1);
  });

  test('blank text is no message', async () => {
    const { session } = setUp();
    await session.start();
    session.send(' \n ');
    assert.deepEqual(session.store.state.drafts, []);
  });

  test('a timeout is an unknown outcome: the next attempt carries the same token and nothing is doubled', async () => {
    const { clock, connection, session, texts, drafts } = setUp();
    await session.start();
    connection.nextSend({ echo: 'never', answer: 'message/unconfirmed', retryable: true });
    session.send('hello');
    await clock.settle();
    assert.deepEqual(drafts(), ['hello: unknown']);
    await clock.advance(5_000);
    assert.deepEqual([texts(), drafts()], [['hello'], []]);
    assert.equal(connection.sent.length, 2);
    assert.equal(new Set(connection.sent.map(({ clientToken }) => clientToken)).size, 1);
  });

  test('an unknown outcome found in the transcript is settled without sending again', async () => {
    const { clock, connection, session, texts } = setUp();
    await session.start();
    connection.nextSend({ echo: 'never', answer: 'message/unconfirmed', retryable: true });
    session.send('hello');
    await clock.settle();
    connection.drop();
    connection.restore();
    await clock.advance(60_000);
    assert.deepEqual([texts(), connection.sent.length], [['hello'], 1]);
  });

  test('a busy service is passing weather: messages wait their turn and keep their order', async () => {
    const { clock, connection, session, texts } = setUp();
    await session.start();
    for (let i = 0; i < 3; i++)
      connection.nextSend({ echo: 'not-taken', answer: 'message/throttled', retryable: true });
    session.send('one');
    session.send('two');
    await clock.advance(120_000);
    assert.deepEqual(texts(), ['one', 'two']);
    assert.deepEqual(
      connection.sent.map(({ text }) => text),
      ['one', 'one', 'one', 'one', 'two'],
    );
  });

  test('a refused message is told on the message, and the next one goes', async () => {
    const { clock, connection, drafts, session, texts } = setUp();
    await session.start();
    connection.nextSend({ echo: 'not-taken', answer: 'message/rejected' });
    session.send('bad');
    session.send('good');
    await clock.settle();
    assert.deepEqual([texts(), drafts()], [['good'], ['bad: failed']]);
    const { localId } = session.store.state.drafts[0]!;
    session.retryDraft(localId);
    await clock.settle();
    assert.deepEqual([texts(), drafts()], [['good', 'bad'], []]);
  });

  test('a failed message can be taken back, for editing', async () => {
    const { clock, connection, session } = setUp();
    await session.start();
    connection.nextSend({ echo: 'not-taken', answer: 'message/too-long' });
    session.send('very long');
    await clock.settle();
    const { localId } = session.store.state.drafts[0]!;
    assert.equal(session.discardDraft(localId), 'very long');
    assert.deepEqual(session.store.state.drafts, []);
  });

  test('nothing is sent while the link is down, and everything after it', async () => {
    const { clock, connection, session, texts, drafts } = setUp();
    await session.start();
    connection.drop('offline');
    session.send('later');
    await clock.advance(60_000);
    assert.deepEqual([drafts(), connection.sent.length], [['later: waiting'], 0]);
    connection.restore();
    await clock.settle();
    assert.deepEqual(texts(), ['later']);
  });

  test('typing is told at most every ten seconds, and only while it can arrive', async () => {
    const { clock, connection, session } = setUp();
    session.note('H');
    await session.start();
    for (const text of ['He', 'Hel', 'Hell']) session.note(text);
    assert.equal(connection.typings, 1);
    await clock.advance(10_000);
    session.note('Hello');
    session.note('');
    assert.equal(connection.typings, 2);
    connection.drop();
    await clock.advance(10_000);
    session.note('Hello?');
    assert.equal(connection.typings, 2);
  });
});

suite('listening', () => {
  test('a message that got lost on the socket is on screen within a minute, also after a long silence', async () => {
    for (const random of [0, 0.999]) {
      const { clock, connection, session, texts } = setUp({ chance: { random: () => random, newId: () => 'id' } });
      await session.start();
      await clock.advance(3_600_000);
      connection.conversation.push(sampleMessage('m-lost', 'Still there?', clock.now()));
      await clock.advance(60_000);
      assert.deepEqual(texts(), ['Still there?']);
    }
  });

  test('what was said during a gap is filled in from the transcript, in order', async () => {
    const { clock, connection, session, texts } = setUp();
    await session.start();
    connection.say('before');
    connection.drop();
    for (let i = 0; i < 230; i++) connection.say(`missed ${i}`);
    connection.restore();
    connection.say('after');
    await clock.settle();
    const expected = ['before', ...Array.from({ length: 230 }, (_, i) => `missed ${i}`), 'after'];
    assert.deepEqual(texts(), expected);
    assert.equal(session.store.state.synced, true);
  });

  test('a transcript that fails is asked again until it answers', async () => {
    const { clock, connection, session, texts } = setUp();
    await session.start();
    connection.drop();
    connection.say('missed');
    for (let i = 0; i < 4; i++) connection.failTranscript();
    connection.restore();
    await clock.advance(60_000);
    assert.deepEqual(texts(), ['missed']);
  });

  test('a link that drops while the gap is being filled leaves the conversation marked incomplete', async () => {
    const { clock, connection, session, texts } = setUp();
    await session.start();
    connection.say('first');
    connection.drop();
    connection.say('missed one');
    connection.failTranscript();
    connection.restore();
    await clock.settle();
    connection.drop();
    assert.equal(session.store.state.synced, false);
    connection.say('missed two');
    connection.restore();
    await clock.advance(60_000);
    assert.deepEqual(texts(), ['first', 'missed one', 'missed two']);
  });

  test('a long conversation loads its newest two pages first and older ones when asked', async () => {
    const { clock, connection, session } = setUp();
    for (let i = 0; i < 350; i++) connection.say(`line ${i}`);
    await session.start();
    await clock.settle();
    const counts = [session.store.state.items.length];
    await session.loadEarlier();
    counts.push(session.store.state.items.length);
    connection.failTranscript(); // The page did not outlive its connection: the oldest item tells where to go on.
    await session.loadEarlier();
    counts.push(session.store.state.items.length);
    assert.deepEqual(counts, [200, 300, 350]);
    assert.equal(session.store.state.earlier.name, 'none');
  });

  test('unread counts what others said since the customer looked', async () => {
    const { connection, session } = setUp();
    await session.start();
    connection.say('one');
    session.markRead();
    connection.say('two');
    connection.notice('joined');
    connection.say('three');
    assert.equal(unreadCount(session.store.state), 2);
    session.markRead();
    assert.equal(unreadCount(session.store.state), 0);
  });
});

suite('ending', () => {
  test('ending asks the service and keeps the conversation open until it says so', async () => {
    const { clock, connection, phase, session } = setUp();
    connection.endsWhenAsked = false;
    await session.start();
    await session.end();
    await clock.settle();
    assert.deepEqual([phase(), connection.endings], ['live', 1]);
    connection.say('One question before you go');
    session.send('yes');
    await clock.settle();
    connection.finish();
    assert.deepEqual(session.store.state.phase, { name: 'ended', contactId: 'c-1', by: 'customer' });
  });

  test('an end asked for without a link is told as soon as there is one', async () => {
    const { clock, connection, phase, session } = setUp();
    await session.start();
    connection.drop('offline');
    await session.end();
    assert.equal(connection.endings, 0);
    connection.restore();
    await clock.settle();
    assert.deepEqual([connection.endings, phase()], [1, 'ended']);
  });

  test('starting again makes a new contact under the old conversation', async () => {
    const { broker, clock, connection, session, texts } = setUp();
    await session.start();
    connection.say('bye');
    connection.finish();
    await session.start();
    connection.say('hello again');
    await clock.settle();
    assert.equal(broker.requests.length, 2);
    assert.deepEqual(texts(), ['bye', '(ended)', 'hello again']);
  });

  test('shutting down forgets everything on this device and leaves the contact alone', async () => {
    const { clock, connection, session, storage } = setUp();
    await session.start();
    session.note('half a sent');
    session.shutdown();
    assert.deepEqual([storage.saved, connection.endings, connection.isOpen], [{}, 0, false]);
    assert.equal(clock.pending, 0);
  });
});

suite('reloading', () => {
  test('the conversation is on screen at once and goes on in the same contact', async () => {
    const { broker, clock, connection, reload, session, texts, phase } = setUp();
    await session.start();
    connection.say('before the reload');
    session.send('mine');
    await clock.settle();
    session.note('half a sent');
    const next = reload();
    connection.say('during the reload');
    const resumed = next.resume();
    await Promise.resolve();
    await clock.settle();
    await resumed;
    assert.deepEqual(texts(next), ['before the reload', 'mine', 'during the reload']);
    assert.deepEqual([phase(next), next.store.state.typed], ['live', 'half a sent']);
    assert.equal(broker.requests.length, 1);
  });

  test('a message on its way when the page went arrives exactly once', async () => {
    const { clock, connection, reload, session, texts, drafts } = setUp();
    await session.start();
    connection.nextSend({ echo: 'never', answer: 'held' });
    session.send('in flight');
    await clock.settle();
    const next = reload();
    await next.resume();
    await clock.advance(5_000);
    assert.deepEqual([texts(next), drafts(next)], [['in flight'], []]);
    assert.equal(connection.conversation.length, 1);
  });

  test('a chat that ended meanwhile is told as ended, with the conversation still there', async () => {
    const { connection, reload, session, phase, texts } = setUp();
    await session.start();
    connection.say('before');
    const next = reload();
    connection.failOpen('connection/refused');
    await next.resume();
    assert.deepEqual([phase(next), texts(next)], ['ended', ['before']]);
  });

  test('with nothing kept, nothing is started', async () => {
    const { broker, phase, session } = setUp();
    await session.resume();
    assert.deepEqual([phase(), broker.requests.length], ['idle', 0]);
  });

  test('an end asked for while a reloaded page is still connecting reaches the service, not only the screen', async () => {
    const { clock, connection, reload, session, phase } = setUp();
    await session.start();
    const next = reload();
    connection.holdOpen();
    const resumed = next.resume();
    await clock.settle();
    await next.end();
    assert.deepEqual([phase(next), connection.endings], ['connecting', 0]);
    connection.releaseOpen();
    await resumed;
    await clock.settle();
    assert.deepEqual([phase(next), connection.endings], ['ended', 1]);
  });

  test('an end the customer asked for before the reload is still asked for after it', async () => {
    const { clock, connection, reload, session, phase } = setUp();
    await session.start();
    connection.drop();
    await session.end();
    const next = reload();
    await next.resume();
    await clock.settle();
    assert.deepEqual([connection.endings, phase(next)], [1, 'ended']);
  });
});

test('the log names codes and ids, and never what was said or who said it', async () => {
  const ports = memoryPorts({ broker: new MemoryBroker(), connection: new MemoryConnection() });
  const session = new ChatSession(ports, { displayName: 'Canary-Name' });
  await session.start();
  session.send('canary-text');
  ports.connection.nextSend({ echo: 'not-taken', answer: 'message/rejected' });
  session.send('canary-two');
  await ports.clock.settle();
  const log = JSON.stringify(ports.logger);
  assert.ok(log.includes('message.send-failed'));
  assert.ok(!/canary|sample-token|sample-handle/i.test(log));
});

suite('a browser that keeps nothing', () => {
  test('the chat says so, at once and when it changes, also after everything was forgotten', async () => {
    const ports = memoryPorts();
    ports.storage.keeps = false;
    const session = new ChatSession(ports);
    assert.equal(session.store.state.keeps, false);
    session.note('half a sen');
    session.shutdown();
    assert.equal(session.store.state.keeps, false);
    ports.storage.keeps = true;
    assert.equal(session.store.state.keeps, true);
  });
});
