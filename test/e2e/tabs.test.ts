import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, suite, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { DeskbellWidget } from '../../src/elements/widget/widget.js';
import { launchChromium } from '../support/browsers.mjs';
import { Customer } from '../support/customer.js';
import { startDemo, type Demo } from '../support/demo.js';
import { hang } from '../support/hang.js';

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
  /** An agent who accepts at once and says nothing; or nobody who accepts at all. */
  const agent = (accepts: boolean) =>
    demo.sim('scenarios', {
      preferred: true,
      scenario: { name: 'quiet', begins: 'connected', steps: accepts ? [{ do: 'accept' }] : [] },
    });
  /** A chat that is connected, with an agent who says nothing by itself. */
  const chatting = async () => {
    const customer = await visit();
    await customer.open();
    await customer.sees(/joined/);
    return customer;
  };
  /** Waits until this stands in the box. */
  const holds = ({ page }: Pick<Customer, 'page'>, text: string) =>
    page.waitForFunction((wanted) => {
      const chat = document.querySelector('deskbell-widget')?.shadowRoot?.querySelector('deskbell-chat');
      const composer = chat?.shadowRoot?.querySelector('deskbell-composer');
      return composer?.shadowRoot?.querySelector('textarea')?.value === wanted;
    }, text);

  before(async () => {
    demo = await startDemo();
    browser = await launchChromium();
  });
  beforeEach(() => agent(true));
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
    await holds(first, 'half a thought');
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

  test('a tab in which nobody has opened anything says, too, what is new in a chat that begins after it', async () => {
    const second = await visit();
    await second.launcher.waitFor();
    const first = await alsoIn(second);
    await first.open();
    await first.write('Hello');
    await demo.takesIn('Hello');
    await first.page.getByRole('button', { name: 'Close' }).click();
    await agentSays('Are you still there?');
    await second.page.getByRole('button', { name: /1 unread/ }).waitFor();
    assert.equal(await second.conversation.isVisible(), false);
    assert.equal((await onlyContact()).sockets, 1);
    for (const tab of [first, second]) tab.hasNoTrouble();
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
    ['hangs', hang],
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

  test('a tab that hung comes back as one of the others, with all that was said', async () => {
    const first = await chatting();
    const second = await alsoOpenIn(first, /joined/);
    const goOn = await hang(first);
    await second.write('While it slept');
    await demo.takesIn('While it slept');
    await goOn();
    await first.sees('While it slept');
    await first.write('Awake');
    await demo.takesIn('Awake');
    await second.sees('Awake');
    assert.deepEqual(await agentHeard(), ['While it slept', 'Awake']);
    assert.equal((await onlyContact()).sockets, 1);
  });

  for (const goes of ['stays', 'goes at once']) {
    test(`what is forgotten while a tab hangs, in a page that ${goes}, does not come into the next chat`, async () => {
      const first = await chatting();
      await first.write('For Ada alone');
      const second = await alsoOpenIn(first, 'For Ada alone');
      const goOn = await hang(first);
      await second.page.locator('deskbell-widget').evaluate((widget: DeskbellWidget, goes) => {
        widget.session?.shutdown();
        if (goes) location.reload();
      }, goes !== 'stays');
      await second.conversation.getByText('For Ada alone').waitFor({ state: 'detached' });
      const third = await alsoIn(second);
      await second.page.close();
      await third.open();
      await third.sees(/joined/);
      await third.write('This is Ben');
      await goOn();
      await first.sees('This is Ben');
      await first.page.reload();
      await first.open();
      await first.sees('This is Ben');
      for (const tab of [first, third]) assert.equal(await tab.count('For Ada alone'), 0);
    });
  }

  test('a refresh of either tab changes nothing', async () => {
    const first = await chatting();
    await first.write('Before');
    const second = await alsoOpenIn(first, 'Before');
    await second.box.fill('half a sent');
    for (const tab of [first, second, first]) {
      await tab.page.reload();
      await tab.sees('Before');
      await holds(tab, 'half a sent');
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

  test('when all tabs come back, each shows what was said in this chat and the one before, whichever is the first', async () => {
    const first = await chatting();
    await first.write('In the first chat');
    await demo.takesIn('In the first chat');
    const second = await alsoOpenIn(first, 'In the first chat');
    await first.press('End chat');
    await first.page.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
    await first.page.getByRole('button', { name: /new chat|start again/i }).click();
    await first.box.waitFor();
    await first.write('In the second chat');
    await demo.takesIn('In the second chat');
    await second.sees('In the second chat');
    // The one that followed has only the ticket, and is the first one back.
    for (const { page } of [second, first]) await page.goto('about:blank');
    for (const { page } of [second, first]) await page.goto(`${demo.origin}/`);
    for (const tab of [first, second]) {
      await tab.sees('In the second chat');
      await tab.sees('In the first chat');
      assert.deepEqual([await tab.count('In the first chat'), await tab.count('In the second chat')], [1, 1]);
    }
  });

  test('two tabs that start at the same moment ring one agent', async () => {
    const first = await visit();
    const second = await alsoIn(first);
    await Promise.all([first.launcher.click(), second.launcher.click()]);
    await Promise.all([first.sees(/joined/), second.sees(/joined/)]);
    await onlyContact();
  });

  test('who waits sees the same place in every tab, and goes back in line once when an agent is lost', async () => {
    const first = await chatting();
    await first.write('My bowl came cracked');
    const second = await alsoOpenIn(first, 'My bowl came cracked');
    const { contactId } = await onlyContact();
    await agent(false);
    await demo.sim('world', {
      queues: [{ name: 'Customer care', others: 3, staff: 1, averageHandleSeconds: 120 }],
    });
    await demo.sim(`contacts/${contactId}/end`, { reason: 'AGENT_NETWORK_DISCONNECT' });
    for (const tab of [first, second]) await tab.reads(/Back in line in \d+ second/);
    // The tab that counts down goes, and the other one still goes back.
    await first.page.close();
    await second.reads(/back in line|front of the line/i);
    await demo.finds('the way back', (all) => all.filter(({ state }) => state !== 'over').length === 1);
    const third = await alsoOpenIn(second, 'My bowl came cracked');
    for (const tab of [second, third]) await tab.reads(/in line|next/i);
    assert.equal((await contacts()).length, 2);
    for (const tab of [second, third]) tab.hasNoTrouble();
  });

  test('who says no to going back in one tab has said so in all', async () => {
    const first = await chatting();
    const second = await alsoOpenIn(first, /joined/);
    await demo.sim(`contacts/${(await onlyContact()).contactId}/end`, { reason: 'AGENT_NETWORK_DISCONNECT' });
    await second.press('No, thank you');
    for (const tab of [first, second]) {
      await tab.page.getByRole('button', { name: 'Start a new chat' }).waitFor();
      tab.hasNoTrouble();
    }
    await onlyContact();
  });

  test('a tab that is duplicated goes on beside the other one, and neither writes over what the other keeps', async () => {
    const first = await chatting();
    await first.write('Hello');
    await first.box.fill('half a sent');
    const [copied] = await Promise.all([
      first.page.waitForEvent('popup'),
      // A window that a page opens begins with a copy of what its tab keeps.
      first.page.evaluate(() => void window.open(location.href)),
    ]);
    const log = copied.getByRole('log', { name: 'Conversation' });
    await log.getByText('Hello', { exact: true }).waitFor();
    await holds({ page: copied }, 'half a sent');
    await copied.close();
    await first.page.reload();
    await first.sees('Hello');
    await holds(first, 'half a sent');
    await first.write('Goodbye');
    await demo.takesIn('Goodbye');
    assert.deepEqual(await agentHeard(), ['Hello', 'Goodbye']);
  });

  test('a site that remembers on the device finds the chat again when every tab was closed, and in one of two', async () => {
    const first = await visit();
    await first.page.context().addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () =>
        document.querySelector('script[data-broker]')?.setAttribute('data-memory', 'device'),
      );
      // The loader reads its tag while it is read itself.
      new MutationObserver(() =>
        document.querySelector('script[data-broker]')?.setAttribute('data-memory', 'device'),
      ).observe(document, { childList: true, subtree: true });
    });
    await first.page.reload();
    await first.open();
    await first.sees(/joined/);
    await first.write('See you tomorrow');
    await demo.takesIn('See you tomorrow');
    const second = await alsoOpenIn(first, 'See you tomorrow');
    await second.box.fill('half a sent');
    await first.page.close();
    const third = await alsoIn(second);
    await third.launcher.waitFor();
    await Promise.all([second.page.close(), third.page.close()]);
    const later = await alsoIn(first);
    await later.open();
    await later.sees('See you tomorrow');
    await holds(later, 'half a sent');
    await later.write('Good morning');
    await demo.takesIn('Good morning');
    assert.deepEqual(await agentHeard(), ['See you tomorrow', 'Good morning']);
    later.hasNoTrouble();
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
    assert.equal((await contacts()).length, 2);
    for (const tab of [first, second]) tab.hasNoTrouble();
  });
});
