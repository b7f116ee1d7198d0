import { mayFlag, mayNumber, mayText, mayWord, needText, Refusal, type AdminCall, type AdminRoute } from './admin.js';
import { readReason } from './admin-contacts.js';
import { acceptContact, transferContact, type TransferTarget } from './contact-agent.js';
import { admitToCall, breakNetwork, wishInCall } from './contact-call.js';
import { connectionData } from './contact-connection.js';
import { endAgentPart, endConversation, loseAgent, recoverAgent, type EndReason } from './contact-end.js';
import { sendFile } from './contact-files.js';
import { markIdle } from './contact-idle.js';
import { acknowledge, acknowledgeable, receiptsPossible } from './contact-receipts.js';
import { agentOf, contentType, type Conversation, type Participant } from './contact.js';
import type { Desk } from './desk.js';
import { summarise } from './desk-contacts.js';
import type { Sockets } from './sockets.js';
import type { World } from './world.js';

/** The calls of the agent desk. What they take and answer stands at `Desk`. */
export function deskRoutes(world: World, sockets: Sockets, desk: Desk): readonly AdminRoute[] {
  const conversationOf = ({ params }: AdminCall): Conversation => {
    const conversation = world.conversationOf(params['contactId'] ?? '');
    if (!conversation) throw new Refusal(404, 'There is no contact with this id.');
    return conversation;
  };

  const running = (call: AdminCall): Conversation => {
    const conversation = conversationOf(call);
    if (conversation.over) throw new Refusal(409, 'This contact is over.');
    return conversation;
  };

  /** A call by the agent who is in the contact; answers the contact as it is afterwards. */
  const byAgent = (
    name: string,
    says: string,
    example: unknown,
    deed: (conversation: Conversation, agent: Participant, call: AdminCall) => object | undefined | void,
  ): AdminRoute => ({
    method: 'POST',
    path: `/_sim/desk/contacts/{contactId}/${name}`,
    says,
    example,
    run(call) {
      const conversation = running(call);
      const agent = agentOf(conversation);
      if (!agent) throw new Refusal(409, 'No agent is in this contact. Accept it first.');
      const more = deed(conversation, agent, call);
      return { contact: summarise(world, sockets, conversation), ...more };
    },
  });

  return [
    {
      method: 'GET',
      path: '/_sim/desk/feed',
      says: 'The live feed of the desk, as Server-Sent Events: desk, contacts, board, item. While one is open with state=available, scripted agents take no contacts.',
      run({ response, query }) {
        desk.open(response, query.get('name') ?? 'Agent', query.get('state') === 'away' ? 'away' : 'available');
        return undefined;
      },
    },
    {
      method: 'POST',
      path: '/_sim/desk/state',
      says: 'Changes the state of an open feed: available or away.',
      example: { desk: 'id from the feed', state: 'away' },
      run({ body }) {
        const state = needText(body, 'state');
        if (state !== 'available' && state !== 'away') throw new Refusal(400, '"state" must be "available" or "away".');
        const info = desk.setState(needText(body, 'desk'), state);
        if (!info) throw new Refusal(404, 'There is no open feed with this id.');
        return info;
      },
    },
    {
      method: 'GET',
      path: '/_sim/desk/contacts',
      says: 'Waiting and active contacts, and those that ended within ten minutes.',
      run: () => ({ contacts: desk.contacts() }),
    },
    {
      method: 'GET',
      path: '/_sim/desk/contacts/{contactId}',
      says: 'One contact with its transcript.',
      run(call) {
        const conversation = conversationOf(call);
        const transcript = [...conversation.history, ...conversation.transcript];
        return { contact: summarise(world, sockets, conversation), transcript };
      },
    },
    {
      method: 'POST',
      path: '/_sim/desk/contacts/{contactId}/accept',
      says: 'An agent takes a waiting contact. Into a call with media = own, the answer also has what the agent’s page joins with; asking again gives a fresh one.',
      example: { agent: 'Ines', media: 'synthetic' },
      run(call) {
        const conversation = running(call);
        const name = needText(call.body, 'agent');
        const media = mediaOf(call.body, conversation);
        const there = agentOf(conversation);
        const again = media === 'own' && there?.media === 'own' && there.displayName === name;
        const agent = again ? there : acceptContact(world, conversation, name, media);
        if (!agent) throw new Refusal(409, 'This contact does not wait in a queue.');
        const contact = summarise(world, sockets, conversation);
        if (media !== 'own') return { contact };
        const connection = connectionData(call.origin, conversation, admitToCall(world, conversation, agent));
        // Whoever was there under the old name is told that they joined from elsewhere.
        world.emit({ type: 'call', conversation });
        return { contact, connection };
      },
    },
    byAgent(
      'messages',
      'The agent says something: a text, or a message of any content type.',
      { text: 'Hello!' },
      (conversation, agent, { body }) => {
        const text = mayText(body, 'text');
        const type = text === undefined ? needText(body, 'contentType') : contentType.text;
        const given = text ?? body['content'];
        if (given === undefined) throw new Refusal(400, 'The body needs "text", or "contentType" and "content".');
        const Content = typeof given === 'string' ? given : JSON.stringify(given);
        return { item: world.publish(conversation, { Type: 'MESSAGE', ContentType: type, Content }, agent) };
      },
    ),
    byAgent(
      'files',
      'The agent sends a file.',
      { name: 'bill.txt', contentType: 'text/plain', base64: 'T25lIGtldHRsZTogMjkuMDAK' },
      (conversation, agent, { body }) => {
        const bytes = Buffer.from(needText(body, 'base64'), 'base64');
        sendFile(world, conversation, agent, {
          name: needText(body, 'name'),
          contentType: needText(body, 'contentType'),
          body: bytes,
        });
      },
    ),
    byAgent('typing', 'The agent is typing.', {}, (conversation, agent) => {
      world.publish(conversation, { Type: 'EVENT', ContentType: contentType.typing }, agent);
    }),
    byAgent(
      'receipts',
      'The agent got or read a message of the customer.',
      { messageId: 'id of an item', kind: 'read' },
      (conversation, agent, { body }) => {
        const message = acknowledgeable(conversation, needText(body, 'messageId'));
        if (!message) throw new Refusal(404, 'There is no message with this id.');
        if (!receiptsPossible(conversation))
          throw new Refusal(409, 'There are no receipts with more than two people in a chat.');
        acknowledge(
          world,
          conversation,
          agent,
          body['kind'] === 'delivered' ? contentType.delivered : contentType.read,
          message,
        );
      },
    ),
    byAgent(
      'transfer',
      'Hands the contact to a queue, to another agent, or fails to.',
      { agent: 'Tom' },
      (conversation, _, { body }) => {
        transferContact(world, conversation, targetOf(world, body));
      },
    ),
    {
      method: 'POST',
      path: '/_sim/desk/contacts/{contactId}/drop',
      says: 'Cuts the customer’s sockets without a word, or closes them with a code.',
      example: { code: 1001 },
      run(call) {
        const conversation = running(call);
        const code = mayNumber(call.body, 'code');
        const action = code === undefined ? { do: 'reset' as const } : { do: 'close' as const, code: closeCode(code) };
        const count = sockets.act(action, { contactId: conversation.id });
        return { contact: summarise(world, sockets, conversation), sockets: count };
      },
    },
    byAgent(
      'call',
      'The agent in a call: mute, camera and share = start move the synthetic agent; share = allow or stop, and hold, are told to the customer’s page.',
      { mute: true, share: 'allow', hold: false },
      (conversation, _, { body }) => {
        if (!conversation.call) throw new Refusal(409, 'This contact is no call.');
        wishInCall(world, conversation, {
          mute: mayFlag(body, 'mute'),
          camera: mayFlag(body, 'camera'),
          share: mayWord(body, 'share', ['allow', 'stop', 'start']),
          hold: mayFlag(body, 'hold'),
        });
      },
    ),
    {
      method: 'POST',
      path: '/_sim/desk/contacts/{contactId}/network',
      says: 'In a call: the customer’s network is out for so many seconds; null = until seconds is 0.',
      example: { what: 'all', how: 'silence', seconds: 5 },
      run(call) {
        const conversation = running(call);
        if (!conversation.call) throw new Refusal(409, 'This contact is no call.');
        const seconds = mayNumber(call.body, 'seconds') ?? null;
        if (seconds !== null && seconds < 0) throw new Refusal(400, '"seconds" must not be negative.');
        const what = mayWord(call.body, 'what', ['all', 'signaling', 'media']) ?? 'all';
        const how = mayWord(call.body, 'how', ['silence', 'cut']) ?? 'silence';
        breakNetwork(world, conversation, { what, how, seconds });
        return { contact: summarise(world, sockets, conversation) };
      },
    },
    byAgent('away', 'The agent is idle.', {}, (conversation, agent) => markIdle(world, conversation, agent, true)),
    byAgent('back', 'The agent has returned.', {}, (conversation, agent) =>
      markIdle(world, conversation, agent, false),
    ),
    byAgent(
      'lose',
      'The agent’s network is gone; it is noticed after agentLossNoticedAfterSeconds.',
      {},
      (conversation) => loseAgent(world, conversation),
    ),
    byAgent('recover', 'The agent’s network is there again.', {}, (conversation) => recoverAgent(world, conversation)),
    byAgent(
      'end',
      'The agent ends the contact; with another reason of its channel the whole contact ends for that, or its agent’s part where the reason is the agent’s.',
      { reason: 'AGENT_DISCONNECT' },
      (conversation, _, { body }) => {
        const reason = readReason(body, conversation.start.channel, 'AGENT_DISCONNECT');
        if (agentReasons.has(reason)) endAgentPart(world, conversation, reason);
        else endConversation(world, conversation, reason);
      },
    ),
  ];
}

