import type * as connect from '../../../src/adapters/chatjs/connect.js';
import { same } from '../../contracts/contract.js';
import { RealStage } from './real-stage.js';

/** The file of the script tag that holds amazon-connect-chatjs, as the build made it. */
async function published(): Promise<typeof connect> {
  const bundles = (await (await fetch('/build/bundles.json')).json()) as object;
  const file = Object.keys(bundles).find((name) => name.startsWith('chunks/connect-'));
  return (await import(`/dist/${file}`)) as typeof connect;
}

const { chatjsConnection } = await published();
RealStage.connect = () => Promise.resolve(chatjsConnection);

describe('The client as we publish it', () => {
  it('leaves nothing behind in the page but an empty place, and no metrics', () => {
    same((globalThis as { connect?: unknown }).connect, {});
    same(
      ['csm', 'sprintf', 'vsprintf'].filter((name) => name in globalThis),
      [],
    );
  });
});

// Everything that Amazon's file has to do.
await import('./real.browser.test.js');
