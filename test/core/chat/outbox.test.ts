import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FixedChance } from '../../../src/adapters/memory/clock.js';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import type { ErrorCode } from '../../../src/core/errors.js';

/** A live session whose messages all meet `answer`, with what every roll of the dice gives. */
async function meeting(answer: ErrorCode, random: number) {
  const ports = memoryPorts({ chance: new FixedChance(random) });
  const session = new ChatSession(ports, { displayName: 'Ada' });
  await session.start();
  const { clock, connection } = ports;
  connection.sends({ echo: 'not-taken', answer, retryable: true });
  session.send('hello');
  await clock.settle();
  return { clock, connection, session, state: () => session.store.state };
}

/** Seconds between one attempt and the next, for a while. */
async function pauses({ clock, connection }: Awaited<ReturnType<typeof meeting>>, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let seconds = 0; found.length < count; seconds = 0) {
    const before = connection.sent.length;
    while (connection.sent.length === before) {
      await clock.advance(250);
      seconds += 0.25;
    }
    found.push(seconds);
  }
  return found;
}

suite('a message the service has no room for', () => {
  test('waits longer from try to try, at most 45 seconds, and is never given up', async () => {
    const scene = await meeting('message/throttled', 1);
    assert.deepEqual(await pauses(scene, 8), [2.25, 4.25, 8.25, 16.25, 32.25, 45.25, 45.25, 45.25]);
    assert.deepEqual(scene.state().drafts.length, 1);
    scene.connection.sends({});
    await scene.clock.advance(46_000);
    assert.deepEqual(scene.state().drafts, []);
  });

  test('is tried at any moment of that time, so that many customers do not come at once', async () => {
    assert.deepEqual(await pauses(await meeting('message/throttled', 0.5), 4), [1.25, 2.25, 4.25, 8.25]);
    assert.deepEqual(await pauses(await meeting('message/throttled', 0), 4), [0.25, 0.25, 0.25, 0.25]);
  });

  test('waits on when the link is only looked at, and goes at once when it is a new one', async () => {
    const { clock, connection } = await meeting('message/throttled', 1);
    connection.restore();
    await clock.settle();
    assert.equal(connection.sent.length, 1);
    connection.drop();
    connection.restore();
    await clock.settle();
    assert.equal(connection.sent.length, 2);
  });
});

suite('a message nobody answered for', () => {
  test('is asked about again within a quarter of a minute, however long it has been going on', async () => {
    const scene = await meeting('message/unconfirmed', 1);
    assert.deepEqual(await pauses(scene, 6), [1.25, 2.25, 4.25, 8.25, 15.25, 15.25]);
  });
});
