import { randomUUID } from 'node:crypto';
import { createBroker, type Broker, type BrokerConfig, type BrokerEvent } from '../../../src/broker/broker.js';
import { jsonLines } from '../../../src/broker/log.js';
import type { EndBody, LaterBody, RequeueTicketBody } from '../../../src/protocol/after.js';
import type { TicketBody } from '../../../src/protocol/chat.js';
import type { ReceiptBody } from '../../../src/protocol/leave.js';
import { chatBody, config, post, ticketOf } from './broker-world.js';
import { MemoryConnect } from './memory-connect.js';

/** A broker over plain data, on a clock that a test moves. */
export interface MemoryWorld {
  readonly broker: Broker;
  readonly connect: MemoryConnect;
  readonly clock: { now: number };
  readonly events: BrokerEvent[];
  readonly lines: string[];
  /** Another instance of the same broker. */
  readonly another: () => MemoryWorld;
  readonly ask: (path: string, body: unknown) => Promise<Response>;
}

export function memoryWorld(
  changes: Partial<BrokerConfig> = {},
  connect = new MemoryConnect(),
  clock = { now: Date.UTC(2026, 0, 15, 12) },
): MemoryWorld {
  const events: BrokerEvent[] = [];
  const lines: string[] = [];
  const now = (): number => clock.now;
  const onEvent = (event: BrokerEvent): void => void events.push(event);
  const broker = createBroker(
    { ...config, endings: {}, onEvent, ...changes },
    { connect, now, random: () => 0.5, logger: jsonLines((line) => lines.push(line), now) },
  );
  return {
    broker,
    connect,
    clock,
    events,
    lines,
    another: () => memoryWorld(changes, connect, clock),
    ask: (path, body) => post({ broker }, body, { path }),
  };
}

/** A chat that has waited for two minutes, talked for five, and then ended for `reason`. */
export async function endedChat(
  { broker, connect, clock }: MemoryWorld,
  reason: string | undefined,
  body: Record<string, unknown> = {},
): Promise<TicketBody> {
  const ticket = await ticketOf(await post({ broker }, chatBody(body)));
  const began = clock.now;
  connect.change(ticket.contactId, {
    initiatedAt: began,
    enqueuedAt: began + 5_000,
    connectedAt: began + 125_000,
    disconnectedAt: began + 425_000,
    disconnectReason: reason,
  });
  clock.now = began + 425_000;
  return ticket;
}

/** The answer of a request that was made, or the milliseconds after which it is to be made again. */
async function answer<T>(response: Response): Promise<T | LaterBody> {
  if (response.status !== 200 && response.status !== 202) {
    throw new Error(`${response.status} ${await response.text()}`);
  }
  return (await response.json()) as T | LaterBody;
}

export const endOf = (response: Response): Promise<EndBody | LaterBody> => answer<EndBody>(response);
export const requeued = (response: Response): Promise<RequeueTicketBody | LaterBody> =>
  answer<RequeueTicketBody>(response);

/** The ticket of a way back; throws when there is none yet. */
export async function backInLine(response: Response): Promise<RequeueTicketBody> {
  const ticket = await requeued(response);
  if ('retryAfterMs' in ticket) throw new Error(`Later: ${ticket.retryAfterMs}`);
  return ticket;
}

export async function receiptOf(response: Response): Promise<ReceiptBody> {
  if (response.status !== 200) throw new Error(`No receipt: ${response.status} ${await response.text()}`);
  return (await response.json()) as ReceiptBody;
}

export const callbackBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  idempotencyKey: randomUUID(),
  displayName: 'Ada',
  phone: '+4930901820',
  inMs: 0,
  waitOn: false,
  ...changes,
});

export const messageBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  idempotencyKey: randomUUID(),
  displayName: 'Ada',
  email: 'ada@example.com',
  text: 'Where is my parcel?',
  ...changes,
});
