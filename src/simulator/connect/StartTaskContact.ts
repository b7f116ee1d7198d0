import { list, required, structure, text, timestamp, validate, type ValueOf } from '../aws/validate.js';
import { recordRequest } from '../requests.js';
import { openRequests } from '../work-request.js';
import { serviceError, type Operation } from '../wire.js';
import { account, type World } from '../world.js';
import { notFound, requireAnyContact, requireFlow, requireInstance } from './find.js';
import {
  attributes,
  checkAttributeBytes,
  checkSegmentAttributes,
  clientToken,
  contactId,
  description,
  instanceId,
  name,
  references,
  segmentAttributes,
} from './members.js';
import { onceOnly, startAttributes } from './start.js';

const request = structure({
  InstanceId: instanceId,
  Name: required(name),
  ContactFlowId: text({ min: 1, max: 500 }),
  QuickConnectId: text({ min: 1, max: 256 }),
  TaskTemplateId: text({ min: 1, max: 500 }),
  PreviousContactId: contactId,
  RelatedContactId: contactId,
  Attributes: attributes,
  References: references(['URL', 'NUMBER', 'STRING', 'DATE', 'EMAIL']),
  Description: description,
  ClientToken: clientToken,
  ScheduledTime: timestamp(),
  SegmentAttributes: segmentAttributes,
  Attachments: list(
    structure({ FileName: required(text({ min: 1, max: 256 })), S3Url: required(text({ min: 1, max: 2_000 })) }),
    { max: 5 },
  ),
});

type Request = ValueOf<typeof request>;

const longestChain = 12;

/** Makes a task for an agent: also what stands for a callback, with the number among its references. */
export const startTaskContact: Operation = {
  name: 'StartTaskContact',
  method: 'PUT',
  path: '/contact/task',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    checkAttributeBytes(members.Attributes ?? {});
    checkSegmentAttributes(members.SegmentAttributes);
    requireInstance(members.InstanceId);
    checkTarget(members);
    checkOrigin(world, members);
    const scheduledFor = checkTime(world, members.ScheduledTime);
    return onceOnly(world, 'StartTaskContact', members.ClientToken, () => {
      if (openRequests(world.requests.values(), 'TASK').length >= world.quotas.tasks) {
        throw serviceError('ServiceQuotaExceededException', 'The quota of concurrent active tasks is used up.');
      }
      const { RelatedContactId, PreviousContactId, Description } = members;
      const { id } = recordRequest(world, {
        kind: 'task',
        channel: 'TASK',
        initiationMethod: 'API',
        name: members.Name,
        references: members.References ?? {},
        attributes: startAttributes(world, RelatedContactId ?? PreviousContactId, members.Attributes),
        ...(Description !== undefined && { description: Description }),
        ...(scheduledFor !== undefined && { scheduledFor }),
        ...(RelatedContactId !== undefined && { relatedContactId: RelatedContactId }),
        ...(PreviousContactId !== undefined && { previousContactId: PreviousContactId }),
      });
      return { ContactId: id };
    });
  },
};

function checkTarget({ ContactFlowId, QuickConnectId, TaskTemplateId }: Request): void {
  const given = [ContactFlowId, QuickConnectId, TaskTemplateId].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw serviceError(
      'InvalidRequestException',
      'Exactly one of ContactFlowId, QuickConnectId and TaskTemplateId is needed.',
    );
  }
  if (ContactFlowId !== undefined) requireFlow(ContactFlowId);
  if (QuickConnectId !== undefined && QuickConnectId !== account.quickConnectId) throw notFound('Quick connect');
  if (TaskTemplateId !== undefined && TaskTemplateId !== account.taskTemplateId) throw notFound('Task template');
}

/** A task follows another contact, or is related to one. At most twelve follow each other. */
function checkOrigin(world: World, { PreviousContactId, RelatedContactId }: Request): void {
  if (PreviousContactId !== undefined && RelatedContactId !== undefined) {
    throw serviceError('InvalidRequestException', 'PreviousContactId and RelatedContactId exclude each other.');
  }
  if (RelatedContactId !== undefined) requireAnyContact(world, RelatedContactId);
  if (PreviousContactId === undefined) return;
  requireAnyContact(world, PreviousContactId);
  let length = 1;
  for (let one = world.request(PreviousContactId); one; length += 1) {
    one = one.previousContactId === undefined ? undefined : world.request(one.previousContactId);
  }
  if (length > longestChain) {
    throw serviceError('InvalidRequestException', `At most ${longestChain} tasks may follow each other.`);
  }
}

/** Milliseconds since 1970, or nothing for a task that starts at once. */
function checkTime(world: World, seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  const at = seconds * 1000;
  const { taskHorizonDays } = world.faults.knobs;
  if (at < world.now()) throw serviceError('InvalidParameterException', 'ScheduledTime must not be in the past.');
  if (at > world.now() + taskHorizonDays * 86_400_000) {
    throw serviceError('InvalidParameterException', `ScheduledTime must be within ${taskHorizonDays} days.`);
  }
  return at;
}
