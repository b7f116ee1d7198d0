import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MemoryBroker } from '../../../src/adapters/memory/broker.js';
import { FixedChance } from '../../../src/adapters/memory/clock.js';
import { memoryPorts, type MemoryPorts } from '../../../src/adapters/memory/ports.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import { isName } from '../../../src/core/chat/file-names.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import type { FileInfo } from '../../../src/core/chat/state.js';

const file: FileInfo = { name: 'bill.pdf', contentType: 'application/pdf', size: 7 };
const { features } = sampleTicket();

/** Somebody in a chat that takes files, on a device that can be reloaded, and the service behind it. */
class Scene {
  readonly ports: MemoryPorts = memoryPorts({
    broker: new MemoryBroker({ features: { ...features, attachments: true } }),
    chance: new FixedChance(0.5),
  });
  session = new ChatSession(this.ports);

  static async live(): Promise<Scene> {
    const scene = new Scene();
    await scene.session.start();
    await scene.pass();
    return scene;
  }

  /** The files as the service sees them. */
  get service(): MemoryPorts['connection']['files'] {
    return this.ports.connection.files;
  }

  /** Files whose bytes are kept. */
  get kept(): readonly string[] {
    return this.ports.storage.files.filter((name) => !isName(name));
  }

  /** Every message of the customer's, as the transcript has it. */
  get log(): readonly (string | undefined)[] {
    return this.ports.connection.conversation.flatMap((item) =>
      item.kind === 'message' && item.own ? item.content.text : [],
    );
  }

  /** What the customer sees of their own: what is sent, then what is not yet, and how that stands. */
  get rows(): readonly string[] {
    const { drafts, items } = this.session.store.state;
    const sent = items.flatMap((item) => (item.kind === 'message' && item.own ? `${item.content.text} sent` : []));
    const open = drafts.map(({ state, text }) =>
      state.name === 'uploading'
        ? `${text} ${Math.round(state.share * 100)} %`
        : `${text} ${state.name === 'failed' ? state.code : state.name}`,
    );
    return [...sent, ...open];
  }

  attach(changes: Partial<FileInfo> = {}): void {
    this.session.sendFile({ ...file, ...changes }, { bytes: 'Kettle.' });
  }

  async pass(ms = 0): Promise<void> {
    await (ms > 0 ? this.ports.clock.advance(ms) : this.ports.clock.settle());
  }

  /** The page goes, and comes back. */
  async reload(): Promise<void> {
    this.session.letGo();
    this.ports.connection.close();
    this.session = new ChatSession(this.ports);
    await this.session.resume();
    await this.pass();
  }
}

