import type { CallTicket, MeetingTicket } from '../../core/call/ports.js';
import type { Attendee, Device } from '../../core/call/state.js';

/** The attendee of every sample's customer. */
export const sampleOwnAttendee = 'a-own';

/** The agent of every sample. External user ids of Amazon Connect's agents end so. */
export const sampleAgentAttendee: Pick<Attendee, 'id'> & { readonly externalUserId: string } = {
  id: 'a-agent',
  externalUserId: 'sample#agent',
};

/** A way into a meeting, for the attendee given. */
export function sampleMeetingTicket(attendeeId: string = sampleOwnAttendee): MeetingTicket {
  return {
    meeting: {
      MeetingId: 'sample-meeting',
      MediaPlacement: { AudioHostUrl: 'sample', SignalingUrl: 'ws://127.0.0.1:1' },
    },
    attendee: { AttendeeId: attendeeId, JoinToken: 'sample-join-token' },
  };
}

/** A ticket for call `c-1`, changed where `changes` say so. */
export function sampleCallTicket(changes: Partial<CallTicket> = {}): CallTicket {
  return {
    ...sampleMeetingTicket(),
    contactId: 'c-1',
    participantId: 'p-customer',
    participantToken: 'sample-token',
    handle: 'sample-handle',
    region: 'eu-central-1',
    endpoint: undefined,
    connectWithinMs: 300_000,
    features: { video: true, screenShare: true, dtmf: true, recorded: false },
    ...changes,
  };
}

/** One of each kind of device, and a second camera. */
export const sampleDevices: readonly Device[] = [
  { id: 'mic-1', kind: 'microphone', label: 'Built-in microphone' },
  { id: 'cam-1', kind: 'camera', label: 'Front camera' },
  { id: 'cam-2', kind: 'camera', label: 'Back camera' },
  { id: 'out-1', kind: 'speaker', label: 'Built-in speaker' },
];
