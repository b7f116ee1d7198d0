import type { ChatPorts } from '../../core/chat/ports.js';
import { MemoryBroker } from './broker.js';
import { FixedChance, ManualClock } from './clock.js';
import { MemoryConnection } from './connection.js';
import { MemoryLogger } from './logger.js';
import { MemoryStorage } from './storage.js';

/** All ports of a chat session in memory, each of them ready to be scripted. */
export interface MemoryPorts extends ChatPorts {
  readonly broker: MemoryBroker;
  /** What `connect` hands out, every time: one conversation, however often it is opened. */
  readonly connection: MemoryConnection;
  readonly storage: MemoryStorage;
  readonly clock: ManualClock;
  readonly logger: MemoryLogger;
}

/**
 * Everything a chat session needs, without a network and without time passing by itself.
 *
 * ```ts
 * const ports = memoryPorts();
 * const session = new ChatSession(ports);
 * await session.start();
 * ports.connection.say('Hello, how can I help?');
 * ```
 */
export function memoryPorts(
  changes: Partial<Pick<MemoryPorts, 'broker' | 'connection' | 'storage' | 'clock' | 'chance'>> = {},
): MemoryPorts {
  const connection = changes.connection ?? new MemoryConnection();
  return {
    broker: new MemoryBroker(),
    storage: new MemoryStorage(),
    clock: new ManualClock(),
    chance: new FixedChance(),
    logger: new MemoryLogger(),
    ...changes,
    connection,
    connect: () => connection,
  };
}
