import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Stage, outcome } from './stage.js';

describe('Opening a connection', () => {
  it('is done when a heartbeat was answered, not when the client says connected', async () => {
    const stage = new Stage();
    stage.service.upgrade = 'hang';
    let opened = false;
    const opening = stage.open().then(() => (opened = true));
    await stage.clock.advance(9_000);
    assert.equal(opened, false);
    assert.deepEqual(stage.links, []);
    stage.service.upgrade = 'accept';
    await stage.clock.advance(2_000);
    await opening;
    assert.deepEqual(stage.links, ['up']);
  });

  it('does without a heartbeat when the socket has been open for two seconds', async () => {
    const stage = new Stage();
    stage.service.heartbeats = false;
    const opening = stage.open();
    await stage.clock.advance(2_000);
    await opening;
    assert.deepEqual(stage.links, ['up']);
  });

  it('keeps trying through errors, throttling and requests nobody answers', async () => {
    const stage = new Stage();
    stage.service.nextConnections = [500, 'network', 429, 'hang'];
    const opening = stage.open();
    await stage.clock.advance(29_000);
    await opening;
    assert.equal(stage.service.connections, 5);
    assert.deepEqual(stage.links, ['up']);
  });

  it('asks once more when the service refuses the ticket, and then gives up', async () => {
    const stage = new Stage();
    stage.service.connection = 403;
    const opening = outcome(stage.open());
    await stage.clock.advance(2_000);
    assert.deepEqual(await opening, { code: 'connection/refused', retryable: false });
    assert.equal(stage.service.connections, 2);
    assert.deepEqual(stage.events, []);
    assert.equal(stage.clock.pending, 0);
  });

  it('gets over one false refusal', async () => {
    const stage = new Stage();
    stage.service.nextConnections = [403];
    const opening = stage.open();
    await stage.clock.advance(2_000);
    await opening;
    assert.deepEqual(stage.links, ['up']);
  });

  it('stops when whoever asked gives up, and leaves nothing behind', async () => {
    const stage = new Stage();
    stage.service.connection = 500;
    const opening = outcome(stage.open());
    await stage.clock.advance(5_000);
    stage.abort.abort();
    assert.equal((await opening).code, 'connection/timeout');
    assert.equal(stage.clock.pending, 0);
    assert.equal(stage.network.watchers, 0);
  });

  it('closes the socket of an answer that came after it was closed', async () => {
    const stage = new Stage();
    const opening = outcome(stage.open());
    stage.connection.close();
    assert.equal((await opening).code, 'connection/lost');
    await stage.clock.advance(60_000);
    assert.equal(stage.service.openSockets, 0);
    assert.deepEqual(stage.events, []);
    assert.equal(stage.clock.pending, 0);
  });

  it('works where the browser says there is no network although there is one', async () => {
    const stage = new Stage();
    stage.network.online = false;
    await stage.opened();
    assert.deepEqual(stage.links, ['up']);
  });

  it('is done at once when the network comes', async () => {
    const stage = new Stage();
    stage.network.online = stage.service.online = false;
    const opening = stage.open();
    await stage.clock.advance(60_000);
    stage.service.online = true;
    stage.network.change('online');
    await stage.clock.advance(500);
    await opening;
    assert.deepEqual(stage.links, ['up']);
    assert.equal(stage.service.connections, 1);
  });

  it('can be done again after it was closed', async () => {
    const stage = await new Stage().opened();
    stage.connection.close();
    await stage.opened();
    assert.deepEqual(stage.links, ['up', 'up']);
    assert.equal(stage.service.openSockets, 1);
  });
});

