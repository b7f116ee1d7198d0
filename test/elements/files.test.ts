import { assert, expect } from '@open-wc/testing';

import { MemoryBroker } from '../../src/adapters/memory/broker.js';
import { memoryPorts } from '../../src/adapters/memory/ports.js';
import { sampleMessage, sampleNotice, sampleTicket } from '../../src/adapters/memory/samples.js';
import { pickable } from '../../src/core/chat/files.js';
import type { Message } from '../../src/core/chat/state.js';
import { filesElements, FilesInChat } from '../../src/elements/define-files.js';
import { sizeWords } from '../../src/elements/file/size.js';
import { defineElements } from '../../src/elements/register.js';
import { ar } from '../../src/i18n/ar.js';
import { en } from '../../src/i18n/en.js';
import { ar as filesAr } from '../../src/i18n/files/ar.js';
import { de as filesDe } from '../../src/i18n/files/de.js';
import { en as filesEn } from '../../src/i18n/files/en.js';
import { fileScenes } from '../gallery/file-scenes.js';
import { ChatPage, focusedName, Onlooker, tidy } from './harness.js';

defineElements(filesElements);

const at = Date.UTC(2026, 10, 21, 9, 41);
const hello = [sampleNotice('n-1', 'joined', at), sampleMessage('m-1', 'Hello Ada', at + 1_000)];

/** A file as a picker, a clipboard or a mouse brings it. */
const chosen = (name = 'bill.pdf', type = 'application/pdf', bytes = 2_048): File =>
  new File([new Uint8Array(bytes)], name, { type });

/** A customer in a chat that takes files, unless it does not. */
class Sender {
  readonly page: ChatPage;
  readonly files: FilesInChat;

  private constructor(page: ChatPage) {
    this.page = page;
    this.files = new FilesInChat(page.chat, page.session, filesEn, pickable);
  }

  static async open({ attachments = true } = {}): Promise<Sender> {
    const features = { ...sampleTicket().features, attachments };
    const ports = memoryPorts({ broker: new MemoryBroker({ features }) });
    const page = await ChatPage.open({ ports });
    page.agent.hear(...hello);
    const sender = new Sender(page);
    await page.session.start();
    await page.settle();
    return sender;
  }

  get button(): HTMLButtonElement | undefined {
    return this.page.button('Attach files');
  }

  /** Chooses files in the picker, which no test can open. */
  async choose(...files: readonly File[]): Promise<void> {
    const input = this.page.all<HTMLInputElement>('[type=file]')[0]!;
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
    await this.page.settle();
  }

  async drag(type: string, data: Record<string, string | File>): Promise<Event> {
    const transfer = new DataTransfer();
    for (const [kind, value] of Object.entries(data)) {
      if (typeof value === 'string') transfer.items.add(value, kind);
      else transfer.items.add(value);
    }
    const more = { bubbles: true, composed: true, cancelable: true };
    const event =
      type === 'paste'
        ? // Not every engine lets a made clipboard carry files.
          Object.assign(new Event(type, more), { clipboardData: transfer })
        : new DragEvent(type, { ...more, dataTransfer: transfer, clientX: -10, clientY: -10 });
    this.page.box.dispatchEvent(event);
    await this.page.settle();
    return event;
  }

  /** What the customer's rows with files say, from the top. */
  get rows(): string[] {
    return this.page.all('.message:has(deskbell-file)').map(({ innerText }) => innerText.replace(/\s+/g, ' ').trim());
  }

  get sent(): string[] {
    return this.page.agent.files.uploads.map(({ file }) => file.name);
  }
}

