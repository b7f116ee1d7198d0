import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/browsers.mjs';
import { Customer } from '../support/customer.js';
import { startDemo, type Demo } from '../support/demo.js';

interface Contact {
  readonly transcript: readonly {
    readonly Type: string;
    readonly ParticipantRole?: string;
    readonly Content?: string;
  }[];
}

suite('a conversation, end to end', () => {
  let demo: Demo;
  let browser: Browser;
  const guests: Customer[] = [];
  const visit = async (...[path, options]: [string?, Parameters<typeof Customer.visit>[2]?]) => {
    const customer = await Customer.visit(browser, `${demo.origin}${path ?? '/'}`, options);
    guests.push(customer);
    return customer;
  };
  /** What the service has of each contact's customer, in order. */
  const agentHeard = async () => {
    const { contacts } = await demo.sim<{ contacts: { contactId: string }[] }>('contacts');
    const logs = await Promise.all(contacts.map(({ contactId }) => demo.sim<Contact>(`contacts/${contactId}`)));
    return logs.map(({ transcript }) =>
      transcript
        .filter((item) => item.Type === 'MESSAGE' && item.ParticipantRole === 'CUSTOMER')
        .map((item) => item.Content),
    );
  };

  before(async () => {
    demo = await startDemo();
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(guests.splice(0).map((guest) => guest.leave()));
    await demo.sim('reset', {});
  });
  after(async () => {
    await browser.close();
    await demo.stop();
  });

  test('a customer asks, an agent answers, the customer ends the chat and starts another one', async () => {
    const ada = await visit();
    await ada.open();
    await ada.write('Where is my order?');
    await ada.sees('Where is my order?');
    await ada.sees(/your order left our warehouse/);
    assert.equal(await ada.count('Where is my order?'), 1);
    assert.deepEqual(await agentHeard(), [['Where is my order?']]);
    await ada.isWellServed();

    await ada.press('End chat');
    await ada.page.getByRole('alertdialog').waitFor();
    await ada.press('End chat');
    const again = ada.page.getByRole('button', { name: /new chat|start again/i });
    await again.waitFor();
    assert.equal(await ada.box.count(), 0);
    await ada.sees(/your order left our warehouse/);
    await ada.isWellServed();
    await again.click();
    await ada.write('Where is my parcel?');
    await demo.takesIn('Where is my parcel?');
    assert.deepEqual((await agentHeard()).length, 2);
    ada.hasNoTrouble();
  });

  test('until somebody wants to chat, the page makes one request for it and no contact exists', async () => {
    const requests: string[] = [];
    const customer = await visit('/_sim/');
    customer.page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await customer.page.goto(`${demo.origin}/`);
    await customer.launcher.waitFor();
    await customer.page.waitForLoadState('networkidle');
    const ours = requests.filter((path) => !/^\/(shop\/|site\.css|$)/.test(path));
    assert.deepEqual(ours, ['/deskbell/deskbell.js']);
    const fetched = customer.page.waitForResponse(/chunks\/app/);
    await customer.launcher.hover();
    await fetched;
    assert.ok(!requests.some((path) => path.includes('/v1/')));
    const { contacts } = await demo.sim<{ contacts: unknown[] }>('contacts');
    assert.deepEqual(contacts, []);
  });

  test('what is written before the connection is up goes out by itself, in order, and no row blinks', async () => {
    const ada = await visit();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await ada.page.route('**/v1/chat', async (route) => {
      await held;
      await route.continue();
    });
    await ada.open();
    await ada.write('First');
    await ada.write('Second');
    await ada.sees('First');
    // Marks the rows as they are: whoever makes them anew loses the mark.
    const rows = ada.conversation.getByText(/^(First|Second)$/);
    await rows.evaluateAll((elements) => elements.forEach((element) => element.setAttribute('data-mark', '')));
    release();
    await ada.sees(/How can I help|What can I do|Ines/);
    await demo.takesIn('Second');
    const marks = await rows.evaluateAll((elements) => elements.map((element) => element.hasAttribute('data-mark')));
    assert.deepEqual(marks, [true, true]);
    assert.deepEqual(await agentHeard(), [['First', 'Second']]);
  });

  test('everything works by keyboard alone', async () => {
    const ada = await visit();
    const { keyboard } = ada.page;
    await ada.launcher.focus();
    await keyboard.press('Enter');
    await ada.box.waitFor();
    await ada.page.waitForFunction(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.tagName === 'TEXTAREA';
    });
    await keyboard.type('Line one');
    await keyboard.press('Shift+Enter');
    await keyboard.type('line two');
    await keyboard.press('Enter');
    await ada.sees(/Line one\s+line two/);
    await keyboard.press('Escape');
    await ada.box.waitFor({ state: 'hidden' });
    const focused = await ada.page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.tagName;
    });
    assert.equal(focused, 'BUTTON');
    await keyboard.press('Enter');
    await ada.sees(/Line one/);
    await demo.takesIn('Line one\nline two');
    assert.deepEqual((await agentHeard()).flat(), ['Line one\nline two']);
  });

  for (const [name, options] of Object.entries({
    'on a desktop, dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
    'on a phone': { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    'on a small phone, dark': {
      viewport: { width: 360, height: 640 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
    },
    'in German': { locale: 'de-DE' },
    'with reduced motion': { reducedMotion: 'reduce' },
  } as const)) {
    test(`the open chat is accessible and keeps the strict policy ${name}`, async () => {
      const ada = await visit('/', options);
      await ada.page.getByRole('button', { name: /^(Chat|Chatten)/ }).click();
      const box = ada.page.getByRole('textbox', { name: /Message|Nachricht/ });
      await box.fill('Where is my order?');
      await box.press('Enter');
      await ada.page
        .getByRole('log')
        .getByText(/your order left our warehouse/)
        .waitFor();
      await ada.isWellServed();
    });
  }

  test('a person at the agent desk and a customer talk to each other', async () => {
    const agent = await visit('/agent/');
    await agent.page
      .getByRole('button', { name: /go available|start|open the desk/i })
      .or(agent.page.getByText(/waiting/i))
      .first()
      .waitFor();
    const ada = await visit();
    await ada.open();
    await agent.page
      .getByRole('button', { name: /accept/i })
      .first()
      .click();
    await ada.sees(/joined/i);
    await ada.write('Is anybody there?');
    await agent.page.getByText('Is anybody there?').first().waitFor();
    const reply = agent.page.getByRole('textbox', { name: /message|reply/i });
    await reply.fill('Yes, I am.');
    await reply.press('Enter');
    await ada.sees('Yes, I am.');
    ada.hasNoTrouble();
    agent.hasNoTrouble();
  });
});
