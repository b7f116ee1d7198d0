import * as v from 'valibot';
import type { EndClass, RequeueMode } from '../protocol/after.js';
import type { ReceiptBody } from '../protocol/leave.js';
import { plainName, type BrokerLogFields, type BrokerLogger } from './log.js';

/** What happened to a contact: ids, codes and numbers, never a word anybody said. */
export type BrokerEvent =
  | {
      readonly name: 'contact.ended';
      /** The segment that ended, and what the handle names: the initial contact. */
      readonly contactId: string;
      readonly initialContactId: string;
      readonly class: EndClass;
      /** Amazon Connect's DisconnectReason; undefined when it told none. */
      readonly reason: string | undefined;
      readonly waitSeconds: number | undefined;
      readonly handleSeconds: number | undefined;
    }
  | {
      readonly name: 'contact.requeued';
      readonly contactId: string;
      readonly from: string;
      readonly mode: RequeueMode;
      readonly placeKept: boolean;
      readonly creditSeconds: number;
    }
  | {
      readonly name: 'contact.switched';
      readonly contactId: string;
      readonly from: string;
      /** The alias. */
      readonly queue: string;
      readonly placeKept: boolean;
      readonly creditSeconds: number;
    }
  /** `done`: the agent can read what was said before. Not `done`: Amazon Connect will not have it. */
  | { readonly name: 'contact.history'; readonly contactId: string; readonly from: string; readonly done: boolean }
  | { readonly name: 'contact.rated'; readonly contactId: string; readonly score: number }
  | {
      readonly name: 'callback' | 'message';
      readonly kind: ReceiptBody['kind'];
      /** The task, the e-mail or the call; undefined for a hook. */
      readonly contactId: string | undefined;
      readonly from: string | undefined;
      readonly leftQueue: boolean;
    }
  /** Amazon Connect refused a call for being too many. */
  | { readonly name: 'throttled'; readonly operation: string; readonly full: boolean };

/** Tells one event to whoever wants to know. Never throws. */
export type Teller = (event: BrokerEvent) => void;

export const eventSchema = v.custom<(event: BrokerEvent) => void | Promise<void>>(
  (value) => typeof value === 'function',
);
export const eventSentences = { onEvent: 'onEvent must be a function.' } as const;

/** What happens to a contact once. */
const once = {
  'contact.ended': true,
  'contact.requeued': true,
  'contact.switched': true,
  'contact.history': true,
} as const satisfies Partial<Record<BrokerEvent['name'], true>>;
const mostRemembered = 5_000;

/** Makes every event a log line and a call of the site's hook. A hook that fails spoils nothing but its own. */
export function createTeller(
  logger: BrokerLogger,
  onEvent: ((event: BrokerEvent) => void | Promise<void>) | undefined,
): Teller {
  const failed = (error: unknown): void =>
    logger.log('warn', 'event.hook-failed', { error: plainName((error as Error | undefined)?.name) });
  const told = new Set<string>();
  /** A way back, an end: two tabs ask about it, and it happened once. */
  const again = (event: BrokerEvent): boolean => {
    if (!(event.name in once) || !('contactId' in event)) return false;
    const key = `${event.name} ${event.contactId ?? ''}`;
    if (told.has(key)) return true;
    told.add(key);
    const [oldest] = told;
    if (told.size > mostRemembered && oldest !== undefined) told.delete(oldest);
    return false;
  };
  return (event) => {
    if (again(event)) return;
    const { name, ...fields } = event;
    logger.log(name === 'throttled' ? 'warn' : 'info', name, fields satisfies BrokerLogFields);
    try {
      Promise.resolve(onEvent?.(event)).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}
