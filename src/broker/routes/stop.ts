import type { Handler } from 'hono';
import { readContact } from '../call-request.js';
import type { ConnectPort } from '../connect.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import { failureOf, refusalFor } from '../starter.js';
import { stopWherever } from '../stop-contact.js';
import { note, noteFailure, originOf, type RouteParts } from './start.js';

/** POST /v1/contact/stop: ends the handle's own contact, after transfers too, and no other. Over already is 204 too. */
export function stopRoute(
  { config, handles }: RouteParts,
  connect: ConnectPort,
  random: () => number,
): Handler<BrokerEnv> {
  return async (context) => {
    const origin = originOf(context);
    await within(config.startDeadlineMs, async (signal) => {
      const { handle } = readContact(await readJson(context.req.raw, signal));
      const { contactId } = await handles.verify(handle, origin);
      note(context, { contactId });
      await stopWherever(connect, contactId, signal).catch((error: unknown) => {
        const failure = failureOf('StopContact', error);
        noteFailure(context)(failure);
        throw refusalFor(failure, random);
      });
    });
    return context.body(null, 204);
  };
}
