import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createBroker, type Broker } from '../../src/broker/broker.js';
import type { EndBody, RequeueTicketBody } from '../../src/protocol/after.js';
import { afterPath, callbackPath, messagePath, ratePath, requeuePath } from '../../src/protocol/paths.js';
import { acceptContact, createSimulator, endAgentPart, type Simulator } from '../../src/simulator/index.js';
import { chatBody, config, post, ticketOf } from './support/broker-world.js';
import { callbackBody, messageBody, receiptOf } from './support/memory-world.js';

describe('what comes after a contact, over the whole of Amazon Connect, simulated', () => {
  let simulator: Simulator;
  let broker: Broker;
  before(async () => {
    simulator = createSimulator({ knobs: { scriptedAgents: 'off' } });
    const { origin } = await simulator.listen();
    const { endpoint, participantEndpoint, region, accessKeyId, secretAccessKey, instanceId, contactFlowId } =
      simulator.config(origin);
    const settings = {
      ...config,
      region,
      instanceId,
      chatFlowId: contactFlowId,
      topics: {},
      connectEndpoint: endpoint,
      participantEndpoint,
      credentials: { accessKeyId, secretAccessKey },
      endings: { rating: true },
      callback: { kind: 'task', flowId: contactFlowId },
      message: { kind: 'task', flowId: contactFlowId },
    } as const;
    broker = createBroker(settings, { logger: { log() {} }, now: () => simulator.clock.now() });
  });
  after(() => simulator.close());

  const ask = (path: string, body: unknown) => post({ broker }, body, { path });

  it('brings a customer back whose agent lost the network, and takes what they thought', async () => {
    const { handle, contactId } = await ticketOf(await post({ broker }, chatBody()));
    const old = simulator.world.conversationOf(contactId) ?? assert.fail();
    simulator.clock.advance(90_000);
    acceptContact(simulator.world, old, 'Ines');
    endAgentPart(simulator.world, old, 'AGENT_NETWORK_DISCONNECT');
    simulator.clock.advance(1_000);
    const told = (await (await ask(afterPath, { handle })).json()) as EndBody;
    assert.deepEqual([told.class, told.next], ['agent-network', 'requeue']);
    const ticket = (await (await ask(requeuePath, { handle })).json()) as RequeueTicketBody;
    const next = simulator.world.conversationOf(ticket.contactId) ?? assert.fail();
    assert.ok((next.segments[0]?.queueTimeAdjustmentSeconds ?? 0) >= 89);
    assert.equal(next.segments[0]?.relatedContactId, contactId);
    assert.equal((await ask(ratePath, { handle, score: 2 })).status, 204);
    assert.equal(old.attributes['web_rating'], '2');
  });

  it('leaves a callback and a message as tasks an agent can work on', async () => {
    const { handle, contactId } = await ticketOf(await post({ broker }, chatBody()));
    const { reference, leftQueue } = await receiptOf(
      await ask(callbackPath, callbackBody({ handle, inMs: 3_600_000, note: 'Order 4711' })),
    );
    assert.equal(leftQueue, true);
    assert.equal(simulator.world.conversationOf(contactId)?.over, true);
    await receiptOf(await ask(messagePath, messageBody({ text: 'Where is my parcel?' })));
    const left = JSON.stringify([...simulator.world.requests.values()]);
    for (const said of [reference, '+4930901820', 'Order 4711', 'Where is my parcel?', 'ada@example.com']) {
      assert.ok(left.includes(said), said);
    }
  });
});
