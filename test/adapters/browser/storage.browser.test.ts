import type { BrowserStores } from '../../../src/adapters/browser/field-storage.js';
import { browserChance } from '../../../src/adapters/browser/chance.js';
import { BrowserStorage, type ChatStorageOptions } from '../../../src/adapters/browser/storage.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import { sampleMessage } from '../../../src/adapters/memory/samples.js';
import type { ChatStorage } from '../../../src/core/chat/ports.js';
import { chatStorageContract } from '../../contracts/chat-storage.js';
import { same } from '../../contracts/contract.js';

const broker = 'https://broker.example/chat';
const clock = new ManualClock();
/** Over the stores alone: the database is blocked. */
const open = (stores?: BrowserStores, changes?: Partial<ChatStorageOptions>): ChatStorage =>
  new BrowserStorage({ broker, clock, chance: browserChance, stores, databases: refuse, ...changes });
const keyOf = (field: string): string => `deskbell:${broker}:${field}`;

/** A store that behaves like the tab's own except where told otherwise. */
function spoilt(changes: Partial<Storage>): BrowserStores {
  const pretend = (store: Storage): Storage =>
    ({
      getItem: (key) => store.getItem(key),
      setItem: (key, value) => store.setItem(key, value),
      removeItem: (key) => store.removeItem(key),
      ...changes,
    }) as Storage;
  return { session: pretend(sessionStorage), local: pretend(localStorage) };
}

const refuse = (): never => {
  throw new DOMException('no', 'SecurityError');
};

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

describe('Chat storage without a database', () => {
  // Bytes of files have no other place.
  for (const { title, run } of chatStorageContract.filter(({ title }) => !title.startsWith('a file that was saved'))) {
    it(title, () => run({ storage: open(), reload: () => open() }));
  }

  it('says that a reload would lose a file, for as long as there is one', async () => {
    const storage = open();
    const told: boolean[] = [];
    const warned = new Promise<void>((resolve) => storage.watch((keeps) => (told.push(keeps), keeps || resolve())));
    storage.saveFile('f-1', new Blob(['x']));
    await warned;
    same((await storage.loadFile('f-1')) instanceof Blob, true);
    storage.dropFile('f-1');
    same(told, [true, false, true]);
  });

  it('keeps the conversation in the tab, and the intent to start one for the whole site', () => {
    open().save({ typed: 'mine', startKey: 'ours' });
    same([Object.keys(sessionStorage), Object.keys(localStorage)], [[keyOf('typed')], [keyOf('startKey')]]);
  });

  it('keeps brokers apart', async () => {
    open().save({ typed: 'here' });
    same(await open(undefined, { broker: 'https://other.example' }).load(), {});
  });

  it('a page forgets the intent it knows, and none that another tab has kept since', async () => {
    const [one, two] = [open(), open()];
    one.save({ startKey: 'first' });
    same((await two.load()).startKey, 'first');
    one.save({ startKey: undefined });
    one.save({ startKey: 'second' });
    two.save({ startKey: undefined });
    same((await open().load()).startKey, 'second');
    await two.load();
    two.save({ startKey: undefined });
    same((await open().load()).startKey, undefined);
  });

  it('forgets an intent after five minutes: its contact could not be joined any more', async () => {
    open().save({ startKey: 'key' });
    await clock.advance(4 * 60_000);
    same(await open().load(), { startKey: 'key' });
    await clock.advance(61_000);
    same(await open().load(), {});
  });

  it('keeps the newest part of a long conversation', async () => {
    const items = Array.from({ length: 1_000 }, (_, index) => sampleMessage(`m-${index}`, 'x'.repeat(20), index));
    open().save({ items });
    const { items: kept = [] } = await open().load();
    same([kept.length, kept[kept.length - 1]?.id], [200, 'm-999']);
    open().save({ items: items.map((item) => ({ ...item, content: { kind: 'text', text: 'x'.repeat(16_000) } })) });
    const { items: few = [] } = await open().load();
    same([few.length > 0, few.length < 15, few[few.length - 1]?.id], [true, true, 'm-999']);
  });
});

describe('Chat storage that is spoilt', () => {
  const bad: readonly [string, string, string][] = [
    ['text that is no JSON', 'typed', '{"version":1,'],
    ['another version', 'typed', '{"version":2,"at":0,"value":"x"}'],
    ['null', 'typed', 'null'],
    ['a number for a text', 'typed', '{"version":1,"at":0,"value":7}'],
    ['a text for the conversation', 'items', '{"version":1,"at":0,"value":"x"}'],
    ['holes in the conversation', 'items', '{"version":1,"at":0,"value":[null]}'],
    ['a ticket without a token', 'ticket', '{"version":1,"at":0,"value":{"contactId":"c"}}'],
    ['drafts without a text', 'drafts', '{"version":1,"at":0,"value":[{"localId":"d"}]}'],
  ];
  for (const [what, field, text] of bad) {
    it(`takes ${what} for nothing`, async () => {
      sessionStorage.setItem(keyOf(field), text);
      same(await open().load(), {});
    });
  }

  const blocked: readonly [string, BrowserStores][] = [
    ['is not there', { session: undefined, local: undefined }],
    ['is blocked', spoilt({ getItem: refuse, setItem: refuse, removeItem: refuse })],
  ];
  for (const [what, stores] of blocked) {
    it(`that ${what} keeps what it is given for as long as the page lives`, async () => {
      const storage = open(stores);
      storage.save({ typed: 'a', startKey: 'b' });
      storage.save({ typed: 'c' });
      same(await storage.load(), { typed: 'c', startKey: 'b' });
      storage.clear();
      same(await storage.load(), {});
    });
  }

  it('that is full gives up the conversation before a message that is not sent yet', async () => {
    const full = spoilt({
      setItem(key, value) {
        if (sessionStorage.getItem(keyOf('items')) !== null) throw new DOMException('full', 'QuotaExceededError');
        sessionStorage.setItem(key, value);
      },
    });
    open().save({ items: [sampleMessage('m-1', 'Hello', 1)] });
    const drafts = [{ localId: 'd', text: 'Not sent', after: undefined, state: { name: 'waiting' } }] as const;
    open(full).save({ drafts });
    same(Object.keys(await open().load()), ['drafts']);
  });

  it('that is full leaves no old value behind for a new one', async () => {
    open().save({ typed: 'old' });
    open(spoilt({ setItem: refuse })).save({ typed: 'new' });
    same(await open().load(), {});
  });
});
