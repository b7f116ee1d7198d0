import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createBroker, type BrokerConfig } from '../../src/broker/broker.js';
import { HttpParticipant } from '../../src/adapters/participant/http-participant.js';
import { browserClock } from '../../src/adapters/browser/clock.js';
import {
  acceptContact,
  createSimulator,
  transferContact,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator/index.js';
import {
  callBody,
  callPath,
  callTicketOf,
  chatBody,
  config,
  post,
  refusalOf,
  rejoinPath,
  stopPath,
  ticketOf,
} from './support/broker-world.js';

describe('the broker and the whole of Amazon Connect, simulated', () => {
  let simulator: Simulator;
  let origin: string;
  beforeEach(() => open());
  afterEach(() => simulator.close());

  const open = async (options: SimulatorOptions = {}): Promise<void> => {
    simulator = createSimulator(options);
    ({ origin } = await simulator.listen());
  };
  const broker = (changes: Partial<BrokerConfig> = {}) => {
    const { endpoint, participantEndpoint, region, accessKeyId, secretAccessKey, instanceId, contactFlowId } =
      simulator.config(origin);
    const there = {
      region,
      instanceId,
      chatFlowId: contactFlowId,
      connectEndpoint: endpoint,
      participantEndpoint,
      credentials: { accessKeyId, secretAccessKey },
    };
    return { broker: createBroker({ ...config, ...there, ...changes }, { logger: { log() {} }, random: () => 0.5 }) };
  };
  const contacts = (): number => simulator.world.conversations.size;

  it('makes a ticket the participant service accepts', async () => {
    const ticket = await ticketOf(await post(broker(), chatBody({ firstMessage: 'Hello' })));
    const answer = await fetch(`${ticket.endpoint}/participant/connection`, {
      method: 'POST',
      headers: { 'x-amz-bearer': ticket.participantToken, 'content-type': 'application/json' },
      body: JSON.stringify({ Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] }),
    });
    assert.equal(answer.status, 200);
    assert.equal(contacts(), 1);
  });

  it('makes one contact of one intent, also from two instances of the broker', async () => {
    const body = chatBody();
    const [one, two] = await Promise.all([post(broker(), body), post(broker(), body)]);
    assert.equal((await ticketOf(one)).contactId, (await ticketOf(two)).contactId);
    assert.equal(contacts(), 1);
  });

  it('stops a chat that was transferred meanwhile', async () => {
    const to = broker();
    const { contactId, handle } = await ticketOf(await post(to, chatBody()));
    const conversation = simulator.world.conversations.get(contactId);
    assert.ok(conversation);
    acceptContact(simulator.world, conversation, 'Ines');
    transferContact(simulator.world, conversation, { agent: 'Tom' });
    transferContact(simulator.world, conversation, { agent: 'Mia' });
    for (let n = 0; n < 2; n++) assert.equal((await post(to, { handle }, { path: stopPath })).status, 204);
    assert.equal(conversation.over, true);
  });

  it('makes one contact although the answer was lost', async () => {
    simulator.faults.addHttp({ route: 'StartChatContact', when: 'after', act: 'reset', times: 1 });
    await ticketOf(await post(broker(), chatBody()));
    assert.equal(contacts(), 1);
  });

  it('asks for a new intent where a repeated ClientToken gets no token, and ends the orphan', async () => {
    simulator.faults.set({ clientTokenAnswer: 'idOnly' });
    const it_ = broker();
    const body = chatBody();
    await ticketOf(await post(it_, body));
    assert.equal((await refusalOf(await post(it_, body))).code, 'token/start-again');
    const [orphan] = [...simulator.world.conversations.values()];
    assert.equal(orphan?.over, true);
    await ticketOf(await post(it_, chatBody({ idempotencyKey: randomUUID() })));
  });

  it('is busy when the instance is full', async () => {
    await simulator.close();
    await open({ quotas: { chats: 1 } });
    const it_ = broker();
    await ticketOf(await post(it_, chatBody()));
    assert.equal((await refusalOf(await post(it_, chatBody()))).code, 'token/busy');
  });

  it('is misconfigured with a wrong secret, flow or instance', async () => {
    const wrong: Partial<BrokerConfig>[] = [
      { credentials: { accessKeyId: simulator.config(origin).accessKeyId, secretAccessKey: 'wrong' } },
      { chatFlowId: randomUUID() },
      { instanceId: randomUUID() },
    ];
    for (const changes of wrong) {
      assert.equal((await refusalOf(await post(broker(changes), chatBody()))).code, 'token/misconfigured');
    }
    assert.equal(contacts(), 0);
  });

  describe('with calls', () => {
    const calling = (changes: Partial<BrokerConfig> = {}) =>
      broker({ call: { flowId: simulator.config(origin).contactFlowId, screenShare: 'agent' }, ...changes });
    const start = async (to: ReturnType<typeof broker>, body = callBody()) =>
      callTicketOf(await post(to, body, { path: callPath }));
    const conversation = (contactId: string) => {
      const found = simulator.world.conversationOf(contactId);
      assert.ok(found);
      return found;
    };
    const never = new AbortController().signal;

    it('starts a call within the site’s policy, related to the chat it grew out of', async () => {
      const to = calling();
      const chat = await ticketOf(await post(to, chatBody()));
      const ticket = await start(to, callBody({ chat: chat.handle }));
      const { start: started, segments } = conversation(ticket.contactId);
      assert.deepEqual(started.allowedCapabilities, {
        Customer: { Video: 'SEND' },
        Agent: { Video: 'SEND', ScreenShare: 'SEND' },
      });
      assert.equal(segments[0]?.relatedContactId, chat.contactId);
      assert.equal(started.attributes?.['web_media'], 'video');
    });

    it('starts the call although the chat is from before Amazon Connect forgot it', async () => {
      const chat = await ticketOf(await post(calling(), chatBody()));
      simulator.world.conversations.clear();
      const { contactId } = await start(calling(), callBody({ chat: chat.handle }));
      assert.equal(conversation(contactId).segments[0]?.relatedContactId, undefined);
    });

    it('ends a repeated intent in the same call, also from another instance of the broker', async () => {
      const body = callBody();
      const [one, two] = [await start(calling(), body), await start(calling(), body)];
      assert.deepEqual([two.contactId, two.attendee], [one.contactId, one.attendee]);
      assert.equal(contacts(), 1);
    });

    it('asks for a new intent where a repeated ClientToken gets an id only, and ends the orphan', async () => {
      simulator.faults.set({ clientTokenAnswer: 'idOnly' });
      const to = calling();
      const body = callBody();
      const { contactId } = await start(to, body);
      assert.equal((await refusalOf(await post(to, body, { path: callPath }))).code, 'token/start-again');
      assert.equal(conversation(contactId).over, true);
    });

    it('is busy with calls when the instance is full of them, and not with chats', async () => {
      await simulator.close();
      await open({ quotas: { calls: 1 } });
      const to = calling();
      await start(to);
      assert.equal((await refusalOf(await post(to, callBody(), { path: callPath }))).code, 'token/busy');
      await ticketOf(await post(to, chatBody()));
    });

    it('lets a customer back in who was away too long, with a token the participant service takes', async () => {
      const to = calling();
      const ticket = await start(to);
      const rejoin = (idempotencyKey = randomUUID()) =>
        post(to, { handle: ticket.handle, idempotencyKey }, { path: rejoinPath });
      assert.equal((await refusalOf(await rejoin())).code, 'token/start-again', 'no agent has come yet');
      acceptContact(simulator.world, conversation(ticket.contactId), 'Ines');
      const key = randomUUID();
      const answer = (await (await rejoin(key)).json()) as { participantId: string; participantToken: string };
      assert.notEqual(answer.participantId, ticket.participantId);
      assert.deepEqual(await (await rejoin(key)).json(), answer);
      const added = conversation(ticket.contactId).participants.find(({ id }) => id === answer.participantId);
      assert.deepEqual([added?.role, added?.capabilities], ['CUSTOMER', { Video: 'SEND' }]);
      const way = await new HttpParticipant(browserClock).connection(
        { ...ticket, ...answer, endpoint: ticket.endpoint },
        never,
      );
      assert.ok('JoinToken' in way.attendee);
      assert.ok(!JSON.stringify(way).includes('EventIngestionUrl'));
    });

    it('lets nobody back into a call that is over, and stops it once and for all', async () => {
      const to = calling();
      const { handle, contactId } = await start(to);
      acceptContact(simulator.world, conversation(contactId), 'Ines');
      for (let n = 0; n < 2; n++) assert.equal((await post(to, { handle }, { path: stopPath })).status, 204);
      assert.equal(conversation(contactId).over, true);
      const again = await post(to, { handle, idempotencyKey: randomUUID() }, { path: rejoinPath });
      assert.equal((await refusalOf(again)).code, 'token/not-found');
    });

    it('is misconfigured with a flow that is none', async () => {
      const to = calling({ call: { flowId: randomUUID() } });
      assert.equal((await refusalOf(await post(to, callBody(), { path: callPath }))).code, 'token/misconfigured');
    });
  });
});
