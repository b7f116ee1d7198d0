import type { Handler } from 'hono';
import type { CallTicketBody } from '../../protocol/call.js';
import { callRequestReader } from '../call-request.js';
import type { CallSide, CheckedCallConfig } from '../config.js';
import type { CallStart, Sends } from '../connect.js';
import type { BrokerEnv } from '../context.js';
import type { Handles } from '../guards/handle.js';
import { Refusal } from '../refusal.js';
import type { Call } from '../start-call.js';
import type { Starter } from '../starter.js';
import { startRoute, startRules, type Asker, type RouteParts } from './start.js';

/** Amazon Connect gives up a customer of a call who is away from its media for a minute. */
const connectWithinMs = 60_000;
/** How long a handle of a call holds, in seconds. Calls have no length at which they end: longer than any of them. */
const handleSeconds = 8 * 3_600;

type Own = Pick<CallTicketBody, 'connectWithinMs' | 'endings' | 'features' | 'meeting' | 'attendee' | 'waiting'>;

/**
 * POST /v1/call: one StartWebRTCContact, answered with a ticket. What may be sent follows from the site's policy alone,
 * whatever the customer begins with: whoever starts with their voice may turn a camera on later.
 */
export function callRoute(
  parts: RouteParts,
  call: CheckedCallConfig,
  starter: Starter<CallStart, Call>,
): Handler<BrokerEnv> {
  const customer = sends(call, 'customer');
  return startRoute(parts, {
    channel: 'call',
    starter,
    read: callRequestReader(startRules(parts.config)),
    startOf: async ({ topic, displayName, attributes, chat }, clientToken, asker) => ({
      flowId: (topic === undefined ? undefined : call.topics[topic]) ?? call.flowId,
      clientToken,
      displayName,
      attributes,
      customer,
      agent: sends(call, 'agent'),
      relatedContactId: chat === undefined ? undefined : await ownChat(parts.handles, chat, asker),
    }),
    own: ({ meeting, attendee }): Own => ({
      connectWithinMs,
      ...(parts.config.endings && { endings: true }),
      features: { ...customer, dtmf: call.keypad, recorded: call.recorded },
      meeting,
      attendee,
      ...(parts.config.waiting && { waiting: true }),
    }),
    handleSeconds,
  });
}

/** What one side may send beside their voice. */
export function sends({ video, screenShare }: CheckedCallConfig, who: 'customer' | 'agent'): Sends {
  const may = (side: CallSide): boolean => side === 'both' || side === who;
  return { video: may(video), screenShare: may(screenShare) };
}

/**
 * The contact of the chat a call grew out of. Undefined, and no reason to refuse the call, when the handle does not hold,
 * or was given to another visitor than the one who calls.
 */
async function ownChat(handles: Handles, handle: string, { origin, visitor }: Asker): Promise<string | undefined> {
  try {
    const { contactId, subject } = await handles.verify(handle, origin, 'chat');
    return visitor === undefined || visitor === subject ? contactId : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
