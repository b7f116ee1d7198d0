import { same } from '../../contracts/contract.js';
import { Stage } from './stage.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.make();
});

afterEach(async () => same(await stage.close(), { sockets: 0, locks: 0 }));

describe('A customer with one tab', () => {
  it('chats', async () => {
    const tab = await stage.chatting();
    await stage.say('Good morning');
    await tab.sees('Good morning');
    same(await stage.findings(), []);
  });
});