describe('Files in a chat', () => {
  afterEach(tidy);

  for (const [name, make] of Object.entries(fileScenes)) {
    it(`has nothing for axe to find: ${name}, light and dark, in both directions`, async () => {
      for (const [theme, strings, words] of [
        ['light', en, filesEn],
        ['dark', ar, filesAr],
      ] as const) {
        const { ports, session } = await make();
        const chat = document.createElement('deskbell-chat');
        Object.assign(chat, { session, strings, closable: true });
        chat.setAttribute('theme', theme);
        chat.style.inlineSize = '392px';
        document.body.append(chat);
        new FilesInChat(chat, session, words, pickable);
        await ports.clock.settle();
        await new Onlooker(chat).settle();
        expect(new Onlooker(chat).all('deskbell-file')).to.have.length.above(0);
        await expect(chat).to.be.accessible();
        tidy();
      }
    });
  }

  it('offers a button where files can be sent, and nowhere else', async () => {
    const sender = await Sender.open();
    assert.equal(sender.button?.title, 'Attach files');
    assert.equal(sender.page.all<HTMLInputElement>('[type=file]')[0]!.accept.split(',').length, 18);
    sender.page.agent.finish();
    await sender.page.settle();
    assert.isUndefined(sender.button);
    tidy();
    const other = await Sender.open({ attachments: false });
    assert.isUndefined(other.button);
  });

  it('sends what is chosen, several at once, and the customer can go on writing', async () => {
    const sender = await Sender.open();
    await sender.choose(chosen(), chosen('bowl.png', 'image/png', 3 * 1_048_576));
    assert.deepEqual(sender.sent, ['bill.pdf', 'bowl.png']);
    assert.equal(sender.rows.length, 2);
    assert.match(sender.rows[0]!, /^You bill\.pdf 2 kB/);
    assert.match(sender.rows[1]!, /^You bowl\.png 3 MB .* Sent$/);
    assert.equal(focusedName(), 'Message');
  });

  it('sends what is dropped on the panel, and shows before that it would', async () => {
    const sender = await Sender.open();
    const words = () => sender.page.all('.drop')[0]?.innerText;
    await sender.drag('dragenter', { file: chosen() });
    assert.equal(words(), 'Drop files here to send them');
    await sender.drag('dragleave', { file: chosen() });
    assert.isUndefined(words());
    const over = await sender.drag('dragover', { file: chosen() });
    assert.isTrue(over.defaultPrevented);
    assert.isDefined(words());
    await sender.drag('drop', { file: chosen() });
    assert.isUndefined(words());
    assert.deepEqual(sender.sent, ['bill.pdf']);
  });

  it('leaves text that is dragged or pasted alone', async () => {
    const sender = await Sender.open();
    assert.isFalse((await sender.drag('dragover', { 'text/plain': 'kettle' })).defaultPrevented);
    assert.isFalse((await sender.drag('paste', { 'text/plain': 'kettle' })).defaultPrevented);
    const cells = { 'text/plain': '1', 'text/html': '<td>1', picture: chosen('cells.png', 'image/png') };
    assert.isFalse((await sender.drag('paste', cells)).defaultPrevented);
    assert.deepEqual(sender.sent, []);
  });

  it('sends a picture that is pasted', async () => {
    const sender = await Sender.open();
    const event = await sender.drag('paste', { picture: chosen('image.png', 'image/png') });
    assert.isTrue(event.defaultPrevented);
    assert.deepEqual(sender.sent, ['image.png']);
  });

  it('says how far a file is in steps of five percent, and nothing of it aloud', async () => {
    const sender = await Sender.open();
    sender.page.agent.files.nextFile({ upload: 'held' });
    await sender.choose(chosen());
    const bar = () => sender.page.all<HTMLProgressElement>('progress')[0]!;
    assert.equal(bar().value, 0.5);
    assert.equal(bar().getAttribute('aria-label'), 'Uploading: bill.pdf');
    assert.match(sender.rows[0]!, /2 kB · 50%/);
    const { localId } = sender.page.session.store.state.drafts[0]!;
    sender.page.session.store.dispatch({ type: 'upload-share', localId, share: 0.79 });
    await sender.page.settle();
    assert.match(sender.rows[0]!, /2 kB · 75%/);
    assert.deepEqual(sender.page.spoken(), ['bill.pdf added']);
    sender.page.agent.files.release();
    await sender.page.settle();
    assert.deepEqual(sender.page.spoken(), ['bill.pdf added', 'bill.pdf sent']);
    assert.deepEqual(sender.page.spoken('urgent'), []);
    assert.isUndefined(bar());
  });

  it('makes nothing anew when a file has been sent', async () => {
    const sender = await Sender.open();
    sender.page.agent.files.nextFile({ upload: 'held' });
    await sender.choose(chosen());
    const [row] = sender.page.all('deskbell-file');
    sender.page.agent.files.release();
    await sender.page.settle();
    assert.isTrue(sender.page.all('deskbell-file')[0] === row);
  });

  it('can be taken back before it is sent, by keyboard too', async () => {
    const sender = await Sender.open();
    sender.page.agent.files.nextFile({ upload: 'held' });
    await sender.choose(chosen());
    await sender.page.press('Don’t send bill.pdf');
    assert.deepEqual(sender.rows, []);
    assert.equal(focusedName(), 'Message');
    sender.page.agent.files.release();
    await sender.page.settle();
    assert.deepEqual(sender.page.agent.files.attached, []);
  });

  it('keeps the focus at the row when a file goes on while its button has it', async () => {
    const sender = await Sender.open();
    sender.page.agent.files.nextFile({ upload: 'held' });
    await sender.choose(chosen());
    sender.page.button('Don’t send bill.pdf')!.focus();
    sender.page.agent.files.release();
    await sender.page.settle();
    assert.equal(focusedName(), 'You: bill.pdf');
  });

  it('says why a file was not sent, and lets the customer try again or take it away', async () => {
    const sender = await Sender.open();
    sender.page.agent.files.nextFile({ upload: 'attachment/failed' });
    await sender.choose(chosen());
    assert.match(sender.rows[0]!, /Not sent: the upload was cut off\. Check your connection, then retry\. Delete$/);
    assert.deepEqual(sender.page.spoken('urgent'), [en.errors['attachment/failed']]);
    for (const name of ['Edit', 'Copy']) assert.isUndefined(sender.page.button(name));
    await sender.page.press('Retry: bill.pdf');
    assert.deepEqual(sender.sent, ['bill.pdf', 'bill.pdf']);
    assert.match(sender.rows[0]!, /Sent$/);
    assert.equal(focusedName(), 'Message');
  });

  it('says before anything is sent that a file is too large, empty, or of a kind nobody takes', async () => {
    const sender = await Sender.open();
    const large = chosen('film.mp4', 'video/mp4', 20 * 1_048_576 + 1);
    await sender.choose(large, chosen('empty.txt', 'text/plain', 0), chosen('tool.exe', 'application/x-msdownload'));
    assert.deepEqual(sender.sent, []);
    assert.match(sender.rows[0]!, /too large\. Up to 20 MB can be sent\. Delete$/);
    assert.match(sender.rows[1]!, /the file is empty\. Delete$/);
    assert.match(sender.rows[2]!, /of this kind can’t be sent here\. Delete$/);
    assert.deepEqual(sender.page.spoken('urgent'), [
      `film.mp4. ${en.errors['attachment/too-large']}`,
      `empty.txt. ${en.errors['attachment/empty']}`,
      `tool.exe. ${en.errors['attachment/type-refused']}`,
    ]);
    assert.isUndefined(sender.page.button('Retry: film.mp4'));
    await sender.page.press('Delete');
    assert.equal(sender.rows.length, 2);
  });

  it('says that a file is being checked, and what was found', async () => {
    const sender = await Sender.open();
    sender.page.agent.files.nextFile({ status: 'scanning' });
    await sender.choose(chosen());
    assert.match(sender.rows[0]!, /2 kB · Being checked…/);
    sender.page.agent.files.find('f-1', 'rejected');
    await sender.page.settle();
    assert.match(sender.rows[0]!, /Not passed on: the safety check found a problem\./);
    assert.deepEqual(sender.page.spoken('urgent'), [`bill.pdf. ${filesEn.rejected}`]);
  });

  it('shows a file of the agent’s by its name and kind, as nobody says how large it is', async () => {
    const sender = await Sender.open();
    const file = { name: 'Rückgabe.pdf', contentType: 'application/pdf', size: undefined };
    const content: Message['content'] = {
      kind: 'file',
      text: file.name,
      attachmentId: 'a-1',
      file,
      status: 'approved',
    };
    sender.page.agent.hear(sampleMessage('m-9', '', at + 9_000, { content }));
    await sender.page.settle();
    assert.match(sender.rows[0]!, /Rückgabe\.pdf PDF/);
  });

  it('shows each chat its own, when another session takes its place', async () => {
    const sender = await Sender.open();
    const { page } = sender;
    const other = await ChatPage.open();
    sender.files.session = other.session;
    page.chat.session = other.session;
    await page.settle();
    assert.isUndefined(page.button('Attach files'));
  });

  it('changes its words with the chat', async () => {
    const sender = await Sender.open();
    await sender.choose(chosen());
    sender.files.strings = filesDe;
    await sender.page.settle();
    assert.isDefined(sender.page.button('Dateien anhängen'));
    assert.match(sender.rows[0]!, /2 kB/);
  });

  it('brings a file to the customer from where it can be had at this moment, or says that it cannot', async () => {
    const sender = await Sender.open();
    const { page } = sender;
    const file = { name: 'bill.pdf', contentType: 'application/pdf', size: 2_048 };
    const content = { kind: 'file', text: 'bill.pdf', attachmentId: 'a-1', file, status: 'approved' } as const;
    page.agent.hear({ ...sampleMessage('m-9', '', at + 9_000), content });
    await page.settle();
    const went: string[] = [];
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      went.push(`${this.href} ${this.target} ${this.rel}`);
    };
    const urls = [undefined, 'https://files.example/a-1?key'];
    page.session.fileUrl = () => Promise.resolve(urls.shift());
    page.button('Download bill.pdf')?.click();
    await page.settle();
    assert.match(sender.rows[0]!, /It can’t be downloaded right now/);
    page.button('Download bill.pdf')?.click();
    await page.settle();
    // The one that every element has is there again.
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
    assert.deepEqual(went, ['https://files.example/a-1?key _blank noreferrer']);
    assert.match(sender.rows[0]!, /2 kB/);
  });

  it('is a line with its name where nothing draws it', async () => {
    const page = await ChatPage.live(hello);
    page.session.sendFile({ name: 'bill.pdf', contentType: 'application/pdf', size: 3 }, chosen());
    await page.settle();
    assert.deepEqual(page.texts, ['Hello Ada', 'bill.pdf']);
  });

  it('has targets that can be hit and fits 320 pixels, in every state', async () => {
    for (const make of Object.values(fileScenes)) {
      const { ports, session } = await make();
      const chat = document.createElement('deskbell-chat');
      Object.assign(chat, { session });
      chat.style.inlineSize = '320px';
      document.body.append(chat);
      new FilesInChat(chat, session, filesDe, pickable);
      await ports.clock.settle();
      const look = new Onlooker(chat);
      await look.settle();
      for (const file of look.all('.file')) assert.isAtMost(file.scrollWidth, file.clientWidth);
      for (const button of look.all('.file button, deskbell-attach button')) {
        assert.isAtLeast(button.getBoundingClientRect().height, 32, button.outerHTML);
      }
      tidy();
    }
  });

  it('writes a size as the language does', () => {
    assert.deepEqual(
      [0, 900, 1_536, 20_480, 1_048_576, 15_938_355].map((bytes) => sizeWords(bytes, 'en')),
      ['0 kB', '0.9 kB', '1.5 kB', '20 kB', '1 MB', '15 MB'],
    );
    assert.equal(sizeWords(1_536, 'de'), '1,5 kB');
  });
});
