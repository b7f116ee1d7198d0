import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { ChromiumCaller } from '../support/caller.js';
import { countLeaks } from '../support/call-leaks.js';
import { CallStage } from '../support/call-stage.js';

suite('in a call, end to end', () => {
  let stage: CallStage;
  before(async () => {
    stage = await CallStage.start();
  });
  afterEach(() => stage.clear());
  after(() => stage.stop());

  /** In a call that an agent has answered. */
  const calling = async (kind: 'voice' | 'video' = 'voice'): Promise<ChromiumCaller> => {
    const maya = await stage.visit();
    await maya.press(`Start ${kind} call`);
    await maya.press('Join');
    await maya.hasMedia('voice');
    return maya;
  };

  test('A voice call needs no camera: none is asked for, none is sent, and a camera may join and leave later', async () => {
    const maya = await calling('voice');
    assert.deepEqual(await maya.evaluate(() => window.probe.asked), ['audio']);
    assert.equal((await maya.evaluate(() => window.probe.figures())).outVideo, 0);

    await maya.press('Turn camera on');
    await stage.call('the agent sees the customer', ({ camera }) => camera);
    await maya.watches('self-video');
    await maya.hasMedia('video');
    await maya.press('Turn camera off');
    await stage.call('the agent no longer sees the customer', ({ camera }) => !camera);
    await maya.until('The camera’s light off', () =>
      window.probe.tracks.every(({ kind, readyState }) => kind === 'audio' || readyState === 'ended'),
    );
    await stage.hangUp(maya);
    maya.customer.hasNoTrouble();
  });

  test('Muting reaches the agent, and so does speaking again', async () => {
    const maya = await calling();
    await maya.press('Mute');
    await stage.call('muted', ({ muted }) => muted);
    await maya.press('Unmute');
    await stage.call('heard again', ({ muted }) => !muted);
    maya.customer.hasNoTrouble();
  });

  test('Another microphone is taken in the middle of a call, and the first one is let go', async () => {
    const maya = await calling();
    await maya.press('Devices');
    await maya.page.getByRole('combobox', { name: 'Microphone' }).selectOption({ label: 'Fake Audio Input 1' });
    await maya.until('The other microphone is open', () =>
      window.probe.tracks.some(({ label, readyState }) => label === 'Fake Audio Input 1' && readyState === 'live'),
    );
    await maya.until('The first microphone is closed', () =>
      window.probe.tracks.every(({ label, readyState }) => label === 'Fake Audio Input 1' || readyState === 'ended'),
    );
    const before = await maya.evaluate(() => window.probe.figures());
    await maya.until(
      'The voice goes on',
      async (sent) => (await window.probe.figures()).outAudio > sent + 20,
      before.outAudio,
    );
    maya.customer.hasNoTrouble();
  });

  test('A screen is shared when the agent allows it, and no longer when the agent stops it', async () => {
    const maya = await calling();
    assert.equal(await maya.page.getByRole('button', { name: 'Share screen' }).count(), 0);
    await stage.agent('call', { share: 'allow' });
    await maya.press('Share screen');
    await stage.call('a screen is shared', ({ sharing }) => sharing);
    await stage.agent('call', { share: 'stop' });
    await stage.call('no screen is shared', ({ sharing }) => !sharing);
    await maya.until('The screen is no longer captured', () =>
      window.probe.tracks.every(({ kind, readyState }) => kind === 'audio' || readyState === 'ended'),
    );
    await stage.agent('call', { share: 'start' });
    await maya.watches('share-video');
    await stage.hangUp(maya);
    maya.customer.hasNoTrouble();
  });

  test('Digits pressed in a call arrive at the service, in order and once', async () => {
    const maya = await calling();
    await maya.press('Keypad');
    for (const digit of ['4', '2', '#']) await maya.press(digit);
    await stage.digits('42#');
    maya.customer.hasNoTrouble();
  });

  test('On hold the customer is told, and seen again afterwards', async () => {
    const maya = await calling('video');
    await stage.call('the agent sees the customer', ({ camera }) => camera);
    await stage.agent('call', { hold: true });
    await maya.page.locator('.banner').getByText('Stay in the call.').waitFor();
    await stage.call('the agent does not see the customer', ({ camera }) => !camera);
    await stage.agent('call', { hold: false });
    await maya.page.locator('.banner').getByText('Stay in the call.').waitFor({ state: 'hidden' });
    await stage.call('the agent sees the customer again', ({ camera }) => camera);
    maya.customer.hasNoTrouble();
  });

  test('When the agent ends the call, it says so, every light goes off, and a next call can begin', async () => {
    const maya = await calling('video');
    await stage.agent('end');
    await maya.reads(/The call is over/);
    await maya.isDark();
    await maya.press('Start a new call');
    await maya.press('Join');
    await maya.hasMedia();
    maya.customer.hasNoTrouble();
  });

  test('Leaving asks once, and then the agent is not left alone', async () => {
    const maya = await calling('video');
    await maya.press('Leave call');
    const question = maya.page.getByRole('alertdialog');
    await question.waitFor();
    await maya.customer.isWellServed();
    await question.getByRole('button', { name: 'Stay in call' }).click();
    await maya.flows();
    await stage.hangUp(maya);
    await maya.reads(/You left the call/);
    maya.customer.hasNoTrouble();
  });

  test('Moving the element, taking it out and putting it back, and other addresses of the page keep the call', async () => {
    const maya = await calling('video');
    await maya.evaluate(() => {
      const call = document.querySelector('deskbell-call');
      history.pushState(null, '', '/call/?page=2');
      document.querySelector('main')?.append(call ?? '');
    });
    await maya.watches();
    await maya.evaluate(() => {
      const call = document.querySelector('deskbell-call');
      call?.remove();
      document.querySelector('footer')?.before(call ?? '');
    });
    await maya.watches();
    assert.equal((await stage.call('still the same call', (_, { state }) => state === 'active')).state, 'active');
    await stage.hangUp(maya);
    maya.customer.hasNoTrouble();
  });

  test('After a reload one press leads back into the same call', async () => {
    const maya = await calling('video');
    const contactId = await stage.contactId();
    await maya.page.reload();
    await maya.press('Back into the call');
    await maya.watches();
    await maya.hasMedia();
    assert.equal(await stage.contactId(), contactId);
    await stage.hangUp(maya);
    maya.customer.hasNoTrouble();
  });

  test('A second tab says that there is a call in the first, and can bring it over', async () => {
    const maya = await calling('video');
    const contactId = await stage.contactId();
    const second = stage.greet(await maya.secondTab(`${stage.demo.origin}/call/`));
    await second.press('Start video call');
    await second.press('Join');
    await second.reads(/another tab/i);
    await second.press('Bring the call here');
    await second.watches();
    await second.hasMedia();
    await maya.isDark();
    assert.equal(await stage.contactId(), contactId);
    await stage.hangUp(second);
    for (const { customer } of [maya, second]) customer.hasNoTrouble();
  });

  test('Five calls in one page leave nothing behind', async () => {
    const spare = { nodes: 20, listeners: 5 };
    const { left } = await countLeaks(stage, { warmUp: 2, calls: 5, spare });
    const { connections, tracks, nodes, listeners } = left;
    assert.deepEqual({ connections, tracks }, { connections: 0, tracks: 0 });
    assert.ok(nodes <= spare.nodes && listeners <= spare.listeners, JSON.stringify(left));
  });
});
