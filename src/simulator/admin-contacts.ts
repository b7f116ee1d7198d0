import {
  mayFlag,
  mayNumber,
  mayStrings,
  mayText,
  mayTexts,
  mayWord,
  needRecord,
  needText,
  Refusal,
  type AdminRoute,
} from './admin.js';
import type { Agents } from './agents.js';
import { admitToCall } from './contact-call.js';
import { connectionData } from './contact-connection.js';
import { endAgentPart, endConversation, type EndReason } from './contact-end.js';
import { startContact } from './contact-start.js';
import { contentType, type Channel, type Conversation } from './contact.js';
import { reasonsOf, type DisconnectReason } from './disconnect-reasons.js';
import { summarise } from './desk-contacts.js';
import { parseScenario, parseSteps } from './scenario.js';
import type { Sockets } from './sockets.js';
import { account, type World } from './world.js';

/** Looking into contacts, starting and ending them, and telling their agents what to do, from outside. */
export function contactRoutes(world: World, sockets: Sockets, agents: Agents): readonly AdminRoute[] {
  const conversationOf = (id: string): Conversation => {
    const conversation = world.conversationOf(id);
    if (!conversation) throw new Refusal(404, 'There is no contact with this id.');
    return conversation;
  };
  return [
    {
      method: 'GET',
      path: '/_sim/contacts',
      says: 'Every contact since the last reset.',
      run: () => ({ contacts: [...world.conversations.values()].map((one) => summarise(world, sockets, one)) }),
    },
    {
      method: 'POST',
      path: '/_sim/contacts',
      says: 'Starts a chat without a signature, as StartChatContact would. Rich content types are allowed unless contentTypes says otherwise.',
      example: { displayName: 'Sam', attributes: { scenario: 'tour' } },
      run({ body }) {
        const durationMinutes = mayNumber(body, 'durationMinutes');
        const first = mayText(body, 'initialMessage');
        const { contact, participant, participantToken } = startContact(world, {
          channel: 'CHAT',
          contactFlowId: account.contactFlowId,
          displayName: mayText(body, 'displayName') ?? 'Customer',
          attributes: mayTexts(body, 'attributes'),
          contentTypes: mayStrings(body, 'contentTypes') ?? richTypes,
          disconnectOnCustomerExit: mayStrings(body, 'disconnectOnCustomerExit') ?? [],
          responseMode: body['responseMode'] === 'INCREMENTAL' ? 'INCREMENTAL' : 'COMPLETE',
          ...(durationMinutes !== undefined && { durationMinutes }),
          ...(first !== undefined && { initialMessage: { contentType: contentType.text, content: first } }),
        });
        return { contactId: contact.id, participantId: participant.id, participantToken };
      },
    },
    {
      method: 'POST',
      path: '/_sim/calls/start',
      says: 'Starts a call without a signature, as StartWebRTCContact would. Everything is allowed unless allowedCapabilities says otherwise.',
      example: { displayName: 'Sam', relatedContactId: 'id of a chat' },
      run({ body, origin }) {
        const relatedContactId = mayText(body, 'relatedContactId');
        const allowed = { Video: 'SEND', ScreenShare: 'SEND' };
        const { conversation, contact, participant, participantToken } = startContact(world, {
          channel: 'VOICE',
          contactFlowId: account.contactFlowId,
          displayName: mayText(body, 'displayName') ?? 'Customer',
          attributes: mayTexts(body, 'attributes'),
          allowedCapabilities: needRecord(
            body['allowedCapabilities'] ?? { Customer: allowed, Agent: allowed },
            '"allowedCapabilities"',
          ),
          ...(relatedContactId !== undefined && { relatedContactId: conversationOf(relatedContactId).id }),
        });
        const connection = connectionData(origin, conversation, admitToCall(world, conversation, participant));
        return { contactId: contact.id, participantId: participant.id, participantToken, connection };
      },
    },
    {
      method: 'GET',
      path: '/_sim/contacts/{contactId}',
      says: 'One contact: segments, people, attributes, transcript, files, and agentLog, which is what the agent’s side received, in order.',
      run({ params }) {
        const conversation = conversationOf(params['contactId'] ?? '');
        return {
          contact: summarise(world, sockets, conversation),
          segments: conversation.segments,
          attributes: conversation.attributes,
          participants: conversation.participants.map(({ token: _, ...rest }) => rest),
          transcript: conversation.transcript,
          files: [...conversation.files.values()].map(({ body: _, ...rest }) => rest),
          agentLog: conversation.agentLog,
        };
      },
    },
    {
      method: 'POST',
      path: '/_sim/contacts/{contactId}/steps',
      says: 'Plays steps of a scenario in a running contact, now.',
      example: {
        steps: [
          { do: 'say', text: 'Hello {customer}' },
          { do: 'transfer', to: { agent: 'Tom' } },
        ],
      },
      run({ params, body }) {
        const conversation = conversationOf(params['contactId'] ?? '');
        if (!agents.play(conversation.id, parseSteps(body['steps']))) throw new Refusal(409, 'This contact is over.');
        return { contact: summarise(world, sockets, conversation) };
      },
    },
    {
      method: 'POST',
      path: '/_sim/contacts/{contactId}/end',
      says: 'Ends a contact for a reason of its channel; null = nobody ever learns it. anyway = true takes any other word, part = agent ends the agent’s part only, so that the disconnect flow has the customer.',
      example: { reason: 'SYSTEM_ERROR', part: 'contact', anyway: false },
      run({ params, body }) {
        const conversation = conversationOf(params['contactId'] ?? '');
        const reason = readReason(body, conversation.start.channel, 'SYSTEM_ERROR');
        const part = mayWord(body, 'part', ['contact', 'agent']);
        if (part === 'agent') endAgentPart(world, conversation, reason);
        else endConversation(world, conversation, reason);
        return { contact: summarise(world, sockets, conversation) };
      },
    },
    {
      method: 'GET',
      path: '/_sim/scenarios',
      says: 'The scenarios a contact can ask for with its attribute "scenario", and the one the others get.',
      run: () => ({ preferred: agents.preferred.name, scenarios: [...agents.library.values()] }),
    },
    {
      method: 'POST',
      path: '/_sim/scenarios',
      says: 'Loads a scenario (or takes a known one by name), and plays it: now in a contactId, or with preferred=true in every contact to come.',
      example: { preferred: true, scenario: { name: 'silent', begins: 'connected', steps: [{ do: 'accept' }] } },
      run({ body }) {
        const given = body['scenario'];
        const scenario = given === undefined ? agents.library.get(needText(body, 'name')) : parseScenario(given);
        if (!scenario) throw new Refusal(404, 'There is no scenario of this name. GET /_sim/scenarios lists them.');
        agents.learn(scenario);
        const contactId = mayText(body, 'contactId');
        if (contactId !== undefined && !agents.perform(conversationOf(contactId).id, scenario))
          throw new Refusal(409, 'This contact is over.');
        if (body['preferred'] === true) agents.preferred = scenario;
        return { scenario, preferred: agents.preferred.name };
      },
    },
  ];
}

const richTypes = [
  contentType.text,
  contentType.markdown,
  contentType.json,
  contentType.interactive,
  contentType.interactiveResponse,
];

/** The reason somebody wants a contact to end for. */
export function readReason(
  body: Readonly<Record<string, unknown>>,
  channel: Channel,
  usual: DisconnectReason,
): EndReason {
  if (body['reason'] === null) return null;
  const wanted = mayText(body, 'reason') ?? usual;
  const known = reasonsOf(channel);
  if (mayFlag(body, 'anyway') === true || known.some((one) => one === wanted)) return wanted;
  throw new Refusal(400, `"reason" must be one of ${known.join(', ')}, or "anyway" true.`);
}
