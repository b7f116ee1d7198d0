import { browserChance } from '../../../src/adapters/browser/chance.js';
import { browserClock } from '../../../src/adapters/browser/clock.js';
import { BrowserStorage, type ChatStorageOptions } from '../../../src/adapters/browser/storage.js';
import type * as StorageFile from '../../../src/adapters/browser/storage.js';
import { FixedChance, ManualClock } from '../../../src/adapters/memory/clock.js';
import { sampleMessage, sampleTicket } from '../../../src/adapters/memory/samples.js';
import type { ChatStorage, Memory } from '../../../src/core/chat/ports.js';
import type { Draft } from '../../../src/core/chat/state.js';
import { chatStorageContract } from '../../contracts/chat-storage.js';
import { same } from '../../contracts/contract.js';
import { openPage, type OtherPage } from '../../support/frames.js';

/** Every test has one of its own: what earlier ones made is still there, and keeps what it has. */
let broker = '';
let tests = 0;
const file = '/build/src/adapters/browser/storage.js';
const ticket = { ...sampleTicket(), connectBy: 9, connected: true };
const draft = (text: string): Draft => ({ localId: text, text, after: undefined, state: { name: 'waiting' } });
const keyOf = (field: string): string => `deskbell:${broker}:${field}`;

const open = (changes: Partial<ChatStorageOptions> = {}): BrowserStorage =>
  new BrowserStorage({ broker, clock: browserClock, chance: browserChance, ...changes });

/** Resolves when nothing in the database has this in it any more. What is too old is looked for first, and then dropped. */
async function gone(text: string): Promise<void> {
  while ((await everything()).includes(text)) await written();
}

/** Resolves when something in the database has this in it: another tab's storage writes when it has opened it. */
async function there(text: string): Promise<void> {
  while (!(await everything()).includes(text)) await written();
}

/** Resolves when everything that was written so far is in the database, and its storage has heard so. */
async function written(): Promise<void> {
  do {
    const database = await connect();
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(database.objectStoreNames, 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    });
    database.close();
    // Text stays in the tab until the database has confirmed it.
  } while (keysIn(sessionStorage).some((key) => ['typed', 'drafts', 'items'].includes(key)));
}

const connect = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('deskbell', 1);
    request.onupgradeneeded = () =>
      ['until', 'fields', 'files'].forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('blocked'));
  });

/** Everything this broker has in the database, as JSON: for looking for what must not be there. */
async function everything(): Promise<string> {
  await written();
  const database = await connect();
  const store = database.transaction('fields').objectStore('fields');
  const [keys, values] = await Promise.all(
    [store.getAllKeys(), store.getAll()].map(
      (request) =>
        new Promise<unknown[]>((resolve) => {
          request.onsuccess = () => resolve(request.result as unknown[]);
        }),
    ),
  );
  database.close();
  const own = keys
    ?.map((key, index) => [key as string[], values?.[index]] as const)
    .filter(([key]) => key[0] === broker);
  return JSON.stringify(own);
}

/** What the tab and the site keep for this broker: their keys' last words. */
const keysIn = (store: Storage): string[] =>
  Object.keys(store)
    .filter((key) => key.startsWith(`deskbell:${broker}:`))
    .map((key) => key.slice(keyOf('').length))
    .sort();

/** In a private window WebKit has to read a file before it can write it. */
async function fileWritten(localId: string): Promise<void> {
  const database = await connect();
  for (let key: unknown; key === undefined;) {
    const request = database.transaction('files').objectStore('files').getKey([broker, localId]);
    key = await new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
  }
  database.close();
}

const forgetDatabase = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('deskbell');
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('blocked'));
  });

beforeEach(() => {
  broker = `https://broker.example/${++tests}`;
});

for (const memory of ['tab', 'device'] as const) {
  describe(`Chat storage in the database, for the ${memory}`, () => {
    for (const { title, run } of chatStorageContract) {
      it(title, () => run({ storage: open({ memory }), reload: () => open({ memory }), fileWritten }));
    }
  });
}

