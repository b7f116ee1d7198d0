import { integer, list, oneOf, required, structure, text, validate, type ValueOf } from '../aws/validate.js';
import { contentType, type StartContact } from '../contact.js';
import type { HistoryWish } from '../contact-history.js';
import { startContact } from '../contact-start.js';
import { serviceError, type Operation } from '../wire.js';
import type { World } from '../world.js';
import { requireContact, requireFlow, requireInstance } from './find.js';
import { historyMembers, requirePast } from './history.js';
import {
  attributes,
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

const maxInitialMessageCharacters = 16_384;

const request = structure({
  InstanceId: instanceId,
  ContactFlowId: contactFlowId,
  ParticipantDetails: participantDetails,
  ParticipantConfiguration: structure({ ResponseMode: oneOf(['COMPLETE', 'INCREMENTAL']) }),
  Attributes: attributes,
  InitialMessage: structure({
    ContentType: required(text({ min: 1, max: 100 })),
    Content: required(text({ min: 1, max: maxInitialMessageCharacters, sensitive: true })),
  }),
  ClientToken: clientToken,
  ChatDurationInMinutes: integer({ from: 60, to: 10_080 }),
  SupportedMessagingContentTypes: list(text({ min: 1, max: 100 })),
  PersistentChat: structure(historyMembers),
  RelatedContactId: contactId,
  SegmentAttributes: segmentAttributes,
  CustomerId: text({ min: 1, max: 128, sensitive: true }),
  DisconnectOnCustomerExit: list(oneOf(['AGENT'])),
});

type Request = ValueOf<typeof request>;

/** Starts a chat and puts it into its queue. */
export const startChatContact: Operation = {
  name: 'StartChatContact',
  method: 'PUT',
  path: '/contact/chat',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    checkTogether(members);
    checkInitialMessage(world, members);
    requireInstance(members.InstanceId);
    requireFlow(members.ContactFlowId);
    if (members.RelatedContactId !== undefined) requireContact(world, members.RelatedContactId);
    return startOnce(world, 'StartChatContact', 'CHAT', members.ClientToken, () => {
      const past = members.PersistentChat && requirePast(world, members.PersistentChat);
      const start = startOf(world, members, past);
      const { conversation, contact, participant, participantToken } = startContact(world, start);
      return {
        ContactId: contact.id,
        ParticipantId: participant.id,
        ParticipantToken: participantToken,
        ...(past && { ContinuedFromContactId: conversation.continuedFrom }),
      };
    });
  },
};

function checkTogether(members: Request): void {
  const types = members.SupportedMessagingContentTypes;
  if (members.PersistentChat && members.RelatedContactId !== undefined) {
    throw serviceError('InvalidRequestException', 'PersistentChat and RelatedContactId exclude each other.');
  }
  for (const type of types ?? []) {
    if (!supportable.has(type)) throw parameter(`${type} is not a supported messaging content type.`);
  }
  if (types && !types.includes(contentType.text)) {
    throw parameter('SupportedMessagingContentTypes must contain text/plain.');
  }
  checkSegmentAttributes(members.SegmentAttributes);
  const guide = members.SegmentAttributes?.['connect:Subtype']?.ValueString === 'connect:Guide';
  const interactive = types?.includes(contentType.interactive) && types.includes(contentType.interactiveResponse);
  if (guide && !interactive) {
    throw parameter('The subtype connect:Guide needs both interactive types in SupportedMessagingContentTypes.');
  }
  checkAttributeBytes(members.Attributes ?? {});
}

const supportable = new Set<string>([
  contentType.text,
  contentType.markdown,
  contentType.json,
  contentType.interactive,
  contentType.interactiveResponse,
]);

function checkInitialMessage(world: World, { InitialMessage, SupportedMessagingContentTypes }: Request): void {
  if (!InitialMessage) return;
  const types = SupportedMessagingContentTypes ?? [contentType.text];
  if (!types.includes(InitialMessage.ContentType)) {
    throw parameter(`The initial message has the content type ${InitialMessage.ContentType}, which is not supported.`);
  }
  const { maxMessageBytes } = world.faults.knobs;
  if (Buffer.byteLength(InitialMessage.Content) > maxMessageBytes) {
    throw parameter(`The initial message must be at most ${maxMessageBytes} bytes long.`);
  }
}

function startOf(world: World, members: Request, past: HistoryWish | undefined): StartContact {
  const { InitialMessage, RelatedContactId } = members;
  return {
    channel: 'CHAT',
    contactFlowId: members.ContactFlowId,
    displayName: members.ParticipantDetails.DisplayName,
    attributes: startAttributes(world, RelatedContactId, members.Attributes),
    ...(InitialMessage && {
      initialMessage: { contentType: InitialMessage.ContentType, content: InitialMessage.Content },
    }),
    ...(members.ChatDurationInMinutes !== undefined && { durationMinutes: members.ChatDurationInMinutes }),
    ...(members.SupportedMessagingContentTypes && { contentTypes: members.SupportedMessagingContentTypes }),
    ...(members.ParticipantConfiguration?.ResponseMode && {
      responseMode: members.ParticipantConfiguration.ResponseMode,
    }),
    ...(past && { persistentChat: past }),
    ...(RelatedContactId !== undefined && { relatedContactId: RelatedContactId }),
    ...(members.SegmentAttributes && { segmentAttributes: members.SegmentAttributes }),
    ...(members.CustomerId !== undefined && { customerId: members.CustomerId }),
    ...(members.DisconnectOnCustomerExit && { disconnectOnCustomerExit: members.DisconnectOnCustomerExit }),
  };
}

function parameter(message: string): Error {
  return serviceError('InvalidParameterException', message);
}
