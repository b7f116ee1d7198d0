import { oneOf, required, structure, validate } from '../aws/validate.js';
import type { Conversation } from '../contact.js';
import { addParticipant } from '../contact-people.js';
import { serviceError, type Operation } from '../wire.js';
import { requireContact, requireInstance } from './find.js';
import { capabilities, clientToken, contactId, displayName, instanceId } from './members.js';

const request = structure({
  InstanceId: instanceId,
  ContactId: required(contactId),
  ClientToken: clientToken,
  ParticipantDetails: required(
    structure({
      ParticipantRole: required(oneOf(['AGENT', 'CUSTOMER', 'SYSTEM', 'CUSTOM_BOT', 'SUPERVISOR'])),
      DisplayName: required(displayName),
      ParticipantCapabilities: capabilities,
    }),
  ),
});

const maxPeople = 6;
const usualDurationMinutes = 1_500;

/** Adds a custom participant to a chat, or one more customer to a call: also the way back for one who was away too long. */
export const createParticipant: Operation = {
  name: 'CreateParticipant',
  method: 'POST',
  path: '/contact/create-participant',
  service: 'connect',
  run(world, call) {
    const members = validate(request, call.body);
    const { ParticipantRole: role, DisplayName, ParticipantCapabilities } = members.ParticipantDetails;
    requireInstance(members.InstanceId);
    const { contact, conversation } = requireContact(world, members.ContactId);
    const wanted = conversation.start.channel === 'CHAT' ? 'CUSTOM_BOT' : 'CUSTOMER';
    if (role !== wanted) {
      throw serviceError('InvalidRequestException', `ParticipantRole must be ${wanted} for this channel.`);
    }
    if (conversation.start.channel === 'VOICE' && contact.id !== conversation.id) {
      throw serviceError('InvalidRequestException', 'ContactId must be the initial contact id of the call.');
    }
    const scope = `CreateParticipant ${conversation.id}`;
    const known = world.answerFor(scope, members.ClientToken);
    if (known !== undefined) return known;
    checkRoom(conversation);
    if (conversation.call && world.faults.knobs.callRejoin === 'afterAgent' && !reachedAgent(conversation)) {
      throw serviceError('InvalidRequestException', 'The first customer of the call has not reached an agent yet.');
    }
    const participant = addParticipant(world, conversation, {
      role,
      displayName: DisplayName,
      ...(ParticipantCapabilities && { capabilities: ParticipantCapabilities }),
    });
    const minutes = conversation.start.durationMinutes ?? usualDurationMinutes;
    const first = conversation.segments[0] ?? contact;
    const answer = {
      ParticipantCredentials: {
        ParticipantToken: participant.token,
        Expiry: new Date(first.initiationTimestamp + minutes * 60_000).toISOString(),
      },
      ParticipantId: participant.id,
    };
    world.rememberAnswer(scope, members.ClientToken, answer);
    return answer;
  },
};

const reachedAgent = ({ segments }: Conversation): boolean =>
  segments.some((one) => one.connectedToAgentTimestamp !== undefined);

/** A chat has room for six people and one custom participant; a call for six people. */
function checkRoom(conversation: Conversation): void {
  if (conversation.over) throw serviceError('ConflictException', 'The contact has ended.');
  const there = conversation.participants.filter((one) => one.state !== 'left' && one.role !== 'SYSTEM');
  const bots = there.filter((one) => one.role === 'CUSTOM_BOT').length;
  if (conversation.start.channel === 'CHAT' && bots > 0) {
    throw serviceError('ServiceQuotaExceededException', 'The chat has a custom participant already.');
  }
  if (there.length - bots >= maxPeople) {
    throw serviceError('ServiceQuotaExceededException', `A contact may have at most ${maxPeople} participants.`);
  }
}
