import type { Handler } from 'hono';
import { cleanLine } from '../clean-text.js';
import type { CheckedMessage } from '../config-leave.js';
import type { ConnectPort } from '../connect.js';
import type { BrokerEnv } from '../context.js';
import { LeaveGuard, leaveLimits } from '../guards/leave.js';
import { messageReader, type MessageWish } from '../leave-request.js';
import { attributesOf, related } from './callback.js';
import { leaveRoute, type Leaver, type Left } from './leave.js';
import { startRules, type RouteParts } from './start.js';

export interface MessageParts {
  readonly connect: Pick<ConnectPort, 'startTask' | 'startEmail'>;
  readonly now: () => number;
  readonly random: () => number;
}

/** UTF-16 units of a subject: more is cut off by every reader of mail. */
const longestSubject = 120;

/** POST /v1/message: leaves a message that somebody answers by e-mail. One per intent. */
export function messageRoute(parts: RouteParts, message: CheckedMessage, ports: MessageParts): Handler<BrokerEnv> {
  return leaveRoute(parts, {
    action: 'message',
    read: messageReader(startRules(parts.config)),
    targetOf: ({ email }) => email.toLowerCase(),
    guard: new LeaveGuard(leaveLimits(message.perDay), ports.now),
    leave: (wish, leaver) => (message.kind === 'task' ? byTask : byEmail)(message as never, wish, leaver, ports),
    // Who leaves a message while waiting waits on, until they end it.
    stopWaiting: () => Promise.resolve(false),
  });
}

async function byTask(
  { flowId, name }: Extract<CheckedMessage, { readonly kind: 'task' }>,
  { displayName, email, text, topic, locale }: MessageWish,
  { intent, reference, from, signal, onFailure }: Leaver,
  { connect, random }: MessageParts,
): Promise<Left> {
  const start = {
    flowId,
    clientToken: intent,
    name: `${name}: ${displayName} (${reference})`.slice(0, 512),
    description: text,
    references: {
      Email: { type: 'EMAIL', value: email },
      Reference: { type: 'STRING', value: reference },
    },
    attributes: attributesOf({ messageReference: reference, topic, locale }),
    scheduledFor: undefined,
  } as const;
  const ask = (relatedContactId: string | undefined) => connect.startTask({ ...start, relatedContactId }, signal);
  return { kind: 'task', contactId: await related('StartTaskContact', ask, { from, onFailure, random }) };
}

async function byEmail(
  { address, subject }: Extract<CheckedMessage, { readonly kind: 'email' }>,
  { displayName, email, text, topic, locale }: MessageWish,
  { intent, reference, from, signal, onFailure }: Leaver,
  { connect, random }: MessageParts,
): Promise<Left> {
  const start = {
    clientToken: intent,
    // What means something between a name and an address stays out of the name.
    from: { address: email, displayName: cleanLine(displayName.replace(/["<>@,;:\\]/g, ' '), 128) || undefined },
    to: address,
    subject: `${subject} ${reference}: ${cleanLine(text, longestSubject)}`,
    text,
    attributes: attributesOf({ messageReference: reference, topic, locale }),
  };
  const ask = (relatedContactId: string | undefined) => connect.startEmail({ ...start, relatedContactId }, signal);
  return { kind: 'email', contactId: await related('StartEmailContact', ask, { from, onFailure, random }) };
}
