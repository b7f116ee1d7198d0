import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { memoryPorts, type MemoryPorts } from '../../src/adapters/memory/ports.js';
import { lateSession, type Early } from '../../src/app/late-session.js';
import type { ChatControl } from '../../src/core/chat/control.js';
import { ChatSession } from '../../src/core/chat/session.js';
import type { ChatState } from '../../src/core/chat/state.js';

let ports: MemoryPorts;
let real: ChatSession;
/** Lets the code arrive, or fail to. */
let arrive: () => void;
let fail: () => void;
let loads: number;
let chat: ChatControl;
let seen: ChatState[];
/** What a reload would have found, newest last. */
let kept: (Early | false)[];

beforeEach(() => setUp(undefined));

/** `before`: what the last page had kept. */
function setUp(before: Early | undefined): void {
  ports = memoryPorts();
  real = new ChatSession(ports);
  loads = 0;
  seen = [];
  kept = [];
  let ids = 0;
  chat = lateSession(
    () =>
      new Promise((resolve, reject) => {
        loads++;
        arrive = () => resolve(real);
        fail = () => reject(new TypeError('Failed to fetch'));
      }),
    () => `early-${++ids}`,
    before,
    (early) => kept.push(early && { drafts: early.drafts, typed: early.typed }),
  );
  chat.store.subscribe((state) => seen.push(state));
}

test('Nothing is loaded before somebody starts', () => {
  chat.note('Hel');
  chat.configure({ displayName: 'Maya' });
  assert.equal(loads, 0);
  assert.equal(chat.store.state.typed, 'Hel');
});

test('What was typed and sent before the code was there is in the chat, under the same key', async () => {
  const started = chat.start();
  assert.equal(chat.store.state.phase.name, 'requesting');
  chat.send('Is the blue one dishwasher safe?');
  chat.send('  ');
  chat.note('And the');
  assert.deepEqual(
    chat.store.state.drafts.map(({ localId, state, text }) => [localId, state.name, text]),
    [['early-1', 'waiting', 'Is the blue one dishwasher safe?']],
  );
  arrive();
  await started;
  await ports.clock.settle();
  assert.equal(chat.store.state, real.store.state);
  assert.equal(chat.store.state.phase.name, 'live');
  assert.equal(chat.store.state.typed, 'And the');
  assert.deepEqual(
    chat.store.state.items.map((item) => [item.key, item.kind === 'message' && item.content.text]).slice(-1),
    [['early-1', 'Is the blue one dishwasher safe?']],
  );
  for (const state of seen)
    assert.ok(state.drafts.length + state.items.length > 0 || state === seen[0], 'it never vanished');
});

test('What would be lost with the page is kept as long as a chat is wanted and its code is not there', async () => {
  chat.note('Hel');
  assert.deepEqual(kept, [false]);
  const started = chat.start();
  chat.note('');
  chat.send('Hello');
  const drafts = [{ localId: 'early-1', text: 'Hello', state: { name: 'waiting' }, after: undefined }];
  assert.deepEqual(kept.at(-1), { drafts, typed: '' });
  fail();
  await started;
  assert.deepEqual(kept.at(-1), { drafts, typed: '' }, 'a reload may help');
  const again = chat.retry();
  arrive();
  await again;
  assert.equal(kept.at(-1), false);
  const { length } = kept;
  chat.note('And');
  assert.equal(kept.length, length);
});

test('What the last page had kept is there, is kept on, and reaches the chat under its keys', async () => {
  setUp({
    drafts: [{ localId: 'before-1', text: 'Hello', state: { name: 'waiting' }, after: undefined }],
    typed: 'And',
  });
  assert.deepEqual([chat.store.state.drafts[0]?.text, chat.store.state.typed], ['Hello', 'And']);
  const started = chat.start();
  chat.send('Again');
  const early = kept.at(-1);
  assert.ok(early);
  assert.deepEqual([early.drafts.map(({ localId }) => localId), early.typed], [['before-1', 'early-1'], 'And']);
  arrive();
  await started;
  await ports.clock.settle();
  assert.deepEqual(real.store.state.items.map(({ key }) => key).slice(-2), ['before-1', 'early-1']);
  assert.equal(real.store.state.typed, 'And');
  assert.equal(kept.at(-1), false);
});

