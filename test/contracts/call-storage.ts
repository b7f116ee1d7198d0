import type { CallStorage, SavedCall } from '../../src/core/call/ports.js';
import { same, type Promised } from './contract.js';

export interface CallStorageHarness {
  readonly storage: CallStorage;
  /** The same place after a reload of the page. */
  readonly reload: () => CallStorage;
}

/** A call as it is kept. */
export const savedCall: NonNullable<SavedCall['call']> = {
  contactId: 'c-1',
  participantId: 'p-1',
  handle: 'a.b.c',
  region: 'eu-central-1',
  endpoint: 'http://127.0.0.1:1',
  features: { video: true, screenShare: false, dtmf: true, recorded: false },
  media: 'video',
  muted: true,
  liveSince: 1_000,
};

const saved: SavedCall = { startKey: 'key-1', call: savedCall, chosen: { microphone: 'm-1', speaker: '' } };

/** What every CallStorage promises. */
export const callStorageContract: readonly Promised<CallStorageHarness>[] = [
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
    title: 'a call at an unnamed endpoint, whose agent has not come yet, is kept too',
    async run({ storage, reload }) {
      const call = { ...savedCall, endpoint: undefined, liveSince: undefined };
      storage.save({ call });
      same((await reload().load()).call, call);
    },
  },
  {
    title: 'a field that is saved again leaves the others alone',
    async run({ storage, reload }) {
      storage.save({ startKey: 'one', chosen: { camera: 'front' } });
      storage.save({ startKey: 'two' });
      same(await reload().load(), { startKey: 'two', chosen: { camera: 'front' } });
    },
  },
  {
    title: 'a field saved as undefined is forgotten',
    async run({ storage, reload }) {
      storage.save(saved);
      storage.save({ startKey: undefined, call: undefined });
      same(await reload().load(), { chosen: saved.chosen });
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
