import type { Context, Handler } from 'hono';
import { readContact } from '../call-request.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import { Refusal } from '../refusal.js';
import type { Waiting } from '../waiting.js';
import { note, noteFailure, originOf, type RouteParts } from './start.js';

/** Longest handle that is looked at, in characters. */
const longestHandle = 1_024;

/**
 * GET or POST /v1/contact/wait: where the handle's own contact stands. The handle is in the body, or it is the bearer
 * token of a GET.
 */
export function waitRoute({ config, rate, handles }: RouteParts, waiting: Waiting): Handler<BrokerEnv> {
  return async (context) => {
    const origin = originOf(context);
    const body = await within(config.startDeadlineMs, async (signal) => {
      const handle =
        context.req.method === 'POST' ? readContact(await readJson(context.req.raw, signal)).handle : bearer(context);
      const claims = await handles.verify(handle, origin);
      note(context, { contactId: claims.contactId });
      rate.admitRead(claims.contactId);
      return waiting.look(claims, noteFailure(context));
    });
    return context.json(body);
  };
}

function bearer(context: Context<BrokerEnv>): string {
  const handle = /^Bearer ([\w.-]+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  if (handle === undefined || handle.length > longestHandle) {
    throw new Refusal('token/bad-request', { field: 'handle' });
  }
  return handle;
}
