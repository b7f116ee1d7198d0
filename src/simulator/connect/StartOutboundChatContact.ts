import { integer, list, oneOf, required, structure, text, validate, type ValueOf } from '../aws/validate.js';
import { recordRequest } from '../requests.js';
import { serviceError, type Operation } from '../wire.js';
import { account } from '../world.js';
import { notFound, requireAnyContact, requireFlow, requireInstance } from './find.js';
import {
  attributes,
  checkAttributeBytes,
  checkSegmentAttributes,
  clientToken,
  contactFlowId,
  contactId,
  displayName,
  instanceId,
  segmentAttributes,
} from './members.js';
import { startAttributes, startOnce } from './start.js';

const endpoint = structure({
  Type: oneOf(['TELEPHONE_NUMBER', 'VOIP', 'CONTACT_FLOW', 'CONNECT_PHONENUMBER_ARN', 'EMAIL_ADDRESS']),
  Address: text({ min: 1, max: 256, sensitive: true }),
});

const request = structure({
  InstanceId: instanceId,
  ContactFlowId: contactFlowId,
  SourceEndpoint: required(endpoint),
  DestinationEndpoint: required(endpoint),
  SegmentAttributes: required(segmentAttributes),
  Attributes: attributes,
  ChatDurationInMinutes: integer({ from: 60, to: 10_080 }),
  ParticipantDetails: structure({ DisplayName: required(displayName) }),
  InitialSystemMessage: structure({
    ContentType: required(text({ min: 1, max: 100 })),
    Content: required(text({ min: 1, max: 16_384, sensitive: true })),
  }),
  RelatedContactId: contactId,
  SupportedMessagingContentTypes: list(text({ min: 1, max: 100 })),
  ClientToken: clientToken,
});

type Request = ValueOf<typeof request>;

/** Texts somebody's phone. Only short messages: from a number of the instance to a telephone number. */
export const startOutboundChatContact: Operation = {
  name: 'StartOutboundChatContact',
  method: 'PUT',
  path: '/contact/outbound-chat',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    checkAttributeBytes(members.Attributes ?? {});
    checkSegmentAttributes(members.SegmentAttributes);
    const phone = checkEndpoints(members);
    requireInstance(members.InstanceId);
    requireFlow(members.ContactFlowId);
    const { RelatedContactId, InitialSystemMessage } = members;
    if (RelatedContactId !== undefined) requireAnyContact(world, RelatedContactId);
    return startOnce(world, 'StartOutboundChatContact', 'CHAT', members.ClientToken, () => {
      const { id } = recordRequest(world, {
        kind: 'outbound-chat',
        channel: 'CHAT',
        initiationMethod: 'API',
        phone,
        references: {},
        attributes: startAttributes(world, RelatedContactId, members.Attributes),
        ...(InitialSystemMessage && { message: InitialSystemMessage.Content }),
        ...(RelatedContactId !== undefined && { relatedContactId: RelatedContactId }),
      });
      return { ContactId: id };
    });
  },
};

function checkEndpoints({ SourceEndpoint, DestinationEndpoint, SegmentAttributes }: Request): string {
  if (SegmentAttributes['connect:Subtype']?.ValueString !== 'connect:SMS') {
    throw refusal('SegmentAttributes must say that connect:Subtype is connect:SMS.');
  }
  if (SourceEndpoint.Type !== 'CONNECT_PHONENUMBER_ARN' || DestinationEndpoint.Type !== 'TELEPHONE_NUMBER') {
    throw refusal('An SMS goes from a CONNECT_PHONENUMBER_ARN to a TELEPHONE_NUMBER.');
  }
  const { region, accountId, phoneNumberId } = account;
  if (SourceEndpoint.Address !== `arn:aws:connect:${region}:${accountId}:phone-number/${phoneNumberId}`) {
    throw notFound('Source phone number');
  }
  const { Address = '' } = DestinationEndpoint;
  if (!/^\+[1-9]\d{1,14}$/.test(Address)) throw refusal('The address of the destination is no telephone number.');
  return Address;
}

function refusal(message: string): Error {
  return serviceError('InvalidRequestException', message);
}
