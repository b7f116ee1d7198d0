import type { Handler } from 'hono';
import { readAfter } from '../after-request.js';
import type { CheckedEndings } from '../config-endings.js';
import type { ConnectPort } from '../connect.js';
import { initialOf } from '../contact-record.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { endBody } from '../end-report.js';
import type { Ended, EndFinder } from '../find-end.js';
import { readJson } from '../guards/body.js';
import { plainReason } from '../log.js';
import { Postponed } from '../refusal.js';
import { secondsWaited } from '../segments.js';
import { note, noteFailure, originOf, upstream, type RouteParts } from './start.js';

/** POST /v1/contact/after: why the handle's own contact ended, as far as its customer is told. */
export function afterRoute(
  { config, handles }: RouteParts,
  endings: CheckedEndings,
  connect: Pick<ConnectPort, 'describeContact'>,
  ends: EndFinder,
  random: () => number,
): Handler<BrokerEnv> {
  const rules = { endings, persistent: config.persistent !== false };
  return async (context) => {
    const origin = originOf(context);
    const ask = upstream(noteFailure(context), random);
    const body = await within(config.startDeadlineMs, async (signal) => {
      const { handle, endedContactId } = readAfter(await readJson(context.req.raw, signal));
      const { contactId } = await handles.verify(handle, origin);
      note(context, { contactId });
      const found = await ask('DescribeContact', ends.find(contactId, endedContactId, signal));
      if ('retryAfterMs' in found) throw new Postponed(found.retryAfterMs);
      const initialId = initialOf(found.counted);
      const shown = endings.show.length > 0 && found.counted.id !== initialId;
      const initial = shown ? await ask('DescribeContact', connect.describeContact(initialId, signal)) : undefined;
      const told = endBody(found, rules, initial);
      context.var.tell({ name: 'contact.ended', class: told.class, ...factsOf(found) });
      return told;
    });
    return context.json(body);
  };
}

function factsOf({ counted, at }: Ended) {
  const { id, connectedAt, enqueuedAt, disconnectReason } = counted;
  return {
    contactId: id,
    initialContactId: initialOf(counted),
    reason: plainReason(disconnectReason),
    waitSeconds: enqueuedAt === undefined ? undefined : secondsWaited(counted, at),
    handleSeconds:
      connectedAt === undefined ? undefined : Math.round(((counted.disconnectedAt ?? at) - connectedAt) / 1000),
  };
}
