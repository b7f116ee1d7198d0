import { same } from '../../contracts/contract.js';
import { Stage } from './stage.js';
import type { Tab } from './tab.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.make();
});

afterEach(() => stage.close());

/** Nothing lost, nothing doubled, nothing out of order, nothing uncaught. */
async function isWhole(tab: Tab, ...written: readonly string[]): Promise<void> {
  same(await stage.findings([tab], ['Hello', ...written]), []);
}

describe('A customer with one tab', () => {
  it('chats', async () => {
    const tab = await stage.chatting();
    await stage.say('Good morning');
    await tab.sees('Good morning');
    await isWhole(tab);
  });
});
