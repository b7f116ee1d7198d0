import { integer, required, structure, validate } from '../aws/validate.js';
import { serviceError, type Operation } from '../wire.js';
import { requireContact, requireInstance } from './find.js';
import { contactId, instanceId } from './members.js';

const request = structure({
  InstanceId: instanceId,
  ContactId: required(contactId),
  QueueTimeAdjustmentSeconds: integer(),
  QueuePriority: integer({ from: 1, to: Number.MAX_SAFE_INTEGER }),
  RoutingCriteria: structure({}),
});

/**
 * Moves a contact in its queue, by priority or by making it look older than it is. Neither changes since when it waits.
 * Routing criteria are taken and change nothing: agents here have no skills.
 */
export const updateContactRoutingData: Operation = {
  name: 'UpdateContactRoutingData',
  method: 'POST',
  path: '/contacts/{InstanceId}/{ContactId}/routing-data',
  service: 'connect',
  run(world, call) {
    const body = typeof call.body === 'object' && !Array.isArray(call.body) ? call.body : {};
    const members = validate(request, { ...body, ...call.params }, 'InvalidParameterException');
    const { QueuePriority, QueueTimeAdjustmentSeconds, RoutingCriteria } = members;
    if (QueuePriority !== undefined && QueueTimeAdjustmentSeconds !== undefined) {
      throw parameter('QueuePriority and QueueTimeAdjustmentSeconds exclude each other.');
    }
    if (QueuePriority === undefined && QueueTimeAdjustmentSeconds === undefined && !RoutingCriteria) {
      throw parameter('QueuePriority or QueueTimeAdjustmentSeconds is needed.');
    }
    requireInstance(members.InstanceId);
    const { contact, conversation } = requireContact(world, members.ContactId);
    if (contact.disconnectTimestamp !== undefined) throw conflict('The contact has ended.');
    if (contact.enqueueTimestamp === undefined && world.faults.knobs.routingBeforeQueue !== 'accepted') {
      throw conflict('The contact is not in a queue yet.');
    }
    contact.priority = QueuePriority ?? contact.priority;
    contact.queueTimeAdjustmentSeconds = QueueTimeAdjustmentSeconds ?? contact.queueTimeAdjustmentSeconds;
    world.emit({ type: 'contact', conversation, change: 'routed' });
    return {};
  },
};

function parameter(message: string): Error {
  return serviceError('InvalidParameterException', message);
}

function conflict(message: string): Error {
  return serviceError('ResourceConflictException', message);
}
