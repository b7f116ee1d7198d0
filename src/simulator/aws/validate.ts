import { serviceError, type ErrorName } from '../wire.js';

/**
 * Reads one value at a place (`participantDetails.displayName`). What is wrong is added to `problems`, in Amazon's words;
 * the value returned then is worth nothing.
 */
export interface Rule<Value> {
  readonly read: (value: unknown, at: string, problems: string[]) => Value;
}

/** A rule for a member that has to be there. */
export interface Required<Value> extends Rule<Value> {
  readonly required: true;
}

/** What a rule reads. */
export type ValueOf<R> = R extends Rule<infer Value> ? Value : never;

type Members = Readonly<Record<string, Rule<unknown>>>;
type Structure<M extends Members> = {
  readonly [Name in keyof M as M[Name] extends Required<unknown> ? Name : never]: ValueOf<M[Name]>;
} & {
  readonly [Name in keyof M as M[Name] extends Required<unknown> ? never : Name]?: ValueOf<M[Name]>;
};

export interface TextLimits {
  /** Characters, at least. */
  readonly min?: number;
  /** Characters, at most. */
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Personal: never repeated in a message. */
  readonly sensitive?: boolean;
}

/** A string within limits. */
export function text(limits: TextLimits = {}): Rule<string> {
  return {
    read(value, at, problems) {
      if (typeof value !== 'string') throw wrongType(value, 'a String');
      const broken = brokenLimits(value, limits);
      problems.push(...broken.map((constraint) => failed(limits.sensitive ? undefined : value, at, constraint)));
      return value;
    },
  };
}

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Rule<Word> {
  return {
    read(value, at, problems) {
      if (typeof value !== 'string') throw wrongType(value, 'a String');
      const word = words.find((one) => one === value);
      if (word !== undefined) return word;
      problems.push(failed(value, at, `Member must satisfy enum value set: [${words.join(', ')}]`));
      return value as Word;
    },
  };
}

/** A whole number, both limits included. */
export function integer(limits: { readonly from?: number; readonly to?: number } = {}): Rule<number> {
  const { from = -Infinity, to = Infinity } = limits;
  return {
    read(value, at, problems) {
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(value, 'an Integer');
      if (value < from)
        problems.push(failed(String(value), at, `Member must have value greater than or equal to ${from}`));
      if (value > to) problems.push(failed(String(value), at, `Member must have value less than or equal to ${to}`));
      return value;
    },
  };
}

/** True or false. */
export function flag(): Rule<boolean> {
  return {
    read(value) {
      if (typeof value !== 'boolean') throw wrongType(value, 'a Boolean');
      return value;
    },
  };
}

/** A time in epoch seconds, with or without a fraction. */
export function timestamp(): Rule<number> {
  return {
    read(value) {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(value, 'a Timestamp');
      return value;
    },
  };
}

/** A list of so many entries. */
export function list<Value>(
  entry: Rule<Value>,
  limits: { readonly min?: number; readonly max?: number } = {},
): Rule<readonly Value[]> {
  return {
    read(value, at, problems) {
      if (!Array.isArray(value)) throw wrongType(value, 'a List');
      const entries = value as readonly unknown[];
      const broken = brokenLimits(entries, limits);
      problems.push(...broken.map((constraint) => failed(JSON.stringify(entries), at, constraint)));
      return entries.map((one, index) => entry.read(one, `${at}.${index + 1}.member`, problems));
    },
  };
}

/** Names and values. */
export function map<Value>(key: TextLimits, entry: Rule<Value>): Rule<Readonly<Record<string, Value>>> {
  return {
    read(value, at, problems) {
      const result: [string, Value][] = [];
      for (const [name, one] of Object.entries(asObject(value, 'a Map'))) {
        const broken = brokenLimits(name, key);
        if (broken.length > 0) {
          problems.push(failed(name, at, `Map keys must satisfy constraint: [${broken.join(', ')}]`));
        }
        result.push([name, entry.read(one, `${at}.${name}.member`, problems)]);
      }
      return Object.fromEntries(result);
    },
  };
}

/** Named members. Those that are not named are ignored, as Amazon ignores them; null is as good as absent. */
export function structure<const M extends Members>(members: M): Rule<Structure<M>> {
  return {
    read(value, at, problems) {
      const given = asObject(value, 'a Structure');
      const result: [string, unknown][] = [];
      for (const [name, rule] of Object.entries(members)) {
        const one = given[name];
        const place = `${at === '' ? '' : `${at}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
        if (one !== undefined && one !== null) result.push([name, rule.read(one, place, problems)]);
        else if ('required' in rule) problems.push(failed('null', place, 'Member must not be null', ''));
      }
      return Object.fromEntries(result) as Structure<M>;
    },
  };
}

/** Makes a member of a structure a required one. */
export function required<Value>(rule: Rule<Value>): Required<Value> {
  return { ...rule, required: true };
}

/** A rule that may refer to itself. */
export function lazy<Value>(make: () => Rule<Value>): Rule<Value> {
  return { read: (value, at, problems) => make().read(value, at, problems) };
}

/**
 * Reads the members of a request. Throws one error that names everything wrong, or SerializationException when a value
 * has another JSON type altogether.
 */
export function validate<Value>(
  rule: Rule<Value>,
  members: unknown,
  error: ErrorName = 'InvalidRequestException',
): Value {
  const problems: string[] = [];
  const value = rule.read(members ?? {}, '', problems);
  if (problems.length === 0) return value;
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  throw serviceError(error, `${count} detected: ${problems.join('; ')}`);
}

function brokenLimits(
  value: string | readonly unknown[],
  { min = 0, max = Infinity, pattern }: TextLimits,
): readonly string[] {
  const broken: string[] = [];
  if (value.length > max) broken.push(`Member must have length less than or equal to ${max}`);
  if (value.length < min) broken.push(`Member must have length greater than or equal to ${min}`);
  if (pattern && typeof value === 'string' && !pattern.test(value)) {
    broken.push(`Member must satisfy regular expression pattern: ${pattern.source}`);
  }
  return broken;
}

const longestEcho = 128;

function failed(value: string | undefined, at: string, constraint: string, quote = "'"): string {
  const shown = value === undefined ? 'Value' : `Value ${quote}${value.slice(0, longestEcho)}${quote}`;
  return `${shown} at '${at}' failed to satisfy constraint: ${constraint}`;
}

function asObject(value: unknown, wanted: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(value, wanted);
  return value as Record<string, unknown>;
}

function wrongType(value: unknown, wanted: string): Error {
  const found = Array.isArray(value) ? 'LIST' : value === null ? 'NULL' : typeof value;
  return serviceError('SerializationException', `${found.toUpperCase()}_VALUE can not be converted to ${wanted}`);
}
