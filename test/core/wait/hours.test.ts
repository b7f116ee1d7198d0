import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { memoryWaitPorts } from '../../../src/adapters/memory/wait-ports.js';
import { MemorySubject } from '../../../src/adapters/memory/wait-source.js';
import { WaitSession } from '../../../src/core/wait/session.js';

function setUp() {
  const ports = memoryWaitPorts();
  const session = new WaitSession(ports, { source: new MemorySubject() });
  const hours = () => session.store.state.hours;
  return { ...ports, session, hours };
}

suite('what is open', () => {
  test('it is asked once for everybody who looks, and not again while the answer is good', async () => {
    const { broker, clock, hours, session } = setUp();
    await Promise.all([session.look(), session.look()]);
    assert.equal(hours().name, 'known');
    await clock.advance(14_999);
    await session.look();
    assert.equal(broker.count('availability'), 1);
    await clock.advance(1);
    await session.look();
    assert.equal(broker.count('availability'), 2);
  });

  test('while it is asked again, what was known stays on screen', async () => {
    const { broker, clock, hours, session } = setUp();
    await session.look();
    await clock.advance(20_000);
    broker.hold('availability');
    void session.look();
    await clock.settle();
    assert.equal(hours().name, 'known');
    broker.release('availability');
  });

  test('where nobody can be asked nothing is said about it, and it is asked again a little later', async () => {
    const { broker, clock, hours, session } = setUp();
    broker.fail('availability', 'token/network', { retryable: true });
    await session.look();
    await session.look();
    assert.deepEqual([hours().name, broker.count('availability')], ['failed', 1]);
    await clock.advance(5_000);
    await session.look();
    assert.equal(hours().name, 'known');
  });
});
