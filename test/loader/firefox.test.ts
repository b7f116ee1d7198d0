import assert from 'node:assert/strict';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { firefox } from '../support/browsers.mjs';
import { createStage, page, tag } from './stage.js';

const path = firefox();

test(
  'In Firefox, too, the tag opens a panel to type into, and a file that failed to load is tried again',
  { skip: path === undefined && 'Firefox is not installed' },
  async () => {
    const stage = await createStage({ browser: false });
    const browser = await puppeteer.launch({ browser: 'firefox', executablePath: path!, headless: true });
    try {
      stage.serve(page(tag()));
      stage.breakFiles(/chunks/);
      const shop = await browser.newPage();
      await shop.goto(`${stage.server.origin}/`);
      const launcher = await shop.waitForSelector('deskbell-launcher >>> button');
      await launcher!.click();
      await shop.waitForSelector('deskbell-launcher >>> p:not(:empty)');
      stage.breakFiles();
      await launcher!.click();
      const box = await shop.waitForSelector('deskbell-widget >>> textarea');
      await box!.type('Hello');
      assert.equal(await box!.evaluate((element) => element.value), 'Hello');
      assert.equal(await shop.$('deskbell-launcher >>> p:not(:empty)'), null);
    } finally {
      await browser.close();
      await stage.close();
    }
  },
);
