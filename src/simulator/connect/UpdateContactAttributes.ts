import { required, structure, validate } from '../aws/validate.js';
import type { Operation } from '../wire.js';
import { requireInitialContact, requireInstance } from './find.js';
import { attributes, checkAttributeBytes, contactId, instanceId } from './members.js';

const request = structure({
  InitialContactId: required(contactId),
  InstanceId: instanceId,
  Attributes: required(attributes),
});

/** Writes attributes over those a contact has; also after its end. An empty value stays as an empty value. */
export const updateContactAttributes: Operation = {
  name: 'UpdateContactAttributes',
  method: 'POST',
  path: '/contact/attributes',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    requireInstance(members.InstanceId);
    const { conversation } = requireInitialContact(world, members.InitialContactId);
    checkAttributeBytes({ ...conversation.attributes, ...members.Attributes });
    Object.assign(conversation.attributes, members.Attributes);
    return {};
  },
};
