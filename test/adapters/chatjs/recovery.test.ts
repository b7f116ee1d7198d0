import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Stage } from './stage.js';

describe('A connection that breaks', () => {
  it('survives one failed request on the way back, after which the client would stay dead', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.nextConnections = ['network'];
    stage.service.latest.kill();
    await stage.clock.advance(1_000);
    stage.service.say('Are you there?');
    await stage.clock.settle();
    assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
    assert.deepEqual(stage.texts, ['Are you there?']);
    assert.equal(stage.service.sessions.length, 2);
    assert.equal(stage.service.openSockets, 1);
  });

  for (const status of [429, 500] as const) {
    it(`survives a service that answers ${status} on the way back`, async () => {
      const stage = await new Stage().opened();
      await stage.clock.advance(60_000);
      stage.service.nextConnections = [status, status];
      stage.service.latest.kill();
      await stage.clock.advance(status === 429 ? 50_000 : 2_000);
      assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
    });
  }

  it('is back at once after a lost socket, with a single request for a new one', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.latest.kill();
    await stage.clock.settle();
    assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
    assert.equal(stage.service.connections, 2);
    assert.equal(stage.service.sessions.length, 1);
  });

  it('does not believe a chat over because of one false refusal', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.nextConnections = [403];
    stage.service.latest.kill();
    await stage.clock.advance(2_000);
    assert.equal(stage.isOver, false);
    assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
    assert.equal(stage.service.connections, 3);
  });

  it('believes it at the second refusal: the agent ended the chat while the socket was down', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.connection = 403;
    stage.service.latest.kill();
    await stage.clock.advance(60_000);
    assert.equal(stage.isOver, true);
    assert.equal(stage.service.connections, 3);
    assert.equal(stage.clock.pending, 0);
    assert.equal(stage.network.watchers, 0);
  });

  it('notices a half-open socket, says so, and has everything back once a heartbeat is answered', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.latest.deaf = true;
    await stage.clock.advance(25_000);
    assert.deepEqual(stage.links, ['up', 'up', 'reconnecting', 'up']);
  });

  it('replaces a link whose half-open socket the client cannot mend', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.latest.deaf = true;
    stage.service.nextConnections = ['hang'];
    await stage.clock.advance(40_000);
    assert.deepEqual(stage.links, ['up', 'up', 'reconnecting', 'up']);
    assert.equal(stage.service.sessions.length, 2);
    assert.equal(stage.service.openSockets, 1);
  });

  it('replaces a link whose upgrade nobody answers', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.upgrade = 'hang';
    stage.service.latest.kill();
    await stage.clock.advance(5_000);
    stage.service.upgrade = 'accept';
    await stage.clock.advance(5_000);
    assert.deepEqual(stage.links, ['up', 'reconnecting', 'up']);
    assert.equal(stage.service.sessions.length, 2);
  });

  it('asks gently while sockets are refused: the client alone would ask 25 times a second', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    const before = stage.service.connections;
    stage.service.upgrade = 'refuse';
    stage.service.latest.kill();
    await stage.clock.advance(20_000);
    assert.ok(stage.service.connections - before <= 10, `${stage.service.connections - before} requests in 20 s`);
    stage.service.upgrade = 'accept';
    await stage.clock.advance(46_000);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('replaces a socket that has been silent for half a minute although the client is content', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    const { latest } = stage.service;
    latest.emit = () => {};
    await stage.clock.advance(30_000);
    assert.deepEqual(stage.links, ['up', 'up', 'reconnecting', 'up']);
    assert.equal(stage.service.sessions.length, 2);
  });

  it('says that something may be missing as soon as one heartbeat is, and asks for no new link yet', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.latest.deaf = true;
    await stage.clock.advance(13_000);
    assert.deepEqual([stage.links, stage.service.connections], [['up', 'up'], 1]);
  });

  it('asks nothing of the kind while nobody looks', async () => {
    const stage = await new Stage().opened();
    stage.network.change('hidden');
    stage.service.latest.deaf = true;
    await stage.clock.advance(15_000);
    assert.deepEqual(stage.links, ['up']);
  });

  it('replaces a socket that is open but brings back nothing the customer sends', async () => {
    const stage = await new Stage().opened();
    stage.service.subscribed = false;
    await stage.connection.send('Hello?', 't-1', stage.signal);
    await stage.clock.advance(6_000);
    assert.equal(stage.service.sessions.length, 2);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('does not reconnect for ever because of a service that never echoes', async () => {
    const stage = await new Stage().opened();
    stage.service.subscribed = false;
    for (let count = 0; count < 6; count++) {
      await stage.connection.send('Hello?', `t-${count}`, stage.signal);
      await stage.clock.advance(20_000);
    }
    assert.equal(stage.service.sessions.length, 3);
  });

  it('leaves no socket behind, however often it was rebuilt', async () => {
    const stage = await new Stage().opened();
    for (let count = 0; count < 5; count++) {
      await stage.clock.advance(60_000);
      stage.service.nextConnections = ['network'];
      stage.service.latest.kill();
      await stage.clock.advance(5_000);
    }
    assert.equal(stage.service.openSockets, 1);
    stage.connection.close();
    assert.equal(stage.service.openSockets, 0);
    assert.equal(stage.clock.pending, 0);
    assert.equal(stage.network.watchers, 0);
  });
});

