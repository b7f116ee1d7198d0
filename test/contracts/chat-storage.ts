import { sampleMessage, sampleNotice, sampleTicket } from '../../src/adapters/memory/samples.js';
import type { ChatStorage, Saved } from '../../src/core/chat/ports.js';
import { same, type Promised } from './contract.js';

export interface ChatStorageHarness {
  readonly storage: ChatStorage;
  /** The same place after a reload of the page. */
  readonly reload: () => ChatStorage;
  /** Resolves when a file that was saved is written, where that takes a moment. */
  readonly fileWritten?: (localId: string) => Promise<void>;
}

const saved: Saved = {
  startKey: 'key-1',
  ticket: { ...sampleTicket({ endpoint: 'http://127.0.0.1:1' }), connectBy: 9, connected: true },
  leaving: true,
  unwanted: [
    { handle: 'a.b.c' },
    { request: { idempotencyKey: 'key-2', displayName: 'Ada', attributes: { page: '/offers' } }, until: 9 },
  ],
  memory: 'memory-1',
  longMemory: 'memory-0',
  items: [sampleMessage('m-1', 'Hello 👋 \u2028', 1), sampleNotice('n-1', 'joined', 2)],
  drafts: [{ localId: 'd-1', text: 'On my way', after: 'm-1', state: { name: 'unknown' } }],
  fresh: [{ localId: 'd-2', text: 'And soon there', after: 'm-1', state: { name: 'waiting' } }],
  syncedTo: 'n-1',
  typed: 'half a sen',
  seen: { delivered: 'm-2', read: 'm-1' },
  told: { 'm-1': 'read' },
  readTo: 'm-1',
};

/** What every ChatStorage promises. */
export const chatStorageContract: readonly Promised<ChatStorageHarness>[] = [
  {
    title: 'nothing is there at first',
    async run({ storage }) {
      same(await storage.load(), {});
    },
  },
  {
    title: 'everything that was saved is there after a reload',
    async run({ storage, reload }) {
      storage.save(saved);
      same(await reload().load(), saved);
    },
  },
  {
    title: 'a field that is saved again leaves the others alone',
    async run({ storage, reload }) {
      storage.save({ typed: 'one', readTo: 'm-1' });
      storage.save({ typed: 'two' });
      same(await reload().load(), { typed: 'two', readTo: 'm-1' });
    },
  },
  {
    title: 'a field saved as undefined is forgotten',
    async run({ storage, reload }) {
      storage.save({ ticket: saved.ticket, typed: 'x' });
      storage.save({ ticket: undefined });
      same(await reload().load(), { typed: 'x' });
    },
  },
  {
    title: 'what was saved is loaded at once, without a reload too',
    async run({ storage }) {
      storage.save({ startKey: 'key-2' });
      same(await storage.load(), { startKey: 'key-2' });
    },
  },
  {
    title: 'what is saved after a reload before anything was read leaves all the rest alone',
    async run({ storage, reload }) {
      storage.save(saved);
      const { fresh, ...rest } = saved;
      storage.save({ fresh: undefined });
      const next = reload();
      const reading = next.load();
      next.save({ fresh });
      same({ ...(await reading), fresh }, saved);
      same(await reload().load(), saved);
      const another = reload();
      another.save({ fresh: undefined });
      same(await another.load(), rest);
      same(await reload().load(), rest);
    },
  },
  {
    title: 'clearing forgets everything',
    async run({ storage, reload }) {
      storage.save(saved);
      storage.clear();
      same([await storage.load(), await reload().load()], [{}, {}]);
    },
  },
  {
    title: 'counts how often everything was forgotten',
    run({ storage, reload }) {
      const counts = [storage.forgotten];
      storage.clear();
      counts.push(storage.forgotten, reload().forgotten);
      storage.clear(5);
      counts.push(storage.forgotten, reload().forgotten);
      same(counts, [0, 1, 1, 5, 5]);
    },
  },
  {
    title: 'what was forgotten in another tab is gone from this one, and what comes after is kept',
    async run({ storage, reload }) {
      const { startKey, longMemory, ...ofTheTab } = saved;
      storage.save(ofTheTab);
      storage.clearTab(2);
      same([storage.forgotten, await storage.load(), await reload().load()], [2, {}, {}]);
      storage.save({ startKey, longMemory, typed: 'new' });
      same(await reload().load(), { startKey, longMemory, typed: 'new' });
    },
  },
  {
    title: 'says at once whether what it is given is kept, and stops saying so when asked to',
    run({ storage }) {
      const told: boolean[] = [];
      const stop = storage.watch((keeps) => told.push(keeps));
      stop();
      storage.save({ typed: 'x' });
      same(told, [true]);
    },
  },
  {
    title: 'a file that was saved is there at once, and after a reload, byte for byte',
    async run({ storage, reload, fileWritten }) {
      storage.saveFile('f-1', new Blob(['Hello ', new Uint8Array([0, 255])], { type: 'text/plain' }));
      if (!(await storage.loadFile('f-1'))) throw new Error('the file is not there');
      await fileWritten?.('f-1');
      for (const place of [storage, reload()]) {
        const file = await place.loadFile('f-1');
        if (!(file instanceof Blob)) throw new Error(`expected a Blob, found ${typeof file}`);
        same([file.type, file.size, (await file.text()).slice(0, 6)], ['text/plain', 8, 'Hello ']);
      }
    },
  },
  {
    title: 'a file that nobody saved, or that was dropped, is not there',
    async run({ storage, reload }) {
      storage.saveFile('f-1', new Blob(['x']));
      storage.dropFile('f-1');
      storage.dropFile('f-0');
      same([await storage.loadFile('f-1'), await reload().loadFile('f-1')], [undefined, undefined]);
      same(await storage.loadFile('f-2'), undefined);
    },
  },
  {
    title: 'clearing forgets files too',
    async run({ storage, reload }) {
      storage.saveFile('f-1', new Blob(['x']));
      storage.clear();
      same([await storage.loadFile('f-1'), await reload().loadFile('f-1')], [undefined, undefined]);
    },
  },
];
