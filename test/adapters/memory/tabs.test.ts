import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '../../../src/adapters/memory/clock.js';
import { MemoryTabs } from '../../../src/adapters/memory/tabs.js';
import type { Tabs } from '../../../src/core/tabs/ports.js';

const ask = (tab: Tabs, seize = false): string[] => {
  const told: string[] = [];
  tab.lead(
    seize,
    () => told.push('leads'),
    () => told.push('lost'),
  );
  return told;
};

suite('tabs in memory', () => {
  test('when the tab that leads is killed, the next one leads, and the dead one hears and says nothing', async () => {
    const clock = new ManualClock();
    const browser = new MemoryTabs(clock);
    const [one, two] = [browser.add(), browser.add()];
    const told = [ask(one), ask(two)];
    const heard: unknown[] = [];
    one.listen((words) => heard.push(words));
    two.listen((words) => heard.push(words));
    await clock.settle();
    let ran = false;
    one.clock.after(10, () => (ran = true));
    one.kill();
    one.say('from beyond');
    two.say('anybody?');
    await clock.advance(100);
    assert.deepEqual([told, heard, ran], [[['leads'], ['leads']], [], false]);
    assert.deepEqual([browser.leader, browser.open], [two, [two]]);
  });

  for (const told of [true, false]) {
    const title = told
      ? 'what becomes due or is answered while a tab is put aside comes when it is back, what is said never does'
      : 'what becomes due, is said or is answered while a tab hangs comes when it goes on';
    test(title, async () => {
      const clock = new ManualClock();
      const browser = new MemoryTabs(clock);
      const [one, two] = [browser.add(), browser.add()];
      const happened: string[] = [];
      one.watch((change) => happened.push(change));
      one.listen((words) => happened.push(String(words)));
      one.clock.after(1_000, () => happened.push('due'));
      one.freeze(told);
      const answer = one.answer(Promise.resolve('answer')).then((it) => happened.push(it));
      two.say('first');
      two.say('second');
      await clock.advance(120_000);
      assert.deepEqual(happened, told ? ['left'] : []);
      one.thaw();
      await answer;
      await clock.settle();
      const all = told ? ['answer', 'due', 'left', 'returned'] : ['answer', 'due', 'first', 'second'];
      assert.deepEqual(happened.sort(), all);
    });
  }

  test('a tab that hangs keeps the lead, and hears when it goes on that it was seized', async () => {
    const clock = new ManualClock();
    const browser = new MemoryTabs(clock);
    const [one, two] = [browser.add(), browser.add()];
    const first = ask(one);
    await clock.settle();
    one.freeze(false);
    const second = ask(two, true);
    await clock.settle();
    assert.deepEqual([first, second], [['leads'], ['leads']]);
    one.thaw();
    await clock.settle();
    assert.deepEqual(first, ['leads', 'lost']);
  });

  test('what is on its way arrives in order, however long each takes', async () => {
    const clock = new ManualClock();
    const waits = [50, 1, 20];
    const browser = new MemoryTabs(clock, { latency: () => waits.shift() ?? 0 });
    const [one, two] = [browser.add(), browser.add()];
    const heard: unknown[] = [];
    two.listen((words) => heard.push(words));
    for (const n of [1, 2, 3, 4]) one.say(n);
    await clock.advance(49);
    assert.deepEqual(heard, []);
    await clock.advance(1);
    assert.deepEqual(heard, [1, 2, 3, 4]);
  });

  test('in a browser without locks and channels every tab leads, and nobody hears anybody', async () => {
    const clock = new ManualClock();
    const browser = new MemoryTabs(clock, { alone: true });
    const [one, two] = [browser.add(), browser.add()];
    const told = [ask(one), ask(two, true)];
    two.listen((words) => told.push([String(words)]));
    one.say('hello');
    await clock.settle();
    assert.deepEqual(told, [['leads'], ['leads']]);
    assert.deepEqual([one.isAlone, two.isAlone], [true, true]);
  });
});
