import type { Store } from '../store.js';
import { isRunning, liveSince } from './phases.js';
import type { CallStorage, CallTicket, MeetingTicket, SavedCall } from './ports.js';
import type { CallContact, CallState } from './state.js';
import type { CallEvent } from './transition.js';

/** The call a session is in, or was a moment ago, with what going on with it takes. */
export interface RunningCall extends Pick<
  CallTicket,
  | 'contactId'
  | 'participantId'
  | 'participantToken'
  | 'handle'
  | 'region'
  | 'endpoint'
  | 'features'
  | 'waiting'
  | 'endings'
> {
  /** Until when the first way in is alive; it has none after a reload. */
  readonly connectBy: number | undefined;
  readonly way: MeetingTicket | undefined;
  /** Media was joined once: from then on, only a new way leads back. */
  readonly joined: boolean;
  /** When an agent came, before the call was lost. */
  readonly liveSince: number | undefined;
}

export const contactIn = ({ contactId, participantId, features }: CallContact): CallContact => ({
  contactId,
  participantId,
  features,
});

/** What survives of a call: no token that leads into it by itself. */
export function saved(
  { contactId, participantId, handle, region, endpoint, features, waiting, endings, ...call }: RunningCall,
  state: CallState,
): SavedCall['call'] {
  const { camera, cameraWithheld, muted } = state;
  const media = camera.name === 'on' || camera.name === 'opening' || cameraWithheld ? 'video' : 'audio';
  const since = liveSince(state) ?? call.liveSince;
  const told = { ...(waiting && { waiting }), ...(endings && { endings }) };
  return { contactId, participantId, handle, region, endpoint, features, ...told, media, muted, liveSince: since };
}

/** Keeps what a reload needs, as it changes. */
export function save(
  store: Store<CallState, CallEvent>,
  storage: CallStorage,
  current: () => RunningCall | undefined,
): void {
  store.subscribe((state, previous) => {
    const call = current();
    const same =
      liveSince(state) === liveSince(previous) && state.muted === previous.muted && state.camera === previous.camera;
    if (call?.joined && isRunning(state) && !same) storage.save({ call: saved(call, state) });
  });
}
