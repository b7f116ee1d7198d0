import { required, structure, validate } from '../aws/validate.js';
import { rehydrate } from '../contact-history.js';
import { serviceError, type Operation } from '../wire.js';
import { requireInitialContact, requireInstance } from './find.js';
import { historyMembers, requirePast } from './history.js';
import { clientToken, contactId, instanceId } from './members.js';

const request = structure({
  InstanceId: instanceId,
  InitialContactId: required(contactId),
  ...historyMembers,
  ClientToken: clientToken,
});

/** Gives a running chat the history of one that is over. Once only. */
export const createPersistentContactAssociation: Operation = {
  name: 'CreatePersistentContactAssociation',
  method: 'POST',
  path: '/contact/persistent-contact-association/{InstanceId}/{InitialContactId}',
  service: 'connect',
  run(world, call) {
    const body = typeof call.body === 'object' && !Array.isArray(call.body) ? call.body : {};
    const members = validate(request, { ...body, ...call.params });
    requireInstance(members.InstanceId);
    const { conversation } = requireInitialContact(world, members.InitialContactId);
    const scope = `CreatePersistentContactAssociation ${conversation.id}`;
    const known = world.answerFor(scope, members.ClientToken);
    if (known !== undefined) return known;
    if (conversation.start.channel !== 'CHAT') throw refusal('Only a chat can have a history.');
    if (conversation.over) throw refusal('The chat has ended.');
    if (conversation.continuedFrom !== undefined) throw refusal('The chat has a history already.');
    if (conversation.start.relatedContactId !== undefined && world.faults.knobs.historyAfterRelated !== 'allowed') {
      throw refusal('A chat that is related to another contact cannot have a history.');
    }
    rehydrate(world, conversation, requirePast(world, members));
    const answer = { ContinuedFromContactId: conversation.continuedFrom };
    world.rememberAnswer(scope, members.ClientToken, answer);
    return answer;
  },
};

function refusal(message: string): Error {
  return serviceError('InvalidRequestException', message);
}
