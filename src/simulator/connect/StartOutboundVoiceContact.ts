import { flag, integer, oneOf, required, structure, text, validate, type ValueOf } from '../aws/validate.js';
import { endRequest, recordRequest } from '../requests.js';
import { serviceError, type Operation } from '../wire.js';
import { account, type World } from '../world.js';
import { notFound, requireAnyContact, requireFlow, requireInstance, requireQueue } from './find.js';
import {
  attributes,
  checkAttributeBytes,
  clientToken,
  contactFlowId,
  contactId,
  description,
  instanceId,
  name,
  phone,
  references,
} from './members.js';
import { startAttributes, startOnce } from './start.js';

const request = structure({
  InstanceId: instanceId,
  ContactFlowId: contactFlowId,
  DestinationPhoneNumber: required(phone),
  SourcePhoneNumber: phone,
  QueueId: text({ min: 1, max: 256 }),
  Name: name,
  Description: description,
  References: references(['URL', 'NUMBER', 'STRING', 'DATE', 'EMAIL']),
  RelatedContactId: contactId,
  Attributes: attributes,
  ClientToken: clientToken,
  AnswerMachineDetectionConfig: structure({
    EnableAnswerMachineDetection: flag(),
    AwaitAnswerMachinePrompt: flag(),
  }),
  CampaignId: text({ min: 1, max: 100 }),
  TrafficType: oneOf(['GENERAL', 'CAMPAIGN']),
  RingTimeoutInSeconds: integer({ from: 15, to: 60 }),
});

type Request = ValueOf<typeof request>;

const usualRingSeconds = 60;

/** Calls somebody's phone, at once. Here it rings until somebody says that it is done, or the time is over. */
export const startOutboundVoiceContact: Operation = {
  name: 'StartOutboundVoiceContact',
  method: 'PUT',
  path: '/contact/outbound-voice',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    checkAttributeBytes(members.Attributes ?? {});
    requireInstance(members.InstanceId);
    requireFlow(members.ContactFlowId);
    checkSource(world, members);
    checkDestination(world, members.DestinationPhoneNumber);
    const { RelatedContactId, Name, Description, QueueId } = members;
    if (RelatedContactId !== undefined) requireAnyContact(world, RelatedContactId);
    return startOnce(world, 'StartOutboundVoiceContact', 'VOICE', members.ClientToken, () => {
      const started = recordRequest(world, {
        kind: 'outbound-voice',
        channel: 'VOICE',
        initiationMethod: 'API',
        phone: members.DestinationPhoneNumber,
        references: members.References ?? {},
        attributes: startAttributes(world, RelatedContactId, members.Attributes),
        ...(QueueId !== undefined && { queueId: requireQueue(world, QueueId).id }),
        ...(Name !== undefined && { name: Name }),
        ...(Description !== undefined && { description: Description }),
        ...(RelatedContactId !== undefined && { relatedContactId: RelatedContactId }),
      });
      const ringMs = (members.RingTimeoutInSeconds ?? usualRingSeconds) * 1000;
      world.clock.after(ringMs, () => endRequest(world, started, 'TELECOM_UNANSWERED'));
      return { ContactId: started.id };
    });
  },
};

function checkSource(world: World, { SourcePhoneNumber, QueueId }: Request): void {
  if (SourcePhoneNumber === undefined && QueueId === undefined) {
    throw serviceError('InvalidRequestException', 'SourcePhoneNumber or QueueId is needed.');
  }
  if (SourcePhoneNumber !== undefined && SourcePhoneNumber !== account.phoneNumber) throw notFound('Phone number');
  if (QueueId !== undefined) requireQueue(world, QueueId);
}

function checkDestination(world: World, number: string): void {
  const { outboundCalls, outboundToUkMobiles } = world.faults.knobs;
  if (outboundCalls !== 'allowed') throw serviceError(outboundCalls, 'This number cannot be called.');
  if (number.startsWith('+447') && outboundToUkMobiles === 'refused') {
    throw serviceError('DestinationNotAllowedException', 'Outbound calls to this destination are not allowed.');
  }
}
