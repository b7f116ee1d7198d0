import type { Handler } from 'hono';
import type { TurnBody } from '../../protocol/turn.js';
import { readContact } from '../call-request.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import type { Turns } from '../turns.js';
import { note, originOf, type RouteParts } from './start.js';

/** POST /v1/contact/turn: when the handle's own contact may be connected to again. Asks nothing of Amazon Connect. */
export function turnRoute({ config, handles, rate }: RouteParts, turns: Turns): Handler<BrokerEnv> {
  return async (context) => {
    const origin = originOf(context);
    const afterMs = await within(config.startDeadlineMs, async (signal) => {
      const { handle } = readContact(await readJson(context.req.raw, signal));
      const { contactId } = await handles.verify(handle, origin);
      note(context, { contactId });
      rate.admitRead(contactId);
      return turns.of(contactId);
    });
    return context.json({ afterMs } satisfies TurnBody);
  };
}
