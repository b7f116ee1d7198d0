import { ServiceError, type Call } from '../wire.js';

/** Refuses a request as the participant service does: ValidationException, 400. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', 400, message);
}

/** The members of a JSON body. */
export function membersOf(call: Call): Readonly<Record<string, unknown>> {
  const { body } = call;
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw invalid('The request body must be a JSON object.');
  return body as Record<string, unknown>;
}

interface TextRule {
  /** Characters. */
  readonly min?: number;
  readonly max?: number;
}

/** A text member that may be absent. */
export function optionalText(
  members: Readonly<Record<string, unknown>>,
  name: string,
  rule: TextRule = {},
): string | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(`${name} must be a string.`);
  const { min = 0, max = Infinity } = rule;
  if (value.length < min) throw invalid(`${name} must have length greater than or equal to ${min}.`);
  if (value.length > max) throw invalid(`${name} must have length less than or equal to ${max}.`);
  return value;
}

/** A text member that must be there; at least one character unless said otherwise. */
export function requiredText(members: Readonly<Record<string, unknown>>, name: string, rule: TextRule = {}): string {
  const value = optionalText(members, name, { min: 1, ...rule });
  if (value === undefined) throw invalid(`${name} is required.`);
  return value;
}

/** A whole number that may be absent. */
export function optionalInteger(
  members: Readonly<Record<string, unknown>>,
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
): number | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid(`${name} must be a whole number.`);
  if (value < from || value > to) throw invalid(`${name} must be between ${from} and ${to}.`);
  return value;
}

/** One of a few words; may be absent. */
export function optionalChoice<Word extends string>(
  members: Readonly<Record<string, unknown>>,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined) throw invalid(`${name} must be one of ${words.join(', ')}.`);
  return word;
}

/** The ClientToken of a call; up to 500 characters. */
export function clientTokenOf(members: Readonly<Record<string, unknown>>): string | undefined {
  return optionalText(members, 'ClientToken', { max: 500 });
}
