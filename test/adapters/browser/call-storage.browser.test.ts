import { browserCallStorage } from '../../../src/adapters/browser/call-storage.js';
import type { BrowserStores } from '../../../src/adapters/browser/field-storage.js';
import { browserChance } from '../../../src/adapters/browser/chance.js';
import { BrowserStorage } from '../../../src/adapters/browser/storage.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import type { CallStorage } from '../../../src/core/call/ports.js';
import { callStorageContract, savedCall } from '../../contracts/call-storage.js';
import { same } from '../../contracts/contract.js';

const broker = 'https://broker.example/chat';
const clock = new ManualClock();
const open = (stores?: BrowserStores): CallStorage => browserCallStorage(broker, clock, stores);
const keyOf = (field: string): string => `deskbell:call:${broker}:${field}`;

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

describe("Call storage in the browser's own", () => {
  for (const { title, run } of callStorageContract) it(title, () => run({ storage: open(), reload: () => open() }));

  it('keeps the call and its handle in the tab, and the chosen devices for the whole site', () => {
    open().save({ startKey: 'key', call: savedCall, chosen: { microphone: 'm' } });
    same(Object.keys(sessionStorage).sort(), [keyOf('call'), keyOf('startKey')].sort());
    same(Object.keys(localStorage), [keyOf('chosen')]);
    same(JSON.stringify({ ...localStorage }).includes(savedCall.handle), false);
  });

  it('keeps brokers apart, and a call apart from a chat', async () => {
    open().save({ startKey: 'here', call: savedCall });
    same(await browserCallStorage('https://other.example', clock).load(), {});
    const chat = new BrowserStorage({ broker, clock, chance: browserChance });
    same(await chat.load(), {});
    chat.clear();
    same((await open().load()).startKey, 'here');
    // What belongs to the tab alone is forgotten by whichever page is in it.
    open().save({ startKey: undefined });
    same((await open().load()).startKey, undefined);
  });

  it('forgets an intent after a minute: its call could not be joined any more', async () => {
    open().save({ startKey: 'key' });
    await clock.advance(59_000);
    same(await open().load(), { startKey: 'key' });
    await clock.advance(2_000);
    same(await open().load(), {});
  });

  it('keeps a call for as long as the page lives where nothing can be written', async () => {
    const storage = open({ session: undefined, local: undefined });
    storage.save({ call: savedCall });
    same(await storage.load(), { call: savedCall });
  });
});

describe('Call storage that is spoilt', () => {
  const keep = (value: unknown): string => JSON.stringify({ version: 1, at: clock.now(), value });
  const bad: readonly [string, string, unknown][] = [
    ['null', 'call', null],
    ['a text for the call', 'call', 'call'],
    ['a call without a handle', 'call', { ...savedCall, handle: undefined }],
    ['a call of no media', 'call', { ...savedCall, media: 'screen' }],
    ['a call without features', 'call', { ...savedCall, features: {} }],
    ['an endpoint that is no text', 'call', { ...savedCall, endpoint: {} }],
    ['a time that is none', 'call', { ...savedCall, liveSince: 'now' }],
    ['a device that is no text', 'chosen', { microphone: 7 }],
    ['a list of devices', 'chosen', 'default'],
  ];
  for (const [what, field, value] of bad) {
    it(`takes ${what} for nothing`, async () => {
      (field === 'chosen' ? localStorage : sessionStorage).setItem(keyOf(field), keep(value));
      same(await open().load(), {});
    });
  }

  it('takes text that is no JSON, and another version, for nothing', async () => {
    sessionStorage.setItem(keyOf('call'), '{"version":1,');
    sessionStorage.setItem(keyOf('startKey'), JSON.stringify({ version: 2, at: clock.now(), value: 'key' }));
    same(await open().load(), {});
  });
});
