import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
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

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

after(async () => {
  await browser.close();
  await demo.end();
});

const desktop = { width: 1280, height: 860 };
const phone = { width: 390, height: 844 };

for (const [screen, viewport] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, path] of Object.entries({
      shop: '/',
      'help page': '/npm/',
      'page of calls': '/call/',
      'agent desk': '/agent/',
    })) {
      test(`The ${name} fits a ${screen} in ${colorScheme} colours and is accessible`, async () => {
        const visitor = await Customer.visit(browser, origin + path, { viewport, colorScheme });
        await visitor.page.waitForLoadState('networkidle');
        const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= viewport.width, `The page is ${width} px wide.`);
        await visitor.isWellServed();
      });
    }
  }
}

test('The shop downloads one script for the chat, until somebody wants to chat', async () => {
  const visitor = await Customer.visit(browser, 'about:blank');
  const requests: string[] = [];
  visitor.page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await visitor.page.goto(`${origin}/`);
  await visitor.launcher.waitFor();
  await visitor.page.waitForLoadState('networkidle');
  assert.deepEqual(
    requests.filter((path) => path.startsWith('/deskbell/')),
    ['/deskbell/deskbell.js'],
  );
});

test('What is put into the bag is in the bag', async () => {
  const visitor = await Customer.visit(browser, `${origin}/`);
  await visitor.press('Add to bag: Harbour mug');
  await visitor.press('Add to bag: Harbour mug');
  await visitor.press('Add to bag: Teapot');
  await visitor.press(/^Bag/);
  await visitor.reads('Harbour mug × 2');
  await visitor.reads(/Together €140/);
  await visitor.isWellServed();
});

test('A button of the shop’s own opens the chat', async () => {
  const visitor = await Customer.visit(browser, `${origin}/`);
  await visitor.press('Ask us');
  await visitor.box.waitFor();
});

test('On the help page a customer writes in the page itself, and is answered', async () => {
  const visitor = await Customer.visit(browser, `${origin}/npm/`);
  await visitor.write('Where is my order?');
  await visitor.sees(/this is Ines/);
  await visitor.isWellServed();
});

test('A chat that began in the shop goes on on the help page', async () => {
  const visitor = await Customer.visit(browser, `${origin}/`);
  await visitor.open();
  await visitor.write('I have a question about my order.');
  await visitor.sees(/this is Ines/);
  await visitor.page.goto(`${origin}/npm/`);
  await visitor.sees('I have a question about my order.');
  await visitor.isWellServed();
});
