import type { Context, Handler } from 'hono';
import type { TicketBody } from '../../protocol/chat.js';
import { clientToken, firstVisitor } from '../client-token.js';
import type { CheckedConfig } from '../config.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import type { Channel, HandleClaims, Handles, Wish } from '../guards/handle.js';
import type { Memories } from '../guards/memory.js';
import type { RateGuard } from '../guards/rate.js';
import type { Visitors } from '../guards/visitor.js';
import { Postponed, Refusal } from '../refusal.js';
import type { Joinable } from '../start-chat.js';
import { targetQueue, type QueueChooser } from '../queue-choice.js';
import type { StartRequest, StartRules } from '../start-request.js';
import { failureOf, refusalFor, type OnFailure, type Starter } from '../starter.js';

/** What every route of the broker works with. */
export interface RouteParts {
  readonly config: CheckedConfig;
  readonly rate: RateGuard;
  readonly handles: Handles;
  readonly visitors: Visitors;
  readonly memories: Memories;
  readonly chooser: QueueChooser;
}

/** Signs and puts together what every ticket says. */
export async function ticketFor(
  { config, handles, visitors }: RouteParts,
  { contactId, participantId, participantToken }: Joinable,
  claims: Omit<HandleClaims, 'contactId' | 'participantId'>,
  handleSeconds: number,
): Promise<TicketBasics> {
  return {
    contactId,
    participantId,
    participantToken,
    region: config.region,
    endpoint: config.participantEndpoint,
    handle: await handles.sign({ ...claims, contactId, participantId }, handleSeconds),
    visitor: await visitors.sign(claims.subject),
  };
}

type TicketBasics = Pick<
  TicketBody,
  'contactId' | 'participantId' | 'participantToken' | 'region' | 'endpoint' | 'handle' | 'visitor'
>;

/** Who starts something. */
export interface Asker {
  readonly origin: string;
  /** Who it is to be: the visitor, or the one this request makes of a new browser. */
  readonly subject: string;
  readonly signal: AbortSignal;
  readonly onFailure: OnFailure;
  /** The visitor the browser proved to be; undefined when it is new here. */
  readonly visitor: string | undefined;
}

/** What one channel's start is made of. */
export interface StartKind<Request extends StartRequest, Start, Contact extends Joinable, Own extends object> {
  readonly channel: Channel;
  readonly starter: Starter<Start, Contact>;
  readonly read: (body: unknown) => Request;
  readonly startOf: (request: Request, clientToken: string, asker: Asker) => Start | Promise<Start>;
  /** What the ticket says beside what every ticket says. */
  readonly own: (contact: Contact, request: Request, asker: Asker) => Own | Promise<Own>;
  /** What a contact that follows this one has to know. */
  readonly wishOf?: ((request: Request) => Wish) | undefined;
  /** How long the handle holds, in seconds. */
  readonly handleSeconds: number;
}

/** Starts one contact, and answers with a ticket for it. */
export function startRoute<Request extends StartRequest, Start, Contact extends Joinable, Own extends object>(
  parts: RouteParts,
  { channel, starter, read, startOf, own, wishOf, handleSeconds }: StartKind<Request, Start, Contact, Own>,
): Handler<BrokerEnv> {
  const { config, rate, visitors, chooser } = parts;
  const { secret } = config.keys[0];
  return async (context) => {
    const { network } = context.var;
    const origin = originOf(context);
    const onFailure = noteFailure(context);
    const ticket = await within(config.startDeadlineMs, async (signal) => {
      const request = read(await readJson(context.req.raw, signal));
      const { idempotencyKey } = request;
      const visitor = request.visitor === undefined ? undefined : await visitors.verify(request.visitor);
      const subject = visitor ?? firstVisitor(secret, origin, idempotencyKey);
      const intent = clientToken(secret, { channel, subject, idempotencyKey });
      rate.admitStart({ channel, address: network.bucket, subject, intent });

      const asker = { origin, visitor, subject, signal, onFailure };
      const queue = await chooser.choose({ channel, topic: request.topic, locale: request.locale }, intent);
      const attributes = { ...request.attributes, ...(queue && { [targetQueue]: queue.queueId }) };
      const start = await startOf({ ...request, attributes }, intent, asker);
      const contact = await starter.start(start, signal, onFailure);
      note(context, { contactId: contact.contactId, queue: queue?.alias });
      const claims = { channel, subject, origin, wish: wishOf?.(request) };
      return {
        ...(await ticketFor(parts, contact, claims, handleSeconds)),
        ...(await own(contact, request, asker)),
      };
    });
    return context.json(ticket);
  };
}

/** What browsers may say when they start something here: topics of chats and of calls alike. */
export function startRules(config: CheckedConfig): StartRules {
  const { attributes, defaultDisplayName } = config;
  return { topics: topicsOf(config), attributes, defaultDisplayName };
}

/** Every topic there is: those with a flow of their own, and those queues name. */
export function topicsOf({
  topics,
  call,
  queues,
}: Pick<CheckedConfig, 'topics' | 'call' | 'queues'>): readonly string[] {
  const named = Object.values(queues).flatMap((queue) => queue.topics ?? []);
  return [...new Set([...Object.keys(topics), ...Object.keys(call?.topics ?? {}), ...named])];
}

/** The site that asks. The origin guard lets nobody without one as far as here. */
export function originOf(context: Context<BrokerEnv>): string {
  const { origin } = context.var;
  if (origin === undefined) throw new Refusal('token/forbidden');
  return origin;
}

/** Adds to the one log line of this request. */
export function note(context: Context<BrokerEnv>, fields: BrokerEnv['Variables']['noted']): void {
  context.set('noted', { ...context.var.noted, ...fields });
}

/** Notes what Amazon Connect said. */
export function noteFailure(context: Context<BrokerEnv>): OnFailure {
  return ({ kind, operation, error, awsRequestId, attempts }) => {
    note(context, { operation, error, awsRequestId, attempts });
    if (kind === 'throttled' || kind === 'full')
      context.var.tell({ name: 'throttled', operation, full: kind === 'full' });
  };
}

/** Asks Amazon Connect for something that is no start, and makes a refusal of what it did not do. */
export function upstream(onFailure: OnFailure, random: () => number) {
  return async <T>(operation: string, asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof Refusal || error instanceof Postponed) throw error;
      const failure = failureOf(operation, error);
      onFailure(failure);
      throw refusalFor(failure, random);
    }
  };
}
