import { required, structure, validate } from '../aws/validate.js';
import type { Operation } from '../wire.js';
import { requireInitialContact, requireInstance } from './find.js';
import { contactId, instanceId } from './members.js';

const request = structure({ InstanceId: instanceId, InitialContactId: required(contactId) });

/** The attributes of a contact. */
export const getContactAttributes: Operation = {
  name: 'GetContactAttributes',
  method: 'GET',
  path: '/contact/attributes/{InstanceId}/{InitialContactId}',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.params);
    requireInstance(members.InstanceId);
    return { Attributes: { ...requireInitialContact(world, members.InitialContactId).conversation.attributes } };
  },
};
