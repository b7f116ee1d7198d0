import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { ChromiumCaller } from '../support/caller.js';
import { CallStage } from '../support/call-stage.js';
import { until } from '../support/until.js';

let stage: CallStage;

before(async () => {
  stage = await CallStage.start();
});
afterEach(() => stage.clear());
after(() => stage.stop());

async function sitDown(viewport = { width: 1280, height: 860 }): Promise<ChromiumCaller> {
  const agent = await stage.visit('/agent/', { viewport });
  await agent.page.getByText('Connected', { exact: true }).waitFor();
  return agent;
}

/** A customer who has pressed Join, and waits. */
async function ring(kind: 'voice' | 'video'): Promise<ChromiumCaller> {
  const maya = await stage.visit();
  await maya.press(`Start ${kind} call`);
  await maya.press('Join');
  await stage.call('the customer is there', ({ arrived }) => arrived);
  return maya;
}

/** In the page: whether the picture there moves. */
const moves = (selector: string): boolean => {
  const video = document.querySelector<HTMLVideoElement & { from?: number }>(selector);
  if (!video || video.hidden || video.videoWidth === 0) return false;
  video.from ??= video.currentTime;
  return video.currentTime > video.from + 0.2;
};

/** A picture moves at the desk. */
const watches = (agent: ChromiumCaller, selector: string) =>
  agent.until(`A moving picture in ${selector}`, moves, selector);

/** The desk sees the customer, who insists: on a busy machine a picture is given up, as it should be. */
const watchesCustomer = (agent: ChromiumCaller, customer: ChromiumCaller) =>
  until('The desk sees the customer', async () => {
    const givenUp = await customer.evaluate(() => window.probe.button('Turn camera on') !== undefined);
    if (givenUp) await customer.press('Turn camera on');
    return agent.evaluate(moves, '#stage .camera');
  });

test('A person at the desk answers with camera and microphone, in a tab of the same browser, and ends the call', async () => {
  const agent = await sitDown();
  const maya = stage.greet(await agent.secondTab(`${stage.demo.origin}/call/`));
  await maya.press('Start video call');
  await maya.press('Join');
  await agent.page.getByRole('button', { name: /Video call/ }).waitFor();
  await agent.press('Accept Maya');
  await watchesCustomer(agent, maya);
  await watches(agent, '#stage .own');
  await maya.watches();
  await maya.hasMedia();
  await agent.hasMedia();
  await agent.customer.isWellServed();

  await agent.press('Mute me');
  await agent.press('Turn my camera off');
  await maya.until(
    'The agent’s picture is gone',
    () => !window.probe.deep('video[part~="remote-video"]')?.checkVisibility(),
  );
  await agent.press('Turn my camera on');
  await maya.watches();

  await agent.press('Share a screen');
  await maya.watches('share-video');
  await agent.press('Stop my screen');

  await agent.press('Let the customer share');
  await maya.press('Share screen');
  await watches(agent, '#stage .share');
  await agent.press('Stop their sharing');
  await stage.call('no screen is shared', ({ sharing }) => !sharing);

  await agent.press('Hold');
  await maya.reads(/on hold/);
  await agent.press('Take off hold');

  await agent.press('End call');
  await agent.customer.reads('This call is over.');
  await maya.isDark();
  await agent.isDark();
  for (const { customer } of [agent, maya]) customer.hasNoTrouble();
});

test('The simulated agent answers instead, and a network that goes away for a while comes back', async () => {
  const agent = await sitDown();
  const maya = await ring('voice');
  await agent.page
    .getByRole('button', { name: /Voice call|Video call/ })
    .first()
    .click();
  await agent.press('Let the simulated agent answer');
  await maya.watches();
  await maya.hasMedia('voice');
  await agent.page.getByRole('combobox', { name: 'The customer loses' }).selectOption('signalling only');
  await agent.page.getByRole('combobox', { name: 'which is' }).selectOption('a cut: the socket breaks');
  await agent.press('Take the network away');
  await agent.customer.reads(/network is gone/);
  await maya.reads(/getting you back/i);
  await agent.press('Bring the network back now');
  await maya.flows('voice');
  await agent.press('End call');
  await maya.isDark();
  for (const { customer } of [agent, maya]) customer.hasNoTrouble();
});

test('On a phone the call fits the desk', async () => {
  const agent = await sitDown({ width: 390, height: 844 });
  const maya = await ring('video');
  await agent.press('Accept Maya');
  await watchesCustomer(agent, maya);
  assert.equal(await agent.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await agent.customer.isWellServed();
  maya.customer.hasNoTrouble();
});

test('The desk asks a customer who chats for a call, and one press of theirs begins it', async () => {
  const agent = await sitDown();
  const maya = await stage.visit('/');
  await maya.customer.open();
  await maya.customer.write('Which one is heavier?');
  await agent.press('Accept Customer');
  await agent.press('Ask for a video call');
  await maya.page.getByRole('log').getByRole('link', { name: 'Start video call' }).click();
  await maya.press('Join');
  await agent.page.getByRole('button', { name: /Video call/ }).waitFor();
  for (const { customer } of [agent, maya]) customer.hasNoTrouble();
});
