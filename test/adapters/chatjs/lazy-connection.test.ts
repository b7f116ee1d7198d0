import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lazyConnection } from '../../../src/adapters/chatjs/lazy-connection.js';
import { MemoryConnection } from '../../../src/adapters/memory/connection.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import { outcome } from './stage.js';

const never = new AbortController().signal;

describe('A connection that is loaded when it is opened', () => {
  it('says so when its code cannot be loaded, and can be tried again', async () => {
    const answers = [
      Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
      Promise.resolve(() => new MemoryConnection()),
    ];
    const connection = lazyConnection(() => answers.shift() ?? Promise.reject(new Error('asked too often')));
    assert.deepEqual(await outcome(connection.open(sampleTicket(), () => {}, never)), {
      code: 'connection/load-failed',
      retryable: true,
    });
    await connection.open(sampleTicket(), () => {}, never);
    assert.deepEqual(answers, []);
  });

  it('does not wait for code that does not come when whoever asked gives up', async () => {
    const abort = new AbortController();
    const connection = lazyConnection(() => new Promise(() => {}));
    const opening = outcome(connection.open(sampleTicket(), () => {}, abort.signal));
    abort.abort();
    assert.equal((await opening).code, 'connection/timeout');
  });

  it('opens nothing when it was closed while its code was loading', async () => {
    const inner = new MemoryConnection();
    const connection = lazyConnection(() => Promise.resolve(() => inner));
    const opening = outcome(connection.open(sampleTicket(), () => {}, never));
    connection.close();
    assert.equal((await opening).code, 'connection/lost');
    assert.deepEqual(inner.opened, []);
  });

  it('passes on every call once it is open', async () => {
    const inner = new MemoryConnection();
    const connection = lazyConnection(() => Promise.resolve(() => inner));
    await connection.open(sampleTicket(), () => {}, never);
    await connection.send('Hello', 'token', never);
    connection.typing();
    connection.check();
    await connection.transcript({ limit: 1 }, never);
    await connection.end(never);
    connection.close();
    assert.deepEqual(
      [inner.sent.length, inner.typings, inner.checks, inner.endings, inner.isOpen],
      [1, 1, 1, 1, false],
    );
  });
});