/** The storage of another tab. */
function emptyStore(): Storage {
  const kept: Record<string, string> = {};
  const hidden = (value: unknown) => ({ value, enumerable: false });
  return Object.defineProperties(kept as unknown as Storage, {
    getItem: hidden((key: string) => kept[key] ?? null),
    setItem: hidden((key: string, value: string) => (kept[key] = value)),
    removeItem: hidden((key: string) => delete kept[key]),
  });
}

describe('Where a chat is kept', () => {
  for (const wakes of [false, true]) {
    const how = wakes ? 'wakes' : 'is reloaded';
    it(`what was forgotten in another tab is gone in one that slept and ${how}, and what was begun since is left alone`, async () => {
      const slept = open();
      slept.save({ ticket, typed: 'From Ada' });
      await written();
      const stores = { session: emptyStore(), local: localStorage };
      const other = open({ stores });
      other.clear();
      other.save({ ticket, typed: 'From Ben' });
      other.save({ startKey: 'Ben’s' });
      await there('From Ben');
      if (wakes) slept.clearTab(slept.forgotten);
      same(await open().load(), { startKey: 'Ben’s' });
      same(keysIn(localStorage), ['forgotten', 'lives', 'startKey']);
      const { typed, ticket: kept } = await open({ stores }).load();
      same([typed, kept], ['From Ben', ticket]);
      await gone('From Ada');
    });
  }

  it('device: a tab that slept while everything was forgotten finds what was begun since', async () => {
    const slept = open({ memory: 'device' });
    slept.save({ ticket, typed: 'From Ada' });
    await written();
    const other = open({ memory: 'device', stores: { session: emptyStore(), local: localStorage } });
    other.clear();
    other.save({ ticket, typed: 'From Ben' });
    await there('From Ben');
    slept.clearTab(slept.forgotten);
    same((await slept.load()).typed, 'From Ben');
    slept.save({ readTo: 'm-1' });
    await written();
    same((await open({ memory: 'device' }).load()).typed, 'From Ben');
  });

  it('how a new tab looks, and what was typed there before there was code, is not from before', () => {
    open().clear();
    const session = emptyStore();
    for (const name of ['early', 'open']) session.setItem(keyOf(name), '1');
    open({ stores: { session, local: localStorage } });
    same(Object.keys(session), ['early', 'open', 'keptAfter'].map(keyOf));
  });

  it('tab: tokens in the tab, text in the database, and for the site only that it lives', async () => {
    const storage = open();
    storage.save({ ticket, memory: 'memory-1', typed: 'half a sen', items: [sampleMessage('m-1', 'Hello', 1)] });
    storage.save({ startKey: 'key' });
    const kept = await everything();
    same(
      [kept.includes('half a sen'), kept.includes('Hello'), kept.includes(ticket.participantToken)],
      [true, true, false],
    );
    same(keysIn(sessionStorage), ['conversation', 'memory', 'ticket']);
    same(keysIn(localStorage), ['lives', 'startKey']);
  });

  it('a contact that is to be stopped still brings the next page back, until it is', async () => {
    const storage = open();
    storage.save({ unwanted: [{ handle: 'a.b.c' }] });
    storage.save({ ticket: undefined });
    await written();
    same([keysIn(localStorage), (await open().load()).unwanted], [['lives'], [{ handle: 'a.b.c' }]]);
    storage.save({ unwanted: undefined });
    await written();
    same([keysIn(localStorage), (await open().load()).unwanted], [[], undefined]);
  });

  it('device: all of it in the database, and for the site only that it lives', async () => {
    const storage = open({ memory: 'device' });
    storage.save({ ticket, memory: 'memory-1', typed: 'half a sen', drafts: [draft('d')] });
    const kept = await everything();
    same([kept.includes('half a sen'), kept.includes(ticket.participantToken)], [true, true]);
    same([keysIn(sessionStorage), keysIn(localStorage)], [[], ['lives']]);
    same(JSON.stringify({ ...localStorage }).includes(ticket.handle), false);
  });

  it('none: nowhere, and says so from the beginning', async () => {
    const storage = open({ memory: 'none' });
    const told: boolean[] = [];
    storage.watch((keeps) => told.push(keeps));
    storage.save({ ticket, startKey: 'key', typed: 'half a sen' });
    storage.saveFile('f-1', new Blob(['x']));
    same(await storage.load(), { ticket, startKey: 'key', typed: 'half a sen' });
    same([keysIn(sessionStorage), keysIn(localStorage), await everything()], [[], [], '[]']);
    same([told, await open({ memory: 'none' }).load()], [[false], {}]);
  });

  it('tab: another tab finds nothing, and the word that somebody is here goes with whoever says that nobody is', async () => {
    open().save({ ticket, typed: 'mine' });
    await written();
    sessionStorage.clear(); // Another tab has its own.
    const other = open();
    same([await other.load(), keysIn(localStorage)], [{}, ['lives']]);
    other.save({ ticket: undefined });
    same(keysIn(localStorage), []);
  });

  it('tab: a duplicate that follows writes nothing over what the other one keeps', async () => {
    const first = open();
    first.save({ ticket, drafts: [draft('not sent yet')], typed: 'half a' });
    await written();
    const conversation = sessionStorage.getItem(keyOf('conversation'));
    // The duplicate has a copy of what the tab keeps.
    const copy = open();
    same((await copy.load()).typed, 'half a');
    copy.part();
    copy.save({ ticket, drafts: [], typed: '' });
    await written();
    same((await copy.load()).typed, '');
    sessionStorage.setItem(keyOf('conversation'), conversation ?? '');
    same((await open().load()).typed, 'half a');
    same((await open().load()).drafts, [draft('not sent yet')]);
  });

  it('device: a browser that was closed goes on where it was, as long as the conversation lives', async () => {
    const storage = open({ memory: 'device' });
    storage.save({ ticket, drafts: [draft('d')], typed: 'half' });
    await written();
    sessionStorage.clear();
    const later = open({ memory: 'device' });
    same(await later.load(), { ticket, drafts: [draft('d')], typed: 'half' });
    later.save({ ticket: undefined, leaving: false });
    await written();
    same(await open({ memory: 'device' }).load(), { leaving: false, drafts: [draft('d')], typed: 'half' });
    same([keysIn(localStorage), (await everything()).includes(ticket.participantToken)], [[], false]);
    sessionStorage.clear();
    same(await open({ memory: 'device' }).load(), {});
  });

  for (const memory of ['tab', 'device'] as const) {
    it(`${memory}: shutting down leaves nothing of this broker behind but how often that was, and all of another`, async () => {
      const other = open({ memory, broker: `${broker}/other` });
      other.save({ typed: 'theirs' });
      const storage = open({ memory });
      storage.save({ ticket, typed: 'mine', startKey: 'key', longMemory: 'memory-0' });
      storage.saveFile('f-1', new Blob(['bytes']));
      sessionStorage.setItem(keyOf('open'), '1');
      const ended = `deskbell:wait:chat:${broker}:ended`;
      sessionStorage.setItem(ended, '{}');
      await written();
      storage.save({ typed: 'more' });
      storage.clear();
      const kept = await everything();
      same([kept, (await other.load()).typed], ['[]', 'theirs']);
      same(
        [keysIn(sessionStorage), keysIn(localStorage), sessionStorage.getItem(ended)],
        [['keptAfter'], ['forgotten'], null],
      );
    });
  }

  it('takes over what an older Deskbell kept in the tab', async () => {
    const kept = (value: unknown): string => JSON.stringify({ version: 1, at: Date.now(), value });
    sessionStorage.setItem(keyOf('ticket'), kept(ticket));
    sessionStorage.setItem(keyOf('drafts'), kept([draft('d')]));
    same(await open().load(), { ticket, drafts: [draft('d')] });
    const storage = open();
    storage.save({ typed: 'x' });
    await written();
    same(await open().load(), { ticket, drafts: [draft('d')], typed: 'x' });
    same(keysIn(sessionStorage), ['conversation', 'ticket']);
  });
});

