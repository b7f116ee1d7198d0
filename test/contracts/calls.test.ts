import { describe, it } from 'node:test';
import { MemoryMeeting } from '../../src/adapters/memory/call-connection.js';
import { MemoryCallDevices, MemoryCapture } from '../../src/adapters/memory/call-devices.js';
import { sampleMeetingTicket } from '../../src/adapters/memory/call-samples.js';
import { MemoryCallStorage } from '../../src/adapters/memory/call-storage.js';
import { MemoryCallTabs } from '../../src/adapters/memory/call-tabs.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import { callConnectionContract, type CallConnectionHarness } from './call-connection.js';
import { callDevicesContract, type CallDevicesHarness } from './call-devices.js';
import { callStorageContract } from './call-storage.js';
import { callTabsContract } from './call-tabs.js';

const never = new AbortController().signal;

function connectionHarness(): CallConnectionHarness {
  const meeting = new MemoryMeeting();
  const devices = new MemoryCallDevices();
  const clock = new ManualClock();
  const now = (task: () => void) => () => Promise.resolve(task());
  return {
    connection: meeting.connect(),
    ticket: sampleMeetingTicket(),
    capture: (kind) => devices.open(kind, {}, never),
    agentJoins: now(() => {
      meeting.join();
      meeting.show('camera');
    }),
    agentLeaves: now(() => meeting.leave()),
    agentCamera: (on) => Promise.resolve(meeting.show('camera', on)),
    say: (topic, text) => Promise.resolve(meeting.say(topic, text)),
    breakNetwork: now(() => {
      meeting.drop();
      meeting.restore();
    }),
    end: now(() => meeting.end()),
    refuse: now(() => meeting.failJoin('connection/refused')),
    stall: now(() => meeting.holdJoin()),
    pass: () => clock.settle(),
  };
}

function devicesHarness(): CallDevicesHarness {
  const devices = new MemoryCallDevices();
  const memory = (capture: unknown): MemoryCapture => {
    if (!(capture instanceof MemoryCapture)) throw new TypeError('Not ours.');
    return capture;
  };
  return {
    devices,
    surface: {},
    isOn: (capture) => memory(capture).isOn,
    deny: () => Promise.resolve(devices.deny('microphone')),
    takeAway: (capture) => Promise.resolve(devices.end(memory(capture))),
    pass: () => new ManualClock().settle(),
  };
}

describe("A call's connection in memory", () => {
  for (const { title, run } of callConnectionContract) it(title, () => run(connectionHarness()));
});

describe('Devices in memory', () => {
  for (const { title, run } of callDevicesContract) it(title, () => run(devicesHarness()));
});

describe('Call storage in memory', () => {
  for (const { title, run } of callStorageContract) {
    it(title, () => {
      const storage = new MemoryCallStorage();
      return run({ storage, reload: () => storage });
    });
  }
});

describe('Tabs in memory', () => {
  for (const { title, run } of callTabsContract) {
    it(title, () => {
      const browser = new MemoryCallTabs();
      return run({ tabs: [browser, browser] });
    });
  }
});
