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

describe('A fresh socket that never came to anything', () => {
  const { WebSocket, setInterval } = globalThis;
  /** All that the client has opened. */
  let made: WebSocket[] = [];
  /** How the one before was as the newest was opened. */
  let before: number | undefined;

  beforeEach(() => {
    made = [];
    globalThis.WebSocket = class extends WebSocket {
      constructor(...how: ConstructorParameters<typeof WebSocket>) {
        super(...how);
        before = made.at(-1)?.readyState;
        made.push(this);
      }
    };
    // The client's heartbeats come every 200 ms instead of every 10 s.
    globalThis.setInterval = ((task: () => void, ms: number) =>
      setInterval(task, ms === 10_000 ? 200 : ms)) as typeof setInterval;
  });

  afterEach(() => Object.assign(globalThis, { WebSocket, setInterval }));

  it('is closed when another one takes its place', async () => {
    const stage = await RealStage.make();
    await stage.opened();
    await stage.simulator.turn({ heartbeat: 'mute', upgrade: 'stall' });
    while (made.length < 3) {
      // The client may ask for connection details once in a while.
      stage.shift = made.length * 60_000;
      await stage.simulator.openSockets();
    }
    same(before === WebSocket.CLOSING || before === WebSocket.CLOSED, true);
    stage.connection.close();
    await stage.simulator.stop();
  });
});

// Everything that Amazon's file has to do.
await import('./real.browser.test.js');
