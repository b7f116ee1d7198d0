import { browserChance } from '../../../src/adapters/browser/chance.js';
import { browserClock } from '../../../src/adapters/browser/clock.js';
import { callbackLogger } from '../../../src/adapters/browser/logger.js';
import { browserNetwork } from '../../../src/adapters/browser/network.js';
import { clockContract } from '../../contracts/clock.js';
import { same } from '../../contracts/contract.js';

const pass = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    browserClock.after(ms, resolve);
  });

describe("The browser's clock", () => {
  for (const { title, run } of clockContract) it(title, () => run({ clock: browserClock, pass }));

  it('does not run at once what is to run in a year', async () => {
    let runs = 0;
    const stop = browserClock.after(365 * 86_400_000, () => runs++);
    await pass(5);
    stop();
    same(runs, 0);
  });
});

describe("The browser's chance", () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  it('makes ids that are never the same', () => {
    const ids = Array.from({ length: 200 }, () => browserChance.newId());
    same(new Set(ids).size, 200);
    same(
      ids.every((id) => form.test(id)),
      true,
    );
  });

  it('makes them on pages without https too', () => {
    const original = Object.getOwnPropertyDescriptor(Crypto.prototype, 'randomUUID');
    delete (Crypto.prototype as { randomUUID?: unknown }).randomUUID;
    try {
      const ids = Array.from({ length: 200 }, () => browserChance.newId());
      same(new Set(ids).size, 200);
      same(
        ids.every((id) => form.test(id)),
        true,
      );
    } finally {
      if (original) Object.defineProperty(Crypto.prototype, 'randomUUID', original);
    }
  });

  it('rolls between nothing and one', () => {
    const rolls = Array.from({ length: 100 }, () => browserChance.random());
    same(
      rolls.every((roll) => roll >= 0 && roll < 1),
      true,
    );
  });
});

describe("The browser's network", () => {
  it('tells what happens to the network and the page, and stops when told to', () => {
    const heard: string[] = [];
    const stop = browserNetwork.watch((change) => heard.push(change));
    const resumed = new PageTransitionEvent('pageshow', { persisted: true });
    const happen = (): void => {
      window.dispatchEvent(new Event('offline'));
      window.dispatchEvent(new Event('online'));
      document.dispatchEvent(new Event('visibilitychange'));
      window.dispatchEvent(new Event('focus'));
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
      window.dispatchEvent(resumed);
      document.dispatchEvent(new Event('resume'));
      document.dispatchEvent(new Event('freeze'));
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    };
    happen();
    const told = ['offline', 'online', 'visible', 'visible', 'resumed', 'resumed', 'frozen', 'frozen'];
    same(
      heard,
      browserNetwork.visible ? told : told.map((change) => (change === 'visible' ? 'hidden' : change)).toSpliced(3, 1),
    );
    stop();
    happen();
    same(heard.length, browserNetwork.visible ? 8 : 7);
  });

  it('is online unless the browser says no', () => {
    same(browserNetwork.online, navigator.onLine);
  });
});

it('A log line goes to whoever asked for it, and a sink that fails harms nobody', () => {
  const lines: unknown[] = [];
  callbackLogger((line) => lines.push(line)).log('info', 'chat.started', { contactId: 'c-1' });
  callbackLogger((line) => lines.push(line)).log('warn', 'chat.failed');
  same(lines, [
    { level: 'info', name: 'chat.started', fields: { contactId: 'c-1' } },
    { level: 'warn', name: 'chat.failed', fields: {} },
  ]);
  callbackLogger(() => {
    throw new Error('a bug of whoever listens');
  }).log('info', 'chat.started');
});
