import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrokerConfig } from '../../src/broker/broker.js';
import { createListener } from '../../src/broker/node.js';
import { site, world, type World } from '../broker/support/broker-world.js';

/** A real broker over HTTP, with the AWS SDK and a stub of Amazon Connect behind it. */
export interface BrokerStage {
  readonly url: string;
  readonly behind: World;
  /** Leaves the next `operation` of Amazon Connect without an answer until `release`; resolves when it waits. */
  hold(operation: string): Promise<void>;
  release(): void;
  stop(): Promise<void>;
}

export async function brokerStage(changes: Partial<BrokerConfig> = {}): Promise<BrokerStage> {
  const behind = await world(changes);
  const listener = createListener(behind.broker);
  const server = createServer((request, response) => {
    request.headers.origin = site; // A browser says where its page comes from; Node does not.
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  let release = (): void => {};
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behind,
    hold(operation) {
      behind.connect.script(
        (response, answer) => {
          const body = JSON.stringify(answer());
          release = () => void response.end(body);
        },
        1,
        operation,
      );
      return behind.connect.nextCall();
    },
    release: () => release(),
    async stop() {
      server.close();
      server.closeAllConnections();
      await behind.stop();
    },
  };
}
