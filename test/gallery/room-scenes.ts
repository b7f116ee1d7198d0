import type { CallState } from '../../src/core/call/state.js';
import type { BrowserHint } from '../../src/elements/browser-hint.js';
import {
  callContact,
  callState,
  device,
  failed,
  microphoneOn,
  noDevices,
  off,
  opening,
  ready,
} from '../support/call-builders.js';

/** The room before a call in one particular state, ready to be drawn. */
export interface RoomScene {
  readonly state: CallState;
  readonly browser?: BrowserHint;
  readonly chat?: boolean;
  /** Loudness to draw, 0–1. */
  readonly level?: number;
}

const chrome: BrowserHint = { browser: 'chrome', system: 'mac', calls: true };
const asking = callState({ phase: { name: 'preparing', contact: undefined, consent: false }, media: 'video' });

/** Every state of the room before a call that looks different, by name. */
export const roomScenes: Readonly<Record<string, RoomScene>> = {
  ready: { state: ready(), level: 0.55 },
  voice: { state: ready({ media: 'audio', camera: off }), level: 0.3 },
  asking: { state: { ...asking, microphone: opening, camera: opening } },
  'camera-off': { state: ready({ camera: off }), level: 0.2 },
  denied: { state: { ...asking, microphone: failed('media/denied'), camera: failed('media/denied') }, browser: chrome },
  'denied-safari': {
    state: ready({ microphone: failed('media/denied') }),
    browser: { browser: 'safari', system: 'mac', calls: true },
  },
  'denied-by-system': { state: ready({ camera: failed('media/denied-by-system') }), browser: chrome, level: 0.4 },
  busy: { state: ready({ microphone: failed('media/busy') }) },
  'no-camera': {
    state: ready({ camera: failed('media/not-found'), devices: { ...ready().devices, cameras: [] } }),
    level: 0.5,
  },
  'no-microphone': {
    state: ready({ microphone: failed('media/not-found'), devices: { ...ready().devices, microphones: [] } }),
  },
  nothing: {
    state: ready({ microphone: failed('media/not-found'), camera: failed('media/not-found'), devices: noDevices }),
  },
  blocked: {
    state: { ...asking, microphone: failed('media/blocked-by-page'), camera: failed('media/blocked-by-page') },
  },
  'listen-only': { state: ready({ media: 'audio', microphone: off, camera: off }) },
  unnamed: {
    state: ready({
      microphone: microphoneOn,
      devices: {
        microphones: [device('microphone', 1), device('microphone', 2)],
        cameras: [device('camera', 1)],
        speakers: [],
      },
    }),
    level: 0.1,
  },
  recorded: {
    state: ready({ phase: { name: 'preparing', contact: callContact({ recorded: true }), consent: false } }),
    level: 0.6,
  },
  agreed: {
    state: ready({ phase: { name: 'preparing', contact: callContact({ recorded: true }), consent: true } }),
    level: 0.6,
  },
  unsupported: { state: asking, browser: { browser: 'other', system: 'other', calls: false }, chat: true },
  'in-app': { state: asking, browser: { browser: 'in-app-ios', system: 'ios', calls: false }, chat: true },
  insecure: { state: { ...asking, microphone: failed('media/insecure'), camera: failed('media/insecure') } },
};
