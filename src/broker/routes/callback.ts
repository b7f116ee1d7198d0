import type { Handler } from 'hono';
import type { CallbackRequest, CheckedCallback } from '../config-leave.js';
import { ConnectFailure } from '../connect-failure.js';
import type { ConnectPort } from '../connect.js';
import type { BrokerEnv } from '../context.js';
import { unlessAborted } from '../deadline.js';
import { LeaveGuard, leaveLimits, voiceLimits } from '../guards/leave.js';
import { callbackReader, type CallbackWish } from '../leave-request.js';
import { plainName } from '../log.js';
import { Refusal } from '../refusal.js';
import { segmentsFrom, waits } from '../segments.js';
import { failureOf, refusalFor } from '../starter.js';
import { leaveRoute, type Leaver, type Left } from './leave.js';
import { startRules, type RouteParts } from './start.js';

type CallbackPort = Pick<ConnectPort, 'startTask' | 'startVoice' | 'startCall' | 'stopContact' | 'describeContact'>;

export interface CallbackParts {
  readonly connect: CallbackPort;
  readonly now: () => number;
  readonly random: () => number;
}

/** Sooner than this is now. */
const nowMs = 60_000;
/** How long the site's own system may take. */
const hookMs = 5_000;

/** POST /v1/callback: asks for a call, with or without a contact. One per intent. */
export function callbackRoute(parts: RouteParts, callback: CheckedCallback, ports: CallbackParts): Handler<BrokerEnv> {
  const { kind, perDay } = callback;
  const limits = kind === 'voice' ? voiceLimits(perDay) : leaveLimits(perDay);
  const read = callbackReader(startRules(parts.config));
  return leaveRoute(parts, {
    action: 'callback',
    read: (body) => {
      const wish = read(body);
      check(callback, wish);
      return wish;
    },
    targetOf: ({ phone }) => phone,
    guard: new LeaveGuard(limits, ports.now),
    leave: (wish, leaver) => ways[kind](callback as never, wish, leaver, ports),
    stopWaiting: ({ waitOn }, claims, leaver) =>
      waitOn ? Promise.resolve(false) : stopWaiting(claims.contactId, leaver, ports.connect),
  });
}

function check({ kind, countries }: CheckedCallback, { phone, inMs }: CallbackWish): void {
  const allowed = countries === undefined || countries.some((code) => phone.startsWith(code));
  if (!allowed) throw new Refusal('token/bad-request', { field: 'phone' });
  // The phone rings now, or not at all.
  if (kind === 'voice' && inMs > 0) throw new Refusal('token/bad-request', { field: 'inMs' });
}

type Way<Kind extends CheckedCallback['kind']> = (
  config: Extract<CheckedCallback, { readonly kind: Kind }>,
  wish: CallbackWish,
  leaver: Leaver,
  ports: CallbackParts,
) => Promise<Left>;