test('Whoever ends before the code is there leaves nothing behind', async () => {
  void chat.start();
  chat.send('Hello');
  await chat.end();
  assert.equal(kept.at(-1), false);
});

test('Code that arrives says nothing of the box where nothing was typed: it may hold what another tab has', async () => {
  real.note('half a thought');
  const started = chat.start();
  arrive();
  await started;
  assert.equal(real.store.state.typed, 'half a thought');
  assert.equal(chat.store.state.typed, 'half a thought');
});

test('What the page said about its customer reaches the broker', async () => {
  chat.configure({ displayName: 'Maya' });
  const started = chat.start();
  chat.configure({ locale: 'de' });
  arrive();
  await started;
  const [request] = ports.broker.requests;
  assert.deepEqual([request?.displayName, request?.locale], ['Maya', 'de']);
});

test('Starting twice loads once', async () => {
  const both = Promise.all([chat.start(), chat.start()]);
  arrive();
  await both;
  assert.equal(loads, 1);
  assert.equal(ports.broker.requests.length, 1);
});

test('Code that does not load is told, keeps what was written, and is loaded again on the next start', async () => {
  const failed = chat.start();
  chat.send('Hello');
  fail();
  await failed;
  assert.deepEqual(chat.store.state.phase, { name: 'failed', code: 'connection/load-failed', contact: undefined });
  assert.equal(chat.store.state.drafts[0]?.text, 'Hello');
  const started = chat.retry();
  assert.equal(chat.store.state.phase.name, 'requesting');
  arrive();
  await started;
  await ports.clock.settle();
  assert.equal(loads, 2);
  assert.equal(chat.store.state.phase.name, 'live');
});

test('Whoever ends before the code is there never rings an agent', async () => {
  const started = chat.start();
  await chat.end();
  assert.equal(chat.store.state.phase.name, 'idle');
  arrive();
  await started;
  assert.equal(ports.broker.requests.length, 0);
});

test('What was written for a start that was called off before the code was there is not sent with the next one', async () => {
  void chat.start();
  chat.send('Never mind');
  await chat.end();
  arrive();
  await ports.clock.settle();
  const said = () => chat.store.state.drafts.map(({ state, text }) => [text, state.name]);
  assert.deepEqual(said(), [['Never mind', 'failed']]);
  void chat.start();
  chat.send('Hello');
  await ports.clock.settle();
  assert.deepEqual(said(), [['Never mind', 'failed']]);
  assert.deepEqual(
    ports.connection.sent.map(({ text }) => text),
    ['Hello'],
  );
});

test('What was written before a start that is wanted again is sent', async () => {
  void chat.start();
  chat.send('Hello');
  await chat.end();
  void chat.start();
  arrive();
  await ports.clock.settle();
  assert.deepEqual(
    ports.connection.sent.map(({ text }) => text),
    ['Hello'],
  );
});

test('After the code is there, every verb is the real session’s', async () => {
  const started = chat.start();
  arrive();
  await started;
  chat.send('One');
  await ports.clock.settle();
  assert.equal(ports.connection.sent.length, 1);
  chat.note('Two');
  assert.equal(real.store.state.typed, 'Two');
  chat.markRead();
  chat.check();
  await chat.loadEarlier();
  chat.retryDraft('none');
  assert.equal(chat.discardDraft('none'), '');
  await chat.end();
  await ports.clock.settle();
  assert.equal(chat.store.state, real.store.state);
  chat.shutdown();
  assert.equal(chat.store.state, real.store.state);
});

test('Shut down before the code is there, it forgets what is typed, and what earlier pages left behind', async () => {
  ports.storage.save({ typed: 'From an earlier page' });
  chat.note('Hel');
  chat.shutdown();
  assert.equal(chat.store.state.typed, '');
  arrive();
  await ports.clock.settle();
  assert.deepEqual([ports.storage.saved, kept.at(-1), chat.store.state.phase.name], [{}, false, 'idle']);
});

test('What is written after it was shut down, while the code is still on its way, is in the next chat', async () => {
  ports.storage.save({ typed: 'From an earlier page' });
  chat.shutdown();
  const started = chat.start();
  chat.send('Hello');
  arrive();
  await started;
  await ports.clock.settle();
  const { drafts, items, typed } = chat.store.state;
  assert.equal(typed, '');
  assert.equal(drafts.length + items.filter(({ kind }) => kind === 'message').length, 1);
});
