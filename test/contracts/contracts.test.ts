import { describe, it } from 'node:test';
import { createLink } from '../../src/adapters/chatjs/connection.js';
import { lazyConnection } from '../../src/adapters/chatjs/lazy-connection.js';
import { Supervisor } from '../../src/adapters/chatjs/supervisor.js';
import { FixedChance, ManualClock } from '../../src/adapters/memory/clock.js';
import { MemoryConnection } from '../../src/adapters/memory/connection.js';
import { MemoryNetwork } from '../../src/adapters/memory/network.js';
import { sampleTicket } from '../../src/adapters/memory/samples.js';
import { MemoryStorage } from '../../src/adapters/memory/storage.js';
import { MemoryTabs } from '../../src/adapters/memory/tabs.js';
import { silent } from '../../src/core/log.js';
import { FakeService } from '../support/fake-chatjs.js';
import { chatConnectionContract, type ChatConnectionHarness } from './chat-connection.js';
import { chatStorageContract } from './chat-storage.js';
import { clockContract } from './clock.js';
import { tabsContract } from './tabs.js';

function memoryHarness(): ChatConnectionHarness {
  const connection = new MemoryConnection();
  const clock = new ManualClock();
  return {
    connection,
    ticket: sampleTicket(),
    pass: () => clock.settle(),
    say: async (text) => void connection.say(text),
    breakWhile: async (text) => {
      connection.drop();
      connection.say(text);
      connection.restore();
    },
    refuse: async () => connection.failOpen('connection/refused'),
    stall: async () => connection.holdOpen(),
  };
}

/** The real supervisor over a scripted client. `lazy`: behind the wrapper that loads it. */
function supervisorHarness(lazy: boolean): ChatConnectionHarness {
  const clock = new ManualClock();
  const service = new FakeService(clock);
  const ports = {
    clock,
    chance: new FixedChance(),
    logger: silent,
    network: new MemoryNetwork(),
    fetch: service.fetch,
  };
  const links = (...[ticket, listener]: Parameters<ConstructorParameters<typeof Supervisor>[0]['links']>) =>
    createLink(() => service.session(), ticket, listener, ports);
  const create = () => new Supervisor({ ...ports, links, put: service.put });
  return {
    connection: lazy ? lazyConnection(() => Promise.resolve(create)) : create(),
    ticket: sampleTicket(),
    pass: () => clock.advance(2_000),
    say: async (text) => void service.say(text),
    breakWhile: async (text) => {
      await clock.advance(60_000);
      service.nextConnections = ['network'];
      service.latest.kill();
      service.say(text);
      await clock.advance(2_000);
    },
    refuse: async () => {
      service.connection = 403;
    },
    stall: async () => {
      service.connection = 'hang';
    },
  };
}

const connections = {
  'in memory': memoryHarness,
  'of the supervisor': () => supervisorHarness(false),
  'that is loaded when it is opened': () => supervisorHarness(true),
};

for (const [name, harness] of Object.entries(connections)) {
  describe(`A chat connection ${name}`, () => {
    for (const { title, run } of chatConnectionContract) it(title, () => run(harness()));
  });
}

describe('Chat storage in memory', () => {
  for (const { title, run } of chatStorageContract) {
    it(title, () => {
      const storage = new MemoryStorage();
      return run({ storage, reload: () => storage });
    });
  }
});

describe('A clock set by hand', () => {
  for (const { title, run } of clockContract) {
    it(title, () => {
      const clock = new ManualClock();
      return run({ clock, pass: (ms) => clock.advance(ms) });
    });
  }
});

for (const [name, ms] of Object.entries({ 'at once': 0, 'a moment later': 5 })) {
  describe(`The tabs of a browser in memory, where everything arrives ${name}`, () => {
    for (const { title, run } of tabsContract) {
      it(title, () => {
        const clock = new ManualClock();
        const browser = new MemoryTabs(clock, { latency: () => ms });
        const tabs = [browser.add(), browser.add(), browser.add()] as const;
        const acts = { hidden: 'hide', visible: 'show', left: 'freeze', returned: 'thaw' } as const;
        return run({ tabs, change: (to) => tabs[0][acts[to]](), pass: () => clock.advance(10) });
      });
    }
  });
}