const ways: { readonly [Kind in CheckedCallback['kind']]: Way<Kind> } = {
  async task({ flowId, name }, wish, { intent, reference, from, signal, onFailure }, { connect, now, random }) {
    const { phone, inMs, note, displayName, topic, locale } = wish;
    const at = new Date(now() + inMs).toISOString();
    const said = { Phone: phone, Reference: reference, 'Wanted at': inMs < nowMs ? 'As soon as possible' : at };
    const references = Object.entries(said).map(([key, value]) => [key, { type: 'STRING' as const, value }]);
    const start = {
      flowId,
      clientToken: intent,
      name: `${name}: ${displayName} (${reference})`.slice(0, 512),
      description: note,
      references: Object.fromEntries(references) as Record<string, { type: 'STRING'; value: string }>,
      attributes: attributesOf({ callbackNumber: phone, callbackReference: reference, topic, locale }),
      scheduledFor: inMs < nowMs ? undefined : now() + inMs,
    };
    const ask = (relatedContactId: string | undefined) => connect.startTask({ ...start, relatedContactId }, signal);
    return { kind: 'task', contactId: await related('StartTaskContact', ask, { from, onFailure, random }) };
  },
  async voice({ flowId, sourcePhoneNumber, queueId }, wish, leaver, { connect, random }) {
    const { intent, reference, from, signal, onFailure } = leaver;
    const { phone, topic, locale } = wish;
    const start = {
      flowId,
      clientToken: intent,
      phone,
      sourcePhoneNumber,
      queueId,
      name: `Callback (${reference})`,
      attributes: attributesOf({ callbackReference: reference, topic, locale }),
    };
    const ask = (relatedContactId: string | undefined) => connect.startVoice({ ...start, relatedContactId }, signal);
    return { kind: 'voice', contactId: await related('StartOutboundVoiceContact', ask, { from, onFailure, random }) };
  },
  async flow({ flowId }, wish, { intent, reference, from, signal, onFailure }, { connect, random }) {
    const { phone, inMs, note, displayName, topic, locale } = wish;
    const start = {
      flowId,
      clientToken: intent,
      displayName,
      attributes: attributesOf({
        callbackNumber: phone,
        callbackDelaySeconds: String(Math.round(inMs / 1000)),
        callbackReference: reference,
        callbackNote: note,
        topic,
        locale,
      }),
      customer: { video: false, screenShare: false },
      agent: { video: false, screenShare: false },
    };
    const ask = async (relatedContactId: string | undefined) =>
      (await connect.startCall({ ...start, relatedContactId }, signal)).contactId;
    return { kind: 'flow', contactId: await related('StartWebRTCContact', ask, { from, onFailure, random }) };
  },
  async hook({ call }, wish, { intent, reference, from, signal, onFailure }, { now }) {
    const { phone, inMs, note, displayName, topic, locale } = wish;
    const request: CallbackRequest = {
      id: intent,
      reference,
      phone,
      at: now() + inMs,
      note,
      displayName,
      topic,
      locale,
      contactId: from,
    };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(hookMs)]);
    try {
      const receipt: unknown = await unlessAborted(call(request, limit), limit);
      const { reference: own } = (receipt ?? {}) as { readonly reference?: unknown };
      const sayable = typeof own === 'string' && /^[\w #./-]{1,64}$/.test(own) ? own : undefined;
      return { kind: 'hook', contactId: undefined, reference: sayable };
    } catch (error) {
      onFailure(new ConnectFailure('CallbackHook', { name: plainName((error as Error | undefined)?.name) }));
      throw new Refusal('token/unavailable');
    }
  },
};

export interface RelatedParts {
  readonly from: string | undefined;
  readonly onFailure: Leaver['onFailure'];
  readonly random: () => number;
}

/** Starts something that is related to the contact it grew out of, or, where that one is forgotten, to none. */
export async function related(
  operation: string,
  ask: (relatedContactId: string | undefined) => Promise<string | undefined>,
  { from, onFailure, random }: RelatedParts,
): Promise<string> {
  const attempt = async (relatedContactId: string | undefined): Promise<string | undefined> => {
    try {
      return await ask(relatedContactId);
    } catch (error) {
      const failure = failureOf(operation, error);
      onFailure(failure);
      if (/^(DestinationNotAllowed|OutboundContactNotPermitted)Exception$/.test(failure.error)) {
        throw new Refusal('token/bad-request', { field: 'phone' });
      }
      if (relatedContactId !== undefined && failure.kind === 'misconfigured') return attempt(undefined);
      throw refusalFor(failure, random);
    }
  };
  const contactId = await attempt(from);
  // An answer without an id: nobody knows whether it worked. The same intent settles it.
  if (contactId === undefined) throw new Refusal('token/unavailable');
  return contactId;
}

/** Those that have a value. */
export function attributesOf(given: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Ends a contact that waits, and no other: whoever has met an agent by now stays with them. */
async function stopWaiting(contactId: string, { signal, onFailure }: Leaver, connect: CallbackPort): Promise<boolean> {
  try {
    const current = (await segmentsFrom(connect, contactId, signal)).at(-1);
    if (!current) return false;
    if (!waits(current)) return current.disconnectedAt !== undefined && current.connectedAt === undefined;
    await connect.stopContact(current.id, signal);
    return true;
  } catch (error) {
    // What was left is left; the customer goes on waiting, and is told so.
    onFailure(failureOf('StopContact', error));
    return false;
  }
}
