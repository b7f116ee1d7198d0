import type { CallPorts } from '../../core/call/ports.js';
import { MemoryCallBroker } from './call-broker.js';
import { MemoryMeeting } from './call-connection.js';
import { MemoryCallDevices } from './call-devices.js';
import { MemoryCallPage } from './call-page.js';
import { MemoryCallParticipant } from './call-participant.js';
import { MemoryCallStorage } from './call-storage.js';
import { MemoryCallTabs } from './call-tabs.js';
import { FixedChance, ManualClock } from './clock.js';
import { MemoryLogger } from './logger.js';

/** All ports of a call session in memory, each of them ready to be scripted. */
export interface MemoryCallPorts extends CallPorts {
  readonly broker: MemoryCallBroker;
  readonly participant: MemoryCallParticipant;
  /** The meeting that every client made by `connect` is in. */
  readonly meeting: MemoryMeeting;
  readonly devices: MemoryCallDevices;
  readonly storage: MemoryCallStorage;
  readonly tabs: MemoryCallTabs;
  readonly page: MemoryCallPage;
  readonly clock: ManualClock;
  readonly logger: MemoryLogger;
}

/**
 * Everything a call session needs, without a network, a camera or time passing by itself.
 *
 * ```ts
 * const ports = memoryCallPorts();
 * const session = new CallSession(ports);
 * await session.prepare('video');
 * await session.join();
 * ports.meeting.join(); // The agent.
 * ```
 */
export function memoryCallPorts(
  changes: Partial<
    Pick<
      MemoryCallPorts,
      'broker' | 'participant' | 'meeting' | 'devices' | 'storage' | 'tabs' | 'page' | 'clock' | 'connect'
    >
  > = {},
): MemoryCallPorts {
  const meeting = changes.meeting ?? new MemoryMeeting();
  return {
    broker: new MemoryCallBroker(),
    participant: new MemoryCallParticipant(),
    devices: new MemoryCallDevices(),
    storage: new MemoryCallStorage(),
    tabs: new MemoryCallTabs(),
    page: new MemoryCallPage(),
    clock: new ManualClock(),
    chance: new FixedChance(),
    logger: new MemoryLogger(),
    connect: () => Promise.resolve(meeting.connect()),
    ...changes,
    meeting,
  };
}
