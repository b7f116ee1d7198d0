import * as v from 'valibot';
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

/** What browsers may say when they start something. */
export interface StartRules {
  readonly topics: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  readonly defaultDisplayName: string;
}

/** What every request to start something says, checked and cleaned. */
export interface StartRequest {
  readonly idempotencyKey: string;
  readonly displayName: string;
  readonly topic: string | undefined;
  /** Canonical BCP 47; undefined when the browser's was no such thing. */
  readonly locale: string | undefined;
  /** As the flow sees them: prefixed. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly visitor: string | undefined;
}

/** Marks what a browser supplied, so that a flow never takes it for the site's own word. */
const prefix = 'web_';
/** UTF-8 bytes of all attributes, names included. Amazon Connect takes 32 KiB from all sources. */
const mostAttributeBytes = 8 * 1024;
/** Attributes the broker fills from the request itself. */
export const reservedAttributes: readonly string[] = ['locale', 'media', 'topic'];

/** UUID, in lower case. */
export const key = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i),
  v.toLowerCase(),
);
/** Something the broker signed; whether it did is found out later. */
export const signature = v.pipe(v.string(), v.maxLength(1024));

/** The members every body has that starts something. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- the type is the schema's own
export const startEntries = ({ topics, attributes }: StartRules) => ({
  idempotencyKey: key,
  displayName: v.pipe(v.string(), v.maxLength(1024)),
  topic: v.optional(v.picklist(topics)),
  locale: v.optional(v.pipe(v.string(), v.maxLength(64))),
  attributes: v.optional(
    v.pipe(
      v.record(v.string(), v.string()),
      v.check((given) => allowed(given, attributes)),
    ),
  ),
  visitor: v.optional(signature),
});

/** Makes the reader of one kind of body. It throws `token/bad-request`, naming the member for the log. */
export function bodyReader<Entries extends v.ObjectEntries>(
  entries: Entries,
): (body: unknown) => v.InferOutput<v.StrictObjectSchema<Entries, undefined>> {
  const schema = v.strictObject(entries);
  return (body) => {
    // valibot takes names every object inherits, such as `toString`, for known ones.
    if (Object.keys(body ?? {}).some((name) => !Object.hasOwn(entries, name))) {
      throw new Refusal('token/bad-request', { field: 'body' });
    }
    const { success, output, issues } = v.safeParse(schema, body, { abortEarly: true });
    if (success) return output;
    const field = issues[0].path?.[0]?.key;
    throw new Refusal('token/bad-request', {
      field: typeof field === 'string' && Object.hasOwn(entries, field) ? field : 'body',
    });
  };
}

type Said = v.InferOutput<v.StrictObjectSchema<ReturnType<typeof startEntries>, undefined>>;

/** Cleans what a body said. `more`: attributes the broker fills itself. */
export function cleaned(
  { idempotencyKey, displayName, topic, locale: said, attributes, visitor }: Said,
  rules: StartRules,
  more: Readonly<Record<string, string>> = {},
): StartRequest {
  const locale = canonicalLocale(said);
  return {
    idempotencyKey,
    displayName: cleanDisplayName(displayName, rules.defaultDisplayName),
    topic,
    locale,
    attributes: prefixed({ ...attributes, ...(locale && { locale }), ...(topic && { topic }), ...more }),
    visitor,
  };
}

function allowed(given: Readonly<Record<string, string>>, rules: StartRules['attributes']): boolean {
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
export const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);

/** Canonical BCP 47. A page's `lang` is often not quite right; that is no reason to refuse its customer. */
export function canonicalLocale(locale: string | undefined): string | undefined {
  try {
    return locale && Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}
