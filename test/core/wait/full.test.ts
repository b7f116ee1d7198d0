import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { memoryWaitPorts } from '../../../src/adapters/memory/wait-ports.js';
import { MemorySubject } from '../../../src/adapters/memory/wait-source.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { chatSubject } from '../../../src/core/wait/chat-subject.js';
import { WaitSession } from '../../../src/core/wait/session.js';

function setUp() {
  const ports = memoryWaitPorts();
  const source = new MemorySubject();
  const started: number[] = [];
  const chat = {
    start: () => Promise.resolve(void started.push(ports.clock.now())),
    goOn: () => Promise.resolve(undefined),
    moveTo: () => Promise.resolve(false),
  };
  const session = new WaitSession(ports, { source, chat });
  const full = () => session.store.state.full;
  return { ...ports, full, session, source, started };
}

suite('a full service', () => {
  test('is tried again by itself, never sooner than it asks for', async () => {
    const { clock, full, source, started } = setUp();
    const from = clock.now();
    source.refuse(20_000);
    const state = full();
    assert.ok(state.name === 'resting' && state.until !== undefined && state.until >= from + 20_000);
    await clock.advance(19_999);
    assert.deepEqual(started, []);
    await clock.advance(5_000);
    assert.deepEqual(started, [state.until]);
  });

  test('is said to be tried while it is, and is full no more once there is a contact', () => {
    const { full, source } = setUp();
    source.refuse();
    source.begin();
    assert.equal(full().name, 'trying');
    source.wait();
    assert.equal(full().name, 'none');
  });

  test('is left alone when the customer says so, and tried at once when they say that', async () => {
    const { clock, full, session, source, started } = setUp();
    source.refuse();
    session.stopTrying();
    assert.deepEqual(full(), { name: 'resting', until: undefined });
    await clock.advance(600_000);
    assert.equal(started.length, 0);
    session.tryNow();
    assert.equal(started.length, 1);
  });

  test('is not tried for ever: after eight times the customer is asked', async () => {
    const { clock, full, source, started } = setUp();
    for (let refusal = 0; refusal < 8; refusal++) {
      source.refuse();
      await clock.advance(60_000);
      assert.equal(started.length, refusal + 1);
      source.begin();
    }
    source.refuse();
    assert.deepEqual(full(), { name: 'resting', until: undefined });
  });

  test('is what a chat that was refused for want of room says, and nothing else', async () => {
    const ports = memoryPorts();
    const chat = new ChatSession(ports);
    const subject = chatSubject(chat);
    ports.broker.failNext('token/busy', { retryable: true, retryAfterMs: 15_000 });
    await chat.start();
    assert.equal(subject.refused()?.retryAfterMs, 15_000);
    ports.broker.failNext('token/forbidden');
    await chat.start();
    assert.equal(subject.refused(), undefined);
  });
});
