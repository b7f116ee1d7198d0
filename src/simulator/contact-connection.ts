import type { Conversation, Participant } from './contact.js';
import { socketOrigin } from './origin.js';
import { account } from './world.js';

type Place = 'AudioHostUrl' | 'AudioFallbackUrl' | 'SignalingUrl' | 'TurnControlUrl' | 'EventIngestionUrl';

/** What a browser needs to join a call, in Amazon Connect's shape: a meeting without external ids. */
export interface ConnectionData {
  readonly Attendee: { readonly AttendeeId: string; readonly JoinToken: string };
  readonly Meeting: {
    readonly MeetingId: string;
    readonly MediaRegion: string;
    readonly MediaPlacement: Readonly<Record<Place, string>>;
    readonly MeetingFeatures: { readonly Audio: { readonly EchoReduction: 'AVAILABLE' | 'UNAVAILABLE' } };
  };
}

/** What WEBRTC_CONNECTION answers: the same without MediaRegion and TurnControlUrl, as documented. */
export interface RejoinData {
  readonly Attendee: ConnectionData['Attendee'];
  readonly Meeting: Omit<ConnectionData['Meeting'], 'MediaRegion' | 'MediaPlacement'> & {
    readonly MediaPlacement: Omit<ConnectionData['Meeting']['MediaPlacement'], 'TurnControlUrl'>;
  };
}

/** Path prefix of signalling; the meeting's id follows. */
export const signalingPath = '/chime/control/';
/** Where the SDK sends its client events, if it is told to. */
export const eventsPath = '/chime/client-events';

/** The way of one attendee into the call, all of it at this origin. */
export function connectionData(
  origin: string,
  { call }: Conversation,
  { id, joinToken }: NonNullable<Participant['attendee']>,
): ConnectionData {
  const meetingId = call?.meetingId ?? '';
  const sockets = socketOrigin(origin);
  return {
    Attendee: { AttendeeId: id, JoinToken: joinToken },
    Meeting: {
      MeetingId: meetingId,
      MediaRegion: account.region,
      MediaPlacement: {
        AudioHostUrl: new URL(origin).host,
        AudioFallbackUrl: `${sockets}/chime/calls/${meetingId}`,
        SignalingUrl: `${sockets}${signalingPath}${meetingId}`,
        TurnControlUrl: `${origin}/chime/turn`,
        EventIngestionUrl: `${origin}${eventsPath}`,
      },
      MeetingFeatures: { Audio: { EchoReduction: 'UNAVAILABLE' } },
    },
  };
}

/** The way back of somebody, as the participant service answers it. */
export function connectionForRejoining(
  origin: string,
  conversation: Conversation,
  attendee: NonNullable<Participant['attendee']>,
): RejoinData {
  const { Attendee, Meeting } = connectionData(origin, conversation, attendee);
  const { MeetingId, MeetingFeatures, MediaPlacement } = Meeting;
  const { AudioHostUrl, AudioFallbackUrl, SignalingUrl, EventIngestionUrl } = MediaPlacement;
  return {
    Attendee,
    Meeting: {
      MeetingId,
      MediaPlacement: { AudioHostUrl, AudioFallbackUrl, SignalingUrl, EventIngestionUrl },
      MeetingFeatures,
    },
  };
}
