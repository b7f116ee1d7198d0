import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser as Firefox } from 'puppeteer-core';
import { CallStage } from '../support/call-stage.js';
import { FirefoxCaller, launchFirefoxForCalls, type Caller } from '../support/caller.js';

suite('calls with real sound and pictures, one after the other', () => {
  let stage: CallStage;
  let firefox: Firefox | undefined;

  before(async () => {
    [stage, firefox] = await Promise.all([CallStage.start(), launchFirefoxForCalls()]);
  });
  afterEach(() => stage.clear());
  after(async () => {
    await firefox?.close();
    await stage.stop();
  });

  /** One whole call, pressed as a customer presses it. Pictures move and voices are heard, at both ends. */
  async function call(caller: Caller): Promise<void> {
    await caller.press('Start video call');
    await caller.press('Join');
    await caller.watches('remote-video');
    await caller.hasMedia();
    await stage.hears('video');
    await stage.hangUp(caller);
  }

  for (let round = 1; round <= 20; round++) {
    test(`In Chromium a customer calls and is answered, ${round} of 20`, async () => {
      const maya = await stage.visit();
      await call(maya);
      maya.customer.hasNoTrouble();
    });
  }

  for (let round = 1; round <= 10; round++) {
    test(`In Firefox a customer calls and is answered, ${round} of 10`, async (context) => {
      if (!firefox) return context.skip('Firefox is not installed');
      await call(stage.greet(await FirefoxCaller.visit(firefox, `${stage.demo.origin}/call/`)));
    });
  }
});
