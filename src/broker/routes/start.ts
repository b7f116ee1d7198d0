import type { Context, Handler } from 'hono';
import { clientToken, firstVisitor } from '../client-token.js';
import type { CheckedConfig } from '../config.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import type { Channel, Handles } from '../guards/handle.js';
import type { RateGuard } from '../guards/rate.js';
import type { Visitors } from '../guards/visitor.js';
import { Refusal } from '../refusal.js';
import type { Joinable } from '../start-chat.js';
import type { StartRequest, StartRules } from '../start-request.js';
import type { OnFailure, Starter } from '../starter.js';

/** What every route of the broker works with. */
export interface RouteParts {
  readonly config: CheckedConfig;
  readonly rate: RateGuard;
  readonly handles: Handles;
  readonly visitors: Visitors;
}

/** Who starts something. */
export interface Asker {
  readonly origin: string;
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
  readonly own: (contact: Contact, request: Request) => Own;
  /** How long the handle holds, in seconds. */
  readonly handleSeconds: number;
}

/** Starts one contact, and answers with a ticket for it. */
export function startRoute<Request extends StartRequest, Start, Contact extends Joinable, Own extends object>(
  { config, rate, handles, visitors }: RouteParts,
  { channel, starter, read, startOf, own, handleSeconds }: StartKind<Request, Start, Contact, Own>,
): Handler<BrokerEnv> {
  const { region, participantEndpoint } = config;
  const { secret } = config.keys[0];
  return async (context) => {
    const { network } = context.var;
    const origin = originOf(context);
    const ticket = await within(config.startDeadlineMs, async (signal) => {
      const request = read(await readJson(context.req.raw, signal));
      const { idempotencyKey } = request;
      const visitor = request.visitor === undefined ? undefined : await visitors.verify(request.visitor);
      const subject = visitor ?? firstVisitor(secret, origin, idempotencyKey);
      const intent = clientToken(secret, { channel, subject, idempotencyKey });
      rate.admitStart({ channel, address: network.bucket, subject, intent });

      const start = await startOf(request, intent, { origin, visitor });
      const contact = await starter.start(start, signal, noteFailure(context));
      const { contactId, participantId, participantToken } = contact;
      note(context, { contactId });
      return {
        contactId,
        participantId,
        participantToken,
        region,
        endpoint: participantEndpoint,
        handle: await handles.sign({ contactId, participantId, channel, subject, origin }, handleSeconds),
        visitor: await visitors.sign(subject),
        ...own(contact, request),
      };
    });
    return context.json(ticket);
  };
}

/** What browsers may say when they start something here: topics of chats and of calls alike. */
export function startRules({ topics, call, attributes, defaultDisplayName }: CheckedConfig): StartRules {
  const aliases = [...new Set([...Object.keys(topics), ...Object.keys(call?.topics ?? {})])];
  return { topics: aliases, attributes, defaultDisplayName };
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
  return ({ operation, error, awsRequestId, attempts }) => note(context, { operation, error, awsRequestId, attempts });
}
