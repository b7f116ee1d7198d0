import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpBroker } from '../../src/adapters/broker/http-broker.js';
import { MemoryBroker } from '../../src/adapters/memory/broker.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import { createListener } from '../../src/broker/node.js';
import { site, world } from '../broker/support/broker-world.js';
import { faults } from '../broker/support/connect-stub.js';
import { contactBrokerContract } from './contact-broker.js';

contactBrokerContract('in memory', async () => {
  const broker = new MemoryBroker();
  return {
    broker,
    refuseNext: (code) =>
      broker.failNext(code, {
        retryable: code === 'token/busy' || code === 'token/unavailable',
        retryAfterMs: code === 'token/busy' ? 20_000 : undefined,
      }),
    later: () => {},
    hold: () => Promise.resolve(broker.hold()),
    release: () => broker.release(),
    stop: () => Promise.resolve(),
  };
});

contactBrokerContract('over HTTP, with a real broker and the AWS SDK behind it', async () => {
  const behind = await world();
  const listener = createListener(behind.broker);
  const server = createServer((request, response) => {
    request.headers.origin = site; // A browser says where its page comes from; Node does not.
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  let release = (): void => {};
  return {
    broker: new HttpBroker(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, new ManualClock()),
    refuseNext(code) {
      if (code === 'token/busy') behind.connect.script(faults.error('LimitExceededException', 429));
      if (code === 'token/unavailable') behind.connect.script(faults.cutAfterEffect(), 3);
      if (code === 'token/misconfigured') behind.connect.script(faults.error('AccessDeniedException', 403));
      if (code === 'token/start-again') behind.connect.script(faults.without('ParticipantToken'));
    },
    later() {
      behind.clock.now += 60_000;
    },
    hold() {
      behind.connect.script((response, answer) => {
        const body = JSON.stringify(answer());
        release = () => void response.end(body);
      });
      return behind.connect.nextCall();
    },
    release: () => release(),
    async stop() {
      server.close();
      server.closeAllConnections();
      await behind.stop();
    },
  };
});
