import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createBroker, type BrokerConfig } from '../../src/broker/broker.js';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.js';
import { chatBody, config, post, refusalOf, ticketOf } from './support/broker-world.js';

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
});
