import { isRunning } from './phases.js';
import type { CallNotice, CallState, Capturing, Devices } from './state.js';

/** What happens to the customer's own things: devices, what is withheld, what is said about them. */
export type EquipmentEvent =
  | { readonly type: 'listed'; readonly devices: Devices }
  | { readonly type: 'capturing'; readonly kind: 'microphone' | 'camera'; readonly capturing: Capturing }
  | { readonly type: 'speaker'; readonly deviceId: string }
  | { readonly type: 'muted'; readonly muted: boolean }
  | { readonly type: 'speaking-muted'; readonly on: boolean }
  | { readonly type: 'weak-network'; readonly cameraOff: boolean }
  | { readonly type: 'privacy'; readonly on: boolean }
  | { readonly type: 'withheld'; readonly camera: boolean }
  | { readonly type: 'extra'; readonly extra: 'background' | 'voiceFocus'; readonly to: CallState['background'] }
  | {
      readonly type: 'noticed';
      readonly what: CallNotice['what'];
      readonly label?: string | undefined;
      readonly deviceId?: string | undefined;
    };

export function changeEquipment(state: CallState, event: EquipmentEvent): CallState {
  switch (event.type) {
    case 'listed':
      return sameDevices(state.devices, event.devices) ? state : { ...state, devices: event.devices };
    case 'capturing':
      return sameCapturing(state[event.kind], event.capturing) ? state : { ...state, [event.kind]: event.capturing };
    case 'speaker':
      return state.speakerId === event.deviceId ? state : { ...state, speakerId: event.deviceId };
    case 'muted':
      return state.muted === event.muted ? state : { ...state, muted: event.muted, speakingMuted: false };
    case 'speaking-muted':
      if (state.speakingMuted === event.on || (event.on && !state.muted)) return state;
      return { ...state, speakingMuted: event.on };
    case 'weak-network':
      if (state.cameraOffForQuality === event.cameraOff || (event.cameraOff && !isRunning(state))) return state;
      return { ...state, cameraOffForQuality: event.cameraOff };
    case 'privacy':
      return state.privacy === event.on || (event.on && !isRunning(state)) ? state : { ...state, privacy: event.on };
    case 'withheld':
      if (state.cameraWithheld === event.camera || (event.camera && !isRunning(state))) return state;
      return { ...state, cameraWithheld: event.camera };
    case 'extra':
      return state[event.extra] === event.to ? state : { ...state, [event.extra]: event.to };
    case 'noticed': {
      const { what, label, deviceId } = event;
      return { ...state, notice: { key: (state.notice?.key ?? 0) + 1, what, label, deviceId } };
    }
  }
}

function sameCapturing(a: Capturing, b: Capturing): boolean {
  if (a.name === 'on' && b.name === 'on') return a.deviceId === b.deviceId && a.label === b.label;
  if (a.name === 'failed' && b.name === 'failed') return a.code === b.code;
  return a.name === b.name;
}

function sameDevices(a: Devices, b: Devices): boolean {
  return (['microphones', 'cameras', 'speakers'] as const).every(
    (kind) =>
      a[kind].length === b[kind].length &&
      a[kind].every(({ id, label }, index) => id === b[kind][index]?.id && label === b[kind][index]?.label),
  );
}
