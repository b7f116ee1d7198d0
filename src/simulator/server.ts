import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { serveAdmin } from './admin.js';
import { contactRoutes } from './admin-contacts.js';
import { faultRoutes } from './admin-faults.js';
import { mediaRoutes } from './admin-media.js';
import { pageRoutes } from './admin-page.js';
import { requestRoutes } from './admin-requests.js';
import { socketRoutes } from './admin-sockets.js';
import { configFor, worldRoutes, type SimulatorConfig } from './admin-world.js';
import { createAgents, type Agents } from './agents.js';
import { createGuard } from './aws/guard.js';
import { createCallLog, type CallLog } from './calls.js';
import { createMedia, type Media } from './chime/media.js';
import type { SimulatorClock } from './clock.js';
import { connectOperations } from './connect/operations.js';
import { watchIdleness } from './contact-idle.js';
import { createDesk, type Desk } from './desk.js';
import { deskQueueRoutes } from './desk-queues.js';
import { deskRoutes } from './desk-routes.js';
import { aroundOperations, meetFileFault } from './faults-http.js';
import type { Faults } from './faults.js';
import { fileRoute, serveFile } from './files.js';
import { originOf } from './origin.js';
import { participantOperations } from './participant/operations.js';
import { watchQueues } from './queue-process.js';
import { createSockets, type Sockets } from './sockets.js';
import { dispatch, matchPath, readBody, ServiceError, writeError, type Around, type Service } from './wire.js';
import { World, type WorldOptions } from './world.js';

/** Amazon Connect on this machine. It is usable by import, inside somebody else's HTTP server, and as a server. */
export interface Simulator {
  readonly world: World;
  readonly faults: Faults;
  readonly clock: SimulatorClock;
  readonly agents: Agents;
  readonly sockets: Sockets;
  readonly desk: Desk;
  /** Signalling and media of voice and video calls. */
  readonly media: Media;
  readonly calls: CallLog;
  /** What a client needs that reaches it at this origin. */
  config(origin: string): SimulatorConfig;
  /** Answers a request; false, with nothing read or written, when it is not for the simulator. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Answers an upgrade; false when it is not for the simulator. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Serves on its own. Rejects when the port is in use. Default: 127.0.0.1 and any free port. */
  listen(where?: {
    readonly port?: number;
    readonly host?: string;
  }): Promise<{ readonly origin: string; readonly port: number }>;
  /** Ends every socket, feed, deadline and server. */
  close(): Promise<void>;
}

export type SimulatorOptions = WorldOptions;

/** Makes a simulator with a fresh world. It is closed with `close`. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const world = new World(options);
  const { clock, faults } = world;
  const sockets = createSockets(world);
  const media = createMedia(world);
  const calls = createCallLog(world);
  const desk = createDesk(world, sockets, () => agents.review());
  const agents = createAgents(world, sockets, () => desk.isSomebodyThere());
  const stopIdleness = watchIdleness(world);
  const stopQueues = watchQueues(world);
  const faulty = aroundOperations(world);
  const around: Around = (operation, call, next, response) => {
    const { participantId: caller, conversationId = '' } = world.tokens.check(call.bearer, 'connection') ?? {};
    if (caller === undefined || faults.of(conversationId).echo === 'before')
      return faulty(operation, call, next, response);
    const quietly = (): Promise<unknown> => {
      const { result, release } = sockets.withhold(caller, next);
      if (response.closed) release();
      else response.once('close', release);
      return result;
    };
    return faulty(operation, call, quietly, response);
  };
  const operations = [...connectOperations, ...participantOperations];
  const service: Service = { world, operations, guard: createGuard(world), around };
  const fileRoutes = ['UploadFile', 'DownloadFile'];
  const routeNames = [...operations.map((one) => one.name), ...fileRoutes];
  const admin = [
    ...worldRoutes(world, agents, calls),
    ...contactRoutes(world, sockets, agents),
    ...requestRoutes(world),
    ...socketRoutes(sockets),
    ...mediaRoutes(media),
    ...faultRoutes(world, routeNames),
    ...deskRoutes(world, sockets, desk),
    ...deskQueueRoutes(world),
  ];
  const everything = [...pageRoutes(admin, operations, fileRoutes), ...admin];
  let server: Server | undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = pathOf(request);
    const origin = originOf(request.headers);
    response.setHeader('date', new Date(world.now() + faults.knobs.clockSkewSeconds * 1000).toUTCString());
    if (path === '/_sim') {
      response.writeHead(308, { location: '/_sim/' }).end();
      return true;
    }
    if (path.startsWith('/_sim/')) return serveAdmin(everything, request, response, origin, await readBody(request));
    if (media.serve(path, request, response)) return true;
    const file = fileRoute(request.method, path);
    if (file) {
      const body = await readBody(request, faults.knobs.maxAttachmentBytes + 1_048_576);
      if (request.method !== 'OPTIONS') calls.note(file, request, response);
      if (!(await meetFileFault(world, file, request, response))) serveFile(world, request, response, path, body);
      return true;
    }
    const there = operations.filter((one) => matchPath(one.path, path));
    if (there.length === 0) return false;
    const operation = there.find((one) => one.method === request.method);
    if (operation) calls.note(operation.name, request, response);
    return dispatch(service, request, response, await readBody(request));
  };

  /** Whatever a client sends, the server around this lives on: a body that is too large is told so, one cut short is not. */
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    try {
      return await answer(request, response);
    } catch (error) {
      if (!response.headersSent) response.setHeader('connection', 'close');
      if (error instanceof ServiceError) writeError(response, error);
      else response.destroy();
      return true;
    }
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): boolean =>
    sockets.upgrade(request, socket, head) || media.upgrade(request, socket, head);

  return {
    world,
    faults,
    clock,
    agents,
    sockets,
    desk,
    media,
    calls,
    config: configFor,
    handle,
    upgrade,
    async listen({ port = 0, host = '127.0.0.1' } = {}) {
      const own = createServer((request, response) => {
        void handle(request, response).then((mine) => {
          if (!mine) response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing here. See /_sim/\n');
        });
      });
      own.on('upgrade', (request, socket, head) => {
        if (!upgrade(request, socket, head)) socket.destroy();
      });
      server = own;
      await new Promise<void>((resolve, reject) => {
        own.once('error', reject);
        own.listen(port, host, resolve);
      });
      const bound = (own.address() as AddressInfo).port;
      return { origin: `http://${host}:${bound}`, port: bound };
    },
    async close() {
      agents.close();
      desk.close();
      sockets.close();
      media.close();
      stopIdleness();
      stopQueues();
      clock.clear();
      const own = server;
      if (!own?.listening) return;
      await new Promise<void>((resolve) => {
        own.close(() => resolve());
        own.closeAllConnections();
      });
    },
  };
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  return cut < 0 ? url : url.slice(0, cut);
}
