import {
  initialCallState,
  type Attendee,
  type CallContact,
  type CallFeatures,
  type CallState,
  type Capturing,
  type Device,
  type DeviceKind,
  type Devices,
} from '../../src/core/call/state.js';
import type { ErrorCode } from '../../src/core/errors.js';

export const callFeatures: CallFeatures = { video: true, screenShare: true, dtmf: true, recorded: false };

export const callContact = (features: Partial<CallFeatures> = {}): CallContact => ({
  contactId: 'c-call',
  participantId: 'p-me',
  features: { ...callFeatures, ...features },
});

/** A device. Its id is made of its kind and number; without a label it is one that the browser does not name. */
export const device = (kind: DeviceKind, number: number, label = ''): Device => ({
  id: `${kind}-${number}`,
  kind,
  label,
});

/** A laptop with something plugged in. */
export const devices: Devices = {
  microphones: [device('microphone', 1, 'Built-in microphone'), device('microphone', 2, 'USB headset')],
  cameras: [device('camera', 1, 'Built-in camera'), device('camera', 2, 'Desk camera')],
  speakers: [device('speaker', 1, 'Built-in speakers'), device('speaker', 2, 'USB headset')],
};

export const noDevices: Devices = { microphones: [], cameras: [], speakers: [] };

/** A captured device: the first one of its kind, unless told otherwise. */
export const on = ({ id, label }: Device): Capturing => ({ name: 'on', deviceId: id, label });
export const opening: Capturing = { name: 'opening' };
export const off: Capturing = { name: 'off' };
export const failed = (code: ErrorCode): Capturing => ({ name: 'failed', code });

export const microphoneOn = on(devices.microphones[0]!);
export const cameraOn = on(devices.cameras[0]!);

/** A call in some state: everything not said is as at the beginning. */
export const callState = (fields: Partial<CallState> = {}): CallState => ({ ...initialCallState, ...fields });

/** The room before a video call, with everything allowed and working. */
export const ready = (fields: Partial<CallState> = {}): CallState =>
  callState({
    phase: { name: 'preparing', contact: callContact(), consent: false },
    media: 'video',
    devices,
    microphone: microphoneOn,
    camera: cameraOn,
    ...fields,
  });

export const attendee = (id: string, fields: Partial<Attendee> = {}): Attendee => ({
  id,
  role: 'guest',
  name: undefined,
  muted: false,
  ...fields,
});

/** A call with an agent since second 0, both sending a picture. */
export const inCall = (fields: Partial<CallState> = {}): CallState =>
  ready({
    phase: { name: 'live', contact: callContact(), since: 0 },
    attendees: [attendee('a-me', { role: 'own' }), attendee('a-agent', { role: 'agent', name: 'Ines' })],
    tiles: [
      { id: 't-own', kind: 'own', attendeeId: 'a-me' },
      { id: 't-agent', kind: 'camera', attendeeId: 'a-agent' },
    ],
    ...fields,
  });
