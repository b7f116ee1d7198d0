import type { Attendee, CallState, Tile } from '../../src/core/call/state.js';
import {
  attendee,
  callContact,
  callFeatures,
  callState,
  devices,
  inCall,
  off,
  ready,
} from '../support/call-builders.js';

const minute = 60_000;
const started = (): number => Date.now() - 7 * minute - 12_000;
const contact = callContact();
const me = attendee('a-me', { role: 'own' });
const ines = attendee('a-agent', { role: 'agent', name: 'Ines' });
const bea = attendee('a-bea', { name: 'Bea Lindqvist' });
const own: Tile = { id: 't-own', kind: 'own', attendeeId: 'a-me' };
const picture: Tile = { id: 't-agent', kind: 'camera', attendeeId: 'a-agent' };
const screen: Tile = { id: 't-share', kind: 'share', attendeeId: 'a-agent' };

const live = (fields: Partial<CallState> = {}): CallState =>
  inCall({ phase: { name: 'live', contact, since: started() }, tiles: [picture, own], share: 'allowed', ...fields });

const many: readonly Attendee[] = [
  ines,
  bea,
  attendee('a-tom', { name: 'Tom', muted: true }),
  attendee('a-maya', { name: 'Maya' }),
  attendee('a-noor', { name: 'نور' }),
  attendee('a-guest'),
];

/** Every screen of a call after its room, by name. */
export const callScenes: Readonly<Record<string, () => CallState>> = {
  start: () => callState(),
  room: () => ready(),
  connecting: () => callState({ phase: { name: 'connecting', contact }, media: 'video' }),
  ringing: () => inCall({ phase: { name: 'ringing', contact, since: started() }, attendees: [me], tiles: [own] }),
  video: () => live(),
  'video-only-agent': () => live({ camera: off, tiles: [picture], muted: true }),
  voice: () => live({ media: 'audio', camera: off, tiles: [], share: 'forbidden', speaking: ['a-agent'] }),
  'voice-two': () =>
    live({ camera: off, tiles: [], attendees: [me, ines, bea], speaking: ['a-bea'], share: 'forbidden' }),
  share: () => live({ tiles: [screen, picture, own] }),
  six: () =>
    live({
      attendees: [me, ...many],
      speaking: ['a-bea'],
      tiles: [
        picture,
        { id: 't-bea', kind: 'camera', attendeeId: 'a-bea' },
        { id: 't-maya', kind: 'camera', attendeeId: 'a-maya' },
        own,
      ],
    }),
  'muted-speaking': () => live({ muted: true, speakingMuted: true }),
  weak: () => live({ quality: 'weak-up' }),
  'camera-off-weak': () => live({ camera: off, tiles: [picture], cameraOffForQuality: true, quality: 'weak-up' }),
  held: () => live({ held: true, tiles: [] }),
  private: () => live({ privacy: true, tiles: [picture], camera: off, share: 'on' }),
  sharing: () => live({ share: 'on' }),
  notice: () =>
    live({
      notice: { key: 1, what: 'microphone-found', label: 'USB headset', deviceId: 'microphone-2' },
    }),
  captions: () =>
    live({
      captions: [
        { id: '1', attendeeId: 'a-agent', text: 'Hello, my name is Ines. I can see your order here.' },
        { id: '2', attendeeId: 'a-agent', text: 'The driver left it with your neighbour.' },
      ],
    }),
  'sound-blocked': () => live({ soundBlocked: true }),
  reconnecting: () =>
    inCall({ phase: { name: 'reconnecting', contact, liveSince: started() }, attendees: [me, ines], tiles: [] }),
  rejoining: () =>
    inCall({ phase: { name: 'rejoining', contact, liveSince: started() }, attendees: [me, ines], tiles: [] }),
  ended: () =>
    callState({ phase: { name: 'ended', contactId: 'c-call', by: 'agent', lastedMs: 11 * minute + 4_000 }, devices }),
  elsewhere: () => callState({ phase: { name: 'failed', code: 'media/elsewhere', contact: undefined } }),
  lost: () => callState({ phase: { name: 'failed', code: 'media/lost', contact } }),
  unsupported: () => callState({ phase: { name: 'failed', code: 'media/unsupported', contact: undefined } }),
  'voice-only': () =>
    live({
      phase: {
        name: 'live',
        contact: { ...contact, features: { ...callFeatures, video: false, dtmf: false } },
        since: started(),
      },
      tiles: [],
      camera: off,
      share: 'forbidden',
    }),
};
