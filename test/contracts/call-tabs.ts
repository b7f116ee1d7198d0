import type { CallTabs } from '../../src/core/call/ports.js';
import { savedCall } from './call-storage.js';
import { same, type Promised } from './contract.js';

export interface CallTabsHarness {
  /** Two tabs of one browser. */
  readonly tabs: readonly [CallTabs, CallTabs];
}

const nothing = (): undefined => undefined;

/** What every CallTabs promises. Each promise leaves nobody with a call. */
export const callTabsContract: readonly Promised<CallTabsHarness>[] = [
  {
    title: 'one tab has the call, and the other cannot have one until it is released',
    async run({ tabs: [one, other] }) {
      const release = await one.hold(nothing);
      same(typeof release, 'function');
      same(await other.hold(nothing), undefined);
      release?.();
      const now = await other.hold(nothing);
      same(typeof now, 'function');
      now?.();
    },
  },
  {
    title: 'the tab with the call hands it over when it is asked, and the other holds it at once',
    async run({ tabs: [one, other] }) {
      let asked = 0;
      const release = await one.hold(() => {
        asked++;
        release?.(); // As the owner of a call does that has let go of its media.
        return savedCall;
      });
      same(await other.ask(), savedCall);
      same(asked, 1);
      const now = await other.hold(nothing);
      same(typeof now, 'function');
      now?.();
    },
  },
  {
    title: 'a tab that holds without a call has nothing to hand over, and keeps what it holds',
    async run({ tabs: [one, other] }) {
      const release = await one.hold(nothing);
      same(await other.ask(), undefined);
      same(await other.hold(nothing), undefined);
      release?.();
    },
  },
  {
    title: 'a release that is called twice takes nothing from the tab that came after',
    async run({ tabs: [one, other] }) {
      const release = await one.hold(nothing);
      release?.();
      const now = await other.hold(nothing);
      release?.();
      same(await one.hold(nothing), undefined);
      now?.();
    },
  },
];
