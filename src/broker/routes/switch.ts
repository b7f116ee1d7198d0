import type { Handler } from 'hono';
import { readSwitch } from '../after-request.js';
import { clientToken } from '../client-token.js';
import type { ConnectPort } from '../connect.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import type { Queues } from '../queues.js';
import { Refusal } from '../refusal.js';
import { secondsWaited, segmentsFrom, waits } from '../segments.js';
import { followingStart, type FollowerStarter } from './follow.js';
import { note, noteFailure, originOf, upstream, type RouteParts } from './start.js';

export interface SwitchParts {
  readonly connect: Pick<ConnectPort, 'describeContact'>;
  readonly follower: FollowerStarter;
  /** Most seconds of waiting that are credited. */
  readonly mostCreditSeconds: number;
  readonly queues: Queues;
  readonly now: () => number;
  readonly random: () => number;
}

/** How long hours and figures are waited for, in milliseconds; unknown is open. */
export const patienceMs = 1_000;

/**
 * POST /v1/contact/switch: the same wish in another queue, with the time already waited. The contact that waits is left
 * as it is: the browser ends it when the new one is connected, so that no place is lost for nothing.
 */
export function switchRoute(
  { config, handles, rate }: RouteParts,
  { connect, follower, mostCreditSeconds, queues, now, random }: SwitchParts,
): Handler<BrokerEnv> {
  const { secret } = config.keys[0];
  return async (context) => {
    const origin = originOf(context);
    const onFailure = noteFailure(context);
    const ask = upstream(onFailure, random);
    const ticket = await within(config.startDeadlineMs, async (signal) => {
      const { handle, idempotencyKey, queue: alias } = readSwitch(await readJson(context.req.raw, signal));
      const claims = await handles.verify(handle, origin, 'chat');
      note(context, { contactId: claims.contactId });
      const queue = Object.hasOwn(config.queues, alias) ? config.queues[alias] : undefined;
      if (!queue?.channels.includes('chat')) throw new Refusal('token/bad-request', { field: 'queue' });
      const intent = clientToken(secret, { channel: 'switch', subject: claims.contactId, idempotencyKey });
      rate.admitStart({ channel: 'chat', address: context.var.network.bucket, subject: claims.subject, intent });

      const segments = await ask('DescribeContact', segmentsFrom(connect, claims.contactId, signal));
      const waiting = segments.at(-1);
      await queues.refresh([{ alias, ...queue }], patienceMs);
      if (!queues.isOpen(alias, 'chat')) throw new Refusal('token/closed');
      // Somebody is there, or it is over: there is no wait to take elsewhere.
      if (!waiting || !waits(waiting)) throw new Refusal('token/not-found');
      const before = waiting.id === claims.contactId ? claims.since?.credit : 0;
      const credit = Math.min(secondsWaited(waiting, now(), before), mostCreditSeconds);
      const { id: switchedFrom } = waiting;
      const start = {
        ...followingStart(config, claims, intent, { switchedFrom, queueId: queue.queueId }),
        relatedContactId: switchedFrom,
      };
      const followed = await follower.follow({ claims, start, credit, from: switchedFrom }, signal, onFailure);
      const { placeKept } = followed;
      const { contactId } = followed.chat;
      note(context, { contactId });
      context.var.tell({
        name: 'contact.switched',
        contactId,
        from: switchedFrom,
        queue: alias,
        placeKept,
        creditSeconds: credit,
      });
      return followed.ticket;
    });
    return context.json(ticket);
  };
}
