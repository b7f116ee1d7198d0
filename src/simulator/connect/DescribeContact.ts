import { required, structure, validate } from '../aws/validate.js';
import { customerOf, type Contact, type Conversation } from '../contact.js';
import { visibleDisconnectReason } from '../contact-segment.js';
import type { WorkRequest } from '../work-request.js';
import type { Operation } from '../wire.js';
import { arn, type World } from '../world.js';
import { chatMetrics } from './chat-metrics.js';
import { requireContact, requireInstance } from './find.js';
import { contactId, instanceId } from './members.js';
import { epochSeconds } from './time.js';

const request = structure({ InstanceId: instanceId, ContactId: required(contactId) });

/** Everything that is known about one segment of a contact: also what no browser may see. */
export const describeContact: Operation = {
  name: 'DescribeContact',
  method: 'GET',
  path: '/contacts/{InstanceId}/{ContactId}',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.params);
    requireInstance(members.InstanceId);
    const recorded = world.request(members.ContactId);
    if (recorded) return { Contact: describeRequest(recorded) };
    const { contact, conversation } = requireContact(world, members.ContactId);
    return { Contact: describe(world, contact, conversation) };
  },
};

function describe(world: World, contact: Contact, conversation: Conversation): Readonly<Record<string, unknown>> {
  const { start } = conversation;
  const reason = visibleDisconnectReason(world, contact);
  const related = contact.id !== contact.initialContactId;
  return {
    Arn: contact.arn,
    Id: contact.id,
    ...(related && { InitialContactId: contact.initialContactId }),
    ...(contact.previousContactId !== undefined && { PreviousContactId: contact.previousContactId }),
    ...(contact.relatedContactId !== undefined && { RelatedContactId: contact.relatedContactId }),
    ContactAssociationId: contact.contactAssociationId,
    InitiationMethod: contact.initiationMethod,
    Channel: contact.channel,
    InitiationTimestamp: epochSeconds(contact.initiationTimestamp),
    ConnectedToSystemTimestamp: epochSeconds(contact.initiationTimestamp),
    LastUpdateTimestamp: epochSeconds(lastUpdate(contact)),
    ...(contact.disconnectTimestamp !== undefined && {
      DisconnectTimestamp: epochSeconds(contact.disconnectTimestamp),
    }),
    ...(reason !== undefined && { DisconnectReason: reason }),
    ...(contact.queueId !== undefined && {
      QueueInfo: { Id: contact.queueId, EnqueueTimestamp: epochSeconds(contact.enqueueTimestamp) },
    }),
    ...(contact.connectedToAgentTimestamp !== undefined && { AgentInfo: agentInfo(contact) }),
    QueuePriority: contact.priority,
    QueueTimeAdjustmentSeconds: contact.queueTimeAdjustmentSeconds,
    ...(start.description !== undefined && {
      Description: start.description,
      ContactDetails: { Description: start.description },
    }),
    ...(start.customerId !== undefined && { CustomerId: start.customerId }),
    ...(start.allowedCapabilities?.['Customer'] !== undefined && {
      Customer: { Capabilities: start.allowedCapabilities['Customer'] },
    }),
    CustomerEndpoint: { Type: 'VOIP', Address: customerOf(conversation).id },
    ...(contact.channel === 'CHAT' && { ChatMetrics: chatMetrics(conversation, contact) }),
    SegmentAttributes: {
      'connect:Subtype': { ValueString: contact.channel === 'CHAT' ? 'connect:Chat' : 'connect:WebRTC' },
      ...start.segmentAttributes,
    },
    Attributes: conversation.attributes,
    Tags: { 'aws:connect:instanceId': contact.instanceId },
    ...(contact.disconnectTimestamp !== undefined && { Recordings: [recording(contact)] }),
    ...(contact.nextContactId !== undefined && { NextContacts: nextContacts(conversation, contact.nextContactId) }),
  };
}

/** A task, an e-mail or an outbound contact. */
function describeRequest(one: WorkRequest): Readonly<Record<string, unknown>> {
  return {
    Arn: one.arn,
    Id: one.id,
    ...(one.previousContactId !== undefined && { PreviousContactId: one.previousContactId }),
    ...(one.relatedContactId !== undefined && { RelatedContactId: one.relatedContactId }),
    ContactAssociationId: one.contactAssociationId,
    InitiationMethod: one.initiationMethod,
    Channel: one.channel,
    InitiationTimestamp: epochSeconds(one.at),
    LastUpdateTimestamp: epochSeconds(one.endedAt ?? one.at),
    ...(one.name !== undefined && { Name: one.name }),
    ...(one.description !== undefined && { Description: one.description }),
    ...(one.scheduledFor !== undefined && { ScheduledTimestamp: epochSeconds(one.scheduledFor) }),
    ...(one.queueId !== undefined && { QueueInfo: { Id: one.queueId } }),
    ...(one.endedAt !== undefined && { DisconnectTimestamp: epochSeconds(one.endedAt) }),
    ...(one.endReason !== undefined && { DisconnectReason: one.endReason }),
    Attributes: one.attributes,
  };
}

function agentInfo(contact: Contact): Readonly<Record<string, unknown>> {
  const work = contact.afterContactWork;
  return {
    Id: contact.agentId,
    AcceptedByAgentTimestamp: epochSeconds(contact.connectedToAgentTimestamp),
    ConnectedToAgentTimestamp: epochSeconds(contact.connectedToAgentTimestamp),
    HierarchyGroups: { Level1: { Arn: `${arn(undefined)}/agent-group/00000000-0000-4000-8000-000000000001` } },
    ...(work && { AfterContactWorkStartTimestamp: epochSeconds(work.start) }),
    ...(work?.end !== undefined && {
      AfterContactWorkEndTimestamp: epochSeconds(work.end),
      AfterContactWorkDuration: Math.round((work.end - work.start) / 1000),
    }),
  };
}

function recording(contact: Contact): Readonly<Record<string, unknown>> {
  const folder = contact.channel === 'CHAT' ? 'ChatTranscripts' : 'CallRecordings';
  const suffix = contact.channel === 'CHAT' ? 'json' : 'wav';
  return {
    StorageType: 'S3',
    Location: `connect-simulator/connect/simulator/${folder}/${contact.id}.${suffix}`,
    Status: 'AVAILABLE',
  };
}

function nextContacts(conversation: Conversation, id: string): readonly unknown[] {
  const next = conversation.segments.find((one) => one.id === id);
  const data = { ContactId: id, InitiationTimestamp: epochSeconds(next?.initiationTimestamp) };
  return [{ Type: 'QUICK_CONNECT', NextContactMetadata: { QuickConnectContactData: data } }];
}

function lastUpdate(contact: Contact): number {
  const { initiationTimestamp, enqueueTimestamp, connectedToAgentTimestamp, disconnectTimestamp } = contact;
  const work = contact.afterContactWork;
  return Math.max(
    initiationTimestamp,
    enqueueTimestamp ?? 0,
    connectedToAgentTimestamp ?? 0,
    disconnectTimestamp ?? 0,
    work?.end ?? 0,
  );
}
