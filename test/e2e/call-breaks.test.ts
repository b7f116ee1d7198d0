import { after, afterEach, before, suite, test } from 'node:test';
import type { ChromiumCaller } from '../support/caller.js';
import { CallStage } from '../support/call-stage.js';

interface Outage {
  readonly what: 'all' | 'signaling' | 'media';
  readonly how: 'silence' | 'cut';
  readonly seconds: number;
}

suite('when the network breaks in a call, end to end', () => {
  let stage: CallStage;
  before(async () => {
    stage = await CallStage.start();
  });
  afterEach(() => stage.clear());
  after(() => stage.stop());

  // Together, in pages of their own: a break takes its time. All sixty stand in test/bench/call-drops.mjs.
  const outages: readonly Outage[] = [
    { what: 'signaling', how: 'cut', seconds: 5 },
    { what: 'all', how: 'cut', seconds: 5 },
    { what: 'all', how: 'silence', seconds: 20 },
    { what: 'media', how: 'silence', seconds: 20 },
  ];

  test('Calls come back by themselves after 5 and after 20 seconds without a network', async () => {
    const calls: { maya: ChromiumCaller; outage: Outage }[] = [];
    for (const outage of outages) {
      const maya = await stage.visit();
      await maya.press('Start voice call');
      await maya.press('Join');
      await maya.hasMedia('voice');
      calls.push({ maya, outage });
    }
    await Promise.all(
      calls.map(async ({ maya, outage }) => {
        const contactId = await maya.contactId();
        await stage.demo.sim(`desk/contacts/${contactId}/network`, outage);
        await stage.call(
          `${contactId} is cut off`,
          ({ network }, one) => one.contactId === contactId && network === 'down',
        );
        await stage.call(
          `${contactId} has a network again`,
          ({ network }, one) => one.contactId === contactId && network === 'up',
          30_000,
        );
        await maya.flows('voice', 60_000);
      }),
    );
  });
});
