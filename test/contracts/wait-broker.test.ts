import { MemoryWaitBroker } from '../../src/adapters/memory/wait-broker.js';
import { waitBrokerContract } from './wait-broker.js';

waitBrokerContract('in memory', () =>
  Promise.resolve({
    broker: new MemoryWaitBroker(),
    queued: () => Promise.resolve('handle-1'),
    loseAgent: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }),
);
