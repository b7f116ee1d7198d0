import type { Handler } from 'hono';
import type { RequeueMode, RequeueTicketBody } from '../../protocol/after.js';
import { readAfter } from '../after-request.js';
import { followToken } from '../client-token.js';
import type { CheckedEndings, CheckedRequeue } from '../config-endings.js';
import type { CheckedConfig } from '../config.js';
import type { ConnectPort } from '../connect.js';
import { initialOf } from '../contact-record.js';
import type { BrokerEnv } from '../context.js';
import { againMs, latestMs, soonestMs } from '../continue-chat.js';
import { within } from '../deadline.js';
import { outcomeOf } from '../end-report.js';
import type { Ended, EndFinder } from '../find-end.js';
import { readJson } from '../guards/body.js';
import type { HandleClaims } from '../guards/handle.js';
import type { Queues } from '../queues.js';
import { Postponed, Refusal } from '../refusal.js';
import { secondsWaited } from '../segments.js';
import type { ChatWish } from '../start-chat.js';
import { failureOf, type OnFailure } from '../starter.js';
import { followingStart, type FollowerStarter } from './follow.js';
import { patienceMs } from './switch.js';
import { note, noteFailure, originOf, upstream, type RouteParts } from './start.js';

export interface RequeueParts {
  readonly endings: CheckedEndings;
  readonly requeue: CheckedRequeue;
  readonly connect: Pick<ConnectPort, 'attributesOf'>;
  readonly ends: EndFinder;
  readonly follower: FollowerStarter;
  readonly queues: Queues;
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * POST /v1/contact/requeue: back in line after an end that was nobody's wish. The ended contact makes the ClientToken, so
 * that two tabs, two clicks and two brokers end in one contact.
 */
export function requeueRoute(
  { config, handles, rate }: RouteParts,
  { endings, requeue, connect, ends, follower, queues, now, random }: RequeueParts,
): Handler<BrokerEnv> {
  const rules = { endings, persistent: config.persistent !== false };
  const { secret } = config.keys[0];
  return async (context) => {
    const origin = originOf(context);
    const onFailure = noteFailure(context);
    const body = await within(config.startDeadlineMs, async (signal): Promise<RequeueTicketBody> => {
      const { handle, endedContactId } = readAfter(await readJson(context.req.raw, signal));
      const claims = await handles.verify(handle, origin, 'chat');
      note(context, { contactId: claims.contactId });
      const ask = upstream(onFailure, random);
      const ended = await ask('DescribeContact', ends.find(claims.contactId, endedContactId, signal));
      if ('retryAfterMs' in ended) throw new Postponed(ended.retryAfterMs);
      // It ended otherwise: whoever wants to go on begins a new one.
      if (outcomeOf(ended, rules).next !== 'requeue') throw new Refusal('token/start-again');
      await whileOpen(queues, ended);
      rate.admitFollower('chat');

      const requeuedFrom = initialOf(ended.counted);
      const token = followToken(secret, 'requeue', requeuedFrom);
      const start = await startOf(config, requeue, { claims, ended, token, now, signal, onFailure, connect });
      const sameSegment = ended.counted.id === claims.contactId;
      const waited = secondsWaited(ended.counted, ended.at, sameSegment ? claims.since?.credit : 0);
      const credit = Math.min(waited, requeue.mostCreditSeconds);
      const { chat, ticket, placeKept } = await follower.follow(
        { claims, start, credit, from: ended.counted.id },
        signal,
        onFailure,
      );
      const mode: RequeueMode = chat.continued ? 'continuous' : 'fast';
      const { contactId } = chat;
      note(context, { contactId });
      context.var.tell({
        name: 'contact.requeued',
        contactId,
        from: requeuedFrom,
        mode,
        placeKept,
        creditSeconds: credit,
      });
      return { ...ticket, requeuedFrom, mode, placeKept };
    });
    return context.json(body);
  };
}

/** Nobody is put into a queue that has closed for the day meanwhile. What is not known is open. */
async function whileOpen(queues: Queues, { counted }: Ended): Promise<void> {
  const queue = queues.byId(counted.queueId);
  if (!queue) return;
  await queues.refresh([queue], patienceMs);
  // Staff that has just lost its network comes back: only the hours count.
  const hours = queues.hours.of(queue.alias);
  if (hours?.open === false) throw new Refusal('token/closed', { opensInMs: hours.opensInMs });
}

interface StartParts extends Pick<RequeueParts, 'connect' | 'now'> {
  readonly claims: HandleClaims;
  readonly ended: Ended;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onFailure: OnFailure;
}

async function startOf(config: CheckedConfig, { mode }: CheckedRequeue, parts: StartParts): Promise<ChatWish> {
  const { claims, ended, token, now } = parts;
  const { id, queueId } = ended.counted;
  const requeuedFrom = initialOf(ended.counted);
  const start = followingStart(config, claims, token, { requeuedFrom, queueId });
  const fast = { ...start, relatedContactId: id };
  const since = now() - ended.at;
  if (mode === 'fast' || since >= latestMs) return fast;
  if (since >= 0 && since < soonestMs) throw new Postponed(Math.min(againMs, soonestMs - since));
  const wholeSession = config.persistent && config.persistent.rehydration === 'ENTIRE_PAST_SESSION';
  return {
    ...start,
    // Nothing is taken over from a chat that is gone on with: its attributes are copied by hand.
    attributes: { ...(await attributesOf(requeuedFrom, parts)), ...start.attributes },
    persistent: wholeSession
      ? { rehydration: 'ENTIRE_PAST_SESSION', sourceContactId: requeuedFrom }
      : { rehydration: 'FROM_SEGMENT', sourceContactId: id },
    otherwise: new Postponed(againMs),
  };
}

/** None where they cannot be read: being in line is worth more. */
async function attributesOf(contactId: string, { connect, signal, onFailure }: StartParts) {
  try {
    return await connect.attributesOf(contactId, signal);
  } catch (error) {
    onFailure(failureOf('GetContactAttributes', error));
    return {};
  }
}
