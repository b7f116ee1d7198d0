import { memoryCallPorts } from '../../src/adapters/memory/call-ports.js';
import type { CallOptions } from '../../src/core/call/options.js';
import { CallSession } from '../../src/core/call/session.js';

/** A call's session over scripted ports. */
export function setUpCall(changes: Parameters<typeof memoryCallPorts>[0] = {}, options: CallOptions = {}) {
  const ports = memoryCallPorts(changes);
  const session = new CallSession(ports, { displayName: 'Ada', ...options });
  const state = () => session.store.state;
  const phase = () => state().phase.name;
  const lights = () => ports.devices.lights.map(({ deviceId }) => deviceId);
  const notices: string[] = [];
  session.store.subscribe(({ notice }, previous) => {
    if (notice && notice !== previous.notice) notices.push(notice.what);
  });
  /** Joins by the room, and the agent comes. */
  const live = async (media: 'audio' | 'video' = 'video') => {
    await session.prepare(media);
    await session.join();
    ports.meeting.join();
    await ports.clock.settle();
  };
  /** Everything that is held for a call: nothing, once it is over. */
  const held = () => [lights(), ports.tabs.isHeld, ports.page.watchers, ports.devices.watchers, ports.clock.pending];
  return { ...ports, ports, session, state, phase, lights, notices, live, held };
}

export const nothingHeld = [[], false, 0, 0, 0] as const;
