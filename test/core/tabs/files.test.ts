import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MemoryBroker } from '../../../src/adapters/memory/broker.js';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import { MemoryConnection } from '../../../src/adapters/memory/connection.js';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import { MemoryStorage } from '../../../src/adapters/memory/storage.js';
import { MemoryTabs } from '../../../src/adapters/memory/tabs.js';
import { isName } from '../../../src/core/chat/file-names.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { SharedChat } from '../../../src/core/chat/shared-chat.js';
import type { SharedChatPorts } from '../../../src/core/chat/shared-ports.js';

const file = { name: 'bill.pdf', contentType: 'application/pdf', size: 7 } as const;
const bytes = { bytes: 'Kettle.' };

/** Two tabs of a site in one chat that takes files: the first one leads. Each keeps things for itself. */
async function twoTabs() {
  const clock = new ManualClock();
  const connection = new MemoryConnection(() => clock.now());
  const browser = new MemoryTabs(clock);
  const broker = new MemoryBroker({ features: { ...sampleTicket().features, attachments: true } });
  const open = (name: string, storage = new MemoryStorage()) => {
    let count = 0;
    const chance = { random: () => 0.5, newId: () => `${name}-${++count}` };
    const ports = memoryPorts({ broker, chance, clock, connection, storage });
    const tabs = browser.add();
    const make: SharedChatPorts['make'] = (lead) => new ChatSession(ports, {}, lead);
    const chat = new SharedChat({ ...ports, tabs, storage, memory: storage, make });
    const rows = () => {
      const { drafts, items } = chat.store.state;
      const sent = items.flatMap((item) => (item.kind === 'message' && item.own ? `${item.content.text} sent` : []));
      return [...sent, ...drafts.map(({ state, text }) => `${text} ${state.name}`)];
    };
    const kept = () => storage.files.filter((name) => !isName(name));
    return { chat, kept, rows, storage, tabs };
  };
  const first = open('first');
  await clock.advance(10);
  const second = open('second');
  void first.chat.start();
  await clock.advance(1_000);
  return { clock, connection, first, open, second };
}

suite('files in several tabs', () => {
  test('go from any tab, and are forgotten in all of them once they are sent', async () => {
    const { clock, connection, first, second } = await twoTabs();
    connection.files.nextFile({ upload: 'held' });
    second.chat.sendFile(file, bytes);
    assert.deepEqual(second.rows(), ['bill.pdf waiting']);
    assert.equal(second.kept().length, 1, 'this tab may be the next to lead');
    await clock.advance(100);
    assert.deepEqual([first.rows(), second.rows()], [['bill.pdf uploading'], ['bill.pdf uploading']]);
    connection.files.release();
    await clock.advance(100);
    assert.deepEqual([first.rows(), second.rows()], [['bill.pdf sent'], ['bill.pdf sent']]);
    assert.deepEqual(connection.files.uploads[0]?.bytes, bytes);
    assert.deepEqual([...first.kept(), ...second.kept()], []);
  });

  test('that were on their way up when the tab that led was closed go up from the next one', async () => {
    const { clock, connection, first, second } = await twoTabs();
    connection.files.nextFile({ upload: 'held' });
    second.chat.sendFile(file, bytes);
    await clock.advance(100);
    first.tabs.kill();
    await clock.advance(1_000);
    assert.deepEqual(second.rows(), ['bill.pdf sent']);
    assert.equal(connection.conversation.filter((item) => item.kind === 'message' && item.own).length, 1);
  });

  test('that a tab that hangs may hand over yet are not said to be unsent when the chat is over', async () => {
    const { clock, connection, first, second } = await twoTabs();
    for (let times = 0; times < 2; times++) connection.files.nextFile({ upload: 'held' });
    second.chat.sendFile(file, bytes);
    await clock.advance(100);
    first.tabs.freeze(false);
    second.chat.send('Did you get it?');
    await clock.advance(2_000);
    assert.deepEqual(second.rows(), ['Did you get it? sent', 'bill.pdf uploading']);
    connection.finish();
    await clock.advance(2_000);
    const [draft] = second.chat.store.state.drafts;
    assert.deepEqual(draft?.state, { name: 'failed', code: 'attachment/unconfirmed' });
  });

  test('are taken back in whichever tab, while nobody has them', async () => {
    const { clock, connection, first, second } = await twoTabs();
    connection.files.nextFile({ upload: 'held' });
    first.chat.sendFile(file, bytes);
    await clock.advance(100);
    second.chat.discardDraft(second.chat.store.state.drafts[0]?.localId ?? '');
    await clock.advance(100);
    assert.deepEqual([first.rows(), second.rows()], [[], []]);
    assert.deepEqual([connection.files.attached, first.kept()], [[], []]);
  });

  test('that were taken back do not come again with a tab that was away', async () => {
    const { clock, connection, first, open, second } = await twoTabs();
    for (let times = 0; times < 3; times++) connection.files.nextFile({ upload: 'held' });
    first.chat.sendFile(file, bytes);
    await clock.advance(100);
    first.tabs.kill();
    await clock.advance(1_000);
    second.chat.discardDraft(second.chat.store.state.drafts[0]?.localId ?? '');
    await clock.advance(100);
    assert.deepEqual(second.rows(), []);
    second.tabs.freeze(false);
    const again = open('again', first.storage);
    void again.chat.resume();
    await clock.advance(2_000);
    assert.deepEqual(again.rows(), ['bill.pdf uploading'], 'nobody there knows better');
    second.tabs.thaw();
    await clock.advance(2_000);
    assert.deepEqual([again.rows(), second.rows()], [[], []]);
    assert.deepEqual([...again.kept(), ...second.kept()], []);
  });

  test('can be had in any tab, under an address that is nowhere else', async () => {
    const { clock, first, second } = await twoTabs();
    const urls = [first, second].map(({ chat }) => chat.fileUrl('f-9'));
    await clock.advance(100);
    assert.deepEqual(await Promise.all(urls), ['https://files.example/f-9', 'https://files.example/f-9']);
    assert.doesNotMatch(JSON.stringify([first, second].map(({ chat }) => chat.store.state)), /files\.example/);
  });
});

suite('the address of a file', () => {
  test('is none where there is no chat, and where the service says no', async () => {
    const session = new ChatSession(memoryPorts());
    assert.equal(await session.fileUrl('f-1'), undefined);
  });
});
