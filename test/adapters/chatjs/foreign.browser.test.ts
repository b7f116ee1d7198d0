import type { PageScope } from '../../../src/adapters/chatjs/page-globals.js';
import { same } from '../../contracts/contract.js';

describe('A page with a copy of the client of its own', () => {
  it('keeps it, and our chat does not use it', async () => {
    const scope = globalThis as PageScope;
    const theirs = {
      ChatSession: {
        create() {
          throw new Error("the page's copy was used");
        },
      },
    };
    scope.connect = theirs;
    const { RealStage } = await import('./real-stage.js');
    const stage = await RealStage.make();
    await stage.opened();
    await stage.say('Hello');
    await stage.log.until(({ texts }) => texts.includes('Hello'));
    stage.connection.close();
    await stage.simulator.stop();
    same(scope.connect === theirs, true);
    same(Object.keys(theirs), ['ChatSession']);
    same('csm' in globalThis, false, 'no metrics');
  });
});
