import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpFault } from './faults.js';
import { ServiceError, type Around, type Call } from './wire.js';
import type { World } from './world.js';

const html =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Lets HTTP faults stand around the operations they are for. */
export function aroundOperations(world: World): Around {
  return async (operation, call, next, response) => {
    const fault = world.faults.takeHttp(operation.name, contactsOf(world, call));
    if (!fault) return next();
    if (fault.delayMs > 0) await pause(world, response, fault.delayMs);
    const answer = fault.when === 'after' || fault.act === 'pass' ? await next() : {};
    if (fault.act === 'pass') return answer;
    if (fault.act === 'error') {
      if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', fault.retryAfterSeconds);
      throw new ServiceError(fault.error, fault.status, fault.message);
    }
    await spoil(world, fault, response, JSON.stringify(answer ?? {}));
    return undefined;
  };
}

/** Lets HTTP faults meet a file transfer, always before it happens. Resolves true when the fault has answered. */
export async function meetFileFault(
  world: World,
  route: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const fault = request.method === 'OPTIONS' ? undefined : world.faults.takeHttp(route, []);
  if (!fault) return false;
  if (fault.delayMs > 0) await pause(world, response, fault.delayMs);
  if (fault.act === 'pass') return response.destroyed;
  response.setHeader('access-control-allow-origin', '*');
  if (fault.act === 'error') {
    response.writeHead(fault.status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${fault.error}</Code><Message>${fault.message}</Message></Error>`);
  } else await spoil(world, fault, response, '');
  return true;
}

async function spoil(world: World, fault: HttpFault, response: ServerResponse, answer: string): Promise<void> {
  switch (fault.act) {
    case 'pass':
    case 'error':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      response.destroy();
      return;
    case 'hang': {
      const stop = world.on(({ type }) => {
        if (type === 'reset') response.destroy();
      });
      await gone(response);
      stop();
      return;
    }
    case 'html':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end(html);
      return;
    case 'empty':
      response.writeHead(fault.status, { 'content-length': '0' }).end();
      return;
    case 'garbage':
      response.writeHead(fault.status, { 'content-type': 'application/json' }).end('{"ContactId": "half an ans');
      return;
    case 'cut': {
      const text = answer.length > 2 ? answer : '{"Message":"cut"}';
      response.writeHead(fault.status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
      await gone(response);
    }
  }
}

function contactsOf(world: World, call: Call): string[] {
  const grant = world.tokens.check(call.bearer, 'participant', 'connection');
  const body = (typeof call.body === 'object' && call.body !== null ? call.body : {}) as Readonly<
    Record<string, unknown>
  >;
  const named = [
    grant?.conversationId,
    call.params['ContactId'],
    call.params['InitialContactId'],
    body['ContactId'],
    body['InitialContactId'],
  ];
  return named.filter((one): one is string => typeof one === 'string');
}

/** Waits by the simulator's clock, or until the caller has gone. */
async function pause(world: World, response: ServerResponse, ms: number): Promise<void> {
  let stop: (() => void) | undefined;
  const late = new Promise<void>((resolve) => {
    stop = world.clock.after(ms, resolve);
  });
  await Promise.race([late, gone(response)]);
  stop?.();
}

function gone(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.once('close', resolve);
  });
}