describe('An open connection', () => {
  it('passes on what is said, done and typed, and no token with it', async () => {
    const stage = await new Stage().opened();
    const agent = { ParticipantId: 'p-agent', ParticipantRole: 'AGENT', DisplayName: 'Ines' };
    const event = 'application/vnd.amazonaws.connect.event.';
    stage.service.publish({ Type: 'EVENT', ContentType: `${event}participant.joined`, ...agent });
    stage.service.publish({ Type: 'EVENT', ContentType: `${event}typing`, ...agent }, false);
    stage.service.publish({ Type: 'EVENT', ContentType: `${event}participant.idle`, ...agent }, false);
    stage.service.publish({
      Type: 'EVENT',
      ContentType: `${event}participant.displayname.updated`,
      ...agent,
      DisplayName: 'Ines B.',
    });
    stage.service.say('Hello');
    await stage.clock.settle();
    assert.deepEqual(
      stage.events.slice(1).map((each) => (each.type === 'heard' ? each.items[0]?.kind : each.type)),
      ['notice', 'typing', 'notice', 'renamed', 'message'],
    );
    assert.ok(!JSON.stringify(stage.events).includes('secret'));
  });

  it('ends when the service says so, after the last words were heard', async () => {
    const stage = await new Stage().opened();
    stage.service.say('Goodbye');
    stage.service.end();
    await stage.clock.settle();
    assert.deepEqual(
      stage.events.map(({ type }) => type),
      ['link', 'heard', 'heard', 'over'],
    );
    assert.equal(stage.clock.pending, 0);
    assert.equal(stage.network.watchers, 0);
    stage.service.say('Nobody hears this');
    await stage.clock.settle();
    assert.equal(stage.events.length, 4);
  });

  it('ends after a transfer too, when the end carries the id of another part of the contact', async () => {
    const stage = await new Stage().opened();
    const ended = 'application/vnd.amazonaws.connect.event.chat.ended';
    stage.service.publish({ Type: 'EVENT', ContentType: ended, ContactId: 'c-1-after-transfer' });
    await stage.clock.settle();
    assert.equal(stage.isOver, true);
  });

  it('asks the service to end, and waits for it to do so', async () => {
    const stage = await new Stage().opened();
    stage.service.endsWhenAsked = false;
    await stage.connection.end(stage.signal);
    assert.equal(stage.service.disconnects, 1);
    assert.equal(stage.isOver, false);
    stage.service.end();
    await stage.clock.settle();
    assert.equal(stage.isOver, true);
  });

  it('tells whether asking to end may be repeated', async () => {
    const stage = await new Stage().opened();
    stage.service.disconnect = 500;
    assert.deepEqual(await outcome(stage.connection.end(stage.signal)), { code: 'connection/lost', retryable: true });
    stage.service.disconnect = 403;
    assert.deepEqual(await outcome(stage.connection.end(stage.signal)), {
      code: 'connection/refused',
      retryable: false,
    });
  });

  it('reports a listener that fails, and goes on', async () => {
    const stage = new Stage();
    stage.events.push = () => {
      throw new Error('a bug of whoever listens');
    };
    const opening = outcome(stage.open());
    await stage.clock.advance(100);
    assert.ok(stage.logger.count('chatjs.listener-failed') > 0);
    stage.connection.close();
    await opening;
  });

  it('reads the transcript backwards, page by page', async () => {
    const stage = await new Stage().opened();
    for (let count = 1; count <= 5; count++) stage.service.say(`message ${count}`);
    const newest = await stage.connection.transcript({ limit: 2 }, stage.signal);
    const older = await stage.connection.transcript({ limit: 2, page: newest.older }, stage.signal);
    const first = await stage.connection.transcript({ limit: 2, page: older.older }, stage.signal);
    const before = await stage.connection.transcript({ limit: 2, before: 'm-3' }, stage.signal);
    const ids = (page: typeof newest) => page.items.map(({ id }) => id);
    assert.deepEqual([newest, older, first].map(ids), [['m-4', 'm-5'], ['m-2', 'm-3'], ['m-1']]);
    assert.equal(first.older, undefined);
    assert.deepEqual(ids(before), ['m-1', 'm-2']);
  });

  it('gives a transcript that does not come 15 s, and a new link when it is refused', async () => {
    const stage = await new Stage().opened();
    stage.service.transcript = 'hang';
    const late = outcome(stage.connection.transcript({ limit: 10 }, stage.signal));
    await stage.clock.advance(15_000);
    assert.deepEqual(await late, { code: 'connection/lost', retryable: true });
    stage.service.transcript = 403;
    assert.equal((await outcome(stage.connection.transcript({ limit: 10 }, stage.signal))).code, 'connection/refused');
    await stage.clock.advance(1_000);
    assert.equal(stage.service.sessions.length, 2);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('names content nobody can draw in the log, without its text', async () => {
    const stage = await new Stage().opened();
    stage.service.publish({ Type: 'MESSAGE', ContentType: 'application/json', Content: '{"secret":1}' });
    await stage.clock.settle();
    const [line] = stage.logger.lines.filter(({ name }) => name === 'chat.content-unsupported');
    assert.deepEqual(line?.fields, { contactId: 'c-1', messageId: 'm-1', contentType: 'application/json' });
  });

  it('lets go without ending the chat', async () => {
    const stage = await new Stage().opened();
    stage.connection.close();
    assert.equal(stage.service.disconnects, 0);
    assert.equal(stage.service.openSockets, 0);
    assert.equal(stage.clock.pending, 0);
  });
});
