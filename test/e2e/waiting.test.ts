import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/browsers.mjs';
import { Customer } from '../support/customer.js';
import { startDemo, type Demo } from '../support/demo.js';

interface Summary {
  readonly contactId: string;
  readonly state: string;
}
interface Topic {
  readonly chat: { readonly open: boolean };
}
interface Request {
  readonly kind: string;
  readonly name?: string;
  readonly references?: Readonly<Record<string, unknown>>;
  readonly relatedContactId?: string;
}

suite('waiting and endings, end to end', () => {
  let demo: Demo;
  let browser: Browser;
  const guests: Customer[] = [];
  const visit = async (path = '/waiting/', options?: Parameters<typeof Customer.visit>[2]) => {
    const customer = await Customer.visit(browser, `${demo.origin}${path}`, options);
    guests.push(customer);
    return customer;
  };
  const queue = (change: object) => demo.sim('world', { queues: [{ name: 'Customer care', ...change }] });
  const contacts = async () => (await demo.sim<{ contacts: Summary[] }>('contacts')).contacts;
  const isOpen = async (which: 'some' | 'every' = 'some'): Promise<boolean> => {
    const answer = await fetch(`${demo.origin}/v1/availability`);
    const { general, topics } = (await answer.json()) as { general: Topic; topics: Record<string, Topic> };
    return [general, ...Object.values(topics)][which](({ chat }) => chat.open);
  };
  const requests = async () => (await demo.sim<{ requests: Request[] }>('requests')).requests;
  /** An agent who accepts at once and says nothing; or nobody who accepts at all. */
  const agent = (accepts: boolean) =>
    demo.sim('scenarios', {
      preferred: true,
      scenario: { name: 'quiet', begins: 'connected', steps: accepts ? [{ do: 'accept' }] : [] },
    });
  /** Opens the chat, says what it is about, and begins. */
  const begin = async (customer: Customer) => {
    await customer.open();
    await customer.page.getByRole('radio', { name: /Something else/ }).check();
    await customer.press(/^Chat Usually/);
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

  test('before anything is started the customer sees what is open, how long it takes, and every way there is', async () => {
    await queue({ others: 6, staff: 2, averageHandleSeconds: 120 });
    const ada = await visit();
    await ada.open();
    await ada.reads(/Usually about \d+ minutes/);
    for (const way of [/^Chat/, /^Call Usually/, /^Call me back/, /^Leave a message/]) {
      await ada.page.getByRole('button', { name: way }).first().waitFor();
    }
    await ada.isWellServed();
    assert.deepEqual(await contacts(), [], 'nothing was started');
  });

  test('a form whose file cannot be had says so, and opens once it can', async () => {
    const ada = await visit();
    await ada.page.route(/chunks\/wait-/, (route) => route.abort());
    await ada.open();
    await ada.press(/^Leave a message/);
    await ada.reads(/That didn’t load/);
    await ada.page.unroute(/chunks\/wait-/);
    await ada.press(/^Leave a message/);
    await ada.page.getByLabel('E-mail').waitFor();
    assert.deepEqual(await contacts(), []);
  });

  test('while they wait they read their place and an honest range, and may leave the line', async () => {
    await agent(false);
    await queue({ others: 6, staff: 2, averageHandleSeconds: 120 });
    const ada = await visit();
    await begin(ada);
    await ada.reads(/You’re 7th in line/);
    await ada.reads(/About 5–10 minutes/);
    await ada.isWellServed();
    await ada.press('Leave the line');
    await ada.page.getByRole('button', { name: 'Leave the line' }).last().click();
    await demo.finds('the contact that was left', (all) => all.every(({ state }) => state === 'over'));
  });

  test('a callback is asked for by keyboard, with a reference, and the place in line is kept', async () => {
    await agent(false);
    await queue({ others: 40, staff: 2, averageHandleSeconds: 120 });
    const ada = await visit();
    await begin(ada);
    const offer = ada.page.getByRole('button', { name: /^Get a call back/ }).first();
    await offer.waitFor();
    await offer.focus();
    await ada.page.keyboard.press('Enter');
    const phone = ada.page.getByLabel('Phone number');
    await phone.waitFor();
    assert.ok(
      await phone.evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field),
      'has the focus',
    );
    await phone.pressSequentially('+49 30 901820');
    await ada.isWellServed();
    await ada.page.keyboard.press('Enter');
    await ada.reads(/reference/i);
    const [task, ...others] = await requests();
    assert.deepEqual([task?.kind, others.length], ['task', 0]);
    assert.match(JSON.stringify(task?.references), /\+4930901820/);
    const [contact] = await contacts();
    assert.equal(contact?.state, 'waiting');
    ada.hasNoTrouble();
  });

  test('when the agent’s network is lost they are told so and go back in line by themselves: one new contact, nothing lost', async () => {
    await agent(true);
    const ada = await visit('/');
    await ada.open();
    await ada.write('My bowl came cracked');
    await ada.sees(/joined/);
    const [before] = await contacts();
    await demo.takesIn('My bowl came cracked');
    await agent(false);
    await queue({ others: 3, staff: 1, averageHandleSeconds: 120 });
    await demo.sim(`contacts/${before!.contactId}/end`, { reason: 'AGENT_NETWORK_DISCONNECT' });
    await ada.reads(/Back in line in \d+ second/);
    await ada.reads(/lost (her|his|their|the) connection|connection was lost on our side/);
    await ada.reads(/back in line|front of the line/i);
    await demo.finds('the way back', (all) => all.filter(({ state }) => state !== 'over').length === 1);
    assert.equal((await contacts()).length, 2);
    assert.equal(await ada.count('My bowl came cracked'), 1);
    await ada.isWellServed();
  });

  test('who says no to going back stays, and finds the way back and a new start', async () => {
    await agent(true);
    const ada = await visit('/');
    await ada.open();
    await ada.sees(/joined/);
    const [before] = await contacts();
    await demo.sim(`contacts/${before!.contactId}/end`, { reason: 'AGENT_NETWORK_DISCONNECT' });
    await ada.press('No, thank you');
    await ada.page.getByRole('button', { name: 'Start a new chat' }).waitFor();
    assert.equal((await contacts()).length, 1);
    await ada.isWellServed();
  });

  /** An agent has ended the chat, and the file with the view of its end is held until it is let go. */
  async function endedEarly() {
    await agent(true);
    const ada = await visit('/');
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await ada.page.route(/chunks\/wait-/, (route) => held.then(() => route.continue()));
    await ada.open();
    await ada.sees(/joined/);
    const [contact] = await contacts();
    await demo.sim(`contacts/${contact!.contactId}/end`, { reason: 'AGENT_DISCONNECT' });
    const again = ada.page.getByRole('button', { name: 'Start a new chat' });
    await again.waitFor();
    return { ada, again, letGo, view: ada.page.locator('deskbell-wait') };
  }

  test('the view of the end takes nothing away from under a finger', async () => {
    const { ada, again, letGo, view } = await endedEarly();
    await again.hover();
    await ada.page.mouse.down();
    letGo();
    await view.evaluate(async (element) => {
      const isThere = (): boolean => (element as HTMLElement & { view: string }).view === 'end';
      while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
    await ada.page.mouse.up();
    await demo.finds('the chat that was begun', (all) => all.length === 2 && all.some(({ state }) => state !== 'over'));
    ada.hasNoTrouble();
  });

  test('the view of the end takes over the focus of what it replaces', async () => {
    const { ada, again, letGo, view } = await endedEarly();
    await again.focus();
    letGo();
    await ada.page.getByRole('radio').last().waitFor();
    assert.ok(await view.evaluate((element) => element.matches(':focus-within')));
    ada.hasNoTrouble();
  });

  test('after an agent’s goodbye they may say how it was, and it reaches the contact', async () => {
    await agent(true);
    const ada = await visit('/');
    await ada.open();
    await ada.sees(/joined/);
    const [before] = await contacts();
    await demo.sim(`contacts/${before!.contactId}/end`, { reason: 'AGENT_DISCONNECT' });
    await ada.page.getByRole('radio').last().check();
    await ada.press(/Send/);
    // For the rating, once it is there. The goodbye has thanked them for talking.
    await ada.reads(/^Thank you\.$/);
    const { attributes } = await demo.sim<{ attributes: Record<string, string> }>(`contacts/${before!.contactId}`);
    assert.equal(attributes['web_rating'], '5');
    await ada.isWellServed();
  });

  test('when it is closed nothing is started, they read when it opens, and can leave a message', async () => {
    const weekly = Object.fromEntries(days.map((day) => [day, [[soon(), '24:00']]]));
    const hours = { timeZone: 'UTC', weekly, overrides: [] };
    await demo.sim('world', { queues: ['Customer care', 'Returns'].map((name) => ({ name, hours })) });
    // The broker looks at the hours again by itself, within the seconds it was told.
    while (await isOpen());
    const ada = await visit();
    await ada.launcher.click();
    await ada.reads(/Closed\. Opens (\w+ )?at \d/);
    assert.equal(await ada.box.isVisible(), false, 'nobody would read what is written');
    await ada.press(/^Leave a message/);
    await ada.page.getByLabel('E-mail').fill('ada@example.com');
    await ada.page.getByLabel('Your message').fill('Do you have the blue teapot?');
    await ada.press(/^Send/);
    await ada.reads(/reference/i);
    const kinds = (await requests()).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['task']);
    assert.deepEqual(await contacts(), []);
    await ada.isWellServed();
  });

  test('when the service is full they are told, and get in by themselves once there is room', async () => {
    await agent(true);
    // The broker goes by hours of a few seconds ago.
    while (!(await isOpen('every')));
    const ada = await visit('/');
    let refusals = 0;
    await ada.page.route('**/v1/chat', (route) =>
      refusals++ === 0
        ? route.fulfill({
            status: 503,
            contentType: 'application/json',
            body: JSON.stringify({ code: 'token/busy', requestId: 'r', retryAfterMs: 6_000 }),
          })
        : route.continue(),
    );
    await ada.open();
    await ada.reads(/Trying again in \d+ second/);
    await ada.isWellServed();
    await ada.sees(/joined/, 30_000);
    assert.equal((await contacts()).length, 1);
  });
});

const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
/** Two hours from now, or the last minute of the day: it is closed until then. */
const soon = (): string => {
  const hour = new Date().getUTCHours() + 2;
  return hour < 24 ? `${String(hour).padStart(2, '0')}:00` : '23:59';
};
