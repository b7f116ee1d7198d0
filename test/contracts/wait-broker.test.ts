import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpBroker } from '../../src/adapters/broker/http-broker.js';
import { HttpWaitBroker } from '../../src/adapters/broker/http-wait-broker.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import { MemoryWaitBroker } from '../../src/adapters/memory/wait-broker.js';
import { createBroker } from '../../src/broker/broker.js';
import { createListener } from '../../src/broker/node.js';
import { acceptContact, createSimulator, endConversation } from '../../src/simulator/index.js';
import { config, site } from '../broker/support/broker-world.js';
import { customer } from './starting.js';
import { waitBrokerContract, type WaitBrokerWorld } from './wait-broker.js';

waitBrokerContract('in memory', () =>
  Promise.resolve({
    broker: new MemoryWaitBroker(),
    queued: () => Promise.resolve('handle-1'),
    loseAgent: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }),
);

/** A real broker over HTTP, the AWS SDK in it, and the whole of Amazon Connect simulated behind it. */
async function overHttp(): Promise<WaitBrokerWorld> {
  const simulator = createSimulator();
  const { origin } = await simulator.listen();
  simulator.faults.set({ scriptedAgents: 'off', throttling: false });
  const { endpoint, participantEndpoint, region, accessKeyId, secretAccessKey, instanceId, contactFlowId } =
    simulator.config(origin);
  const broker = createBroker(
    {
      ...config,
      region,
      instanceId,
      chatFlowId: contactFlowId,
      connectEndpoint: endpoint,
      participantEndpoint,
      credentials: { accessKeyId, secretAccessKey },
      endings: { requeue: { mode: 'fast' } },
      callback: { kind: 'task', flowId: contactFlowId },
    },
    { logger: { log() {} } },
  );
  const listener = createListener(broker);
  const server = createServer((request, response) => {
    request.headers.origin = site; // A browser says where its page comes from; Node does not.
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const contactIds = new Map<string, string>();
  return {
    broker: new HttpWaitBroker(url, new ManualClock()),
    async queued() {
      const never = new AbortController().signal;
      const { contactId, handle } = await new HttpBroker(url, new ManualClock()).startChat(customer(), never);
      contactIds.set(handle, contactId);
      return handle;
    },
    loseAgent(handle) {
      const conversation = simulator.world.conversations.get(contactIds.get(handle) ?? '');
      if (!conversation) assert.fail('There is no such chat.');
      acceptContact(simulator.world, conversation, 'Ines');
      endConversation(simulator.world, conversation, 'AGENT_NETWORK_DISCONNECT');
      return Promise.resolve();
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await simulator.close();
    },
  };
}

waitBrokerContract('over HTTP, with a real broker and a simulated Amazon Connect behind it', overHttp, {
  waits: false,
});