suite('a file', () => {
  test('is uploaded, handed over and sent once its item is there; then its bytes are forgotten', async () => {
    const scene = await Scene.live();
    scene.attach();
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
    assert.deepEqual(scene.log, ['bill.pdf']);
    assert.deepEqual(scene.kept, []);
    assert.equal(scene.ports.clock.pending > 0, true);
  });

  test('is not said to be sent before its item is there, whatever the service answered', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ echo: 'never' });
    scene.attach();
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf accepted']);
    await scene.pass(10_000);
    assert.deepEqual(scene.rows, ['bill.pdf sent'], 'the transcript has it');
  });

  test('is sent when its item comes before the answer', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ echo: 'before', attach: 'held' });
    scene.attach();
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
    scene.service.release();
    await scene.pass(120_000);
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
  });

  test('shows how far it is, in few steps', async () => {
    const scene = await Scene.live();
    const seen: string[] = [];
    scene.session.store.subscribe(() => seen.push(scene.rows.join()));
    scene.service.nextFile({ upload: 'held' });
    scene.attach();
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf 50 %']);
    assert.deepEqual([...new Set(seen)], ['bill.pdf waiting', 'bill.pdf 0 %', 'bill.pdf 50 %']);
  });

  test('that nobody hears of for a minute and a half may have arrived, and becomes a message when it is heard', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ echo: 'not-taken' });
    scene.attach();
    await scene.pass(89_000);
    assert.deepEqual(scene.rows, ['bill.pdf accepted']);
    await scene.pass(1_000);
    assert.deepEqual(scene.rows, ['bill.pdf attachment/unconfirmed']);
    scene.service.find('f-1', 'approved');
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
  });

  test('is looked at before others have it, and its row says what was found', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ status: 'scanning' });
    scene.attach();
    await scene.pass();
    const status = () =>
      scene.session.store.state.items.flatMap((item) =>
        item.kind === 'message' && item.content.kind === 'file' ? item.content.status : [],
      );
    assert.deepEqual(status(), ['scanning']);
    scene.service.find('f-1', 'rejected');
    assert.deepEqual(status(), ['rejected']);
  });

  test('that the service would refuse is told so at once, and is kept nowhere', async () => {
    const scene = await Scene.live();
    scene.attach({ size: 30_000_000 });
    scene.attach({ name: 'setup.exe', contentType: 'application/x-msdownload' });
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf attachment/too-large', 'setup.exe attachment/type-refused']);
    assert.deepEqual(scene.kept, []);
    assert.deepEqual(scene.service.uploads, []);
    scene.session.retryDraft(scene.session.store.state.drafts[0]?.localId ?? '');
    await scene.pass();
    assert.equal(scene.rows[0], 'bill.pdf attachment/too-large');
  });

  test('may be taken back while nobody has it, and its bytes stop', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'held' });
    scene.attach();
    scene.attach({ name: 'photo.png' });
    await scene.pass();
    const [first] = scene.session.store.state.drafts;
    scene.session.discardDraft(first?.localId ?? '');
    await scene.pass();
    assert.deepEqual(scene.rows, ['photo.png sent']);
    assert.deepEqual(scene.log, ['photo.png']);
    assert.deepEqual(scene.kept, []);
  });

  test('in a chat that takes none is refused in words', async () => {
    const ports = memoryPorts();
    const session = new ChatSession(ports);
    await session.start();
    session.sendFile(file, {});
    await ports.clock.settle();
    assert.deepEqual(
      session.store.state.drafts.map(({ state }) => state),
      [{ name: 'failed', code: 'attachment/refused' }],
    );
    assert.deepEqual(ports.connection.files.uploads, []);
  });

  test('into a chat that is over changes nothing', async () => {
    const scene = await Scene.live();
    scene.ports.connection.finish();
    scene.attach();
    assert.deepEqual(scene.rows, []);
    assert.deepEqual(scene.kept, []);
  });
});

suite('files and words', () => {
  test('go in the order of writing once a file is uploaded: a text behind it waits for the answer, not for the item', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ attach: 'held', echo: 'never' });
    scene.attach();
    await scene.pass();
    scene.session.send('That is the bill.');
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf sending', 'That is the bill. waiting']);
    scene.service.release();
    await scene.pass();
    assert.deepEqual(scene.rows, ['That is the bill. sent', 'bill.pdf accepted']);
    await scene.pass(10_000);
    assert.deepEqual(scene.log, ['bill.pdf', 'That is the bill.']);
    assert.deepEqual(scene.rows, ['bill.pdf sent', 'That is the bill. sent']);
  });

  test('do not wait for each other while a file is on its way up', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'held' });
    scene.attach();
    scene.session.send('One moment, it is large.');
    await scene.pass();
    assert.deepEqual(scene.log, ['One moment, it is large.']);
    scene.service.release();
    await scene.pass();
    assert.deepEqual(scene.log, ['One moment, it is large.', 'bill.pdf']);
  });

  test('keep their order where the text was first and nobody knows what became of it', async () => {
    const scene = await Scene.live();
    scene.ports.connection.nextSend({ echo: 'not-taken', answer: 'message/unconfirmed', retryable: true });
    scene.session.send('Here it comes.');
    scene.attach();
    await scene.pass();
    assert.deepEqual(scene.rows, ['Here it comes. unknown', 'bill.pdf waiting']);
    await scene.pass(2_000);
    assert.deepEqual(scene.log, ['Here it comes.', 'bill.pdf']);
  });

  test('files go one at a time, in the order they were chosen', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'held' });
    for (const name of ['a.png', 'b.png', 'c.png']) scene.attach({ name });
    await scene.pass();
    assert.deepEqual(scene.rows, ['a.png 50 %', 'b.png waiting', 'c.png waiting']);
    scene.service.release();
    await scene.pass();
    assert.deepEqual(scene.log, ['a.png', 'b.png', 'c.png']);
  });

  test('of the same name are not taken for each other', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ attach: 'attachment/unconfirmed', echo: 'not-taken', retryable: true });
    scene.attach();
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf unknown']);
    scene.session.send('bill.pdf');
    await scene.pass(1_000);
    assert.deepEqual(scene.rows, ['bill.pdf unknown', 'bill.pdf waiting']);
  });
});

