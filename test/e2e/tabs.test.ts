import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/browsers.mjs';
import { Customer } from '../support/customer.js';
import { startDemo, type Demo } from '../support/demo.js';

interface Item {
  readonly Type: string;
  readonly ParticipantRole?: string;
  readonly Content?: string;
}

suite('one conversation in all tabs of a site, end to end', () => {
  let demo: Demo;
  let browser: Browser;
  const guests: Customer[] = [];
  const visit = async (options?: Parameters<typeof Customer.visit>[2]) => {
    const customer = await Customer.visit(browser, `${demo.origin}/`, options);
    guests.push(customer);
    return customer;
  };
  /** The site in another tab of the same browser. */
  const alsoIn = async (customer: Customer) => {
    const tab = await customer.secondTab();
    await tab.page.goto(`${demo.origin}/`);
    return tab;
  };
  /** The site in a tab whose panel is open too. */
  const alsoOpenIn = async (customer: Customer, text: string | RegExp) => {
    const tab = await alsoIn(customer);
    await tab.open();
    await tab.sees(text);
    return tab;
  };
  const contacts = async () =>
    (await demo.sim<{ contacts: { contactId: string; state: string; sockets: number }[] }>('contacts')).contacts;
  const onlyContact = async () => {
    const [contact, ...others] = await contacts();
    assert.ok(contact && others.length === 0, `one contact, not ${others.length + 1}`);
    return contact;
  };
  const agentHeard = async () => {
    const { transcript } = await demo.sim<{ transcript: Item[] }>(`contacts/${(await onlyContact()).contactId}`);
    return transcript
      .filter(({ Type, ParticipantRole }) => Type === 'MESSAGE' && ParticipantRole === 'CUSTOMER')
      .map(({ Content }) => Content);
  };
  const agentSays = async (content: string) =>
    demo.sim(`desk/contacts/${(await onlyContact()).contactId}/messages`, { contentType: 'text/plain', content });
  /** A chat that is connected, with a scripted agent who has accepted and says nothing by itself. */
  const chatting = async () => {
    const customer = await visit();
    await customer.open();
    await customer.sees(/joined/);
    return customer;
  };
  before(async () => {
    demo = await startDemo();
    browser = await launchChromium();
    await demo.sim('scenarios', {
      preferred: true,
      scenario: { name: 'quiet', begins: 'connected', steps: [{ do: 'accept' }] },
    });
  });
  afterEach(async () => {
    await Promise.all(guests.splice(0).map((guest) => guest.leave()));
    await demo.sim('reset', {});
  });
  after(async () => {
    await browser.close();
    await demo.stop();
  });

  test('a second tab joins the chat: it stays closed, tells what is unread, and shows the same once it is open', async () => {
    const first = await chatting();
    await first.write('Hello from the first tab');
    await agentSays('Nice to meet you');
    await first.sees('Nice to meet you');
    const second = await alsoIn(first);
    await second.launcher.waitFor();
    await first.page.getByRole('button', { name: 'Close' }).click();
    await agentSays('Are you still there?');
    for (const tab of [first, second]) {
      await tab.page.getByRole('button', { name: /1 unread/ }).waitFor();
      assert.equal(await tab.conversation.isVisible(), false);
    }
    await second.page.getByRole('button', { name: /1 unread/ }).click();
    await second.sees('Hello from the first tab');
    await second.sees('Are you still there?');
    // What is read in one tab is read.
    await first.page.getByRole('button', { name: /unread/ }).waitFor({ state: 'hidden' });
    assert.equal((await onlyContact()).sockets, 1);
    for (const tab of [first, second]) tab.hasNoTrouble();
  });

  test('what is typed and sent in either tab is in both, once and in order', async () => {
    const first = await chatting();
    const second = await alsoOpenIn(first, /joined/);
    await second.box.fill('half a thought');
    await first.page.waitForFunction(
      (text) =>
        document
          .querySelector('deskbell-widget')
          ?.shadowRoot?.querySelector('deskbell-chat')
          ?.shadowRoot?.querySelector('deskbell-composer')
          ?.shadowRoot?.querySelector('textarea')?.value === text,
      'half a thought',
    );
    await second.write('One');
    await first.write('Two');
    await second.write('Three');
    await demo.takesIn('Three');
    for (const tab of [first, second]) {
      for (const text of ['One', 'Two', 'Three']) {
        await tab.sees(text);
        assert.equal(await tab.count(text), 1);
      }
      tab.hasNoTrouble();
    }
    assert.deepEqual(await agentHeard(), ['One', 'Two', 'Three']);
  });

  test('a tab that was there before anybody chatted joins as well', async () => {
    const second = await visit();
    await second.open();
    await second.page.getByRole('button', { name: 'End chat' }).click();
    await second.page.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
    await second.page.getByRole('button', { name: /new chat|start again/i }).waitFor();
    const first = await alsoIn(second);
    await first.open();
    await first.write('Hello again');
    await demo.takesIn('Hello again');
    await second.sees('Hello again');
    assert.equal((await contacts()).length, 2);
  });

  for (const [how, gone] of [
    ['is closed', async ({ page }: Customer) => page.close()],
    ['goes to another site', async ({ page }: Customer) => void (await page.goto('about:blank'))],
    [
      'crashes',
      async ({ page }: Customer) => {
        const session = await page.context().newCDPSession(page);
        // A page that crashes answers nothing any more.
        void session.send('Page.crash').catch(() => {});
        await page.waitForEvent('crash');
      },
    ],
    [
      'is frozen by the browser',
      async ({ page }: Customer) => {
        const session = await page.context().newCDPSession(page);
        await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      },
    ],
  ] as const) {
    test(`when the tab that has the connection ${how}, another goes on: nothing lost, nothing doubled`, async () => {
      const first = await chatting();
      await first.write('Before');
      const second = await alsoOpenIn(first, 'Before');
      await gone(first);
      await second.write('After');
      await demo.takesIn('After');
      await agentSays('I am still here');
      await second.sees('I am still here');
      assert.equal(await second.count('After'), 1);
      assert.deepEqual(await agentHeard(), ['Before', 'After']);
      second.hasNoTrouble();
    });
  }

  test('a tab that was frozen comes back as one of the others, with all that was said', async () => {
    const first = await chatting();
    const second = await alsoOpenIn(first, /joined/);
    const session = await first.page.context().newCDPSession(first.page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await second.write('While it slept');
    await demo.takesIn('While it slept');
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await first.sees('While it slept');
    await first.write('Awake');
    await demo.takesIn('Awake');
    await second.sees('Awake');
    assert.deepEqual(await agentHeard(), ['While it slept', 'Awake']);
    assert.equal((await onlyContact()).sockets, 1);
  });

  test('a refresh of either tab changes nothing', async () => {
    const first = await chatting();
    await first.write('Before');
    const second = await alsoOpenIn(first, 'Before');
    await second.box.fill('half a sent');
    for (const tab of [first, second, first]) {
      await tab.page.reload();
      await tab.sees('Before');
      assert.equal(await tab.box.inputValue(), 'half a sent');
    }
    await first.write('After');
    await demo.takesIn('After');
    await second.sees('After');
    assert.deepEqual(await agentHeard(), ['Before', 'After']);
  });

  test('who ends the chat in one tab has ended it in all, and starts one new chat for all', async () => {
    const first = await chatting();
    const second = await alsoOpenIn(first, /joined/);
    await second.press('End chat');
    await second.page.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
    const again = (tab: Customer) => tab.page.getByRole('button', { name: /new chat|start again/i });
    for (const tab of [first, second]) {
      await again(tab).waitFor();
      assert.equal(await tab.box.count(), 0);
    }
    await again(first).click();
    for (const tab of [first, second]) await tab.box.waitFor();
    await second.write('Once more');
    await demo.takesIn('Once more');
    assert.equal((await contacts()).length, 2);
  });

  test('two tabs that start at the same moment ring one agent', async () => {
    const first = await visit();
    const second = await alsoIn(first);
    await Promise.all([first.launcher.click(), second.launcher.click()]);
    await Promise.all([first.sees(/joined/), second.sees(/joined/)]);
    await onlyContact();
  });

  test('where a browser has no locks every tab chats alone', async () => {
    const first = await visit();
    await first.page.context().addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    await first.page.reload();
    await first.open();
    await first.sees(/joined/);
    const second = await alsoIn(first);
    await second.open();
    await second.sees(/joined/);
    await second.write('On my own');
    await demo.takesIn('On my own');
    await first.write('So am I');
    await demo.takesIn('So am I');
    for (const tab of [first, second]) tab.hasNoTrouble();
  });
});
