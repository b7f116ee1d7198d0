import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Stage, outcome } from './stage.js';

/** A connection whose transcript was read once, as it is after every opening. */
async function live(): Promise<Stage> {
  const stage = await new Stage().opened();
  await read(stage);
  return stage;
}

const read = (stage: Stage) => stage.connection.transcript({ limit: 15 }, stage.signal);

/** An item that reaches the transcript and no socket. */
function lose(stage: Stage, text: string): void {
  stage.service.subscribed = false;
  stage.service.say(text);
  stage.service.subscribed = true;
}

describe('A socket that keeps something to itself', () => {
  it('is replaced when the transcript has what it never carried, and nothing has come over it since', async () => {
    const stage = await live();
    stage.service.say('Hello');
    lose(stage, 'Anybody there?');
    await read(stage);
    await stage.clock.advance(5_000);
    assert.equal(stage.service.sessions.length, 2);
    assert.equal(stage.logger.count('link.deaf'), 1);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('is kept when it has lost one frame and carried the next', async () => {
    const stage = await live();
    lose(stage, 'Here it is');
    stage.service.say('Did you get it?');
    await stage.clock.settle();
    await read(stage);
    await stage.clock.advance(60_000);
    assert.equal(stage.service.sessions.length, 1);
  });

  it('is kept when the frame was only slower than the transcript', async () => {
    const stage = await live();
    stage.service.subscribed = false;
    const item = stage.service.say('On its way');
    stage.service.subscribed = true;
    await read(stage);
    await stage.clock.advance(1_000);
    stage.service.latest.receive(item);
    await stage.clock.advance(60_000);
    assert.equal(stage.service.sessions.length, 1);
  });

  it('is not blamed for what was said before it was there', async () => {
    const stage = await live();
    await stage.clock.advance(10_000);
    stage.service.nextConnections = ['network'];
    stage.service.latest.kill();
    for (let count = 0; count < 5; count++) stage.service.say(`missed ${count}`);
    await stage.clock.advance(3_000);
    await read(stage);
    await stage.clock.advance(60_000);
    assert.equal(stage.service.sessions.length, 2);
    assert.equal(stage.logger.count('link.deaf'), 0);
  });

  it('whose missing item is the end of the chat is asked about like any end', async () => {
    const stage = await live();
    stage.service.subscribed = false;
    stage.service.end();
    stage.service.connection = 403;
    await read(stage);
    await stage.clock.advance(10_000);
    assert.equal(stage.isOver, true);
  });

  it('is kept when an own message does not come back and others do', async () => {
    const stage = await live();
    stage.service.subscribed = false;
    await stage.connection.send('Hello', 't-1', stage.signal);
    stage.service.subscribed = true;
    stage.service.say('Yes?');
    await stage.clock.advance(60_000);
    assert.equal(stage.service.sessions.length, 1);
  });

  it('leaves nothing behind when it is let go of in the middle of a doubt', async () => {
    const stage = await live();
    lose(stage, 'Anybody there?');
    await read(stage);
    stage.connection.close();
    assert.equal(stage.clock.pending, 0);
    assert.equal(stage.network.watchers, 0);
  });
});

describe('A message nobody answered for', () => {
  it('is looked for before anybody is told so, and found when it got through', async () => {
    const stage = await live();
    stage.service.nextSends = ['hang'];
    const sending = outcome(stage.connection.send('Hello', 't-1', stage.signal));
    stage.service.subscribed = false;
    stage.service.take('t-1', 'Hello');
    stage.service.subscribed = true;
    await stage.clock.advance(15_000);
    assert.deepEqual(stage.texts, ['Hello'], 'heard before the outcome is told');
    assert.equal((await sending).code, 'message/unconfirmed');
  });

  it('does not keep the next one waiting once another link is up', async () => {
    const stage = await live();
    await stage.clock.advance(60_000);
    stage.service.nextSends = ['hang'];
    const sending = outcome(stage.connection.send('Hello', 't-1', stage.signal));
    await stage.clock.settle();
    stage.service.nextConnections = ['network'];
    stage.service.latest.kill();
    await stage.clock.advance(2_000);
    assert.equal(stage.links.at(-1), 'up');
    assert.equal((await sending).code, 'message/unconfirmed');
  });
});

describe('Where the service has no room', () => {
  it('typing is told to nobody for a while: messages come first', async () => {
    const stage = await live();
    stage.service.nextSends = [429];
    await outcome(stage.connection.send('Hello', 't-1', stage.signal));
    stage.connection.typing();
    assert.equal(stage.service.typings, 0);
    await stage.clock.advance(30_000);
    stage.connection.typing();
    assert.equal(stage.service.typings, 1);
  });
});
