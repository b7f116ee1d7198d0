import { getRequestListener } from '@hono/node-server';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Broker } from './broker.js';

export * from './broker.js';

/** Answers requests of an http server you already have; hand it those under the broker's paths. */
export function createListener(broker: Broker): (request: IncomingMessage, response: ServerResponse) => void {
  const listen = getRequestListener(
    (request, { incoming }) => broker.fetch(request, { address: incoming.socket.remoteAddress }),
    { overrideGlobalObjects: false },
  );
  return (request, response) => void listen(request, response);
}

export interface ServeOptions {
  /** Default 8787; 0 takes any free one. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1: a broker in a container says 0.0.0.0. */
  readonly hostname?: string | undefined;
}

export interface Serving {
  readonly url: string;
  /** Lets running requests finish, takes no new ones. */
  close(): Promise<void>;
}

/** Serves a broker over plain HTTP; TLS belongs to the proxy before it. Rejects when the port is in use. */
export async function serve(broker: Broker, options: ServeOptions = {}): Promise<Serving> {
  const { port = 8787, hostname = '127.0.0.1' } = options;
  // Nobody needs longer than this to send 16 KiB.
  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, createListener(broker));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, resolve);
  });
  return {
    url: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