suite('an upload that fails', () => {
  test('is tried again by itself, each time under a new client token, and nobody gets anything twice', async () => {
    const scene = await Scene.live();
    for (let left = 3; left > 0; left--) scene.service.nextFile({ upload: 'attachment/failed', retryable: true });
    scene.attach();
    await scene.pass(60_000);
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
    assert.deepEqual(scene.log, ['bill.pdf']);
    assert.equal(new Set(scene.service.uploads.map(({ clientToken }) => clientToken)).size, 4);
  });

  const lasts = [
    { what: 'whose bytes are turned down three times', upload: 'attachment/refused', times: 3 },
    { what: 'that is cut off eight times', upload: 'attachment/failed', times: 8 },
  ] as const;
  for (const { times, upload, what } of lasts) {
    test(`${what} is told, and goes when it is tried again`, async () => {
      const scene = await Scene.live();
      scene.service.fares({ upload, retryable: true });
      scene.attach();
      await scene.pass(300_000);
      assert.deepEqual(scene.rows, [`bill.pdf ${upload}`]);
      assert.equal(scene.service.uploads.length, times);
      scene.service.fares({});
      scene.session.retryDraft(scene.session.store.state.drafts[0]?.localId ?? '');
      await scene.pass();
      assert.deepEqual(scene.log, ['bill.pdf']);
    });
  }

  test('because there is no room for it is tried for as long as it takes, and holds no text', async () => {
    const scene = await Scene.live();
    scene.service.fares({ upload: 'message/throttled', retryable: true });
    scene.attach();
    await scene.pass(3_600_000);
    scene.session.send('Still here');
    await scene.pass();
    assert.deepEqual(scene.rows, ['Still here sent', 'bill.pdf waiting']);
    scene.service.fares({});
    await scene.pass(46_000);
    assert.deepEqual(scene.log, ['Still here', 'bill.pdf']);
  });

  test('for good is told at once, and the next file goes', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'attachment/limit' });
    scene.attach();
    scene.attach({ name: 'photo.png' });
    await scene.pass();
    assert.deepEqual(scene.rows, ['photo.png sent', 'bill.pdf attachment/limit']);
  });

  test('goes on while the link breaks, and is handed over when there is one again', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'held' });
    scene.attach();
    await scene.pass();
    scene.ports.connection.drop();
    scene.service.release();
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf waiting']);
    scene.ports.connection.restore();
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
    assert.equal(scene.service.uploads.length, 1);
  });
});

suite('handing a file over without an answer', () => {
  for (const echo of ['before', 'never', 'not-taken'] as const) {
    test(`sends it once, where the service ${echo === 'not-taken' ? 'did not take it' : 'took it'} (${echo})`, async () => {
      const scene = await Scene.live();
      scene.service.nextFile({ echo, attach: 'attachment/unconfirmed', retryable: true });
      scene.attach();
      await scene.pass(5_000);
      scene.service.fares({});
      await scene.pass(120_000);
      assert.deepEqual(new Set(scene.service.attached), new Set(['f-1']), 'always the same');
      assert.equal(scene.service.uploads.length, 1);
      if (echo === 'not-taken') assert.deepEqual(scene.rows, ['bill.pdf unknown'], 'this service never takes it');
      else assert.deepEqual([scene.rows, scene.log], [['bill.pdf sent'], ['bill.pdf']]);
    });
  }

  test('and then being refused may have arrived, and is not said to be unsent', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ echo: 'not-taken', attach: 'attachment/unconfirmed', retryable: true });
    scene.attach();
    await scene.pass();
    scene.service.forget();
    await scene.pass(5_000);
    assert.deepEqual(scene.rows, ['bill.pdf attachment/unconfirmed']);
  });
});

