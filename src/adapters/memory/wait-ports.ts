import type { WaitPorts } from '../../core/wait/ports.js';
import { FixedChance, ManualClock } from './clock.js';
import { MemoryLogger } from './logger.js';
import { MemoryWaitBroker } from './wait-broker.js';
import { MemoryWaitStorage } from './wait-storage.js';

/** All ports of waiting and endings in memory, each of them ready to be scripted. */
export interface MemoryWaitPorts extends WaitPorts {
  readonly broker: MemoryWaitBroker;
  readonly storage: MemoryWaitStorage;
  readonly clock: ManualClock;
  readonly logger: MemoryLogger;
}

/**
 * Everything a wait needs, without a network and without time passing by itself. Give it the clock and the chance of the
 * chat it belongs to.
 */
export function memoryWaitPorts(changes: Partial<MemoryWaitPorts> = {}): MemoryWaitPorts {
  return {
    broker: new MemoryWaitBroker(),
    storage: new MemoryWaitStorage(),
    clock: new ManualClock(),
    chance: new FixedChance(),
    logger: new MemoryLogger(),
    ...changes,
  };
}
