import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchForCalls } from '../support/caller.js';
import { CallStage } from '../support/call-stage.js';

suite('before a call, end to end', () => {
  let stage: CallStage;
  let denying: Browser;
  let bare: Browser;
  before(async () => {
    [stage, denying, bare] = await Promise.all([CallStage.start(), launchForCalls('denied'), launchForCalls('none')]);
  });
  afterEach(() => stage.clear());
  after(async () => {
    await Promise.all([denying.close(), bare.close()]);
    await stage.stop();
  });

  test('In the room nothing is sent: no packet, no camera announced, until Join is pressed', async () => {
    const maya = await stage.visit();
    await maya.press('Start video call');
    await maya.watches('self-video');
    // The signalling is open already, so that Join is quick.
    await stage.call('the contact waits for its customer', ({ arrived }) => !arrived);
    assert.equal(await maya.evaluate(() => window.probe.connections.length), 0);
    const { arrived, camera } = (await stage.call('a call', () => true)).call ?? {};
    assert.deepEqual({ arrived, camera }, { arrived: false, camera: false });
    await maya.customer.isWellServed();

    await maya.press('Join');
    await maya.hasMedia();
    await stage.hangUp(maya);
    maya.customer.hasNoTrouble();
  });

  test('Cancelling the room turns every light off and leaves no contact behind', async () => {
    const maya = await stage.visit();
    await maya.press('Start video call');
    await maya.watches('self-video');
    await stage.contactId();
    await maya.press('Cancel');
    await stage.call('the contact is over', (_, { state }) => state === 'over');
    await maya.isDark();
    maya.customer.hasNoTrouble();
  });

  test('Taking the element out of the room turns every light off', async () => {
    const maya = await stage.visit();
    await maya.press('Start video call');
    await maya.watches('self-video');
    await maya.evaluate(() => document.querySelector('deskbell-call')?.remove());
    await maya.isDark();
    maya.customer.hasNoTrouble();
  });

  test('Whoever denied the devices reads how to allow them, and can join to listen', async () => {
    const maya = await stage.visit('/call/', { permissions: [] }, undefined, denying);
    await maya.press('Start video call');
    await maya.reads(/doesn.t let this page use/);
    await maya.customer.isWellServed();
    await maya.press('Join');
    await maya.watches();
    await maya.until('Sound comes', async () => (await window.probe.figures()).inAudio > 20);
    maya.customer.hasNoTrouble();
  });

  test('Whoever has no devices reads that, and can join to listen', async () => {
    const maya = await stage.visit('/call/', {}, undefined, bare);
    await maya.press('Start video call');
    await maya.reads(/found/);
    await maya.press('Join');
    await maya.watches();
    maya.customer.hasNoTrouble();
  });

  test('When the broker is down, the customer reads so with every light off, and the next try works', async () => {
    const maya = await stage.visit();
    await maya.page.route('**/v1/call', (route) => route.abort('connectionrefused'));
    await maya.press('Start video call');
    await maya.watches('self-video');
    await maya.press('Join');
    await maya.reads(/can.t reach the call/);
    await maya.isDark();
    await maya.page.unroute('**/v1/call');
    await maya.press('Try again');
    await maya.hasMedia();
    await stage.hangUp(maya);
    maya.customer.hasNoTrouble();
  });

  test('Where the network lets no media through, the customer reads so and is offered another way', async () => {
    const maya = await stage.visit();
    await stage.demo.sim('faults', { knobs: { callIce: 'silence' } });
    await maya.press('Start voice call');
    await maya.press('Join');
    await maya.reads(/doesn.t let calls through/, 30_000);
    await maya.isDark();
    maya.customer.hasNoTrouble();
  });
});