/** Reasons that are about the agent: the disconnect flow has the customer afterwards. */
const agentReasons: ReadonlySet<EndReason> = new Set(['AGENT_DISCONNECT', 'AGENT_NETWORK_DISCONNECT', 'BARGED']);

function mediaOf(body: AdminCall['body'], conversation: Conversation): 'synthetic' | 'own' {
  const media = mayWord(body, 'media', ['synthetic', 'own']) ?? 'synthetic';
  if (media === 'own' && !conversation.call)
    throw new Refusal(409, 'This contact is no call: there is no media in it.');
  return media;
}

/** A close code that may be sent: 1000–1014 without the reserved ones, or 3000–4999. */
export function closeCode(code: number): number {
  const reserved = code === 1004 || code === 1005 || code === 1006;
  if (Number.isInteger(code) && !reserved && ((code >= 1000 && code <= 1014) || (code >= 3000 && code <= 4999)))
    return code;
  throw new Refusal(
    400,
    '"code" must be a close code that can be sent: 1000 to 1014 (not 1004 to 1006), or 3000 to 4999.',
  );
}

function targetOf(world: World, body: Readonly<Record<string, unknown>>): TransferTarget {
  if (body['fails'] === true) return { fails: true };
  const agent = mayText(body, 'agent');
  if (agent !== undefined) return { agent };
  const wanted = needText(body, 'queue');
  const queue = [...world.queues.values()].find((one) => one.id === wanted || one.name === wanted);
  if (!queue) throw new Refusal(400, 'There is no queue with this id or name. GET /_sim/desk/queues lists them.');
  return { queue: queue.id };
}