describe('What is kept too long', () => {
  const hour = 3_600_000;
  for (const [memory, hours] of [
    ['tab', 25],
    ['device', 7 * 24],
  ] as const) {
    it(`${memory}: is forgotten ${hours} hours after the last change, by whoever comes next`, async () => {
      const clock = new ManualClock();
      const make = (): BrowserStorage => open({ memory, clock, chance: new FixedChance() });
      make().save({ ticket, typed: 'half' });
      await written();
      await clock.advance(hours * hour - 60_000);
      same((await make().load()).typed, 'half');
      await clock.advance(120_000);
      same((await make().load()).typed, undefined);
      await gone('half');
    });
  }

  it('does not outlive a clock that was a month ahead', async () => {
    const clock = new ManualClock();
    await clock.advance(30 * 24 * hour);
    open({ clock }).save({ ticket, typed: 'half' });
    await written();
    const storage = open({ clock: new ManualClock() });
    await storage.load();
    await gone('half');
  });
});

describe('A database that fails', () => {
  const watched = (storage: ChatStorage): boolean[] => {
    const told: boolean[] = [];
    storage.watch((keeps) => told.push(keeps));
    return told;
  };

  /** A database whose every transaction fails from the moment it is told to. */
  function failing(name: string): { readonly databases: () => IDBFactory; readonly fail: () => void } {
    let fails = false;
    const broken = (database: IDBDatabase): IDBDatabase =>
      new Proxy(database, {
        get(target, key) {
          if (key === 'transaction' && fails) throw new DOMException('no', name);
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    return {
      databases: () =>
        ({
          open(...args: Parameters<IDBFactory['open']>) {
            const request = indexedDB.open(...args);
            return new Proxy(request, {
              get(target, key) {
                if (key === 'result') return broken(target.result);
                return Reflect.get(target, key, target) as unknown;
              },
              set: (target, key, value) => Reflect.set(target, key, value, target),
            });
          },
        }) as IDBFactory,
      fail: () => void (fails = true),
    };
  }

  for (const name of ['QuotaExceededError', 'UnknownError', 'InvalidStateError']) {
    it(`in the middle of a chat (${name}) loses nothing: the tab has it from then on`, async () => {
      const { databases, fail } = failing(name);
      const storage = open({ databases });
      const told = watched(storage);
      storage.save({ ticket, drafts: [draft('before')], typed: 'a' });
      await written();
      fail();
      storage.save({ typed: 'b' });
      await new Promise((resolve) => setTimeout(resolve));
      const all = { ticket, drafts: [draft('before')], typed: 'b' };
      same([await storage.load(), await open({ databases }).load(), await open().load()], [all, all, all]);
      same(told, [true]);
    });
  }

  it('after a reload gives back what the last page was about to write, and goes on in the tab', async () => {
    const { databases, fail } = failing('UnknownError');
    fail();
    const fields = { drafts: [draft('last')], typed: 'b' };
    const kept = { ticket, conversation: 'c', ahead: { home: 'c', at: Date.now(), fields } };
    for (const [key, value] of Object.entries(kept)) {
      sessionStorage.setItem(keyOf(key), JSON.stringify({ version: 1, at: Date.now(), value }));
    }
    const all = { ticket, ...fields };
    same([await open({ databases }).load(), await open({ databases }).load()], [all, all]);
  });

  it('and tabs that are full say that a reload would lose it', async () => {
    const refuse = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const stores = { session: { getItem: () => null, setItem: refuse, removeItem() {} } as never, local: localStorage };
    const storage = open({ stores, databases: () => refuse() });
    const told = watched(storage);
    storage.save({ typed: 'x' });
    same([await storage.load(), told], [{ typed: 'x' }, [true, false]]);
  });

  it('when it is deleted under us is written anew', async () => {
    const storage = open();
    storage.save({ ticket, drafts: [draft('d')] });
    await written();
    await forgetDatabase();
    same((await open().load()).drafts, [draft('d')]);
    storage.save({ typed: 'x' });
    await written();
    same((await everything()).includes('"d"'), true);
    same(await open().load(), { ticket, drafts: [draft('d')], typed: 'x' });
  });

  it('when a newer Deskbell has brought it up to date is done without', async () => {
    const storage = open();
    storage.save({ ticket, typed: 'x' });
    await written();
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('deskbell', 2);
      request.onsuccess = () => (request.result.close(), resolve());
      request.onerror = () => reject(request.error ?? new Error('blocked'));
    });
    storage.save({ typed: 'y' });
    const told = watched(storage);
    same(
      [await storage.load(), await open().load()],
      [
        { ticket, typed: 'y' },
        { ticket, typed: 'y' },
      ],
    );
    same(told, [true]);
    await forgetDatabase();
  });

  it('that never opens keeps nobody waiting for longer than ten seconds', async () => {
    const clock = new ManualClock();
    const silent = { open: () => ({}) } as unknown as IDBFactory;
    sessionStorage.setItem(keyOf('conversation'), JSON.stringify({ version: 1, at: clock.now(), value: 'c' }));
    const loaded = open({ clock, databases: () => silent }).load();
    await clock.advance(10_000);
    same([await loaded, clock.pending], [{}, 0]);
  });

  it('that holds nonsense gives back what makes sense', async () => {
    open().save({ ticket, typed: 'x', readTo: 'm-1' });
    await written();
    const database = await connect();
    const store = database.transaction('fields', 'readwrite').objectStore('fields');
    for (const key of await new Promise<IDBValidKey[]>((resolve) => {
      const request = store.getAllKeys();
      request.onsuccess = () => resolve(request.result);
    })) {
      if ((key as string[])[2] === 'typed') store.put({ not: 'a text' }, key);
    }
    database.close();
    same(await open().load(), { ticket, readTo: 'm-1' });
  });
});

// At the end: WebKit leaves the databases of frames that are gone open for a while, and they cannot be deleted then.

/** A chat storage in another page, in that page's own realm. */
async function storageIn(page: OtherPage, memory: Memory): Promise<ChatStorage> {
  const { BrowserStorage: There } = await page.import<typeof StorageFile>(file);
  return new There({ broker, memory, clock: browserClock, chance: browserChance });
}

for (const memory of ['tab', 'device'] as const) {
  describe(`A page that is reloaded in the moment of a write, for the ${memory}`, () => {
    it('finds what was written in the same task', async () => {
      const page = await openPage();
      for (let round = 0; round < 10; round++) {
        const storage = await storageIn(page, memory);
        // From the second round on the database is open, or not yet, as it happens.
        if (round % 2) await storage.load();
        storage.save({ ticket, drafts: [draft(`round ${round}`)], typed: `half of ${round}` });
        await page.reload();
        const { drafts, typed } = await (await storageIn(page, memory)).load();
        same([drafts?.[0]?.text, typed], [`round ${round}`, `half of ${round}`]);
      }
      page.close();
    });

    it('finds the last of many writes, and nothing that was forgotten with it', async () => {
      const page = await openPage();
      const storage = await storageIn(page, memory);
      storage.save({ ticket, drafts: [draft('gone')], readTo: 'm-1' });
      await storage.load();
      await written();
      for (let count = 0; count < 200; count++) storage.save({ typed: `${count}` });
      storage.save({ drafts: [], readTo: undefined });
      await page.reload();
      const { drafts, typed, readTo } = await (await storageIn(page, memory)).load();
      same([drafts, typed, readTo], [[], '199', undefined]);
      page.close();
    });
  });
}
