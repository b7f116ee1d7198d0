import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { launchChromium } from '../support/browsers.mjs';
import { Customer } from '../support/customer.js';
import { startDemo, type Demo } from '../support/demo.js';
import { until } from '../support/until.js';

interface Item {
  readonly Type: string;
  readonly ParticipantRole?: string;
  readonly Attachments?: readonly { readonly AttachmentName: string }[];
}

const note = (name = 'note.txt', text = 'The glaze has a crack.') => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

suite('files, end to end', () => {
  let demo: Demo;
  let browser: Browser;
  const guests: Customer[] = [];
  const faults = (body: object) => demo.sim('faults', body);
  /** Names of the customer's files as the agent has them, in order. */
  const agentHas = async () => {
    const { contacts } = await demo.sim<{ contacts: { contactId: string }[] }>('contacts');
    assert.equal(contacts.length, 1);
    const { transcript } = await demo.sim<{ transcript: Item[] }>(`contacts/${contacts[0]?.contactId}`);
    return transcript
      .filter(({ Type, ParticipantRole }) => Type === 'ATTACHMENT' && ParticipantRole === 'CUSTOMER')
      .flatMap(({ Attachments = [] }) => Attachments.map(({ AttachmentName }) => AttachmentName));
  };
  /** A customer who chats with an agent who listens. */
  const chatting = async () => {
    await demo.sim('scenarios', {
      preferred: true,
      scenario: { name: 'quiet', begins: 'connected', steps: [{ do: 'accept' }] },
    });
    const customer = await Customer.visit(browser, `${demo.origin}/`);
    guests.push(customer);
    await customer.open();
    await customer.sees(/joined/);
    return customer;
  };
  const choose = async (customer: Customer, file = note()) => {
    const chooser = customer.page.waitForEvent('filechooser');
    await customer.press('Attach files');
    await (await chooser).setFiles(file);
  };
  const row = (customer: Customer, name = 'note.txt'): Locator =>
    customer.conversation.getByRole('article', { name: `You: ${name}` });
  const isSent = (customer: Customer, name?: string) => row(customer, name).getByText(/Sent/).waitFor();

  before(async () => {
    demo = await startDemo();
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(guests.splice(0).map((guest) => guest.leave()));
    await demo.sim('faults', undefined, 'DELETE');
    await demo.sim('reset', {});
  });
  after(async () => {
    await browser.close();
    await demo.stop();
  });

  test('a customer sends a file by keyboard alone, and the agent has it', async () => {
    const ada = await chatting();
    // What attends to files is loaded once the chat is connected.
    await ada.page.getByRole('button', { name: 'Attach files' }).waitFor();
    const chooser = ada.page.waitForEvent('filechooser');
    await ada.box.focus();
    await ada.page.keyboard.press('Shift+Tab');
    await ada.page.keyboard.press('Enter');
    await (await chooser).setFiles(note());
    await isSent(ada);
    assert.deepEqual(await agentHas(), ['note.txt']);
    await ada.write('That is all I have.');
    await demo.takesIn('That is all I have.');
    await ada.isWellServed();
  });

  test('a reload in the middle of an upload loses nothing and sends nothing twice', async () => {
    const ada = await chatting();
    await faults({ http: [{ route: 'UploadFile', act: 'hang', times: 1 }] });
    await choose(ada);
    await ada.conversation.getByRole('progressbar').waitFor();
    // Until then the next upload, the one after the reload, would be the one that hangs.
    await until('the upload hangs', async () => (await demo.sim<{ http: object[] }>('faults')).http.length === 0);
    await ada.page.reload();
    await isSent(ada);
    assert.deepEqual(await agentHas(), ['note.txt']);
    assert.equal(await row(ada).count(), 1);
    ada.hasNoTrouble();
  });

  test('a file of the conversation can be had again, by its own name', async () => {
    const ada = await chatting();
    await choose(ada);
    await isSent(ada);
    const had = ada.page.waitForEvent('download');
    await ada.press('Download note.txt');
    const download = await had;
    assert.equal(download.suggestedFilename(), 'note.txt');
    await ada.isWellServed();
  });

  test('an upload that is cut goes on by itself, and arrives once', async () => {
    const ada = await chatting();
    await faults({ http: [{ route: 'UploadFile', act: 'cut', times: 1 }] });
    await choose(ada);
    await isSent(ada);
    assert.deepEqual(await agentHas(), ['note.txt']);
    ada.hasNoTrouble();
  });

  test('a file too many for the chat is told in words, and can be taken away', async () => {
    const ada = await chatting();
    await faults({ knobs: { attachmentsPerChat: 0 } });
    await choose(ada);
    await row(ada)
      .getByText(/this chat has too many already/)
      .waitFor();
    await ada.isWellServed();
    await ada.press('Delete');
    await row(ada).waitFor({ state: 'detached' });
    assert.deepEqual(await agentHas(), []);
  });

  test('offline a file waits, says so, and is sent on return', async () => {
    const ada = await chatting();
    await ada.page.context().setOffline(true);
    await demo.sim('sockets', { do: 'reset' });
    await ada.reads(/offline/i);
    await choose(ada);
    await row(ada).getByText('Waiting to be sent').waitFor();
    assert.deepEqual(await agentHas(), []);
    await ada.page.context().setOffline(false);
    await isSent(ada);
    assert.deepEqual(await agentHas(), ['note.txt']);
  });

  test('a file that no service would take is told at once, and nothing is uploaded', async () => {
    const ada = await chatting();
    await choose(ada, { name: 'tool.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
    await row(ada, 'tool.exe')
      .getByText(/files of this kind can’t be sent here/)
      .waitFor();
    await ada.press('Delete');
    await row(ada, 'tool.exe').waitFor({ state: 'detached' });
    const { calls } = await demo.sim<{ calls: unknown[] }>('calls?operation=StartAttachmentUpload');
    assert.deepEqual(calls, []);
  });
});
