import type { Handler } from 'hono';
import type { RejoinTicketBody } from '../../protocol/call.js';
import { readRejoin } from '../call-request.js';
import { clientToken } from '../client-token.js';
import type { CheckedCallConfig } from '../config.js';
import type { ConnectPort } from '../connect.js';
import type { ConnectFailure } from '../connect-failure.js';
import type { BrokerEnv } from '../context.js';
import { within } from '../deadline.js';
import { readJson } from '../guards/body.js';
import { Refusal } from '../refusal.js';
import { joinable } from '../start-chat.js';
import { failureOf, refusalFor } from '../starter.js';
import { sends } from './call.js';
import { note, noteFailure, originOf, type RouteParts } from './start.js';

/**
 * POST /v1/call/rejoin: one CreateParticipant in the handle's own call, for a customer who was away for longer than
 * Amazon Connect waits. The breaker has no say: no contact is added to those the instance is full of.
 */
export function rejoinRoute(
  { config, rate, handles }: RouteParts,
  call: CheckedCallConfig,
  connect: ConnectPort,
  random: () => number,
): Handler<BrokerEnv> {
  const { secret } = config.keys[0];
  const customer = sends(call, 'customer');
  return async (context) => {
    const origin = originOf(context);
    const ticket = await within(config.startDeadlineMs, async (signal): Promise<RejoinTicketBody> => {
      const { handle, idempotencyKey } = readRejoin(await readJson(context.req.raw, signal));
      const { contactId } = await handles.verify(handle, origin, 'call');
      note(context, { contactId });
      const intent = clientToken(secret, { channel: 'rejoin', subject: contactId, idempotencyKey });
      rate.admitRejoin({ contactId, intent });
      const way = { contactId, clientToken: intent, displayName: config.defaultDisplayName, customer };
      const answer = await connect.rejoinCall(way, signal).catch((error: unknown) => {
        const failure = failureOf('CreateParticipant', error);
        noteFailure(context)(failure);
        throw refused(failure, random);
      });
      const participant = joinable(answer);
      if (!participant) throw new Refusal('token/unavailable');
      return { participantId: participant.participantId, participantToken: participant.participantToken };
    });
    return context.json(ticket);
  };
}

function refused(failure: ConnectFailure, random: () => number): Refusal {
  // Nobody can be added before an agent is there: that call can only be begun anew.
  if (failure.error === 'InvalidRequestException') return new Refusal('token/start-again');
  const over = failure.kind === 'gone' || /^(Conflict|ResourceNotFound)Exception$/.test(failure.error);
  return over ? new Refusal('token/not-found') : refusalFor(failure, random);
}
