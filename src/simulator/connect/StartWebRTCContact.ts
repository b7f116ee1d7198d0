import { randomBytes, randomUUID } from 'node:crypto';
import { map, oneOf, required, structure, text, validate, type ValueOf } from '../aws/validate.js';
import type { StartContact } from '../contact.js';
import { startContact } from '../contact-start.js';
import { originOf, socketOrigin } from '../origin.js';
import type { Operation } from '../wire.js';
import { account, type World } from '../world.js';
import { requireContact, requireFlow, requireInstance } from './find.js';
import {
  attributes,
  capabilities,
  checkAttributeBytes,
  checkSegmentAttributes,
  clientToken,
  contactFlowId,
  contactId,
  instanceId,
  participantDetails,
  segmentAttributes,
} from './members.js';
import { startAttributes, startOnce } from './start.js';

const request = structure({
  InstanceId: instanceId,
  ContactFlowId: contactFlowId,
  ParticipantDetails: participantDetails,
  Attributes: attributes,
  ClientToken: clientToken,
  AllowedCapabilities: structure({ Customer: capabilities, Agent: capabilities }),
  RelatedContactId: contactId,
  References: map(
    { min: 1, max: 4_096 },
    structure({
      Type: required(oneOf(['URL', 'NUMBER', 'STRING', 'DATE', 'EMAIL'])),
      Value: text({ max: 4_096, sensitive: true }),
    }),
  ),
  Description: text({ max: 4_096, sensitive: true }),
  SegmentAttributes: segmentAttributes,
});

type Request = ValueOf<typeof request>;

/** What a browser needs to join a call, in Amazon Connect's shape: a meeting without external ids. */
export interface ConnectionData {
  readonly Attendee: { readonly AttendeeId: string; readonly JoinToken: string };
  readonly Meeting: {
    readonly MeetingId: string;
    readonly MediaRegion: string;
    readonly MediaPlacement: Readonly<
      Record<'AudioHostUrl' | 'AudioFallbackUrl' | 'SignalingUrl' | 'TurnControlUrl' | 'EventIngestionUrl', string>
    >;
    readonly MeetingFeatures: { readonly Audio: { readonly EchoReduction: 'AVAILABLE' | 'UNAVAILABLE' } };
  };
}

/** Starts a call from a browser and puts it into its queue. */
export const startWebRTCContact: Operation = {
  name: 'StartWebRTCContact',
  method: 'PUT',
  path: '/contact/webrtc',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    checkAttributeBytes(members.Attributes ?? {});
    checkSegmentAttributes(members.SegmentAttributes);
    requireInstance(members.InstanceId);
    requireFlow(members.ContactFlowId);
    if (members.RelatedContactId !== undefined) requireContact(world, members.RelatedContactId);
    return startOnce(world, 'StartWebRTCContact', 'VOICE', members.ClientToken, () => {
      const { conversation, contact, participant, participantToken } = startContact(world, startOf(world, members));
      const connection = connectionData(originOf(call.headers));
      conversation.media = connection;
      return {
        ConnectionData: connection,
        ContactId: contact.id,
        ParticipantId: participant.id,
        ParticipantToken: participantToken,
      };
    });
  },
};

/** A new meeting with its first attendee, all of it at this origin. */
function connectionData(origin: string): ConnectionData {
  const meetingId = randomUUID();
  const sockets = socketOrigin(origin);
  return {
    Attendee: { AttendeeId: randomUUID(), JoinToken: randomBytes(32).toString('base64url') },
    Meeting: {
      MeetingId: meetingId,
      MediaRegion: account.region,
      MediaPlacement: {
        AudioHostUrl: new URL(origin).host,
        AudioFallbackUrl: `${sockets}/chime/calls/${meetingId}`,
        SignalingUrl: `${sockets}/chime/control/${meetingId}`,
        TurnControlUrl: `${origin}/chime/turn`,
        EventIngestionUrl: `${origin}/chime/client-events`,
      },
      MeetingFeatures: { Audio: { EchoReduction: 'UNAVAILABLE' } },
    },
  };
}

function startOf(world: World, members: Request): StartContact {
  return {
    channel: 'VOICE',
    contactFlowId: members.ContactFlowId,
    displayName: members.ParticipantDetails.DisplayName,
    attributes: startAttributes(world, members.RelatedContactId, members.Attributes),
    ...(members.AllowedCapabilities && { allowedCapabilities: members.AllowedCapabilities }),
    ...(members.RelatedContactId !== undefined && { relatedContactId: members.RelatedContactId }),
    ...(members.References && { references: members.References }),
    ...(members.Description !== undefined && { description: members.Description }),
    ...(members.SegmentAttributes && { segmentAttributes: members.SegmentAttributes }),
  };
}
