import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Stage, outcome } from './stage.js';

async function live(...options: ConstructorParameters<typeof Stage>): Promise<Stage> {
  const stage = await new Stage(...options).opened();
  await stage.clock.advance(31_000);
  return stage;
}

describe('A contact the service does not want to know any more', () => {
  it('is not told to be over while the broker says that it lives: the chat goes on as soon as it can', async () => {
    const stage = await live({ asks: true });
    stage.verdict = 'alive';
    stage.service.connection = 403;
    stage.service.latest.kill();
    await stage.clock.advance(300_000);
    assert.equal(stage.isOver, false);
    assert.equal(stage.links.at(-1), 'reconnecting');
    assert.ok(stage.verdicts >= 2 && stage.service.connections < 16, `${stage.service.connections} requests`);
    stage.service.connection = 'ok';
    await stage.clock.advance(110_000);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('is over as soon as the broker says so', async () => {
    const stage = await live({ asks: true });
    stage.verdict = 'over';
    stage.service.connection = 403;
    stage.service.latest.kill();
    await stage.clock.advance(5_000);
    assert.equal(stage.isOver, true);
    assert.equal(stage.verdicts, 1);
    assert.equal(stage.clock.pending, 0);
    assert.equal(stage.network.watchers, 0);
  });

  it('is neither over nor given up while nobody can say, and is over when somebody can', async () => {
    const stage = await live({ asks: true });
    stage.service.connection = 403;
    stage.service.latest.kill();
    await stage.clock.advance(60_000);
    assert.deepEqual([stage.isOver, stage.links.at(-1)], [false, 'reconnecting']);
    stage.verdict = 'over';
    await stage.clock.advance(110_000);
    assert.equal(stage.isOver, true);
  });

  it('is asked about once, whatever happens meanwhile, and the answer is not believed when it comes too late', async () => {
    const stage = await live({ asks: true });
    stage.service.nextConnections = [403, 403];
    let say: (verdict: 'over') => void = () => {};
    const verdict = new Promise<'over'>((resolve) => {
      say = resolve;
    });
    Object.defineProperty(stage, 'verdict', { get: () => verdict });
    stage.service.latest.kill();
    await stage.clock.advance(2_000);
    assert.equal(stage.verdicts, 1);
    stage.network.change('visible');
    await stage.clock.settle();
    assert.equal(stage.links.at(-1), 'up');
    say('over');
    await stage.clock.advance(1_000);
    assert.equal(stage.isOver, false);
  });

  it('is over at the second refusal where there is no broker to ask', async () => {
    const stage = await live();
    stage.service.connection = 403;
    stage.service.latest.kill();
    await stage.clock.advance(5_000);
    assert.equal(stage.isOver, true);
  });

  it('that never worked is refused without asking: a fresh one is quicker', async () => {
    const stage = new Stage({ asks: true });
    stage.service.connection = 403;
    const opening = outcome(stage.open());
    await stage.clock.advance(2_000);
    assert.equal((await opening).code, 'connection/refused');
    assert.equal(stage.verdicts, 0);
  });

  it('that worked on an earlier page is asked about like any other', async () => {
    const stage = new Stage({ asks: true, connected: true });
    stage.verdict = 'alive';
    stage.service.nextConnections = [403, 403];
    const opening = outcome(stage.open());
    await stage.clock.advance(10_000);
    await opening;
    assert.deepEqual(stage.links, ['up']);
    assert.equal(stage.verdicts, 1);
  });
});

describe('A request that is never answered', () => {
  it('is the network’s fault while nobody else answers: it is tried every few seconds, and nobody pays for it', async () => {
    const stage = await live({ asks: true, chance: 0.99 });
    stage.service.online = false;
    stage.service.latest.kill();
    await stage.clock.advance(600_000);
    assert.ok(stage.service.sessions.length > 200, `${stage.service.sessions.length} attempts`);
    const before = stage.service.connections;
    stage.service.online = true;
    await stage.clock.advance(3_000);
    assert.equal(stage.links.at(-1), 'up');
    assert.equal(stage.service.connections - before, 1);
  });

  it('is the service’s fault while somebody else answers: waits grow to more than a minute', async () => {
    const stage = await live({ asks: true, chance: 0.99 });
    stage.others = true;
    stage.service.online = false;
    stage.service.latest.kill();
    await stage.clock.advance(600_000);
    assert.ok(stage.service.sessions.length < 26, `${stage.service.sessions.length} attempts`);
    stage.service.online = true;
    await stage.clock.advance(101_000);
    assert.equal(stage.links.at(-1), 'up');
  });

  it('is tried at once when the customer asks, whoever’s fault it is', async () => {
    const stage = await live({ asks: true, chance: 0.99 });
    stage.others = true;
    stage.service.online = false;
    stage.service.latest.kill();
    await stage.clock.advance(600_000);
    stage.service.online = true;
    stage.connection.check();
    await stage.clock.settle();
    assert.equal(stage.links.at(-1), 'up');
  });
});

describe('A service that is ill, or has too many customers', () => {
  it('is asked again when it is this customer’s turn, as the broker knows, and no sooner', async () => {
    for (const answer of [503, 429] as const) {
      const stage = await live({ asks: true });
      stage.turnMs = 20_000;
      stage.service.nextConnections = [answer];
      const before = stage.service.connections;
      stage.service.latest.kill();
      await stage.clock.advance(10_000);
      assert.deepEqual([stage.service.connections - before, stage.turns], [1, 1]);
      await stage.clock.advance(14_000);
      assert.deepEqual([stage.service.connections - before, stage.links.at(-1)], [2, 'up']);
    }
  });

  for (const [what, ill, well] of [
    ['it was ill', { connection: 503 }, { connection: 'ok' }],
    // As one does that still counts five sockets of this customer's, which went with a network that is gone.
    ['it refused sockets', { upgrade: 'refuse' }, { upgrade: 'accept' }],
  ] as const) {
    it(`is back for a customer who is alone within ten seconds, however long ${what}`, async () => {
      const stage = await live({ asks: true });
      stage.turnMs = 0;
      Object.assign(stage.service, ill);
      stage.service.latest.kill();
      await stage.clock.advance(900_000);
      Object.assign(stage.service, well);
      await stage.clock.advance(12_000);
      assert.equal(stage.links.at(-1), 'up');
    });
  }

  for (const [what, turn] of [
    ['knows of turns', undefined],
    ['answers in time', new Promise(() => {})],
  ] as const) {
    it(`is waited for as ever where nobody ${what}`, async () => {
      const stage = await live({ asks: true });
      Object.defineProperty(stage, 'turnMs', { get: () => turn });
      stage.service.connection = 503;
      stage.service.latest.kill();
      await stage.clock.advance(600_000);
      const before = stage.service.connections;
      await stage.clock.advance(210_000);
      assert.equal(stage.service.connections - before, 2);
      stage.service.connection = 'ok';
      await stage.clock.advance(110_000);
      assert.equal(stage.links.at(-1), 'up');
    });
  }

  it('is asked at once by a customer who presses Try now, turn or not', async () => {
    const stage = await live({ asks: true });
    stage.turnMs = 60_000;
    stage.service.nextConnections = [503];
    stage.service.latest.kill();
    await stage.clock.advance(5_000);
    stage.connection.check();
    await stage.clock.advance(1_000);
    assert.equal(stage.links.at(-1), 'up');
    await stage.clock.advance(120_000);
    assert.equal(stage.service.sessions.length, 2, 'and the turn is nobody’s then');
  });
});