suite('a reload', () => {
  test('before anything was uploaded loses nothing', async () => {
    const scene = new Scene();
    scene.attach();
    assert.deepEqual(scene.kept.length, 1);
    await scene.reload();
    await scene.session.start();
    await scene.pass();
    assert.deepEqual(scene.log, ['bill.pdf']);
  });

  test('in the middle of an upload begins it anew', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'held' });
    scene.attach();
    await scene.pass();
    await scene.reload();
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
    assert.deepEqual([scene.service.uploads.length, scene.log], [2, ['bill.pdf']]);
  });

  for (const echo of ['before', 'never', 'not-taken'] as const) {
    test(`while it is handed over sends it once (${echo})`, async () => {
      const scene = await Scene.live();
      scene.service.nextFile({ echo, attach: 'held' });
      // Its item reaches the service, and no page.
      scene.ports.connection.drop();
      scene.ports.connection.restore();
      scene.attach();
      await scene.pass();
      scene.service.fares({});
      await scene.reload();
      scene.service.release();
      await scene.pass();
      if (echo === 'not-taken') assert.deepEqual(scene.log, []);
      else assert.deepEqual([scene.log, scene.rows], [['bill.pdf'], ['bill.pdf sent']]);
      assert.equal(scene.service.uploads.length, 1);
    });
  }

  test('after it was accepted asks the transcript', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ echo: 'never' });
    scene.attach();
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf accepted']);
    await scene.reload();
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
    assert.deepEqual(scene.kept, []);
  });

  test('keeps what failed, and what it failed with', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'attachment/limit' });
    scene.attach();
    await scene.pass();
    await scene.reload();
    assert.deepEqual(scene.rows, ['bill.pdf attachment/limit']);
    scene.session.retryDraft(scene.session.store.state.drafts[0]?.localId ?? '');
    await scene.pass();
    assert.deepEqual(scene.rows, ['bill.pdf sent']);
  });

  test('with an old copy of what was kept does not send again what was sent since', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'held' });
    scene.attach();
    await scene.pass();
    const { saved } = scene.ports.storage;
    scene.service.release();
    await scene.pass();
    assert.deepEqual([scene.rows, scene.kept], [['bill.pdf sent'], []]);
    scene.ports.storage.save(saved);
    scene.ports.storage.save({ items: [] });
    await scene.reload();
    assert.deepEqual([scene.rows, scene.log], [['bill.pdf sent'], ['bill.pdf']]);
    assert.equal(scene.service.uploads.length, 1);
  });

  test('finds a file that was handed over, however much was said since', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ echo: 'never' });
    scene.attach();
    await scene.pass();
    scene.ports.connection.drop();
    for (let left = 120; left > 0; left--) scene.ports.connection.say(`More, ${left}`);
    scene.ports.storage.save({ syncedTo: undefined, items: [] });
    await scene.reload();
    assert.equal(scene.rows[0], 'bill.pdf sent');
  });

  test('that has lost the bytes says so', async () => {
    const scene = new Scene();
    scene.attach();
    const [localId = ''] = scene.kept;
    scene.ports.storage.dropFile(localId);
    await scene.reload();
    await scene.session.start();
    await scene.pass(10_000);
    assert.deepEqual(scene.rows, ['bill.pdf attachment/gone']);
  });
});

suite('a day without a network', () => {
  test('ends with the file being sent, once', async () => {
    const scene = await Scene.live();
    scene.ports.connection.drop('offline');
    scene.attach();
    await scene.pass(23 * 3_600_000);
    assert.deepEqual(scene.rows, ['bill.pdf waiting']);
    await scene.reload();
    await scene.pass();
    assert.deepEqual([scene.rows, scene.log], [['bill.pdf sent'], ['bill.pdf']]);
  });
});

suite('a chat that ends', () => {
  test('while a file is on its way up tells that it was not sent, and stops it', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'held' });
    scene.attach();
    await scene.pass();
    scene.ports.connection.finish();
    await scene.pass(300_000);
    assert.deepEqual(scene.rows, ['bill.pdf attachment/ended']);
    assert.equal(scene.service.attached.length, 0);
    assert.equal(scene.ports.clock.pending, 0);
  });

  for (const attach of ['held', 'ok'] as const) {
    test(`after a file was ${attach === 'ok' ? 'accepted' : 'handed over'} tells that it may have arrived`, async () => {
      const scene = await Scene.live();
      scene.service.nextFile({ echo: 'not-taken', attach });
      scene.attach();
      await scene.pass();
      scene.ports.connection.over();
      await scene.pass(300_000);
      assert.deepEqual(scene.rows, ['bill.pdf attachment/unconfirmed']);
      assert.equal(scene.ports.clock.pending, 0);
    });
  }

  test('and another one after it: what was not sent goes there when it is tried again, under a name of its own', async () => {
    const scene = await Scene.live();
    scene.service.nextFile({ upload: 'held' });
    scene.attach();
    await scene.pass();
    scene.ports.connection.finish();
    await scene.session.start();
    await scene.pass();
    scene.session.retryDraft(scene.session.store.state.drafts[0]?.localId ?? '');
    await scene.pass();
    assert.deepEqual(scene.log, ['bill.pdf']);
  });
});
