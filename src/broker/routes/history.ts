import type { Handler } from 'hono';
import { readContact } from '../call-request.js';
import { followToken } from '../client-token.js';
import type { ConnectPort } from '../connect.js';
import type { BrokerEnv } from '../context.js';
import { againMs } from '../continue-chat.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import type { Places } from '../places.js';
import { Postponed } from '../refusal.js';
import { failureOf } from '../starter.js';
import { note, noteFailure, originOf, upstream, type RouteParts } from './start.js';

/** How long after the old chat's end its history can be had. */
const readyMs = 60_000;
/** How long a refusal may still mean that it is too early. */
const lateMs = 120_000;

export interface HistoryParts {
  readonly connect: Pick<ConnectPort, 'describeContact' | 'bringHistory'>;
  readonly places: Places;
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * POST /v1/contact/history: lets the agent read what was said in the contact that this one follows, once that can be had.
 * Where Amazon Connect will not have it, it is done, too: nobody can do more about it.
 */
export function historyRoute(
  { config, handles }: RouteParts,
  { connect, places, now, random }: HistoryParts,
): Handler<BrokerEnv> {
  const { secret } = config.keys[0];
  return async (context) => {
    const origin = originOf(context);
    const onFailure = noteFailure(context);
    const ask = upstream(onFailure, random);
    await within(config.startDeadlineMs, async (signal) => {
      const { handle } = readContact(await readJson(context.req.raw, signal));
      const claims = await handles.verify(handle, origin, 'chat');
      const { contactId, since } = claims;
      note(context, { contactId });
      await places.settle(claims, signal, onFailure);
      const from = since?.from;
      if (from === undefined) return;
      const source = await ask('DescribeContact', connect.describeContact(from, signal));
      if (!source) return context.var.tell({ name: 'contact.history', contactId, from, done: false });
      if (source.disconnectedAt === undefined) throw new Postponed(againMs);
      const age = now() - source.disconnectedAt;
      if (age >= 0 && age < readyMs) throw new Postponed(Math.max(1_000, readyMs - age));
      const association = {
        contactId,
        sourceContactId: from,
        rehydration: 'FROM_SEGMENT',
        clientToken: followToken(secret, 'history', contactId),
      } as const;
      try {
        await connect.bringHistory(association, signal);
        context.var.tell({ name: 'contact.history', contactId, from, done: true });
      } catch (error) {
        const failure = failureOf('CreatePersistentContactAssociation', error);
        onFailure(failure);
        const { kind } = failure;
        const refused = kind === 'misconfigured' || kind === 'gone';
        if (!refused || age < lateMs) throw new Postponed(againMs);
        context.var.tell({ name: 'contact.history', contactId, from, done: false });
      }
    });
    return context.body(null, 204);
  };
}
