import type { Handler } from 'hono';
import { readRate } from '../after-request.js';
import { cleanText } from '../clean-text.js';
import type { ConnectPort } from '../connect.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import { note, noteFailure, originOf, upstream, type RouteParts } from './start.js';

/** POST /v1/contact/rate: what the customer thought of it becomes attributes of the contact. Saying it again replaces it. */
export function rateRoute(
  { config, handles }: RouteParts,
  connect: Pick<ConnectPort, 'setAttributes'>,
  random: () => number,
): Handler<BrokerEnv> {
  return async (context) => {
    const origin = originOf(context);
    const ask = upstream(noteFailure(context), random);
    await within(config.startDeadlineMs, async (signal) => {
      const { handle, score, comment } = readRate(await readJson(context.req.raw, signal));
      const { contactId } = await handles.verify(handle, origin);
      note(context, { contactId });
      const words = cleanText(comment ?? '');
      const attributes = { web_rating: String(score), ...(words && { web_rating_comment: words }) };
      await ask('UpdateContactAttributes', connect.setAttributes(contactId, attributes, signal));
      context.var.tell({ name: 'contact.rated', contactId, score });
    });
    return context.body(null, 204);
  };
}
