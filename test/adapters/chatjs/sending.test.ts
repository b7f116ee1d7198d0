import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Stage, outcome } from './stage.js';

describe('A send', () => {
  it('that is refused while the link looks fine goes out again on a new link, under the same token', async () => {
    const stage = await new Stage().opened();
    stage.service.nextSends = [403];
    const sending = outcome(stage.connection.send('Hello', 't-1', stage.signal));
    await stage.clock.advance(1_000);
    const { value } = await sending;
    assert.ok(value?.id);
    assert.deepEqual(stage.service.tokens, ['t-1']);
    assert.equal(stage.service.sessions.length, 2);
    assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
  });

  it('that is refused again is refused: no second link within a minute', async () => {
    const stage = await new Stage().opened();
    stage.service.send = 403;
    const sending = outcome(stage.connection.send('Hello', 't-1', stage.signal));
    await stage.clock.advance(1_000);
    assert.deepEqual(await sending, { code: 'message/rejected', retryable: false });
    const another = outcome(stage.connection.send('Hello', 't-2', stage.signal));
    await stage.clock.advance(3_000);
    assert.deepEqual(await another, { code: 'message/rejected', retryable: false });
    assert.equal(stage.service.sessions.length, 2);
  });

  it('to a chat that turns out to be over says so', async () => {
    const stage = await new Stage().opened();
    stage.service.send = 403;
    stage.service.connection = 403;
    const sending = outcome(stage.connection.send('Hello', 't-1', stage.signal));
    await stage.clock.advance(5_000);
    assert.equal((await sending).code, 'message/ended');
    assert.equal(stage.isOver, true);
  });

  it('that nobody answers has an unknown outcome after 15 s', async () => {
    const stage = await new Stage().opened();
    stage.service.nextSends = ['hang'];
    const sending = outcome(stage.connection.send('Hello', 't-1', stage.signal));
    await stage.clock.advance(15_000);
    assert.equal((await sending).code, 'message/unconfirmed');
  });

  it('cut off by the network has an unknown outcome too: it may have arrived', async () => {
    const stage = await new Stage().opened();
    stage.service.nextSends = ['network'];
    assert.equal((await outcome(stage.connection.send('Hello', 't-1', stage.signal))).code, 'message/unconfirmed');
  });

  it('is asked to slow down, or told that the text is not acceptable', async () => {
    const stage = await new Stage().opened();
    stage.service.nextSends = [429, 400];
    assert.deepEqual(await outcome(stage.connection.send('One', 't-1', stage.signal)), {
      code: 'message/throttled',
      retryable: true,
    });
    assert.deepEqual(await outcome(stage.connection.send('Two', 't-2', stage.signal)), {
      code: 'message/rejected',
      retryable: false,
    });
  });

  it('longer than the service takes is not sent at all', async () => {
    const stage = await new Stage().opened();
    const text = 'ü'.repeat(8_193);
    assert.equal((await outcome(stage.connection.send(text, 't-1', stage.signal))).code, 'message/too-long');
    assert.deepEqual(stage.service.tokens, []);
  });

  it('that is throttled after the chat was closed leaves nothing running', async () => {
    const stage = await new Stage().opened();
    stage.service.nextSends = [429];
    const sending = outcome(stage.connection.send('Late', 't-1', stage.signal));
    stage.connection.close();
    await stage.clock.settle();
    await sending;
    assert.equal(stage.clock.pending, 0);
  });
});
