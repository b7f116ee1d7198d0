import { required, structure, text, validate } from '../aws/validate.js';
import { endConversation } from '../contact-end.js';
import { endRequest } from '../requests.js';
import type { WorkRequest } from '../work-request.js';
import { serviceError, type Operation } from '../wire.js';
import type { World } from '../world.js';
import { requireContact, requireInstance } from './find.js';
import { contactId, instanceId } from './members.js';

const request = structure({
  ContactId: required(contactId),
  InstanceId: instanceId,
  DisconnectReason: structure({ Code: text({ min: 1, max: 100 }) }),
});

/** Ways a call can have begun that StopContact does not end. */
const unstoppableCalls: ReadonlySet<string> = new Set(['DISCONNECT', 'TRANSFER', 'QUEUE_TRANSFER']);

/** Ends a contact from outside, with the reason API. */
export const stopContact: Operation = {
  name: 'StopContact',
  method: 'POST',
  path: '/contact/stop',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    requireInstance(members.InstanceId);
    const recorded = world.request(members.ContactId);
    if (recorded) return stopRequest(world, recorded);
    const { contact, conversation } = requireContact(world, members.ContactId);
    if (members.DisconnectReason) {
      throw serviceError('InvalidRequestException', 'DisconnectReason is for contacts of outbound campaigns only.');
    }
    if (contact.disconnectTimestamp !== undefined || conversation.over) {
      return alreadyOver(world);
    }
    if (contact.channel === 'VOICE' && unstoppableCalls.has(contact.initiationMethod)) {
      const how = contact.initiationMethod;
      throw serviceError('InvalidRequestException', `A voice contact with initiation method ${how} cannot be stopped.`);
    }
    endConversation(world, conversation, 'API');
    return {};
  },
};

function stopRequest(world: World, recorded: WorkRequest): object {
  if (recorded.endedAt !== undefined) return alreadyOver(world);
  endRequest(world, recorded, 'API');
  return {};
}

function alreadyOver(world: World): object {
  if (world.faults.knobs.stopEndedContact === 'accepted') return {};
  throw serviceError('ContactNotFoundException', 'The contact has ended already.');
}
