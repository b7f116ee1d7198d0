import { randomUUID } from 'node:crypto';
import {
  createBroker,
  jsonLines,
  type Broker,
  type BrokerConfig,
  type BrokerPorts,
} from '../../../src/broker/broker.js';
import type { CallBody, CallTicketBody } from '../../../src/protocol/call.js';
import type { ChatBody, TicketBody } from '../../../src/protocol/chat.js';
import type { RefusalBody } from '../../../src/protocol/refusal.js';
import { ConnectStub } from './connect-stub.js';

// The SDK tells every process on Node 20 that its support will end.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const site = 'https://www.example.com';
const plenty = { burst: 1_000_000, perMinute: 1_000_000 };

/** A configuration that works, without limits that a test would run into. */
export const config: BrokerConfig = {
  region: 'eu-central-1',
  instanceId: 'instance-1',
  chatFlowId: 'flow-chat',
  topics: { billing: 'flow-billing' },
  origins: [site],
  keys: [{ id: 'k1', secret: 'a secret that is long enough to be one' }],
  attributes: { orderId: { maxLength: 16, pattern: /[A-Z0-9]+/ }, plan: { values: ['free', 'pro'] }, note: {} },
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-access-key' },
  limits: {
    callsPerAddress: plenty,
    startsPerAddress: plenty,
    startsPerVisitor: plenty,
    starts: plenty,
    callStarts: plenty,
    rejoinsPerCall: plenty,
  },
};

/** Calls within the widest policy. */
export const call = {
  flowId: 'flow-call',
  topics: { sales: 'flow-call-sales' },
  video: 'both',
  screenShare: 'both',
} as const satisfies BrokerConfig['call'];

export interface LogLine extends Record<string, unknown> {
  readonly level: string;
  readonly name: string;
}

/** A broker, the Amazon Connect it talks to through the real SDK, a clock, and what it logged. */
export interface World {
  readonly broker: Broker;
  readonly connect: ConnectStub;
  readonly lines: string[];
  readonly logged: (name?: string) => LogLine[];
  /** Milliseconds since 1970; a test moves it. */
  readonly clock: { now: number };
  readonly stop: () => Promise<void>;
}

export async function world(changes: Partial<BrokerConfig> = {}, ports: BrokerPorts = {}): Promise<World> {
  const connect = await new ConnectStub().start();
  const clock = { now: Date.UTC(2026, 0, 15) };
  const lines: string[] = [];
  const now = (): number => clock.now;
  const broker = createBroker(
    { ...config, connectEndpoint: connect.endpoint, ...changes },
    { logger: jsonLines((line) => lines.push(line), now), now, random: () => 0.5, ...ports },
  );
  return {
    broker,
    connect,
    lines,
    logged: (name = 'request') => lines.map((line) => JSON.parse(line) as LogLine).filter((line) => line.name === name),
    clock,
    stop: () => connect.stop(),
  };
}

export const chatBody = (
  changes: { readonly [member in keyof ChatBody]?: unknown } & Record<string, unknown> = {},
): Record<string, unknown> => ({
  idempotencyKey: randomUUID(),
  displayName: 'Ada',
  ...changes,
});

export const callBody = (
  changes: { readonly [member in keyof CallBody]?: unknown } & Record<string, unknown> = {},
): Record<string, unknown> => ({
  idempotencyKey: randomUUID(),
  media: 'video',
  displayName: 'Ada',
  ...changes,
});

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly address?: string;
  readonly path?: string;
}

/** Asks for a chat as the widget on the site does; a header set to undefined is left out. */
export function post({ broker }: Pick<World, 'broker'>, body: unknown, options: PostOptions = {}): Promise<Response> {
  const headers = new Headers({ 'content-type': 'text/plain;charset=UTF-8', origin: site });
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  const sent = typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body);
  const request = new Request(`https://broker.example.com${options.path ?? '/v1/chat'}`, {
    method: 'POST',
    headers,
    body: sent,
  });
  // `Request` gives a text body a type; a test that leaves it out means it.
  if (!headers.has('content-type')) request.headers.delete('content-type');
  return broker.fetch(request, { address: options.address ?? '203.0.113.7' });
}

export const callPath = '/v1/call';
export const rejoinPath = '/v1/call/rejoin';
export const stopPath = '/v1/contact/stop';

export const callTicketOf = async (response: Response): Promise<CallTicketBody> =>
  (await ticketOf(response)) as unknown as CallTicketBody;

/** A handle whose signature is wrong. Its last character would not do: not all of that counts. */
export function tampered(handle: string): string {
  const at = handle.lastIndexOf('.') + 1;
  return handle.slice(0, at) + (handle[at] === 'A' ? 'B' : 'A') + handle.slice(at + 1);
}

export const ticketOf = async (response: Response): Promise<TicketBody> => {
  if (response.status !== 200) throw new Error(`No ticket: ${response.status} ${await response.text()}`);
  return (await response.json()) as TicketBody;
};

/** The refusal in an answer, with its status. */
export const refusalOf = async (response: Response): Promise<RefusalBody & { readonly status: number }> => ({
  status: response.status,
  ...((await response.json()) as RefusalBody),
});
