import type { SavedCall } from '../../core/call/ports.js';
import { isBoolean, isNumber, isString, optional, shape, type Check } from '../../core/shape.js';

/** What each kept field of a call must at least look like. */
export const savedCallShape: Readonly<Record<keyof SavedCall, Check>> = {
  startKey: isString,
  call: shape({
    contactId: isString,
    participantId: isString,
    handle: isString,
    region: isString,
    endpoint: optional(isString),
    features: shape({ video: isBoolean, screenShare: isBoolean, dtmf: isBoolean, recorded: isBoolean }),
    media: (value) => value === 'audio' || value === 'video',
    muted: isBoolean,
    liveSince: optional(isNumber),
  }),
  chosen: shape({ microphone: optional(isString), camera: optional(isString), speaker: optional(isString) }),
};
