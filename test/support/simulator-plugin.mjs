// A sign of life for whoever asks, a broker before the simulator, and pages of a site: what tests in a browser need beside it.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

const plenty = { burst: 10_000, perMinute: 60_000 };

/** The site's broker in front of a simulator, for pages of `origin`. Its clock can be put on: `broker.later(ms)`. */
async function startBroker(simulator, simulatorOrigin, origin, more) {
  const { createBroker, serve } = await import('../../build/src/broker/node.js');
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { endpoint, participantEndpoint, region, accessKeyId, secretAccessKey, instanceId, contactFlowId } =
    simulator.config(simulatorOrigin);
  const config = {
    origins: [origin],
    keys: [{ id: 'test', secret: randomBytes(32).toString('base64url') }],
    region,
    instanceId,
    chatFlowId: contactFlowId,
    features: { typing: true, maxMessageBytes: 16_384 },
    endings: {},
    limits: { callsPerAddress: plenty, startsPerAddress: plenty, startsPerVisitor: plenty },
    connectEndpoint: endpoint,
    participantEndpoint,
    credentials: { accessKeyId, secretAccessKey },
    ...more,
  };
  let aheadMs = 0;
  const ports = { logger: { log() {} }, now: () => Date.now() + aheadMs };
  const served = await serve(createBroker(config, ports), { port: 0 });
  return Object.assign(served, { later: (ms) => (aheadMs += ms) });
}

/** Answers every message on a socket with the same one. */
async function startEcho() {
  const echo = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  echo.on('connection', (socket) => socket.on('message', (text) => socket.send(String(text))));
  await once(echo, 'listening');
  return echo;
}

/**
 * Gives a test in a browser a simulator of its own: `simulator` with `{start: true}` answers its origin and with
 * `{method, path, body}` passes a request on to it. It is closed when the test file is done, at the latest.
 * `broker`: also starts a broker with these settings before it. `later`: its clock goes on by so many milliseconds at once.
 * `lane`: one of several that a test has at the same time. `clock`: answers an address of a sign of life.
 * `missing`: files of the build whose path has this in it cannot be had from now on.
 */
export function simulators() {
  const bySession = new Map();
  let missing;
  let echo;
  const stop = async (running) => {
    if (!running) return;
    await running.simulator.close();
    // It ends what it is at, with a simulator that is gone, and nobody waits for that.
    void running.broker?.close();
  };
  return {
    name: 'simulators',
    async executeCommand({ command, payload, session }) {
      if (command !== 'simulator') return undefined;
      const lane = `${session.id} ${payload.lane ?? 0}`;
      const running = bySession.get(lane);
      if (payload.clock) {
        echo ??= startEcho();
        return { clock: `ws://127.0.0.1:${(await echo).address().port}/` };
      }
      if (payload.start) {
        await stop(running);
        const { createSimulator } = await import('../../build/src/simulator/index.js');
        const simulator = createSimulator();
        const { origin } = await simulator.listen();
        const broker = payload.broker && (await startBroker(simulator, origin, payload.site, payload.broker));
        bySession.set(lane, { simulator, origin, broker });
        return { origin, broker: broker?.url };
      }
      if (payload.later) {
        running.broker.later(payload.later);
        return {};
      }
      if ('missing' in payload) {
        missing = payload.missing ?? undefined;
        return {};
      }
      if (payload.stop) {
        bySession.delete(lane);
        await stop(running);
        return {};
      }
      const { method = 'GET', path, body } = payload;
      const response = await fetch(running.origin + path, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    /** A page of the site, and files of the build that are not there. */
    serve(context) {
      if (context.path === '/site/page') {
        return {
          type: 'html',
          body: '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body><h1>Teapots</h1><script type="module" src="/build/test/faults/l2/frame.js"></script></body></html>',
        };
      }
      if (missing !== undefined && context.path.startsWith('/dist/') && context.path.includes(missing)) {
        context.status = 404;
        return { type: 'html', body: 'Not found' };
      }
      return undefined;
    },
    async serverStop() {
      for (const running of bySession.values()) await stop(running);
      bySession.clear();
      const answering = await echo;
      for (const client of answering?.clients ?? []) client.terminate();
      answering?.close();
      echo = undefined;
    },
  };
}
