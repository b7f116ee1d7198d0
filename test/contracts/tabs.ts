import type { PageChange, Tabs } from '../../src/core/tabs/ports.js';
import { same, type Promised } from './contract.js';

export interface TabsHarness {
  /** Three tabs of one browser, of which nobody leads yet. */
  readonly tabs: readonly [Tabs, Tabs, Tabs];
  /** Plays what becomes of the first tab's page. */
  readonly change: (to: PageChange) => void;
  /** Resolves when all that was said and asked for until now has arrived where it could. */
  readonly pass: () => Promise<void>;
}

/** A tab that asks to lead: what it was told, and how it lets go. */
function ask(tab: Tabs, seize = false) {
  const told: string[] = [];
  const letGo = tab.lead(
    seize,
    () => told.push('leads'),
    () => told.push('lost'),
  );
  return { told, letGo };
}

function hear(tab: Tabs) {
  const heard: unknown[] = [];
  const stop = tab.listen((words) => heard.push(words));
  return { heard, stop };
}

/** What every Tabs promises. Each promise leaves nobody leading and nobody listening. */
export const tabsContract: readonly Promised<TabsHarness>[] = [
  {
    title: 'every tab has a name of its own',
    run({ tabs }) {
      same(new Set(tabs.map(({ id }) => id)).size, 3);
    },
  },
  {
    title: 'one that hears others is not alone',
    run({ tabs }) {
      same(
        tabs.map(({ isAlone }) => isAlone),
        [false, false, false],
      );
    },
  },
  {
    title: 'whatever a tab says reaches all others, in order, and not itself',
    async run({ tabs, pass }) {
      const [one, two, three] = tabs.map(hear);
      for (const n of [1, 2, 3]) tabs[0].say({ n });
      await pass();
      const all = [{ n: 1 }, { n: 2 }, { n: 3 }];
      same([one?.heard, two?.heard, three?.heard], [[], all, all]);
      for (const each of [one, two, three]) each?.stop();
    },
  },
  {
    title: 'what is said is a copy: whatever the speaker changes later, nobody hears',
    async run({ tabs, pass }) {
      const { heard, stop } = hear(tabs[1]);
      const words = { list: [1], nothing: undefined };
      tabs[0].say(words);
      words.list.push(2);
      await pass();
      same(heard, [{ list: [1] }]);
      stop();
    },
  },
  {
    title: 'whoever has stopped listening hears nothing more, and the others do',
    async run({ tabs, pass }) {
      const [first, second] = [hear(tabs[1]), hear(tabs[1])];
      first.stop();
      tabs[0].say('hello');
      await pass();
      same([first.heard, second.heard], [[], ['hello']]);
      second.stop();
    },
  },
  {
    title: 'one tab leads, and when it lets go the next one does, in the order of asking',
    async run({ tabs: [a, b, c], pass }) {
      const one = ask(a);
      await pass();
      const two = ask(b);
      await pass();
      const three = ask(c);
      await pass();
      same([one.told, two.told, three.told], [['leads'], [], []]);
      one.letGo();
      await pass();
      same([one.told, two.told, three.told], [['leads'], ['leads'], []]);
      two.letGo();
      await pass();
      same(three.told, ['leads']);
      three.letGo();
    },
  },
  {
    title: 'a tab that withdraws does not lead, and keeps nobody waiting',
    async run({ tabs: [a, b, c], pass }) {
      const one = ask(a);
      await pass();
      const two = ask(b);
      await pass();
      const three = ask(c);
      two.letGo();
      one.letGo();
      await pass();
      same([two.told, three.told], [[], ['leads']]);
      three.letGo();
    },
  },
  {
    title: 'a tab that lets go before it heard that it leads, does not lead',
    async run({ tabs: [a, b], pass }) {
      const one = ask(a);
      one.letGo();
      const two = ask(b);
      await pass();
      same([one.told, two.told], [[], ['leads']]);
      two.letGo();
    },
  },
  {
    title: 'a tab that seizes leads at once, and the one that led is told once',
    async run({ tabs: [a, b], pass }) {
      const one = ask(a);
      await pass();
      const two = ask(b, true);
      await pass();
      same([one.told, two.told], [['leads', 'lost'], ['leads']]);
      two.letGo();
      await pass();
      same(one.told, ['leads', 'lost']);
    },
  },
  {
    title: 'a tab seizes what nobody has',
    async run({ tabs: [a], pass }) {
      const one = ask(a, true);
      await pass();
      same(one.told, ['leads']);
      one.letGo();
    },
  },
  {
    title: 'whoever was waiting when the lead was seized goes on waiting, and leads next',
    async run({ tabs: [a, b, c], pass }) {
      const one = ask(a);
      await pass();
      const two = ask(b);
      await pass();
      const three = ask(c, true);
      await pass();
      same([one.told, two.told, three.told], [['leads', 'lost'], [], ['leads']]);
      three.letGo();
      await pass();
      same(two.told, ['leads']);
      two.letGo();
    },
  },
  {
    title: 'letting go of what was seized, or twice, takes nothing from whoever leads now',
    async run({ tabs: [a, b, c], pass }) {
      const one = ask(a);
      await pass();
      const two = ask(b, true);
      await pass();
      one.letGo();
      one.letGo();
      const three = ask(c);
      await pass();
      same([two.told, three.told], [['leads'], []]);
      two.letGo();
      await pass();
      three.letGo();
      two.letGo();
      const again = ask(a);
      await pass();
      same([three.told, again.told], [['leads'], ['leads']]);
      again.letGo();
    },
  },
  {
    title: 'a tab that lost the lead may ask again, and seize it back',
    async run({ tabs: [a, b], pass }) {
      const one = ask(a);
      await pass();
      const two = ask(b, true);
      await pass();
      const again = ask(a);
      await pass();
      same(again.told, []);
      again.letGo();
      const back = ask(a, true);
      await pass();
      same([one.told, two.told, back.told], [['leads', 'lost'], ['leads', 'lost'], ['leads']]);
      back.letGo();
    },
  },
  {
    title: 'what becomes of the page is told, and whether somebody can see it is known',
    async run({ tabs: [tab], change, pass }) {
      const told: string[] = [];
      const stop = tab.watch((to) => told.push(`${to}: ${tab.visible}`));
      same(tab.visible, true);
      for (const to of ['hidden', 'left', 'returned', 'visible'] as const) {
        change(to);
        await pass();
      }
      same(told, ['hidden: false', 'left: false', 'returned: false', 'visible: true']);
      stop();
      change('hidden');
      await pass();
      same([told.length, tab.visible], [4, false]);
      change('visible');
    },
  },
  {
    title: 'what was said while a page was put aside does not reach it when it is back',
    async run({ tabs: [tab, other], change, pass }) {
      const { heard, stop } = hear(tab);
      for (const [words, next] of [
        ['before', 'left'],
        ['meanwhile', 'returned'],
        ['after', 'visible'],
      ] as const) {
        other.say(words);
        await pass();
        change(next);
      }
      same(heard, ['before', 'after']);
      stop();
    },
  },
];
