import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../support/browsers.mjs';
import { Customer } from '../support/customer.js';
import { ServeProcess } from './serve-process.js';

let demo: ServeProcess;
let origin: string;
let browser: Browser;

before(async () => {
  demo = new ServeProcess('0');
  [origin, browser] = await Promise.all([demo.ready(), launchChromium()]);
});

beforeEach(async () => {
  await fetch(`${origin}/_sim/reset`, { method: 'POST' });
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

after(async () => {
  await browser.close();
  await demo.end();
});

/** The agent desk in a browser of its own, connected. */
async function sitDown(options: { width?: number; height?: number } = {}): Promise<Customer> {
  const { width = 1280, height = 860 } = options;
  const agent = await Customer.visit(browser, `${origin}/agent/`, { viewport: { width, height } });
  await agent.page.getByText('Connected', { exact: true }).waitFor();
  return agent;
}

/** A customer in the shop who has written `text`. */
async function askInShop(text: string): Promise<Customer> {
  const customer = await Customer.visit(browser, `${origin}/`);
  await customer.open();
  await customer.write(text);
  return customer;
}

const replyBox = (page: Page): Locator => page.getByRole('textbox', { name: 'Message to the customer' });

async function reply({ page }: Customer, text: string): Promise<void> {
  await replyBox(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

test('A person at the desk accepts a customer of the shop, both write, and the agent ends the chat', async () => {
  const agent = await sitDown();
  const customer = await askInShop('My mug came with a chip.');

  await agent.press('Accept Customer');
  await agent.sees('My mug came with a chip.');
  await replyBox(agent.page).pressSequentially('I am');
  await customer.reads(/typing/);
  await reply(agent, 'I am sorry. A new one leaves today.');
  await customer.sees('I am sorry. A new one leaves today.');

  await customer.box.pressSequentially('Thank');
  await agent.reads('Customer is typing');
  await customer.write('Thank you, Robin.');
  await agent.sees('Thank you, Robin.');
  await agent.isWellServed();
  await customer.isWellServed();

  await agent.press('End chat');
  await agent.reads('This chat is over.');
  await customer.reads('The conversation is over.');
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('Everything an agent can do beside writing reaches the customer', async () => {
  const agent = await sitDown();
  const customer = await askInShop('When does it come?');
  await agent.press('Accept Customer');

  await agent.press('Send a list picker');
  await agent.sees('Tuesday morning');
  await customer.sees('When may the parcel come?');

  await agent.press('Step away');
  await agent.reads('who stepped away');
  await agent.press('Come back');
  await agent.sees('Robin is back');

  await agent.press('Lose the agent’s network');
  await agent.reads('whose network is gone');
  await agent.press('Bring the network back');
  await agent.page.getByText('whose network is gone').waitFor({ state: 'hidden' });

  await agent.page.getByRole('combobox', { name: 'Transfer to' }).selectOption('Tom, at once');
  await agent.press('Transfer');
  await agent.reads('You speak as Tom.');
  await reply(agent, 'Tom here. Tuesday it is.');
  await customer.sees('Tom here. Tuesday it is.');
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('A transfer into a queue lets the contact wait again, and a failed one changes nothing', async () => {
  const agent = await sitDown();
  const customer = await askInShop('I would like to return a plate.');
  await agent.press('Accept Customer');
  const target = agent.page.getByRole('combobox', { name: 'Transfer to' });
  await target.selectOption('Nobody: it fails');
  await agent.press('Transfer');
  await agent.sees('The transfer failed');
  await target.selectOption('Returns');
  await agent.press('Transfer');
  await agent.reads(/Waits in Returns/);
  await agent.page.getByRole('button', { name: 'Accept', exact: true }).click();
  await agent.reads('With Robin.');
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('A customer whose socket is dropped is soon back, and has missed nothing', async () => {
  const agent = await sitDown();
  const customer = await askInShop('Hello');
  await agent.press('Accept Customer');
  await agent.sees('Hello');
  await agent.press('Drop the customer’s socket');
  await agent.reads('The socket is cut.');
  await reply(agent, 'Said while you were away.');
  await customer.sees('Said while you were away.', 30_000);
  assert.equal(await customer.count('Said while you were away.'), 1);
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('Scripted agents keep out while somebody takes chats at the desk, and help out when nobody does', async () => {
  const agent = await sitDown();
  const customer = await askInShop('Where is my order?');
  await agent.page.getByRole('button', { name: 'Accept Customer' }).waitFor();
  await agent.page.getByRole('switch', { name: 'Taking contacts' }).uncheck();
  await customer.sees(/this is Ines/);
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('The desk works by keyboard alone', async () => {
  const agent = await sitDown();
  const customer = await askInShop('Is anybody there?');
  const { page } = agent;
  await page.getByRole('button', { name: 'Accept Customer' }).press('Enter');
  await replyBox(page).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Two lines:');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('this is the second.');
  await page.keyboard.press('Enter');
  await customer.sees('this is the second.');
  assert.equal(await replyBox(page).inputValue(), '');
  await page.getByRole('button', { name: 'End chat' }).press('Enter');
  await agent.reads('This chat is over.');
  // The button is gone; the focus is on what it ended and not lost.
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'customer');
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('On a phone the list and the conversation take turns', async () => {
  const agent = await sitDown({ width: 390, height: 844 });
  const customer = await askInShop('Hello from the shop');
  await agent.press('Accept Customer');
  await agent.sees('Hello from the shop');
  await agent.isWellServed();
  await agent.press('Contacts');
  await agent.page.getByRole('button', { name: /^Customer/ }).waitFor();
  assert.equal(await agent.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await agent.isWellServed();
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('The board shows each queue with its people, and staff, others and hours are set there', async () => {
  const agent = await sitDown();
  const customer = await askInShop('Hello from the shop');
  const { page } = agent;
  const care = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Customer care' }) });
  await care.getByRole('button', { name: /^Place 1: Customer, chat/ }).waitFor();
  await page.getByRole('button', { name: 'One more: Others who wait in Customer care' }).click();
  await care.getByRole('button', { name: /^Place 2: Customer, chat/ }).waitFor();
  await page.getByRole('spinbutton', { name: 'Agents in Customer care' }).fill('1');
  await page.keyboard.press('Tab');
  await care.getByText('1 agent.').waitFor();
  await page.getByRole('button', { name: 'Close for today: Customer care' }).click();
  await care.getByText('Closed', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Open for today: Customer care' }).click();
  await care.getByText('Open', { exact: true }).waitFor();
  await agent.isWellServed();
  await care.getByRole('button', { name: /^Place 2: Customer/ }).click();
  await agent.reads(/Waits in Customer care, place 2/);
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('A chat can be ended for a reason nobody at a desk could give', async () => {
  const agent = await sitDown();
  const customer = await askInShop('Hello');
  await agent.press('Accept Customer');
  await agent.page.getByRole('combobox', { name: 'End it for another reason' }).selectOption('System error');
  await agent.press('End it');
  await agent.reads('This chat is over.');
  const { contacts } = (await (await fetch(`${origin}/_sim/contacts`)).json()) as {
    contacts: { disconnectReason: string }[];
  };
  assert.equal(contacts[0]?.disconnectReason, 'SYSTEM_ERROR');
  agent.hasNoTrouble();
  customer.hasNoTrouble();
});

test('A fault is set at the desk, and everything is mended again', async () => {
  const agent = await sitDown();
  const heartbeats = agent.page.getByRole('combobox', { name: 'Heartbeats' });
  await Promise.all([
    agent.page.waitForResponse((response) => response.request().method() === 'POST'),
    heartbeats.selectOption('meet silence'),
  ]);
  assert.equal(await knob('heartbeat'), 'mute');
  await agent.press('Mend everything');
  await agent.reads('Everything works again.');
  assert.equal(await knob('heartbeat'), 'answer');
  assert.equal(await heartbeats.inputValue(), 'are answered');
  agent.hasNoTrouble();
});

async function knob(name: string): Promise<unknown> {
  const { knobs } = (await (await fetch(`${origin}/_sim/faults`)).json()) as { knobs: Record<string, unknown> };
  return knobs[name];
}
