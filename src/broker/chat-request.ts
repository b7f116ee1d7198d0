import * as v from 'valibot';
import type { Capability } from '../protocol/chat.js';
import { cleanDisplayName } from './display-name.js';
import { Refusal } from './refusal.js';

/** What one attribute the browser supplies may hold. */
export interface AttributeRule {
  /** UTF-16 units. Default 256. */
  readonly maxLength?: number | undefined;
  /** The whole value has to match. */
  readonly pattern?: RegExp | undefined;
  readonly values?: readonly string[] | undefined;
}

export interface ChatRules {
  readonly topics: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  readonly defaultDisplayName: string;
}

/** A request to start a chat, checked and cleaned. */
export interface ChatRequest {
  readonly idempotencyKey: string;
  readonly displayName: string;
  readonly topic: string | undefined;
  /** Canonical BCP 47; undefined when the browser's was no such thing. */
  readonly locale: string | undefined;
  /** As the flow sees them: prefixed. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly firstMessage: string | undefined;
  readonly capabilities: readonly Capability[] | undefined;
  readonly visitor: string | undefined;
}

/** Marks what a browser supplied, so that a flow never takes it for the site's own word. */
const prefix = 'web_';
/** UTF-8 bytes of all attributes, names included. Amazon Connect takes 32 KiB from all sources. */
const mostAttributeBytes = 8 * 1024;
/** Attributes the broker fills from the request itself. */
export const reservedAttributes: readonly string[] = ['locale', 'topic'];

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const capabilities = ['attachments', 'markdown', 'typing', 'receipts'] as const satisfies readonly Capability[];

/** Makes the reader of POST /v1/chat bodies. It throws `token/bad-request`, naming the member for the log. */
export function chatRequestReader(rules: ChatRules): (body: unknown) => ChatRequest {
  const schema = v.strictObject({
    idempotencyKey: v.pipe(v.string(), v.regex(uuid), v.toLowerCase()),
    displayName: v.pipe(v.string(), v.maxLength(1024)),
    topic: v.optional(v.picklist(rules.topics)),
    locale: v.optional(v.pipe(v.string(), v.maxLength(64))),
    attributes: v.optional(
      v.pipe(
        v.record(v.string(), v.string()),
        v.check((given) => allowed(given, rules.attributes)),
      ),
    ),
    firstMessage: v.optional(v.pipe(v.string(), v.maxLength(1024), v.trim(), v.nonEmpty(), v.check(isWellFormed))),
    capabilities: v.optional(v.pipe(v.array(v.picklist(capabilities)), v.maxLength(capabilities.length))),
    visitor: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  });
  return (body) => {
    // valibot takes names every object inherits, such as `toString`, for known ones.
    if (Object.keys(body ?? {}).some((name) => !Object.hasOwn(schema.entries, name))) {
      throw new Refusal('token/bad-request', { field: 'body' });
    }
    const { success, output, issues } = v.safeParse(schema, body, { abortEarly: true });
    if (!success) {
      const field = issues[0].path?.[0]?.key;
      throw new Refusal('token/bad-request', {
        field: typeof field === 'string' && Object.hasOwn(schema.entries, field) ? field : 'body',
      });
    }
    const { displayName, topic, locale: givenLocale, attributes = {}, ...rest } = output;
    const locale = canonical(givenLocale);
    return {
      idempotencyKey: rest.idempotencyKey,
      displayName: cleanDisplayName(displayName, rules.defaultDisplayName),
      topic,
      locale,
      attributes: prefixed({ ...attributes, ...(locale && { locale }), ...(topic && { topic }) }),
      firstMessage: rest.firstMessage,
      capabilities: rest.capabilities,
      visitor: rest.visitor,
    };
  };
}

function allowed(given: Readonly<Record<string, string>>, rules: ChatRules['attributes']): boolean {
  let bytes = 0;
  for (const [key, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (!rule || value.length > (rule.maxLength ?? 256) || !isWellFormed(value)) return false;
    if (rule.values && !rule.values.includes(value)) return false;
    if (rule.pattern && !whole(rule.pattern).test(value)) return false;
    bytes += Buffer.byteLength(prefix + key + value);
  }
  return bytes <= mostAttributeBytes;
}

const whole = ({ source, flags }: RegExp): RegExp => new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, ''));

const prefixed = (attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [prefix + key, value]));

/** No half characters, which would turn into something else on the wire. */
const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);

/** A page's `lang` is often not quite right; that is no reason to refuse its customer. */
function canonical(locale: string | undefined): string | undefined {
  try {
    return locale && Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}
