import { contactOf, isRunning, liveSince } from './phases.js';
import type { Attendee, CallFeatures, CallState, Tile } from './state.js';

export { contactOf, isRunning, liveSince } from './phases.js';

type About<K extends keyof CallState> = Pick<CallState, K>;

/** What this call may do, once that is known. */
export const callFeatures = (state: About<'phase'>): CallFeatures | undefined => contactOf(state)?.features;

/** Whether the customer can leave: something was asked for that leaving takes back. */
export const canLeave = (state: About<'phase'>): boolean =>
  state.phase.name === 'requesting' || isRunning(state) || (state.phase.name === 'failed' && !!state.phase.contact);

/** Whether the customer has to agree to a recording before joining. */
export const needsConsent = ({ phase }: About<'phase'>): boolean =>
  phase.name === 'preparing' && phase.contact?.features.recorded === true && !phase.consent;

export const canJoin = (state: About<'phase'>): boolean => state.phase.name === 'preparing' && !needsConsent(state);

/** The agent, while in the call. With several, the one who came first. */
export const agentOf = ({ attendees }: About<'attendees'>): Attendee | undefined =>
  attendees.find(({ role }) => role === 'agent');

export const isAgentPresent = (state: About<'attendees'>): boolean => agentOf(state) !== undefined;

/** Everybody but the customer, agents first. */
export const othersOf = ({ attendees }: About<'attendees'>): readonly Attendee[] => [
  ...attendees.filter(({ role }) => role === 'agent'),
  ...attendees.filter(({ role }) => role === 'guest'),
];

export const ownAttendee = ({ attendees }: About<'attendees'>): Attendee | undefined =>
  attendees.find(({ role }) => role === 'own');

/** What the stage shows: one large picture, the others small, and the customer's own. */
export interface Stage {
  readonly main: Tile | undefined;
  readonly others: readonly Tile[];
  readonly own: Tile | undefined;
}

/**
 * A screen somebody else shares takes the stage; then the agent's camera, then any. Who speaks does not move pictures
 * about: they are marked where they are. The customer's own shared screen is not shown to them.
 */
export function stageOf(state: About<'tiles' | 'attendees'>): Stage {
  const ownId = ownAttendee(state)?.id;
  const agents = new Set(state.attendees.filter(({ role }) => role === 'agent').map(({ id }) => id));
  const seen = state.tiles.filter(({ kind, attendeeId }) => kind !== 'own' && attendeeId !== ownId);
  const main =
    seen.findLast(({ kind }) => kind === 'share') ?? seen.find(({ attendeeId }) => agents.has(attendeeId)) ?? seen[0];
  return {
    main,
    others: seen.filter((tile) => tile !== main),
    own: state.tiles.findLast(({ kind }) => kind === 'own'),
  };
}

export const isSpeaking = ({ speaking }: About<'speaking'>, attendeeId: string): boolean =>
  speaking.includes(attendeeId);

/** Since when the call lasts, for a timer. Milliseconds since 1970; none before an agent came. */
export const elapsedSince = liveSince;

/** Whether the others can hear, and see, the customer now. */
export const isHeard = ({ microphone, muted }: About<'microphone' | 'muted'>): boolean =>
  microphone.name === 'on' && !muted;
export const isSeen = ({ camera }: About<'camera'>): boolean => camera.name === 'on';

/** Whether a press on "share" makes sense now. */
export const canShare = (state: About<'share' | 'held' | 'privacy' | 'phase'>): boolean =>
  state.share === 'allowed' && !state.held && !state.privacy && isInCall(state);

/** What the customer can be offered now: what the call allows, this browser can and the devices give. */
export interface Controls {
  readonly mute: boolean;
  readonly camera: boolean;
  readonly flip: boolean;
  /** The button is there at all: the call allows sharing, and the agent has said so or it is on. */
  readonly share: boolean;
  readonly keypad: boolean;
  readonly speaker: boolean;
  readonly privacy: boolean;
  readonly background: boolean;
  readonly voiceFocus: boolean;
}

export function controlsOf(state: CallState): Controls {
  const features = callFeatures(state);
  const inCall = isRunning(state);
  const inRoom = state.phase.name === 'preparing' || state.phase.name === 'requesting';
  const camera = (inCall || inRoom) && (features?.video ?? true);
  const sees = state.camera.name === 'on';
  return {
    mute: (inCall || inRoom) && state.microphone.name === 'on',
    camera,
    flip: camera && sees && state.devices.cameras.length > 1,
    share: inCall && features?.screenShare === true && state.share !== 'forbidden',
    keypad: isInCall(state) && features?.dtmf === true,
    speaker: (inCall || inRoom) && state.devices.speakers.length > 0,
    privacy: inCall && (sees || state.share === 'on' || state.privacy),
    background: inCall && sees && state.background !== 'unavailable',
    voiceFocus: inCall && state.microphone.name === 'on' && state.voiceFocus !== 'unavailable',
  };
}

const isInCall = ({ phase }: About<'phase'>): boolean => phase.name === 'ringing' || phase.name === 'live';
