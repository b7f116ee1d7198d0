import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Leadership } from '../../../src/core/tabs/leadership.js';
import type { Tabs } from '../../../src/core/tabs/ports.js';
import { QuickClock } from '../wait/world.js';

/** One tab whose browser grants the lead at once when it is seized, and takes it away when told to. */
class OneTab {
  readonly clock = new QuickClock();
  /** What happened, in order. */
  readonly told: string[] = [];
  lose: () => void = () => {};
  readonly leadership: Leadership;

  constructor() {
    const tabs: Tabs = {
      id: 'one',
      isAlone: false,
      visible: false,
      say: () => {},
      listen: () => () => {},
      watch: () => () => {},
      lead: (seize, onLead, onLost) => {
        this.lose = onLost;
        if (seize) onLead();
        return () => {};
      },
    };
    this.leadership = new Leadership(tabs, this.clock, {
      onLead: (seized) => this.told.push(seized ? 'seized' : 'led'),
      onLost: () => this.told.push('lost'),
      onBack: () => this.told.push('back'),
      ask: () => this.told.push('asked'),
    });
    this.leadership.join();
  }
}

suite('who leads', () => {
  test('a tab that loses the lead takes it back where the next one gives no sign of life, seen or not', async () => {
    const tab = new OneTab();
    tab.leadership.seize();
    tab.lose();
    await tab.clock.advance(1_000);
    assert.deepEqual(tab.told, ['seized', 'lost', 'asked', 'seized']);
  });

  test('and leaves it to one that does', async () => {
    const tab = new OneTab();
    tab.leadership.seize();
    tab.lose();
    await tab.clock.advance(400);
    tab.leadership.heard();
    await tab.clock.advance(10_000);
    assert.deepEqual([tab.told, tab.leadership.leads], [['seized', 'lost', 'asked'], false]);
  });

  test('and asks nobody once it is none of the tabs', async () => {
    const tab = new OneTab();
    tab.leadership.seize();
    tab.leadership.leave();
    await tab.clock.advance(10_000);
    assert.deepEqual(tab.told, ['seized', 'lost']);
  });
});