describe('A device that loses its network', () => {
  it('says offline, and is back right after', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.network.change('offline');
    stage.service.online = false;
    stage.service.latest.kill();
    await stage.clock.advance(300_000);
    stage.service.online = true;
    stage.network.change('online');
    await stage.clock.advance(600);
    assert.deepEqual(stage.links, ['up', 'offline', 'reconnecting', 'up']);
    assert.equal(stage.service.connections, 2);
  });

  it('is back without being told so by the browser', async () => {
    const stage = await new Stage().opened();
    stage.network.change('offline');
    stage.service.online = false;
    stage.service.latest.kill();
    await stage.clock.advance(60_000);
    stage.service.online = true;
    await stage.clock.advance(30_000);
    assert.deepEqual(stage.links, ['up', 'offline', 'up']);
  });

  it('trusts an answered heartbeat more than the browser', async () => {
    const stage = await new Stage().opened();
    stage.network.change('offline');
    await stage.clock.advance(11_000);
    assert.deepEqual(stage.links, ['up', 'offline', 'up']);
  });

  it('does not count the silence of a hidden page, and looks when somebody comes back', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(15_000);
    stage.network.change('hidden');
    stage.service.latest.emit = () => {};
    await stage.clock.advance(600_000);
    assert.equal(stage.service.sessions.length, 1);
    stage.network.change('visible');
    assert.deepEqual(stage.links, ['up', 'up'], 'the transcript is asked for what was missed');
    await stage.clock.advance(13_000);
    assert.equal(stage.service.sessions.length, 2);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('changes nothing when a page is looked at again after a moment', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(15_000);
    stage.network.change('hidden');
    await stage.clock.advance(3_000);
    stage.network.change('visible');
    stage.connection.check();
    assert.deepEqual(stage.links, ['up']);
  });

  it('is not kept from noticing a dead socket by somebody who keeps looking', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(15_000);
    stage.service.latest.emit = () => {};
    for (let count = 0; count < 10; count++) {
      await stage.clock.advance(5_000);
      stage.network.change('visible');
      stage.connection.check();
    }
    assert.equal(stage.service.sessions.length, 2);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('asks the transcript after a freeze, even when the socket seems to have held', async () => {
    const stage = await new Stage().opened();
    stage.network.change('resumed');
    assert.deepEqual(stage.links, ['up', 'up']);
  });

  it('does not wait for its turn when the customer asks to try now', async () => {
    const stage = await new Stage().opened();
    await stage.clock.advance(60_000);
    stage.service.connection = 500;
    stage.service.latest.kill();
    await stage.clock.advance(60_000);
    stage.service.connection = 'ok';
    stage.connection.check();
    await stage.clock.settle();
    assert.equal(stage.links.at(-1), 'up');
  });
});
