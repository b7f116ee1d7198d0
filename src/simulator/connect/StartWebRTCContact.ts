import { structure, validate, type ValueOf } from '../aws/validate.js';
import type { StartContact } from '../contact.js';
import { admitToCall } from '../contact-call.js';
import { connectionData } from '../contact-connection.js';
import { startContact } from '../contact-start.js';
import { originOf } from '../origin.js';
import type { Operation } from '../wire.js';
import type { World } from '../world.js';
import { requireContact, requireFlow, requireInstance } from './find.js';
import {
  attributes,
  capabilities,
  checkAttributeBytes,
  checkSegmentAttributes,
  clientToken,
  contactFlowId,
  contactId,
  description,
  instanceId,
  participantDetails,
  references,
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
  References: references(['URL', 'NUMBER', 'STRING', 'DATE', 'EMAIL']),
  Description: description,
  SegmentAttributes: segmentAttributes,
});

type Request = ValueOf<typeof request>;

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
      const attendee = admitToCall(world, conversation, participant);
      return {
        ConnectionData: connectionData(originOf(call.headers), conversation, attendee),
        ContactId: contact.id,
        ParticipantId: participant.id,
        ParticipantToken: participantToken,
      };
    });
  },
};

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
