import type { CallDevices, Capture } from '../../src/core/call/ports.js';
import { DeskbellError } from '../../src/core/errors.js';
import { rejection, same, type Promised } from './contract.js';

export interface CallDevicesHarness {
  readonly devices: CallDevices;
  /** Whether the capture's light is on, clones of it left out. */
  readonly isOn: (capture: Capture) => boolean;
  /** The customer, or the system, denies the microphone from now on. */
  readonly deny: () => Promise<void>;
  /** The device behind a capture goes away. */
  readonly takeAway: (capture: Capture) => Promise<void>;
  /** Where a picture can be shown. */
  readonly surface: object;
  /** Lets time pass where it does not pass by itself. */
  readonly pass: () => Promise<void>;
}

const never = new AbortController().signal;

/** What every CallDevices promises. The harness has at least one microphone and one camera. */
export const callDevicesContract: readonly Promised<CallDevicesHarness>[] = [
  {
    title: 'what is there is listed, by kind',
    async run({ devices }) {
      const { microphones, cameras } = await devices.list();
      same([microphones.length > 0, cameras.length > 0], [true, true]);
      same(
        microphones.every(({ kind }) => kind === 'microphone'),
        true,
      );
    },
  },
  {
    title:
      'a microphone that was opened is on, has a name and an id that opens it again, and is off when it is stopped',
    async run({ devices, isOn }) {
      const first = await devices.open('microphone', {}, never);
      same([first.kind, isOn(first), first.label !== '', first.deviceId !== ''], ['microphone', true, true, true]);
      const second = await devices.open('microphone', { deviceId: first.deviceId }, never);
      same(second.deviceId, first.deviceId);
      first.stop();
      second.stop();
      same([isOn(first), isOn(second)], [false, false]);
    },
  },
  {
    title: 'after one was opened, the list tells names',
    async run({ devices }) {
      const capture = await devices.open('camera', {}, never);
      const { cameras } = await devices.list();
      same(
        cameras.some(({ id, label }) => id === capture.deviceId && label !== ''),
        true,
      );
      capture.stop();
    },
  },
  {
    title: 'for a device that is not there, another is opened, or none is found',
    async run({ devices }) {
      const opening = devices.open('microphone', { deviceId: 'no-such-device' }, never);
      const other = await opening.catch(() => undefined);
      if (other) same(other.deviceId === 'no-such-device', false, 'the same device');
      else same((await rejection(opening)).code, 'media/not-found');
      other?.stop();
    },
  },
  {
    title: 'a denial is told as such, and the list still answers',
    async run({ devices, deny }) {
      await deny();
      same((await rejection(devices.open('microphone', {}, never))).code, 'media/denied');
      await devices.list();
    },
  },
  {
    title: 'whoever does not wait any more is told so, and no light stays on',
    async run({ devices }) {
      const abort = new AbortController();
      abort.abort(new DeskbellError('media/failed'));
      same((await rejection(devices.open('camera', {}, abort.signal))).code, 'media/failed');
    },
  },
  {
    title: 'a device that goes away is told once; stopping it oneself is not told',
    async run({ devices, takeAway, pass }) {
      const [lost, stopped] = [await devices.open('camera', {}, never), await devices.open('microphone', {}, never)];
      const told: string[] = [];
      devices.onEnded(lost, () => told.push('lost'));
      devices.onEnded(stopped, () => told.push('stopped'));
      stopped.stop();
      await takeAway(lost);
      await pass();
      same(told, ['lost']);
    },
  },
  {
    title: 'a preview is shown, taken away, and taken away again without harm',
    async run({ devices, surface }) {
      const capture = await devices.open('camera', {}, never);
      devices.preview(capture, surface);
      devices.preview(undefined, surface);
      devices.preview(undefined, surface);
      capture.stop();
    },
  },
];
