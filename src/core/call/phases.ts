import type { ErrorCode } from '../errors.js';
import {
  initialCallState,
  type CallContact,
  type CallEnd,
  type CallMedia,
  type CallPhase,
  type CallState,
} from './state.js';

/** What moves a call through its life. */
export type PhaseEvent =
  | { readonly type: 'prepared'; readonly media: CallMedia }
  /** The contact is there before Join; also when a Join turns out to need consent to a recording first. */
  | { readonly type: 'reserved'; readonly contact: CallContact }
  /** Nobody joined in time: the contact asked for early is gone, the room stays. */
  | { readonly type: 'unreserved' }
  | { readonly type: 'consented'; readonly agreed: boolean }
  | { readonly type: 'cancelled' }
  | { readonly type: 'requested'; readonly media: CallMedia }
  | { readonly type: 'ticketed'; readonly contact: CallContact }
  | { readonly type: 'joined'; readonly at: number }
  | { readonly type: 'interrupted' }
  | { readonly type: 'rejoining'; readonly contact: CallContact; readonly liveSince: number | undefined }
  /** An earlier life of this page was in this call. */
  | { readonly type: 'restored'; readonly contact: CallContact; readonly media: CallMedia }
  | { readonly type: 'over'; readonly by: CallEnd; readonly at: number }
  /** `alive`: the contact may still be there, so that trying again continues it. */
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly alive: boolean };

/** Whether media flows, is about to, or is being brought back. */
export const isRunning = ({ phase: { name } }: Pick<CallState, 'phase'>): boolean =>
  name === 'connecting' || name === 'ringing' || name === 'live' || name === 'reconnecting' || name === 'rejoining';

/** The contact of a phase that has one. */
export const contactOf = ({ phase }: Pick<CallState, 'phase'>): CallContact | undefined =>
  'contact' in phase ? phase.contact : undefined;

/** Since when an agent has been in the call, if one ever was. Milliseconds since 1970. */
export function liveSince({ phase }: Pick<CallState, 'phase'>): number | undefined {
  if (phase.name === 'live') return phase.since;
  return phase.name === 'reconnecting' || phase.name === 'rejoining' ? phase.liveSince : undefined;
}

export function movePhase(state: CallState, event: PhaseEvent): CallState {
  const { phase } = state;
  switch (event.type) {
    case 'prepared':
      if (phase.name === 'requesting' || isRunning(state)) return state;
      if (phase.name === 'preparing') return state.media === event.media ? state : { ...state, media: event.media };
      return begin(state, event.media, { name: 'preparing', contact: undefined, consent: false });
    case 'reserved':
      if (phase.name === 'requesting') return to(state, { name: 'preparing', contact: event.contact, consent: false });
      if (phase.name !== 'preparing' || phase.contact === event.contact) return state;
      return to(state, { ...phase, contact: event.contact });
    case 'unreserved':
      return phase.name === 'preparing' && phase.contact ? to(state, { ...phase, contact: undefined }) : state;
    case 'consented':
      if (phase.name !== 'preparing' || phase.consent === event.agreed) return state;
      return to(state, { ...phase, consent: event.agreed });
    case 'cancelled':
      if (phase.name === 'failed' || phase.name === 'preparing' || phase.name === 'requesting') {
        return after(state, { name: 'idle' });
      }
      return state;
    case 'requested':
      if (phase.name === 'preparing') return { ...state, media: event.media, phase: { name: 'requesting' } };
      // A ticket may turn out dead, and a way back closed: then it begins anew.
      if (phase.name === 'requesting' || phase.name === 'reconnecting' || phase.name === 'ringing') return state;
      if (phase.name === 'live') return state;
      return begin(state, event.media, { name: 'requesting' });
    case 'ticketed':
      if (phase.name !== 'requesting' && phase.name !== 'failed') return state;
      return to(state, { name: 'connecting', contact: event.contact });
    case 'joined':
      return join(state, event.at);
    case 'interrupted':
      if (phase.name !== 'ringing' && phase.name !== 'live') return state;
      return to(state, { name: 'reconnecting', contact: phase.contact, liveSince: liveSince(state) });
    case 'rejoining':
      return rejoin(state, event.contact, event.liveSince);
    case 'restored':
      if (phase.name !== 'idle') return state;
      return {
        ...state,
        media: event.media,
        phase: { name: 'failed', code: 'media/interrupted', contact: event.contact },
      };
    case 'over':
      return over(state, event.by, event.at);
    case 'failed': {
      if (phase.name === 'idle' || phase.name === 'ended') return state;
      const contact = event.alive ? contactOf(state) : undefined;
      if (phase.name === 'failed' && phase.code === event.code && phase.contact === contact) return state;
      return after(state, { name: 'failed', code: event.code, contact });
    }
  }
}

const to = (state: CallState, phase: CallPhase): CallState => ({ ...state, phase });

/** What is known of the customer's own things lasts; everything about the last call is gone. */
function begin(state: CallState, media: CallMedia, phase: CallPhase): CallState {
  const { devices, microphone, camera, speakerId } = state;
  // Whoever was muted when a call was lost does not find themselves heard in the next.
  const muted = state.phase.name !== 'idle' && state.phase.name !== 'ended' && state.muted;
  return { ...initialCallState, devices, microphone, camera, speakerId, muted, media, phase };
}

/** The meeting is left: nobody is in it, nothing is withheld from it. */
function after(state: CallState, phase: CallPhase): CallState {
  const { attendees, tiles, speaking, share, quality, held, privacy, cameraWithheld, soundBlocked } = initialCallState;
  const meeting = { attendees, tiles, speaking, share, quality, held, privacy, cameraWithheld, soundBlocked };
  return { ...state, ...meeting, cameraOffForQuality: false, speakingMuted: false, phase };
}

function join(state: CallState, at: number): CallState {
  const { phase } = state;
  if (phase.name !== 'connecting' && phase.name !== 'reconnecting' && phase.name !== 'rejoining') return state;
  const agentIsThere = state.attendees.some(({ role }) => role === 'agent');
  const since = liveSince(state) ?? (agentIsThere ? at : undefined);
  const { contact } = phase;
  const next = since === undefined ? ({ name: 'ringing', contact, since: at } as const) : undefined;
  return { ...state, tiles: [], phase: next ?? { name: 'live', contact, since: since ?? at } };
}

function rejoin(state: CallState, contact: CallContact, since: number | undefined): CallState {
  const { phase } = state;
  if (phase.name === 'rejoining' || !(isRunning(state) || (phase.name === 'failed' && phase.contact))) return state;
  const share = state.share === 'forbidden' ? 'forbidden' : 'allowed';
  const next = { ...state, share, tiles: [], speaking: [] } as const;
  return { ...next, phase: { name: 'rejoining', contact, liveSince: since ?? liveSince(state) } };
}

function over(state: CallState, by: CallEnd, at: number): CallState {
  const contact = contactOf(state);
  if (!contact || state.phase.name === 'preparing') return state;
  const since = liveSince(state);
  const lastedMs = since === undefined ? undefined : Math.max(0, at - since);
  return after(state, { name: 'ended', contactId: contact.contactId, by, lastedMs });
}
