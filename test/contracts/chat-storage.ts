import { sampleMessage, sampleNotice, sampleTicket } from '../../src/adapters/memory/samples.js';
import type { ChatStorage, Saved } from '../../src/core/chat/ports.js';
import { same, type Promised } from './contract.js';

export interface ChatStorageHarness {
  readonly storage: ChatStorage;
  /** The same place after a reload of the page. */
  readonly reload: () => ChatStorage;
}

const saved: Saved = {
  startKey: 'key-1',
  ticket: { ...sampleTicket({ endpoint: 'http://127.0.0.1:1' }), connectBy: 9, connected: true },
  leaving: true,
  memory: 'memory-1',
  longMemory: 'memory-0',
  items: [sampleMessage('m-1', 'Hello 👋 \u2028', 1), sampleNotice('n-1', 'joined', 2)],
  drafts: [{ localId: 'd-1', text: 'On my way', after: 'm-1', state: { name: 'unknown' } }],
  syncedTo: 'n-1',
  typed: 'half a sen',
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
    title: 'clearing forgets everything',
    async run({ storage, reload }) {
      storage.save(saved);
      storage.clear();
      same([await storage.load(), await reload().load()], [{}, {}]);
    },
  },
];
